"""Beginning reminders, and noting what became of them; a round of them commits in between."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from tracker import clock
from tracker.access.queries import viewer_of
from tracker.audit.operations import record
from tracker.db import db
from tracker.reminders.models import Reminder
from tracker.reminders.queries import due_for, ledger, locked
from tracker.reminders.rules import Due, is_taken


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


def _begun(account_id: uuid.UUID, reminders: Collection[Due]) -> list[Reminder]:
    keys = {one.key for one in reminders}
    return [
        one
        for one in ledger(account_id)
        if one.sent_at is None and (one.kind, one.record_id, one.on, one.band) in keys
    ]
