"""What a merge does with each table that refers to a person: one dictionary, complete by test.

A room that adds a column with a foreign key to `persons.id` adds one line here, with the words under which the rows are
counted on the page. Until then merging fails as a whole: the database does not let go of a person to whom rows refer.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from tracker import clock
from tracker.cases.rules import CaseStatus, ClosingReason
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.people.queries import memberships_among
from tracker.people.rules.households import Stay, check_stays
from tracker.stewardship.operations.rows import Row, Rows, referring_to, table_of
from tracker.stewardship.rules import (
    ConsentTime,
    HouseholdTime,
    Side,
    consents_end,
    reopens,
    settled_times,
)


@dataclass(frozen=True)
class Merging:
    """One merge at work: its rows, who is left and who goes, and whose times in households last."""

    rows: Rows
    kept_id: uuid.UUID
    gone_id: uuid.UUID
    lasting: Side
    """`ONE` is the kept person here."""

    def of_both(self, table: str, column: str = "person_id") -> tuple[list[Row], list[Row]]:
        """Take up the rows of both: the kept person's, and those of who goes."""
        where = table_of(table).c[column]
        return self.rows.take(table, where == self.kept_id), self.rows.take(table, where == self.gone_id)

    def move(self, row: Row, column: str = "person_id") -> None:
        """Let a row belong to the kept person."""
        row.values[column] = self.kept_id

    def fold(self, row: Row, into: Row) -> None:
        """Take a row out in favour of one that says the same; what referred to it refers to that one."""
        row.gone = True
        for column in referring_to(row.table):
            for child in self.rows.take(column.table.name, column == row.id):
                child.values[column.name] = into.id


Settle = Callable[[Merging, str, str], None]


@dataclass(frozen=True)
class Handling:
    """What becomes of the rows of one column, and the words under which they are counted."""

    words: Any
    settle: Settle
    is_part: bool = False
    """Whether these rows are parts of others that are counted."""
    is_shared: bool = False
    """Whether all organisations that look after a person see these rows; of the rest only coordinators learn the number."""


def every_row_moves(merging: Merging, table: str, column: str) -> None:
    """Let every row follow its person."""
    for row in merging.of_both(table, column)[1]:
        merging.move(row, column)


def once(*telling: str) -> Settle:
    """Return what lets rows follow their person, but for those that say the same in these columns."""

    def settle(merging: Merging, table: str, column: str) -> None:
        kept, gone = merging.of_both(table, column)
        told = {tuple(row.values[name] for name in telling): row for row in kept}
        for row in gone:
            same = told.get(tuple(row.values[name] for name in telling))
            if same is None:
                merging.move(row, column)
            else:
                merging.fold(row, same)

    return settle


def _consents(merging: Merging, table: str, _column: str) -> None:
    """Let a withdrawal on either record count for both, then keep each consent once."""
    kept, gone = merging.of_both(table)
    ends = consents_end(
        [
            ConsentTime(
                row.id, side, row.values["purpose"], row.values["given_on"], row.values["withdrawn_on"]
            )
            for side, rows in ((Side.ONE, kept), (Side.OTHER, gone))
            for row in rows
        ]
    )
    for row in (*kept, *gone):
        row.values["withdrawn_on"] = ends[row.id]
    once("purpose", "given_on", "withdrawn_on", "wording")(merging, table, "person_id")


def _care(merging: Merging, table: str, _column: str) -> None:
    """Keep one row for each programme, with an officer where either names one; nobody cared for waits in the queue."""
    kept, gone = merging.of_both(table)
    at = {(row.values["organisation_id"], row.values["programme_id"]): row for row in kept}
    for row in gone:
        same = at.get((row.values["organisation_id"], row.values["programme_id"]))
        if same is None:
            merging.move(row)
        else:
            same.values["officer_id"] = same.values["officer_id"] or row.values["officer_id"]
            row.gone = True
    left = [row for row in (*kept, *gone) if not row.gone]
    if any(row.values["organisation_id"] for row in left):
        for row in left:
            row.gone = row.values["organisation_id"] is None


