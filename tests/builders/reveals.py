"""Build reveals of identities, through the deed that the page uses."""

from __future__ import annotations

from builders.accounts import as_viewer

from tracker import clock
from tracker.access.models import Account
from tracker.db import db
from tracker.people.models import Person
from tracker.reveals.models import QuotaRaise, Reveal
from tracker.reveals.operations import propose_raise, reveal
from tracker.reveals.rules import RevealReason

SENTENCE = "The mediator asks which Zarema this is."


def a_raise(by: Account, account: Account) -> QuotaRaise:
    """Let a coordinator ask that an account may reveal more persons today; committed."""
    asked = propose_raise(as_viewer(by), account, up_to=40, day=clock.today(), sentence=SENTENCE)
    db.session.commit()
    return asked


def a_reveal(account: Account, person: Person, sentence: str = SENTENCE) -> Reveal:
    """Reveal a person to an account, flushed but not committed."""
    made = reveal(as_viewer(account), person, RevealReason.AUTHORITY, sentence)
    db.session.flush()
    return made
