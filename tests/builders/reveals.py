"""Build reveals of identities, through the deed that the page uses."""

from __future__ import annotations

from builders.accounts import as_viewer

from tracker.access.models import Account
from tracker.db import db
from tracker.people.models import Person
from tracker.reveals.models import Reveal
from tracker.reveals.operations import reveal
from tracker.reveals.rules import RevealReason

SENTENCE = "The mediator asks which Zarema this is."


def a_reveal(account: Account, person: Person, sentence: str = SENTENCE) -> Reveal:
    """Reveal a person to an account, flushed but not committed."""
    made = reveal(as_viewer(account), person, RevealReason.AUTHORITY, sentence)
    db.session.flush()
    return made
