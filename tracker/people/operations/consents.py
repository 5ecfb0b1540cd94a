"""Keeping what a person agreed to, and what they took back."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from tracker import clock
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.people import queries
from tracker.people.models import Consent, Person
from tracker.people.operations.changes import raise_change_number
from tracker.people.operations.guards import must_be_own
from tracker.people.operations.trail import note
from tracker.people.rules import answers
from tracker.people.rules.answers import Purpose
from tracker.permissions import Viewer


def give_consent(
    viewer: Viewer,
    person: Person,
    purpose: Purpose,
    *,
    given_on: date,
    wording: str,
    consent_id: uuid.UUID | None = None,
) -> Consent:
    """Keep that a person agreed to one purpose, in which words, from which day."""
    must_be_own(viewer, person)
    return keep_consent(person, answers.Consent(purpose, given_on, wording.strip()), consent_id)


def withdraw_consent(viewer: Viewer, person: Person, consent: Consent, *, withdrawn_on: date) -> None:
    """Keep that a person withdrew a consent; it counts from that day on."""
    must_be_own(viewer, person)
    today = clock.today()
    if consent.withdrawn_on is not None:
        raise RuleBroken("This consent was withdrawn already.", "withdrawn_on")
    if withdrawn_on > today:
        raise RuleBroken("A withdrawal counts at once; it cannot be dated later than today.", "withdrawn_on")
    answers.check_consent(replace(_plain(consent), withdrawn_on=withdrawn_on), today)
    consent.withdrawn_on = withdrawn_on
    raise_change_number(person)
    note(person, "withdraw_consent", purpose=consent.purpose.value, on=withdrawn_on.isoformat())


def keep_consent(person: Person, given: answers.Consent, consent_id: uuid.UUID | None = None) -> Consent:
    """Keep a consent, whoever wrote it down; raise `RuleBroken` where the same one still stands."""
    answers.check_consent(given, clock.today())
    standing = [_plain(one) for one in queries.consents(person.id)]
    if answers.consent_in_force(standing, given.purpose, given.given_on):
        raise RuleBroken("They agreed to this already, and that still stands on that day.", "purpose")
    kept = new_consent(person.id, given, consent_id)
    db.session.add(kept)
    raise_change_number(person)
    note(person, "give_consent", purpose=given.purpose.value, on=given.given_on.isoformat())
    return kept


def new_consent(person_id: uuid.UUID, given: answers.Consent, consent_id: uuid.UUID | None = None) -> Consent:
    """Return a row of a consent that is not in the session yet."""
    return Consent(id=consent_id or uuid.uuid4(), **consent_columns(person_id, given))


def consent_columns(person_id: uuid.UUID, given: answers.Consent) -> dict[str, Any]:
    """Return the columns of a consent."""
    return {
        "person_id": person_id,
        "purpose": given.purpose,
        "given_on": given.given_on,
        "withdrawn_on": given.withdrawn_on,
        "wording": given.wording,
    }


def _plain(consent: Consent) -> answers.Consent:
    return answers.Consent(consent.purpose, consent.given_on, consent.wording, consent.withdrawn_on)