def _memberships(merging: Merging, table: str, _column: str) -> None:
    """Let one person be in one household at a time; nobody else's time is touched."""
    kept, gone = merging.of_both(table)
    times = [_time(row, side) for side, rows in ((Side.ONE, kept), (Side.OTHER, gone)) for row in rows]
    remaining = settled_times(times, merging.lasting)
    for row in gone:
        merging.move(row)
    for row in (*kept, *gone):
        periods = remaining[row.id]
        if not periods:
            row.gone = True
            continue
        row.values["since"], row.values["until"] = periods[0]
        for since, until in periods[1:]:
            merging.rows.add(table, {**row.values, "id": uuid.uuid4(), "since": since, "until": until})
    _check_households(merging, table)


def _time(row: Row, side: Side) -> HouseholdTime:
    said = row.values
    return HouseholdTime(
        row.id, side, said["household_id"], said["since"], said["until"], said["is_principal"]
    )


def _check_households(merging: Merging, table: str) -> None:
    """Raise `RuleBroken` when a household would be left without its principal."""
    taken = [row for (name, _id), row in merging.rows.held.items() if name == table]
    households = {row.values["household_id"] for row in taken}
    own = {row.id for row in taken}
    stays = [
        Stay(one.household_id, one.person_id, one.since, one.until, is_principal=one.is_principal)
        for one in memberships_among(households, [])
        if one.id not in own
    ]
    stays += [
        Stay(
            row.values["household_id"],
            row.values["person_id"],
            row.values["since"],
            row.values["until"],
            is_principal=row.values["is_principal"],
        )
        for row in taken
        if not row.gone
    ]
    try:
        check_stays(stays)
    except RuleBroken as error:
        raise RuleBroken(
            f"{error.message} Choose the other household, or name another principal there first.", "household"
        ) from error


def _cases(merging: Merging, table: str, _column: str) -> None:
    """Keep one case for each organisation: the older one stays, with the steps of both."""
    kept, gone = merging.of_both(table)
    of_organisation = {row.values["organisation_id"]: row for row in kept}
    for row in gone:
        merging.move(row)
        same = of_organisation.get(row.values["organisation_id"])
        if same is not None:
            older, younger = sorted((same, row), key=lambda one: (one.values["opened_on"], str(one.id)))
            _one_case(merging, older, younger)


def _one_case(merging: Merging, older: Row, younger: Row) -> None:
    merging.fold(younger, older)
    merging.rows.add("former_cases", {"id": younger.id, "case_id": older.id})
    judged = max((older, younger), key=lambda one: one.values["risk_on"] or date.min)
    older.values |= {name: judged.values[name] for name in ("risk_level", "risk_on")}
    steps = [
        step
        for case in (older, younger)
        for step in merging.rows.take("case_steps", table_of("case_steps").c.case_id == case.id)
    ]
    last = max(steps, key=lambda one: (one.values["on"], one.values["entered_at"])).values["status"]
    if reopens([older.values["status"], younger.values["status"]], last):
        last = CaseStatus.OPEN
        merging.rows.add(
            "case_steps",
            {
                "id": uuid.uuid4(),
                "case_id": older.id,
                "person_id": merging.kept_id,
                "status": last,
                "on": max(clock.today(), *(step.values["on"] for step in steps)),
                "entered_at": clock.now(),
                "reason": f'"{ClosingReason.NONE.value}"'.encode(),
            },
        )
    older.values |= {"status": last, "version": older.values["version"] + 1}


def _judgements(merging: Merging, table: str, _column: str) -> None:
    """Let what was judged of who goes and a third person stand for who is left, unless that pair was judged as well."""
    columns = table_of(table).c
    of_gone = (columns.one_id == merging.gone_id) | (columns.other_id == merging.gone_id)
    of_kept = (columns.one_id == merging.kept_id) | (columns.other_id == merging.kept_id)
    judged = {_third(row, merging.kept_id) for row in merging.rows.take(table, of_kept)}
    for row in merging.rows.take(table, of_gone):
        third = _third(row, merging.gone_id)
        if third == merging.kept_id or third in judged:
            row.gone = True
            continue
        change = {merging.kept_id: "other_change" if row.values["one_id"] == third else "one_change"}
        change[third] = "one_change" if row.values["one_id"] == third else "other_change"
        one, other = sorted((merging.kept_id, third))
        row.values |= {
            "one_id": one,
            "other_id": other,
            "one_change": row.values[change[one]],
            "other_change": row.values[change[other]],
        }


