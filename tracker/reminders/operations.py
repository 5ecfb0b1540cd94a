"""Beginning reminders, and noting what became of them; making calendar links, and letting them be used."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Collection
from datetime import date

from tracker import clock
from tracker.access.queries import viewer_of
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.permissions import Viewer
from tracker.reminders.models import CalendarAllowance, CalendarLink, Reminder
from tracker.reminders.queries import calendars_allowed, due_for, ledger, locked
from tracker.reminders.rules import LINK_LIFE, Due, is_taken


def begin_reminders(account_id: uuid.UUID, today: date) -> tuple[str, list[Due]]:
    """Put what an account is to be reminded of, and was not yet, into the ledger; return its address and that.

    The account is held until this is committed, so that two processes never begin the same reminder.
    """
    account = locked(account_id)
    if account is None:
        return "", []
    now = clock.now()
    known = {(one.kind, one.record_id, one.on, one.band): one for one in ledger(account_id)}
    begun = []
    for due in due_for(viewer_of(account), today):
        before = known.get(due.key)
        if before is not None and is_taken(before.sent_at, before.claimed_at, now):
            continue
        if before is None:
            db.session.add(
                Reminder(
                    account_id=account_id,
                    kind=due.kind,
                    record_id=due.record_id,
                    on=due.on,
                    band=due.band,
                    claimed_at=now,
                    sent_at=None,
                )
            )
        else:
            before.claimed_at = now
        begun.append(due)
    return account.email, begun


def note_sent(account_id: uuid.UUID, sent: Collection[Due]) -> None:
    """Note that reminders left: they are never sent again."""
    now = clock.now()
    for one in _begun(account_id, sent):
        one.sent_at = now
    record("remind", "account", account_id, details={"reminders": len(sent)})


def take_back(account_id: uuid.UUID, unsent: Collection[Due]) -> None:
    """Take reminders that did not leave out of the ledger again: the next round sends them."""
    for one in _begun(account_id, unsent):
        db.session.delete(one)


def allow_calendars(viewer: Viewer, *, allowed: bool) -> None:
    """Decide whether calendar links may be used here; those that were made stay, and open nothing while they may not."""
    db.session.add(CalendarAllowance(allowed=allowed, decided_by=viewer.account_id, decided_at=clock.now()))
    record("allow_calendars" if allowed else "forbid_calendars", "calendar_links", "-")


def make_calendar_link(viewer: Viewer) -> str:
    """Make a calendar link of the viewer's and return its token, which is kept nowhere."""
    if not calendars_allowed():
        raise RuleBroken("Calendar links are switched off here. An administrator can allow them.")
    if viewer.account_id is None:
        raise RuleBroken("A calendar link belongs to an account.")
    token, now = secrets.token_urlsafe(32), clock.now()
    link = CalendarLink(
        account_id=viewer.account_id,
        token_digest=hashlib.sha256(token.encode()).digest(),
        made_at=now,
        expires_at=now + LINK_LIFE,
        ended_at=None,
    )
    db.session.add(link)
    record("make_calendar_link", "calendar_link", link.id)
    return token


def end_calendar_link(link: CalendarLink) -> None:
    """End a calendar link: from now on it opens nothing; one that has ended stays as it is."""
    if link.ended_at is None:
        link.ended_at = clock.now()
        record("end_calendar_link", "calendar_link", link.id)


def _begun(account_id: uuid.UUID, reminders: Collection[Due]) -> list[Reminder]:
    keys = {one.key for one in reminders}
    return [
        one
        for one in ledger(account_id)
        if one.sent_at is None and (one.kind, one.record_id, one.on, one.band) in keys
    ]
