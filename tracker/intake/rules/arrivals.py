"""What is to be entered of a list: persons with what comes with them, and who came together; and their kept cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.intake.rules.understood import Doubt, LeftOut
from tracker.participation.rules import Money
from tracker.people.rules.answers import Consent, PartialDate
from tracker.people.rules.facts import PersonFacts
from tracker.people.rules.households import Relationship
from tracker.permits.rules import Entry, PermitKind
from tracker.sheets.table import Row, Table, as_text


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What whoever imports adds to the list: the wording of a consent for all, and from when all were enrolled."""

    today: date
    consent_wording: str = ""
    enrolled_on: date | None = None


@dataclass(frozen=True, slots=True)
class PermitToEnter:
    """A permit with the one entry that its history begins with."""

    kind: PermitKind
    state: str | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class SupportToEnter:
    """A kind of support, and its cost where the list says it."""

    kind: str
    money: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonToEnter:
    """One person to be logged, with the place they come from.

    `sub` is 1 for the person of the row; companions and then relatives follow.
    """

    row: int
    sub: int
    facts: PersonFacts
    relationship: Relationship = Relationship.PRINCIPAL
    stay: tuple[str, PartialDate] | None = None
    consent: Consent | None = None
    permit: PermitToEnter | None = None
    support: tuple[SupportToEnter, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Who came together in one row, the person of the row first, and since when they are together here."""

    persons: tuple[PersonToEnter, ...]
    since: date
    source_id: str | None = None
    """What the form that the list comes from knows this row by, so that a later export can be told to be the same."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would enter, and what it would leave out or not take over."""

    arrivals: tuple[Arrivals, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[Doubt, ...]

    @property
    def persons(self) -> tuple[PersonToEnter, ...]:
        """Return everybody who would be logged."""
        return tuple(person for together in self.arrivals for person in together.persons)


@dataclass(frozen=True, slots=True)
class Lists:
    """The code lists that persons are entered by: host states, and the English names of nations by their code."""

    host_states: frozenset[str]
    nations: Mapping[str, str]


def cells_of(row: Row, table: Table) -> dict[str, str]:
    """Return a row's filled cells by their header; headers that are missing or come twice get their column's number."""
    cells: dict[str, str] = {}
    for index, cell in enumerate(row.cells):
        written = as_text(cell)
        if not written:
            continue
        header = table.headers[index] if index < len(table.headers) else ""
        cells[f"{header} ({index + 1})".strip() if not header or header in cells else header] = written
    return cells


def row_of_cells(cells: Mapping[str, str], number: int, headers: Sequence[str]) -> Row:
    """Return kept cells as a row under these headers again, for a later reading of the same columns."""
    return Row(
        number,
        tuple(
            cells.get(
                f"{header} ({index + 1})".strip(), None if header in headers[:index] else cells.get(header)
            )
            for index, header in enumerate(headers)
        ),
    )