def _third(row: Row, person_id: uuid.UUID) -> uuid.UUID:
    one: uuid.UUID = row.values["one_id"]
    other: uuid.UUID = row.values["other_id"]
    return other if one == person_id else one


def _settled_already(_merging: Merging, _table: str, _column: str) -> None:
    """Do nothing: the other column of the same table settles these rows."""


HANDLING: dict[str, Handling] = {
    "consents.person_id": Handling(_l("Consents"), _consents, is_shared=True),
    "lawful_bases.person_id": Handling(
        _l("On what the use of their data rests"), once("purpose", "basis", "since"), is_part=True
    ),
    "household_memberships.person_id": Handling(_l("Times in households"), _memberships, is_shared=True),
    "host_stays.person_id": Handling(_l("Host states"), once("since"), is_shared=True),
    "care.person_id": Handling(_l("Programmes that look after them"), _care),
    "former_persons.person_id": Handling(_l("Case codes from earlier merges"), every_row_moves),
    "merges.kept_id": Handling(_l("Earlier merges"), every_row_moves),
    "reveals.person_id": Handling(_l("Reveals of their identity"), every_row_moves, is_part=True),
    "permits.person_id": Handling(_l("Permits"), every_row_moves, is_shared=True),
    "permit_conditions.person_id": Handling(_l("Conditions of permits"), every_row_moves, is_part=True),
    "trips.person_id": Handling(_l("Trips abroad"), once("state", "left_on", "returned_on"), is_shared=True),
    "participations.person_id": Handling(
        _l("Participations"), once("programme_id", "event_id", "role", "starts_on", "ends_on")
    ),
    "support.person_id": Handling(_l("Support"), every_row_moves),
    "overlap_decisions.person_id": Handling(_l("Decisions about overlaps"), every_row_moves, is_part=True),
    "case_steps.person_id": Handling(_l("Steps of cases"), every_row_moves, is_part=True),
    "cases.person_id": Handling(_l("Cases"), _cases),
    "applications.person_id": Handling(_l("Applications"), every_row_moves),
    "application_steps.person_id": Handling(_l("Steps of applications"), every_row_moves, is_part=True),
    "tasks.person_id": Handling(_l("Tasks"), every_row_moves),
    "notes.person_id": Handling(_l("Notes"), every_row_moves),
    "documents.person_id": Handling(_l("Documents"), every_row_moves),
    "transfers.person_id": Handling(_l("Transfers of cases"), every_row_moves, is_part=True),
    "imported_rows.person_id": Handling(_l("Rows of imported files"), every_row_moves),
    "imported_updates.person_id": Handling(_l("Rows of imported files"), once("import_id"), is_part=True),
    "self_identification_links.person_id": Handling(
        _l("Links to speak for themselves"), every_row_moves, is_part=True
    ),
    "self_statements.person_id": Handling(_l("What they said themselves"), every_row_moves, is_part=True),
    "copy_requests.person_id": Handling(_l("Requests for a copy"), every_row_moves, is_part=True),
    "retention_holds.person_id": Handling(_l("Holds of the schedule"), every_row_moves, is_part=True),
    "erasure_requests.person_id": Handling(_l("Requests for erasure"), every_row_moves, is_part=True),
    "judgements.one_id": Handling(_l("Judgements of likely duplicates"), _judgements, is_part=True),
    "judgements.other_id": Handling(_l("Judgements of likely duplicates"), _settled_already, is_part=True),
}
"""For every column that refers to a person what a merge does with its rows; settled in this order."""


def rows_referring_to(person_id: uuid.UUID) -> dict[str, list[uuid.UUID]]:
    """Return the ids of every row that refers to a person, by table and column."""
    found = {}
    for name in HANDLING:
        table, column = name.split(".")
        columns = table_of(table).c
        found[name] = list(db.session.scalars(select(columns.id).where(columns[column] == person_id)))
    return found
