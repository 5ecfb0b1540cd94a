"""Searching the trail: who did what, about whom, when; never what a record says."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select

from tracker.access.queries import names_of
from tracker.audit.models import Entry
from tracker.audit.queries import account_ids, account_of
from tracker.db import db
from tracker.people.models import FormerPerson, Person
from tracker.people.queries import case_codes
from tracker.web.paging import SCREENFUL, Page


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What of the trail is asked for; what is empty narrows nothing."""

    case_code: str = ""
    actor: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry as the search shows it: without its details and its sentence, which may tell of a case."""

    number: int
    at: datetime
    actor: str
    deed: str
    record_kind: str
    case_code: str
    """Empty for an entry about nobody, and about somebody who was erased."""


def search_trail(sought: Sought, number: int) -> Page[Line]:
    """Return a screenful of the entries that are asked for, the latest first.

    For administrators, who see of a person the case code and nothing else; the route's permission says so.
    """
    where = _conditions(sought)
    total = db.session.scalar(select(func.count()).select_from(Entry).where(*where)) or 0
    found = db.session.execute(
        select(Entry.number, Entry.at, Entry.actor, Entry.deed, Entry.record_kind, Entry.person_id)
        .where(*where)
        .order_by(Entry.number.desc())
        .limit(SCREENFUL)
        .offset((number - 1) * SCREENFUL)
    ).all()
    names = names_of(account_ids(row.actor for row in found))
    codes = case_codes({row.person_id for row in found if row.person_id is not None})
    items = [
        Line(
            number=row.number,
            at=row.at,
            actor=names.get(account_of(row.actor) or uuid.UUID(int=0), row.actor),
            deed=row.deed,
            record_kind=row.record_kind,
            case_code=codes.get(row.person_id, ""),
        )
        for row in found
    ]
    return Page(items, number, total)


def actors() -> dict[str, str]:
    """Return everybody who stands in the trail, with the names of accounts."""
    found = set(db.session.scalars(select(Entry.actor).distinct()))
    names = names_of(account_ids(found))
    named = {actor: names.get(account_of(actor) or uuid.UUID(int=0), actor) for actor in found}
    return dict(sorted(named.items(), key=lambda one: one[1].casefold()))


def kinds() -> list[str]:
    """Return the kinds of records that stand in the trail."""
    return sorted(db.session.scalars(select(Entry.record_kind).distinct()))


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if sought.case_code:
        former = select(FormerPerson.id).where(
            or_(
                FormerPerson.case_code == sought.case_code,
                FormerPerson.person_id.in_(select(Person.id).where(Person.case_code == sought.case_code)),
            )
        )
        theirs = select(Person.id).where(Person.case_code == sought.case_code)
        where.append(or_(Entry.person_id.in_(theirs), Entry.person_id.in_(former)))
    if sought.actor:
        where.append(Entry.actor == sought.actor)
    if sought.kind:
        where.append(Entry.record_kind == sought.kind)
    if sought.first:
        where.append(Entry.at >= datetime.combine(sought.first, time.min, UTC))
    if sought.last and sought.last < date.max:
        where.append(Entry.at < datetime.combine(sought.last + timedelta(days=1), time.min, UTC))
    return where
