"""Reading requests for erasure, the ledger, and everything that is kept of a person."""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from tracker import clock
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind
from tracker.db import Base, db
from tracker.errors import NotFound
from tracker.people.models import Care, FormerPerson, Membership, Person
from tracker.people.queries import visible, visible_ids
from tracker.permissions import Viewer
from tracker.rights.models import Erasure, ErasureRequest
from tracker.rights.rules.erasing import LedgerEntry
from tracker.stewardship.models import Merge

_PERSONS = "persons"
_LEDGER = select(Erasure).order_by(Erasure.erased_on.desc(), Erasure.id)


def request(viewer: Viewer, request_id: uuid.UUID) -> tuple[ErasureRequest, Person]:
    """Return a request for erasure that the viewer may decide, and whom it is about; raise `NotFound`."""
    found = db.session.execute(
        select(ErasureRequest, Person)
        .join(Person, Person.id == ErasureRequest.person_id)
        .where(ErasureRequest.id == request_id, of_every_office(viewer, ErasureRequest.person_id))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def decidable_erasures(viewer: Viewer, request_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the requests that the viewer may decide."""
    asked = select(ErasureRequest.id).where(
        ErasureRequest.id.in_(request_ids), of_every_office(viewer, ErasureRequest.person_id)
    )
    return set(db.session.scalars(asked))


def of_every_office(viewer: Viewer, person_id: Any) -> ColumnElement[bool]:
    """Return the condition that every organisation which looks after a person is in the scope; `person_id` names them."""
    if viewer.everything:
        return true()
    beyond = exists().where(
        Care.person_id == person_id,
        or_(Care.organisation_id.is_(None), Care.organisation_id.not_in(viewer.organisations)),
    )
    return and_(visible(viewer, person_id), ~beyond)


def waiting_request(person_id: uuid.UUID) -> ErasureRequest | None:
    """Return the request for a person's erasure that waits for a second person."""
    asked = select(ErasureRequest).where(ErasureRequest.person_id == person_id)
    for one in db.session.scalars(asked):
        approval = approval_of(ApprovalKind.ERASURE, one.id)
        if approval and approval.decided_at is None and approval.expires_at > clock.now():
            return one
    return None


def is_proposer(viewer: Viewer, asked: ErasureRequest) -> bool:
    """Say whether the viewer asked for this erasure themselves."""
    approval = approval_of(ApprovalKind.ERASURE, asked.id)
    return approval is not None and approval.proposed_by == viewer.account_id


def erasures() -> list[LedgerEntry]:
    """Return the ledger, the latest first; it names nobody, so nobody's scope is asked."""
    return [_entry(one) for one in db.session.scalars(_LEDGER)]


def erasure(erasure_id: uuid.UUID) -> LedgerEntry:
    """Return one line of the ledger; raise `NotFound`."""
    found = db.session.get(Erasure, erasure_id)
    if found is None:
        raise NotFound
    return _entry(found)


def ledger_lines(at: Connection) -> Iterator[str]:
    """Yield the ledger as lines of JSON, as a backup keeps it and a restore replays it.

    Read in the transaction that reads the keys: a key that is gone without its line would leave rows of whoever was
    erased, in records from before, for good.
    """
    with Session(at) as session:
        for one in session.scalars(_LEDGER):
            yield json.dumps(_entry(one).as_record(), sort_keys=True)


def owners_of(person_id: uuid.UUID) -> set[uuid.UUID]:
    """Return every id under which a person was kept: their own, and those that merges made theirs."""
    former = select(FormerPerson.id).where(FormerPerson.person_id == person_id)
    merged = select(Merge.gone_id).where(Merge.kept_id == person_id, Merge.undone_at.is_(None))
    return {person_id, *db.session.scalars(former), *db.session.scalars(merged)}


def rows_of(
    person_id: uuid.UUID,
) -> tuple[dict[str, set[uuid.UUID]], list[tuple[Column[Any], set[uuid.UUID]]]]:
    """Return the ids of every row that is a person's, by table, and the columns of others' rows that point at them.

    Read from the foreign keys, so that a table that is added to the house cannot be forgotten: whatever refers to the
    person, or to a row of theirs, is theirs. Where a row of somebody else may point nowhere, it does so afterwards.
    """
    theirs: dict[str, set[uuid.UUID]] = defaultdict(set, {_PERSONS: {person_id}})
    pointing: list[tuple[Column[Any], set[uuid.UUID]]] = []
    new = {_PERSONS: {person_id}}
    while new:
        table, ids = new.popitem()
        for column in referring_to(table):
            if table != _PERSONS and column.nullable:
                pointing.append((column, ids))
                continue
            found = set(db.session.scalars(select(column.table.c.id).where(column.in_(ids))))
            found -= theirs[column.table.name]
            if found:
                theirs[column.table.name] |= found
                new[column.table.name] = new.get(column.table.name, set()) | found
    return {name: ids for name, ids in theirs.items() if ids}, pointing


def referring_to(table: str) -> list[Column[Any]]:
    """Return every column of the main database that refers to a table."""
    target = Base.metadata.tables[table]
    return [
        key.parent
        for one in Base.metadata.sorted_tables
        for key in one.foreign_keys
        if key.column.table is target
    ]


def stays_beside(person_id: uuid.UUID) -> list[Membership]:
    """Return everybody's times in the households in which a person was, their own included."""
    theirs = select(Membership.household_id).where(Membership.person_id == person_id)
    return list(db.session.scalars(select(Membership).where(Membership.household_id.in_(theirs))))


def may_ask(viewer: Viewer, person_id: uuid.UUID) -> bool:
    """Say whether a person is in the viewer's scope."""
    return bool(visible_ids(viewer, [person_id]))


def _entry(row: Erasure) -> LedgerEntry:
    return LedgerEntry(
        row.id,
        row.erased_on,
        tuple(uuid.UUID(one) for one in row.owners["ids"]),
        tuple(row.kinds["tables"]),
    )
