"""Lay out what each row of a list becomes: person by person, cell by cell, with the doubts beside the cells.

What is laid out is kept sealed until the import is decided, so it is plain dictionaries of codes and texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NotRequired, TypedDict

from tracker.intake.rules.arrivals import PersonToEnter, Plan
from tracker.intake.rules.headers import Column
from tracker.intake.rules.understood import Doubt
from tracker.intake.rules.updating import Changes, Update

CELLS = ("name", "birth", "gender", "origin", "region", "host", "permit", "roles", "support", "consent")
"""The cells of a line, from left to right."""

CELL_OF: dict[str, str] = {
    Column.BIRTH: "birth",
    Column.GENDER: "gender",
    Column.NATIONALITY: "origin",
    Column.REGION: "region",
    Column.HOST: "host",
    Column.ARRIVAL: "host",
    Column.PERMIT: "permit",
    Column.PERMIT_KIND: "permit",
    Column.PERMIT_UNTIL: "permit",
    Column.CATEGORIES: "roles",
    Column.SUPPORT: "support",
    Column.AMOUNT: "support",
    Column.CONSENT: "consent",
}
"""In which cell a doubt about a column stands; every other stands beside the name."""


class Unsure(TypedDict):
    """A doubt in a line: the column's header, what stands there, and why it was not taken."""

    header: str
    written: str
    reason: str


class Line(TypedDict):
    """One person as they would be entered; `doubts` by the cell they stand in."""

    row: int
    sub: int
    name: str
    birth: str
    gender: str
    origin: list[dict[str, str]]
    region: str
    host: str
    since: str
    permit: dict[str, str]
    roles: list[str]
    support: list[str]
    consent: bool
    relationship: str
    doubts: dict[str, list[Unsure]]
    updates: NotRequired[str]
    """The case code of the person who was here before and is updated."""
    changes: NotRequired[list[str]]
    """The cells that change of them."""


class Without(TypedDict):
    """A row that is left out whatever is decided, and why."""

    row: int
    reason: str


class Layout(TypedDict):
    """Everything that a list becomes."""

    rows_read: int
    lines: list[Line]
    left_out: list[Without]


def lay_out(plan: Plan, rows_read: int, updates: Iterable[tuple[Update, Changes]] = ()) -> Layout:
    """Lay out a plan, and the updates of persons who came before."""
    doubts: defaultdict[tuple[int, int], list[Doubt]] = defaultdict(list)
    for doubt in plan.doubts:
        doubts[doubt.row, doubt.sub].append(doubt)
    cells_of_row = {one.row: one.cells for one in plan.persons if one.sub == 1}
    return Layout(
        rows_read=rows_read,
        lines=[
            _line(one, doubts.get((one.row, one.sub), []), dict(cells_of_row.get(one.row, {})))
            for one in plan.persons
        ]
        + [_line_of_update(*one) for one in updates],
        left_out=[Without(row=one.row, reason=one.reason) for one in plan.left_out],
    )


def ticks_kept(before: Layout, after: Layout, left_out: Collection[int]) -> frozenset[int]:
    """Return which rows stay left out when the columns were decided anew: those that become the same as before."""
    was, becomes = _lines_by_row(before), _lines_by_row(after)
    return frozenset(row for row in left_out if row in becomes and was.get(row) == becomes[row])


def _lines_by_row(layout: Layout) -> dict[int, list[Line]]:
    by_row: dict[int, list[Line]] = {}
    for line in layout["lines"]:
        by_row.setdefault(line["row"], []).append(line)
    return by_row


def _line(one: PersonToEnter, doubts: list[Doubt], cells: dict[str, str]) -> Line:
    facts = one.facts
    identity = facts.identity
    formal = " ".join(part for part in (identity.surname, identity.given_name, identity.patronymic) if part)
    unsure: defaultdict[str, list[Unsure]] = defaultdict(list)
    for doubt in doubts:
        where = CELL_OF.get(doubt.kind, "name")
        unsure[where].append(
            Unsure(header=doubt.column, written=cells.get(doubt.column, ""), reason=doubt.reason)
        )
    host, since = one.stay or ("", None)
    return Line(
        row=one.row,
        sub=one.sub,
        name=formal or identity.preferred_name,
        birth=identity.birth_date,
        gender=facts.gender.gender.value,
        origin=[{"words": named.words, "code": named.code or ""} for named in facts.origin.nations],
        region=facts.background.region_of_origin,
        host=host,
        since="" if since is None else str(since),
        permit=_permit(one),
        roles=list(facts.background.applicant_roles),
        support=[given.kind for given in one.support],
        consent=one.consent is not None,
        relationship=one.relationship.value,
        doubts=dict(unsure),
    )


def _line_of_update(update: Update, made: Changes) -> Line:
    """Lay out a row that came before: what it says now, which cells change, and which wait."""
    doubts = [
        Doubt(update.row, 1, column.value, column.value, reason) for column, reason in made.kept.items()
    ]
    line = _line(update.now, doubts, {})
    line["updates"] = update.case_code
    line["changes"] = list(dict.fromkeys(CELL_OF.get(column, "name") for column in made.taken))
    return line


def _permit(one: PersonToEnter) -> dict[str, str]:
    if one.permit is None:
        return {}
    entry = one.permit.entry
    return {
        "kind": one.permit.kind.value,
        "state": one.permit.state or "",
        "status": entry.status.value,
        "ends": str(entry.end or ""),
    }


@dataclass(frozen=True)
class RowShown:
    """One row on the screen: the persons it becomes, or why it is left out."""

    row: int
    lines: list[Line] = field(default_factory=list)
    reason: str = ""
    chosen: bool = False
    """Left out by whoever imports, who can take it in again."""

    @property
    def is_in_doubt(self) -> bool:
        """Say whether a cell of the row is in doubt."""
        return any(line["doubts"] for line in self.lines)


@dataclass(frozen=True)
class Screen:
    """What of a layout is shown, and counts that are true for all of it."""

    rows: list[RowShown]
    shown: str
    rows_read: int
    persons: int
    updated: int
    """Persons who came before and are changed."""
    doubts: int
    left_out: int
    in_doubt: int
    """Rows with a doubt among those that are taken."""

    @classmethod
    def of(cls, layout: Layout, excluded: Collection[int], shown: str) -> Screen:
        """Lay rows out for a screen; `shown` is `doubts`, `left_out` or anything else for all."""
        rows = [RowShown(row, lines, chosen=row in excluded) for row, lines in _lines_by_row(layout).items()]
        rows += [RowShown(one["row"], reason=one["reason"]) for one in layout["left_out"]]
        rows.sort(key=lambda one: one.row)
        taken = [one for one in rows if one.lines and not one.chosen]
        kept = {
            "doubts": [one for one in taken if one.is_in_doubt],
            "left_out": [one for one in rows if one.reason or one.chosen],
        }
        return cls(
            rows=kept.get(shown, rows),
            shown=shown if shown in kept else "",
            rows_read=layout["rows_read"],
            persons=sum("updates" not in line for one in taken for line in one.lines),
            updated=sum("updates" in line for one in taken for line in one.lines),
            doubts=sum(len(cell) for one in taken for line in one.lines for cell in line["doubts"].values()),
            left_out=len(kept["left_out"]),
            in_doubt=len(kept["doubts"]),
        )
