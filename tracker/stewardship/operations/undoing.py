"""Undoing a merge: both persons as they were, byte for byte; what came since stays with the one who was left."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.people.operations import next_change_number
from tracker.people.queries import memberships_among
from tracker.people.rules.households import Stay, check_stays
from tracker.permissions import Viewer
from tracker.stewardship.models import Merge, MergeMove
from tracker.stewardship.operations.closing import forget_moves
from tracker.stewardship.operations.handling import HANDLING, rows_referring_to
from tracker.stewardship.operations.rows import Raw, Row, Rows, of_record, referring_to, table_of
from tracker.stewardship.queries import undo_needs_second_person, why_not
from tracker.vault.keys import vault
from tracker.vault.resealing import sealed_table

_PERSONS = "persons"
_CONSENTS = "consents"
_NEVER_PUT_BACK = {"version", "change_number"}
_PERSON_COLUMNS = {name.partition(".")[0]: name.partition(".")[2] for name in HANDLING}


@dataclass
class Since:
    """What happened to the rows of a merge since, counted by table or column."""

    changed_columns: set[str] = field(default_factory=set)
    """Columns of the person who was left, changed since: what was written then stays with them."""
    changed_rows: Counter[str] = field(default_factory=Counter)
    """Rows that go back with the changes made to them."""
    removed: Counter[str] = field(default_factory=Counter)
    """Rows that were taken out since, and stay out."""
    added: Counter[str] = field(default_factory=Counter)
    """Rows that came since and stay with the person who was left."""


def undo_merge(viewer: Viewer, merge: Merge) -> None:
    """Undo a merge that took one officer; raise `Forbidden` where a second person has to agree."""
    if undo_needs_second_person(viewer, merge):
        raise Forbidden("A second person has to agree to undoing this merge. Propose it.")
    take_apart(merge)


def take_apart(merge: Merge) -> None:
    """Put both persons back; raise `RuleBroken` where that cannot be done any more."""
    number = next_change_number()
    db.session.refresh(merge, with_for_update=True)
    if sentence := why_not(merge):
        raise RuleBroken(sentence)
    rows, _since = _as_before(merge)
    kept, gone = rows.held[_PERSONS, merge.kept_id], rows.held[_PERSONS, merge.gone_id]
    for person in (kept, gone):
        person.values["change_number"] = number
    kept.values["version"] += 1
    try:
        rows.write(children_first=False)
    except IntegrityError:
        raise RuleBroken(
            "This merge cannot be undone any more: something that belonged to it is no longer here, or stands elsewhere."
        ) from None
    _check_households(merge)
    forget_moves(merge)
    merge.undone_at = clock.now()
    for person_id in (merge.kept_id, merge.gone_id):
        record(
            "undo_merge",
            "merge",
            merge.id,
            person_id=person_id,
            details={"kept": merge.kept_code, "gone": merge.gone_code},
        )


def foresee_undo(merge: Merge) -> Since:
    """Return what came since a merge and what would become of it; nothing is changed."""
    return _as_before(merge)[1]


def _as_before(merge: Merge) -> tuple[Rows, Since]:
    """Take up the rows of a merge, and let them stand as they did before it."""
    moves = list(db.session.scalars(select(MergeMove).where(MergeMove.merge_id == merge.id)))
    vault().fetch({merge.kept_id, merge.gone_id} | {move.owner_id for move in moves})
    rows, since = Rows(), Since()
    for move in moves:
        before, after = (of_record(move.table_name, one) for one in (move.before, move.after))
        _put_back(rows, move, before, after, since)
    _let_withdrawals_stand(rows, merge)
    _let_children_follow(rows, merge)
    for name, ids in rows_referring_to(merge.kept_id).items():
        table = name.partition(".")[0]
        known = {uuid.UUID(one) for one in merge.rows_left.get(name, [])}
        came = {one for one in ids if one not in known and (table, one) not in rows.held}
        since.added[name] += len(came)
    return rows, since


def _put_back(rows: Rows, move: MergeMove, before: Raw | None, after: Raw | None, since: Since) -> None:
    stands = rows.one(move.table_name, move.row_id)
    opened = sealed_table(move.table_name).opened
    if after is None:
        if before is not None and stands is None:
            rows.add(move.table_name, opened(before), remembered=before)
    elif stands is None:
        since.removed[move.table_name] += 1
    elif before is None:
        stands.gone = True
    else:
        was, became = opened(before), opened(after)
        stands.remembered = before
        changed = {name for name, value in became.items() if stands.values[name] != value} - _NEVER_PUT_BACK
        stands.values |= {
            name: was[name] for name, value in became.items() if stands.values[name] == value and name in was
        }
        if move.table_name == _PERSONS:
            since.changed_columns |= changed
        elif changed:
            since.changed_rows[move.table_name] += 1


def _let_withdrawals_stand(rows: Rows, merge: Merge) -> None:
    """Let what was taken back since the merge end what either record held of it: undoing brings no consent back."""
    table = table_of(_CONSENTS)
    rows.take(_CONSENTS, table.c.person_id == merge.kept_id)
    held = [row for (name, _id), row in rows.held.items() if name == _CONSENTS]
    taken_back = [
        row.stood
        for row in held
        if row.stood is not None
        and row.stood["withdrawn_at"] is not None
        and row.stood["withdrawn_at"] > merge.merged_at
    ]
    for row in held:
        for said in taken_back:
            if said["purpose"] is row.values["purpose"] and _stood_then(row.values, said):
                row.values |= {
                    "withdrawn_on": max(said["withdrawn_on"], row.values["given_on"]),
                    "withdrawn_at": said["withdrawn_at"],
                    "withdrawn_by": said["withdrawn_by"],
                }


def _stood_then(consent: Raw, said: Raw) -> bool:
    """Say whether a consent still ran when somebody took the purpose back."""
    known = consent.get("recorded_at")
    written_before = known is None or known < said["withdrawn_at"]
    return written_before and (
        consent["withdrawn_on"] is None or consent["withdrawn_on"] > said["withdrawn_on"]
    )


def _let_children_follow(rows: Rows, merge: Merge) -> None:
    """Let what was added since to a row that goes back go with it: a step with its case, support with its participation."""
    place = [table.name for table in table_of(_PERSONS).metadata.sorted_tables]
    waiting = sorted(rows.held.values(), key=lambda row: place.index(row.table))
    for row in waiting:
        if row.gone or row.stood is None or not _goes_back(row, merge):
            continue
        for column in referring_to(row.table):
            owner = _PERSON_COLUMNS.get(column.table.name)
            if owner is None or column.table.name == _PERSONS:
                continue
            for child in rows.take(column.table.name, column == row.id):
                if child.values[owner] == merge.kept_id and child.values[column.name] == row.id:
                    child.values[owner] = merge.gone_id
                    waiting.append(child)


def _goes_back(row: Row, merge: Merge) -> bool:
    owner = _PERSON_COLUMNS.get(row.table)
    return owner is not None and row.values[owner] == merge.gone_id


def _check_households(merge: Merge) -> None:
    """Raise `RuleBroken` when what was done since leaves no room for the household of before."""
    own = memberships_among([], [merge.kept_id, merge.gone_id])
    check_stays(
        Stay(one.household_id, one.person_id, one.since, one.until, is_principal=one.is_principal)
        for one in memberships_among({one.household_id for one in own}, [])
    )
