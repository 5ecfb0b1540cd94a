"""One round of reminders: for each account begin, commit, send, note, commit.

Begun before it is sent and noted after, so that two rounds at once send it once, and that one which did not leave is sent
by the next round. A process that dies between the server's word and the note leaves one that is sent twice: the other way
round it would never be sent.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from flask import current_app

from tracker import clock
from tracker.audit.operations import acting_as
from tracker.config import Settings
from tracker.db import db, writing
from tracker.errors import NotSent
from tracker.mail import OFF, send
from tracker.reminders.letters import letter
from tracker.reminders.operations import begin_reminders, note_sent, take_back
from tracker.reminders.queries import accounts_in_use

MOST_FAILURES = 3
"""After so many mails in a row that were not taken the round ends: the server is not there."""


@dataclass(frozen=True)
class Round:
    """What came of a round."""

    sent: int
    failed: int


def remind_everybody(settings: Settings, today: date) -> Round:
    """Send every reminder that is due and was not sent; raise `NotSent` when no mail server is set."""
    if settings.mail is None:
        raise NotSent(OFF)
    sent = failed = in_a_row = 0
    with writing():
        account_ids = accounts_in_use()
        db.session.rollback()
        for account_id in account_ids:
            left = _remind(settings, account_id, today)
            if left is None:
                continue
            sent, failed = sent + left, failed + (not left)
            in_a_row = 0 if left else in_a_row + 1
            if in_a_row == MOST_FAILURES:
                break
    return Round(sent, failed)


def remind_by_itself() -> None:
    """Hold a round for the scheduler of background work; without a mail server there is none."""
    settings: Settings = current_app.extensions["settings"]
    if settings.mail is not None:
        with acting_as("command:work"):
            remind_everybody(settings, clock.today())


def _remind(settings: Settings, account_id: uuid.UUID, today: date) -> bool | None:
    """Remind one account; say whether its mail left, None when there was nothing to say."""
    to, reminders = begin_reminders(account_id, today)
    db.session.commit()
    if not reminders:
        return None
    try:
        send(settings, letter(settings, to, reminders))
    except NotSent:
        take_back(account_id, reminders)
        db.session.commit()
        return False
    note_sent(account_id, reminders)
    db.session.commit()
    return True
