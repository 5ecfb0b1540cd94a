"""Build offers of cases as a test needs them, through the deed that the pages use."""

from __future__ import annotations

from datetime import date

from builders.accounts import as_viewer
from builders.cases import Office
from builders.people import COMMAND

from tracker.access.models import Account
from tracker.cases.models import Case
from tracker.db import db
from tracker.people.models import Person
from tracker.people.operations import CareBy, give_consent
from tracker.people.rules.answers import Purpose
from tracker.programmes.models import Programme
from tracker.transfers.models import Transfer
from tracker.transfers.operations import offer_case


def an_offer(
    case: Case, by: Office, to: Programme, *, officer: Account | None = None, sentence: str = ""
) -> Transfer:
    """Offer a case as its officer does, to a programme or one of its officers; committed."""
    care = CareBy(programme_id=to.id, officer_id=None if officer is None else officer.id)
    transfer = offer_case(as_viewer(by.officer), case, care, sentence)
    db.session.commit()
    return transfer


def agrees_to_sharing(person: Person, *, on: date = date(2025, 1, 15)) -> None:
    """Keep that a person agreed to their file being shared with another organisation; flushed."""
    give_consent(COMMAND, person, Purpose.SHARING, given_on=on, wording="You may share my file.")
    db.session.flush()
