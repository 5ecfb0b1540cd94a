"""Erasing a person: every row, every sentence, every key, in the transaction of whoever asked for it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, exists, inspect, or_, select, update

from tracker import clock
from tracker.audit.models import Entry
from tracker.audit.operations import record
from tracker.db import Base, db
from tracker.lists.models import ListExport
from tracker.people.models import Household, Membership, Person
from tracker.people.operations import next_change_number
from tracker.people.rules.households import Relationship, Stay
from tracker.reminders.models import Reminder
from tracker.rights.models import Erasure
from tracker.rights.operations.traces import sweep_after_commit
from tracker.rights.queries import owners_of, rows_of, stays_beside
from tracker.rights.rules.erasing import LedgerEntry
from tracker.rights.rules.handing_on import handed_on
from tracker.stewardship.models import Merge, MergeMove, MergeProposal
from tracker.vault.keys import vault


def erase(person_id: uuid.UUID) -> LedgerEntry:
    """Erase a person and write the line of the ledger from which a restore erases them again."""
    db.session.flush()
    owners = owners_of(person_id)
    kinds = _erase(person_id, owners)
    entry = LedgerEntry(uuid.uuid4(), clock.today(), tuple(sorted(owners)), tuple(sorted(kinds)))
    keep_in_ledger(entry)
    record("erase", "erasure", entry.id, details={"kinds": len(entry.kinds)})
    sweep_after_commit()
    return entry


def erase_again(entry: LedgerEntry) -> None:
    """Erase what a restore brought back of somebody who was erased; what is gone already stays gone."""
    for owner in entry.owners:
        if db.session.scalar(select(exists().where(Person.id == owner))):
            _erase(owner, owners_of(owner))
    vault().destroy_keys(entry.owners)
    _blank_sentences(entry.owners)
    if db.session.get(Erasure, entry.id) is None:
        keep_in_ledger(entry)
    record("erase_again", "erasure", entry.id)


def keep_in_ledger(entry: LedgerEntry) -> None:
    """Write one line of the ledger."""
    db.session.add(
        Erasure(
            id=entry.id,
            erased_on=entry.erased_on,
            owners={"ids": [str(one) for one in entry.owners]},
            kinds={"tables": list(entry.kinds)},
        )
    )
    db.session.flush()


def _erase(person_id: uuid.UUID, owners: set[uuid.UUID]) -> set[str]:
    """Take out everything of a person, and return the tables in which something stood."""
    db.session.scalar(select(Person.id).where(Person.id == person_id).with_for_update())
    next_change_number()  # every process reads of it that its memory is old, and drops who is no longer here
    households = _hand_households_on(person_id)
    theirs, pointing = rows_of(person_id)
    for column, ids in pointing:
        db.session.execute(update(column.table).where(column.in_(ids)).values({column.name: None}))
    gone = {str(one) for ids in theirs.values() for one in ids}
    db.session.execute(delete(Reminder).where(Reminder.record_id.in_([uuid.UUID(one) for one in gone])))
    _delete_merges(person_id, owners)
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in theirs:
            db.session.execute(delete(table).where(table.c.id.in_(theirs[table.name])))
    _forget(theirs)
    members = exists().where(Membership.household_id == Household.id)
    db.session.execute(delete(Household).where(Household.id.in_(households), ~members))
    _destroy_files_that_wait()
    vault().destroy_keys(owners)
    _blank_sentences(owners)
    return set(theirs)


def _hand_households_on(person_id: uuid.UUID) -> set[uuid.UUID]:
    """Let whoever joined first take the place of a principal who goes; nobody else leaves their household."""
    of_household: dict[uuid.UUID, list[Membership]] = defaultdict(list)
    for one in stays_beside(person_id):
        of_household[one.household_id].append(one)
    for members in of_household.values():
        rest = [one for one in members if one.person_id != person_id]
        gone = [_stay(one) for one in members if one.person_id == person_id]
        others = [_stay(one) for one in rest]
        vault().fetch({one.person_id for one in rest})
        for member, stay in zip(rest, others, strict=True):
            _cut(member, stay, others, gone)
    db.session.flush()
    return set(of_household)


def _cut(member: Membership, stay: Stay, others: list[Stay], gone: list[Stay]) -> None:
    was = member.relationship_to_principal
    for number, piece in enumerate(handed_on(stay, others, gone)):
        what = (
            Relationship.PRINCIPAL if piece.is_principal else Relationship.OTHER if piece.to_nobody else was
        )
        values: dict[str, Any] = {
            "since": piece.since,
            "until": piece.until,
            "is_principal": piece.is_principal,
            "relationship_to_principal": what,
        }
        if number:
            db.session.add(Membership(household_id=member.household_id, person_id=member.person_id, **values))
            continue
        for name, value in values.items():
            if getattr(member, name) != value:
                setattr(member, name, value)


def _stay(one: Membership) -> Stay:
    return Stay(one.household_id, one.person_id, one.since, one.until, is_principal=one.is_principal)


def _delete_merges(person_id: uuid.UUID, owners: Collection[uuid.UUID]) -> None:
    """Take out what merges kept of how things stood, and proposals of merges that hang on nobody."""
    merges = select(Merge.id).where(or_(Merge.kept_id == person_id, Merge.gone_id.in_(owners)))
    db.session.execute(delete(MergeMove).where(MergeMove.merge_id.in_(merges)))
    db.session.execute(
        delete(Merge).where(Merge.id.in_(merges)), execution_options={"synchronize_session": False}
    )
    db.session.execute(
        delete(MergeProposal).where(or_(MergeProposal.one_id.in_(owners), MergeProposal.other_id.in_(owners)))
    )


def _destroy_files_that_wait() -> None:
    """Destroy lists with names that nobody took yet: they may name the person."""
    for export in db.session.scalars(
        select(ListExport).where(ListExport.ready_until.is_not(None), ListExport.taken_at.is_(None))
    ):
        if export.content:
            export.content, export.ready_until = b"", clock.now()
            record("destroy_list", "list_export", export.id)


def _blank_sentences(owners: Collection[uuid.UUID]) -> None:
    """Blank the sealed sentences about a person in the trail; the chain runs over their digests and holds."""
    db.session.flush()
    entries = Base.metadata.tables["trail_entries"]
    db.session.execute(update(entries).where(entries.c.person_id.in_(owners)).values(sentence=b""))
    for held in list(db.session):
        if isinstance(held, Entry):
            db.session.expire(held)


def _forget(theirs: dict[str, set[uuid.UUID]]) -> None:
    """Let the session forget rows that went under its feet; what was loaded of them cannot be asked any more."""
    held: Any
    for held in list(db.session):
        identity = inspect(held).identity
        if identity and identity[0] in theirs.get(held.__tablename__, ()):
            db.session.expunge(held)
