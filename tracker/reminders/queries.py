"""Reading what ends and what is due, for whoever looks after it; every function takes who is asking."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from tracker import clock
from tracker.access.models import Account
from tracker.access.queries import staff_account, viewer_of
from tracker.cases.models import Case
from tracker.cases.queries import visible_cases
from tracker.cases.rules import ACTIVE
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import Care, Person
from tracker.permissions import Viewer
from tracker.permits.models import Permit
from tracker.permits.queries import ends_between
from tracker.reminders.models import CalendarAllowance, CalendarLink, Reminder
from tracker.reminders.rules import BANDS, FURTHEST, Due, ReminderKind, band_of, link_lives
from tracker.tasks.queries import due_days, due_tasks

# By the tables: every desk and list of ends asks.
_permits, _cases, _care = Permit.__table__.c, Case.__table__.c, Care.__table__.c


def ending(viewer: Viewer, today: date) -> list[ColumnElement[bool]]:
    """Return the conditions that a permit ends soon, has no renewal under way, and is the viewer's to look after.

    An officer looks after the permits of their own open cases, a coordinator looks across those of their scope. A
    permit whose renewal is applied for has no end in hand, and so none in these columns.
    """
    return [*ends_between(today, today + FURTHEST), _looked_after(viewer)]


def count_ending(viewer: Viewer, today: date) -> dict[int, int]:
    """Count the permits that end soon by band, the nearest first; a band without any counts 0."""
    found = db.session.execute(
        select(_permits.ends_first, func.count()).where(*ending(viewer, today)).group_by(_permits.ends_first)
    ).all()
    counted: Counter[int | None] = Counter()
    for ends_first, count in found:
        counted[band_of(ends_first or today, today)] += count
    return {band: counted[band] for band in BANDS}


def due_for(viewer: Viewer, today: date) -> list[Due]:
    """Return everything that the viewer would be reminded of by today, the nearest first."""
    return sorted(
        [*_due_permits(viewer, today), *_tasks(viewer, today)], key=lambda one: (one.on, str(one.record_id))
    )


def reminder_days(viewer: Viewer, today: date) -> list[date]:
    """Return the days on which a permit that the viewer looks after ends, or a task of theirs is due."""
    return sorted({*(one.on for one in _due_permits(viewer, today)), *due_days(viewer)})


def calendars_allowed() -> bool:
    """Say whether an administrator lets calendar links be used here; nobody has said so at first."""
    last = select(CalendarAllowance.allowed).order_by(CalendarAllowance.decided_at.desc()).limit(1)
    return bool(db.session.scalar(last))


def own_calendar_links(viewer: Viewer) -> list[CalendarLink]:
    """Return the viewer's calendar links that can be used, the latest first."""
    now = clock.now()
    found = db.session.scalars(
        select(CalendarLink)
        .where(CalendarLink.account_id == viewer.account_id)
        .order_by(CalendarLink.made_at.desc(), CalendarLink.id)
    )
    return [one for one in found if link_lives(one.expires_at, one.ended_at, now)]


def own_calendar_link(viewer: Viewer, link_id: uuid.UUID) -> CalendarLink:
    """Return a calendar link of this viewer; raise `NotFound` for every other."""
    found = db.session.get(CalendarLink, link_id)
    if found is None or viewer.account_id is None or found.account_id != viewer.account_id:
        raise NotFound
    return found


def calendar_link(token: str) -> tuple[CalendarLink, Viewer] | None:
    """Return the link that a token opens, and whose days it shows; None for every token that opens nothing."""
    digest = hashlib.sha256(token.encode()).digest()
    found = db.session.scalars(select(CalendarLink).where(CalendarLink.token_digest == digest)).one_or_none()
    if found is None or not link_lives(found.expires_at, found.ended_at, clock.now()):
        return None
    account = staff_account(found.account_id)
    if not account.active or not calendars_allowed():
        return None
    return found, viewer_of(account)


def ledger(account_id: uuid.UUID) -> list[Reminder]:
    """Return the reminders of an account that were begun or sent."""
    return list(db.session.scalars(select(Reminder).where(Reminder.account_id == account_id)))


def locked(account_id: uuid.UUID) -> Account | None:
    """Return an account that is in use, so that its reminders are begun by one process at a time."""
    return db.session.scalars(
        select(Account).where(Account.id == account_id, Account.active).with_for_update()
    ).one_or_none()


def accounts_in_use() -> list[uuid.UUID]:
    """Return the accounts of staff that are in use."""
    return list(db.session.scalars(select(Account.id).where(Account.active).order_by(Account.id)))


def _looked_after(viewer: Viewer) -> ColumnElement[bool]:
    reasons: list[ColumnElement[bool]] = []
    if viewer.is_officer:
        reasons.append(_permits.person_id.in_(own_open(viewer)))
    if viewer.is_coordinator:
        seen = select(_cases.id).where(
            _cases.person_id == _permits.person_id, _cases.status.in_(ACTIVE), visible_cases(viewer)
        )
        reasons.append(seen.correlate(Permit.__table__).exists())
    return or_(false(), *reasons)


def own_open(viewer: Viewer) -> Select[uuid.UUID]:
    """Select the ids of the persons of an officer's own open cases."""
    return select(_care.person_id).where(
        _cases.person_id == _care.person_id,
        _cases.organisation_id == _care.organisation_id,
        _cases.status.in_(ACTIVE),
        _care.officer_id == viewer.account_id,
        _care.programme_id.in_(viewer.programmes),
    )


def _own_care(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a row of care names this officer, in a programme on which they still work."""
    return and_(Care.officer_id == viewer.account_id, Care.programme_id.in_(viewer.programmes))


def _due_permits(viewer: Viewer, today: date) -> list[Due]:
    """Return the ending permits of an officer's own cases; who looks across many is not written to about each."""
    if not viewer.is_officer:
        return []
    rows = db.session.execute(
        select(Permit.id, Permit.ends_first, Case.id, Person.case_code)
        .join(Person, Person.id == Permit.person_id)
        .join(Care, Care.person_id == Permit.person_id)
        .join(Case, and_(Case.person_id == Care.person_id, Case.organisation_id == Care.organisation_id))
        .where(*ends_between(today, today + FURTHEST), _own_care(viewer), Case.status.in_(ACTIVE))
        .order_by(Case.id)
    ).all()
    found = {permit_id: (on, case_id, code) for permit_id, on, case_id, code in rows}
    return [
        Due(
            kind=ReminderKind.PERMIT,
            record_id=permit_id,
            on=on,
            band=band,
            case_id=case_id,
            case_code=code,
        )
        for permit_id, (on, case_id, code) in found.items()
        if on is not None and (band := band_of(on, today)) is not None
    ]


def _tasks(viewer: Viewer, today: date) -> list[Due]:
    return [
        Due(
            kind=ReminderKind.TASK,
            record_id=one.id,
            on=one.due_on,
            band=0,
            case_id=one.case_id,
            case_code=None if one.case is None else one.case.person.case_code,
        )
        for one in due_tasks(viewer, today)
    ]
