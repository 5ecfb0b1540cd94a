"""The queue: persons who wait for a programme."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.people.models import Care, Membership, Person
from tracker.people.queries import host_state_on
from tracker.permissions import Viewer
from tracker.permits.queries import histories
from tracker.permits.rules import Standing, standing_on
from tracker.vault.keys import vault
from tracker.web.paging import SCREENFUL, Page


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """One person who waits in the queue."""

    person_id: uuid.UUID
    case_code: str
    since: date
    host_iso2: str | None
    standing: Standing
    others: int
    """How many came with them, and go where they go."""


def queue(viewer: Viewer, number: int, today: date) -> Page[WaitingRow]:
    """Return one screenful of the persons who wait for a programme, who waited longest first.

    They belong to no organisation yet: only a coordinator over all organisations sees them. Who came with somebody
    stands in that person's row.
    """
    if not viewer.everything:
        return Page([], 1, 0)
    waits = _waits_by_themselves()
    total = db.session.scalar(select(func.count()).select_from(Care).where(waits)) or 0
    rows = db.session.execute(
        select(Person.id, Person.case_code, Person.created_at)
        .join(Care, Care.person_id == Person.id)
        .where(waits)
        .order_by(Person.created_at, Person.case_code)
        .offset((number - 1) * SCREENFUL)
        .limit(SCREENFUL)
    ).all()
    ids = {person_id for person_id, _code, _at in rows}
    hosts = host_state_on(ids, today)
    permits = histories(ids)
    others = _others_with(ids)
    items = [
        WaitingRow(
            person_id=person_id,
            case_code=code,
            since=at.date(),
            host_iso2=hosts.get(person_id),
            standing=standing_on(permits[person_id], today),
            others=others.get(person_id, 0),
        )
        for person_id, code, at in rows
    ]
    return Page(items, number, total)


def count_queue(viewer: Viewer) -> int:
    """Count the persons in the queue: as many as it lists."""
    if not viewer.everything:
        return 0
    return db.session.scalar(select(func.count(Care.id)).where(_waits_by_themselves())) or 0


def waiting_ids(viewer: Viewer, limit: int) -> set[uuid.UUID]:
    """Return the persons in the queue, at most so many, who waited longest first."""
    if not viewer.everything:
        return set()
    return set(
        db.session.scalars(
            select(Person.id)
            .join(Care, Care.person_id == Person.id)
            .where(_waits_by_themselves())
            .order_by(Person.created_at, Person.case_code)
            .limit(limit)
        )
    )


def waiting_beside(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> list[Person]:
    """Return who came with these persons and waits as well, with their keys at hand."""
    if not viewer.everything:
        return []
    beside = _beside(person_ids).with_only_columns(_Other.person_id)
    rows = list(db.session.scalars(select(Person).where(Person.id.in_(beside)).order_by(Person.case_code)))
    vault().fetch(row.id for row in rows)
    return rows


def waiting_persons(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> list[Person]:
    """Return those of the persons who wait in the queue, with their keys at hand."""
    if not viewer.everything:
        return []
    waiting = select(Care.person_id).where(Care.organisation_id.is_(None), Care.person_id.in_(person_ids))
    rows = list(db.session.scalars(select(Person).where(Person.id.in_(waiting)).order_by(Person.case_code)))
    vault().fetch(row.id for row in rows)
    return rows


_Other = aliased(Membership)
_Principal = aliased(Membership)
"""Two memberships of one household that last: of its principal, and of somebody else in it."""


def _beside(person_ids: Collection[uuid.UUID]) -> Any:
    """Select the memberships of those who wait and are in a household whose principal is one of the persons."""
    return (
        select(_Principal.person_id, _Other.person_id)
        .join(_Other, _Other.household_id == _Principal.household_id)
        .join(Care, Care.person_id == _Other.person_id)
        .where(
            _Principal.person_id.in_(person_ids),
            _Principal.is_principal.is_(True),
            _Principal.until.is_(None),
            _Other.is_principal.is_(False),
            _Other.until.is_(None),
            Care.organisation_id.is_(None),
        )
    )


def _others_with(person_ids: Collection[uuid.UUID]) -> Counter[uuid.UUID]:
    return Counter(db.session.scalars(_beside(person_ids).with_only_columns(_Principal.person_id)))


def _waits_by_themselves() -> ColumnElement[bool]:
    """Return the condition that a person waits, and the principal of their household does not."""
    principal_waits = aliased(Care)
    with_them = (
        select(_Other.id)
        .join(_Principal, _Principal.household_id == _Other.household_id)
        .join(principal_waits, principal_waits.person_id == _Principal.person_id)
        .where(
            _Other.person_id == Care.person_id,
            _Other.is_principal.is_(False),
            _Other.until.is_(None),
            _Principal.is_principal.is_(True),
            _Principal.until.is_(None),
            principal_waits.organisation_id.is_(None),
        )
        .correlate(Care)
    )
    return and_(Care.organisation_id.is_(None), ~with_them.exists())
