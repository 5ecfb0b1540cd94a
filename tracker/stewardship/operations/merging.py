"""Merging two persons who are one: in one transaction, with what stood before kept for the undo."""

from __future__ import annotations

import json
import uuid
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.people.models import Person
from tracker.people.operations import next_change_number
from tracker.permissions import Viewer
from tracker.stewardship.models import Merge, MergeMove
from tracker.stewardship.operations.closing import end_undo_windows
from tracker.stewardship.operations.handling import HANDLING, Merging, rows_referring_to
from tracker.stewardship.operations.rows import Row, Rows, as_record, dumped
from tracker.stewardship.queries import Pair, needs_second_person
from tracker.stewardship.rules import UNDO_FOR, MergeChoices, Side, merged_values
from tracker.vault.resealing import sealed_table

_PERSONS = "persons"


def merge_at_once(viewer: Viewer, pair: Pair, choices: MergeChoices, *, versions: str) -> Merge:
    """Merge two persons of one organisation who are both the officer's own; raise `Forbidden` for others.

    `versions` are those of both as they were shown.
    """
    if needs_second_person(viewer, pair):
        raise Forbidden("A second person has to agree to this merge. Propose it.")
    return merge_persons(viewer, pair, choices, versions=versions, by_two=False)


def merge_persons(viewer: Viewer, pair: Pair, choices: MergeChoices, *, versions: str, by_two: bool) -> Merge:
    """Merge two persons, whoever agreed to it; raise `RuleBroken` when either changed or went meanwhile."""
    if viewer.account_id is None:
        raise Forbidden("A merge needs a person who signed in.")
    db.session.flush()
    number = next_change_number()  # one merge at a time: others wait here until this one has ended
    _must_stand(pair, versions)
    kept, gone = (pair.one, pair.other) if choices.kept is Side.ONE else (pair.other, pair.one)
    ids, codes = (kept.id, gone.id), (kept.case_code, gone.case_code)
    rows = _merged_rows(*ids, choices, number)
    merge = _kept_record(viewer, rows, ids, codes, by_two=by_two)
    for person_id in ids:
        record(
            "merge",
            "merge",
            merge.id,
            person_id=person_id,
            details={"kept": codes[0], "gone": codes[1], "by_two": by_two},
        )
    end_undo_windows()
    return merge


def _must_stand(pair: Pair, versions: str) -> None:
    """Lock both persons, and raise unless they are as they were shown."""
    asked = select(Person.id, Person.version).where(Person.id.in_([pair.one.id, pair.other.id]))
    found = {one: version for one, version in db.session.execute(asked.order_by(Person.id).with_for_update())}  # noqa: C416 - a row is no pair to dict()
    if len(found) < 2:
        raise RuleBroken("One of the two was merged into somebody else meanwhile. Look for them again.")
    if f"{found[pair.one.id]}-{found[pair.other.id]}" != versions:
        raise RuleBroken("One of the two was changed meanwhile. Look at both again.")


def _merged_rows(kept_id: uuid.UUID, gone_id: uuid.UUID, choices: MergeChoices, number: int) -> Rows:
    """Take up every row of both, and let it stand as it shall after the merge."""
    rows = Rows()
    kept, gone = rows.one(_PERSONS, kept_id), rows.one(_PERSONS, gone_id)
    if kept is None or gone is None:
        raise RuleBroken("One of the two is no longer here.")
    lasting = Side.ONE if choices.household in {None, choices.kept} else Side.OTHER
    merging = Merging(rows, kept_id, gone_id, lasting)
    for name, handling in HANDLING.items():
        table, column = name.split(".")
        handling.settle(merging, table, column)
    one, other = (kept, gone) if choices.kept is Side.ONE else (gone, kept)
    values = merged_values(plain_of(one), plain_of(other), choices)
    kept.values |= {column: dumped(value) for column, value in values.items()}
    kept.values |= {"change_number": number, "version": kept.values["version"] + 1}
    rows.add("former_persons", {"id": gone_id, "case_code": gone.values["case_code"], "person_id": kept_id})
    gone.gone = True
    return rows


def _kept_record(
    viewer: Viewer, rows: Rows, ids: tuple[uuid.UUID, uuid.UUID], codes: tuple[str, str], *, by_two: bool
) -> Merge:
    """Write the rows, and keep how each stood."""
    now = clock.now()
    merge = Merge(
        kept_id=ids[0],
        kept_code=codes[0],
        gone_id=ids[1],
        gone_code=codes[1],
        merged_at=now,
        merged_by=viewer.account_id,
        by_two=by_two,
        undo_until=now + UNDO_FOR,
        undone_at=None,
        rows_left={},
        ended_at=None,
    )
    changed = rows.write(children_first=True)
    db.session.add(merge)
    db.session.flush()
    merge.rows_left = {
        name: [str(one) for one in ids_of] for name, ids_of in rows_referring_to(ids[0]).items()
    }
    db.session.add_all(
        MergeMove(
            merge_id=merge.id,
            table_name=row.table,
            row_id=row.id,
            owner_id=_owner(row, ids),
            before=as_record(row.stood),
            after=as_record(raw),
        )
        for row, raw in changed
    )
    db.session.flush()
    return merge


def _owner(row: Row, ids: tuple[uuid.UUID, uuid.UUID]) -> uuid.UUID:
    """Return whose row it was: theirs who went where it says so, else the kept person's."""
    return ids[1] if row.stood is not None and ids[1] in row.stood.values() else ids[0]


def plain_of(person: Row) -> dict[str, Any]:
    """Return what is known of a person, as the rules read it."""
    return {name: json.loads(person.values[name]) for name in sealed_table(_PERSONS).columns}
