"""Everything about a person, gathered along the foreign keys and told by the register of fields."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, exists, select

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.db import Base, db
from tracker.errors import NotFound
from tracker.people.models import Person
from tracker.people.queries import own_person
from tracker.permissions import Viewer
from tracker.rights.models import CopyRequest
from tracker.rights.queries import of_every_office, rows_of, stays_beside
from tracker.rights.rules.copying import LIES_READY_FOR, SOMEBODY_ELSE, names_to_hide, redacted
from tracker.vault.chunks import SEALED_IN_CHUNKS
from tracker.vault.keys import vault
from tracker.vault.register import register
from tracker.vault.resealing import sealed_table

Told = dict[str, list[dict[str, Any]]]
"""The rows of a copy, by table."""

_NAMES = ("surname", "given_name", "patronymic", "preferred_name")


def asked_for(viewer: Viewer, copy_id: uuid.UUID) -> tuple[CopyRequest, Person]:
    """Return a request for a copy that the viewer may decide, and whom it is about; raise `NotFound`."""
    found = db.session.execute(
        select(CopyRequest, Person)
        .join(Person, Person.id == CopyRequest.person_id)
        .where(CopyRequest.id == copy_id, of_every_office(viewer, CopyRequest.person_id))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def decidable_copies(viewer: Viewer, copy_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the requests for a copy that the viewer may decide."""
    asked = select(CopyRequest.id).where(
        CopyRequest.id.in_(copy_ids), of_every_office(viewer, CopyRequest.person_id)
    )
    return set(db.session.scalars(asked))


def open_copy(person_id: uuid.UUID) -> CopyRequest | None:
    """Return the request for a person's copy that waits for a second person."""
    for one in db.session.scalars(select(CopyRequest).where(CopyRequest.person_id == person_id)):
        approval = approval_of(ApprovalKind.PERSON_COPY, one.id)
        if approval and approval.decided_at is None and approval.expires_at > clock.now():
            return one
    return None


def ready_for(viewer: Viewer, person_id: uuid.UUID) -> uuid.UUID | None:
    """Return the copy of a person that the viewer asked for and can take now."""
    ready = select(CopyRequest.id).where(CopyRequest.person_id == person_id, _ready(viewer))
    return db.session.scalar(ready.order_by(CopyRequest.asked_at.desc()).limit(1))


def ready_copy(viewer: Viewer, copy_id: uuid.UUID) -> Person:
    """Return whose copy the viewer asked for, may take now and looks after; raise `NotFound` for every other."""
    asked = select(CopyRequest.person_id).where(CopyRequest.id == copy_id, _ready(viewer))
    person_id = db.session.scalar(asked)
    if person_id is None:
        raise NotFound
    return own_person(viewer, person_id)


def _ready(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a copy was agreed to lately, and was proposed by the viewer."""
    return exists().where(
        Approval.record_id == CopyRequest.id,
        Approval.kind == ApprovalKind.PERSON_COPY,
        Approval.proposed_by == viewer.account_id,
        Approval.decision == Decision.APPROVED,
        Approval.decided_at > clock.now() - LIES_READY_FOR,
    )


def everything_about(person: Person) -> Told:
    """Return every column of every row of a person that the register puts into the copy, others unnamed.

    The caller asked whether it may be taken.
    """
    theirs, _pointing = rows_of(person.id)
    hidden = _names_of_others(person)
    told: Told = {}
    for table in Base.metadata.sorted_tables:
        columns = columns_told(table)
        if table.name in theirs and columns:
            told[table.name] = list(_rows(table, theirs[table.name], columns, hidden))
    return told


def columns_told(table: Table) -> list[str]:
    """Return the columns of a table that the register puts into the copy; content of documents is handed out as files."""
    told = {
        one.column for one in register() if one.store == "main" and one.table == table.name and one.in_copy
    }
    return [one.name for one in table.columns if one.name in told and SEALED_IN_CHUNKS not in one.info]


def _rows(
    table: Table, ids: set[uuid.UUID], columns: list[str], hidden: list[str]
) -> Iterator[dict[str, Any]]:
    sealing = sealed_table(table.name)
    asked = select(table).where(table.c.id.in_(ids)).order_by(table.c.id)
    found = [dict(row) for row in db.session.execute(asked).mappings()]
    vault().fetch({sealing.owner(row) for row in found})
    for row in found:
        opened = sealing.opened(row)
        yield {
            name: _told(
                table, name, json.loads(opened[name]) if name in sealing.columns else opened[name], hidden
            )
            for name in columns
        }


def _told(table: Table, name: str, value: Any, hidden: list[str]) -> Any:
    """Return a value as the copy says it: who works here, and rows of others, are named by no id."""
    column = table.c[name]
    refers_to = {key.column.table.name for key in column.foreign_keys}
    of_others = "accounts" in refers_to or (table.name, name) == ("permits", "derived_from_id")
    # What is sealed is about the person: who said where they come from, who mediated a permit.
    by_somebody = name not in sealed_table(table.name).columns and (name == "by" or name.endswith("_by"))
    if value is not None and (of_others or by_somebody):
        return SOMEBODY_ELSE
    return redacted(value, hidden)


def _names_of_others(person: Person) -> list[str]:
    """Return the words that name those who were in a household with a person."""
    others = {one.person_id for one in stays_beside(person.id)} - {person.id}
    vault().fetch(others)
    found = db.session.scalars(select(Person).where(Person.id.in_(others))).all()
    return names_to_hide([name for one in found for name in _all_names(one)], _all_names(person))


def _all_names(person: Person) -> list[str]:
    return [getattr(person, name) for name in _NAMES] + list(person.other_names)
