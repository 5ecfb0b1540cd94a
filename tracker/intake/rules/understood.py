"""Say what a list was understood to say: persons, rows left out, doubts and remarks, and how a command prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.intake.rules.amounts import Amount
from tracker.intake.rules.dates import PartialDate
from tracker.intake.rules.family import Member
from tracker.intake.rules.headers import Column, ColumnMapping
from tracker.intake.rules.names import Name
from tracker.intake.rules.nationality import NOT_STATED
from tracker.intake.rules.permits import PermitRead
from tracker.sheets.table import Table


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that was not taken: where it is, what it should have said, and why not (never whose it is)."""

    row: int
    sub: int
    column: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was not taken, and why; `column` where one column is the cause."""

    row: int
    reason: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the officer should know about a cell that was taken."""

    row: int
    sub: int
    column: str
    kind: str
    reason: str


@dataclass(slots=True)
class RowRead:
    """One person as a row (or a companion in it) states them; what was not stated or is in doubt is nothing."""

    row: int
    sub: int = 1
    name_as_written: str = ""
    surname: str | None = None
    given: str | None = None
    patronymic: str | None = None
    other_name: Name | None = None
    sex: str | None = "not_stated"
    dob: PartialDate | None = None
    nationality_words: str = ""
    nationality_codes: tuple[str, ...] = ()
    nationality_status: str | None = NOT_STATED
    region_iso: str | None = None
    host_iso2: str | None = None
    arrival: PartialDate | None = None
    permit: PermitRead = field(default_factory=PermitRead)
    permit_words: str = ""
    categories: tuple[str, ...] = ()
    support_kinds: tuple[str, ...] = ()
    amount: Amount | None = None
    family: tuple[Member, ...] = ()
    consent: str | None = None
    source_id: str | None = None
    """What the form that the list comes from knows this answer by; the same in every export."""
    submitted: date | None = None

    @property
    def amount_eur(self) -> Decimal | None:
        """Return the amount where it is in euro."""
        return self.amount.value if self.amount is not None and self.amount.currency == "EUR" else None


@dataclass(frozen=True, slots=True)
class Understood:
    """What a list says: persons, rows left out, doubts, remarks, and the mapping it was read by."""

    rows: tuple[RowRead, ...]
    refused: tuple[LeftOut, ...]
    doubts: tuple[Doubt, ...]
    remarks: tuple[Remark, ...]
    mapping: ColumnMapping
    table: Table
    as_of: date
    """The latest day that the list speaks of: on that day, or later, it was true."""

    def header(self, column: Column) -> str:
        """Return the header of the column that holds one thing."""
        index = self.mapping.index(column)
        return self.table.headers[index] if 0 <= index < len(self.table.headers) else column.value


def as_json(understood: Understood) -> dict[str, list[dict[str, object]]]:
    """Write what was understood under the names that the import's command prints."""
    return {
        "rows": [_row_as_json(person) for person in understood.rows],
        "refused": [
            {"row": left.row, "column": left.column, "reason": left.reason} for left in understood.refused
        ],
        "doubts": _places_as_json(understood.doubts),
        "remarks": _places_as_json(understood.remarks),
    }


def _places_as_json(places: Iterable[Doubt | Remark]) -> list[dict[str, object]]:
    """Write doubts or remarks with their places."""
    return [
        {
            "row": place.row,
            "sub": place.sub,
            "column": place.column,
            "kind": place.kind,
            "reason": place.reason,
        }
        for place in places
    ]


def _row_as_json(person: RowRead) -> dict[str, object]:
    """Write one person; `none` and `not_stated` where nothing is said, null where it is in doubt."""
    permit = person.permit
    amount = person.amount_eur
    unsaid = None if person.permit_words else "none"
    return {
        "row": person.row,
        "sub": person.sub,
        "name_as_written": person.name_as_written,
        "surname": person.surname,
        "given": person.given,
        "patronymic": person.patronymic,
        "sex": person.sex,
        "dob": person.dob.iso() if person.dob else None,
        "dob_precision": person.dob.precision if person.dob else "none",
        "nationality_words": person.nationality_words,
        "nationality_codes": list(person.nationality_codes),
        "nationality_status": person.nationality_status,
        "region_iso": person.region_iso,
        "host_iso2": person.host_iso2,
        "arrival": person.arrival.iso() if person.arrival else None,
        "arrival_precision": person.arrival.precision if person.arrival else "none",
        "permit_kind": permit.kind or unsaid,
        "permit_status": permit.status or unsaid,
        "permit_valid_until": permit.valid_until.isoformat() if permit.valid_until else None,
        "permit_precision": permit.precision or "none",
        "categories": list(person.categories),
        "support_kinds": list(person.support_kinds),
        "amount_eur": float(amount) if amount is not None else None,
        "family_members": [
            {"relation": member.relation, "given": member.given, "birth_year": member.birth_year}
            for member in person.family
        ],
        "consent": person.consent,
        "source_id": person.source_id,
    }
