"""Keeping what a person agreed to, and what they took back."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from tracker import clock
from tracker.audit.operations import actor
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.people import queries
from tracker.people.models import BasisNoted, Consent, Person
from tracker.people.operations.changes import raise_change_number
from tracker.people.operations.guards import must_be_own
from tracker.people.operations.trail import note
from tracker.people.rules import answers
from tracker.people.rules.answers import LawfulBasis, Purpose
from tracker.people.rules.own_words import Language
from tracker.permissions import Viewer


def give_consent(
    viewer: Viewer,
    person: Person,
    purpose: Purpose,
    *,
    given_on: date,
    wording: str,
    version: str = "",
    language: Language | None = None,
    consent_id: uuid.UUID | None = None,
) -> Consent:
    """Keep that a person agreed to one purpose, in which words of which version and language, from which day."""
    must_be_own(viewer, person)
    kept = keep_consent(person, answers.Consent(purpose, given_on, wording.strip()), consent_id)
    kept.wording_version, kept.language = version.strip() or None, language
    return kept


def withdraw_consent(viewer: Viewer, person: Person, consent: Consent, *, withdrawn_on: date) -> None:
    """Keep that a person withdrew a consent; it counts from that day on, for every consent to the same purpose.

    Who takes back a purpose means the purpose: two consents to it may stand, as after a merge.
    """
    must_be_own(viewer, person)
    today = clock.today()
    if consent.withdrawn_on is not None:
        raise RuleBroken("This consent was withdrawn already.", "withdrawn_on")
    if withdrawn_on > today:
        raise RuleBroken("A withdrawal counts at once; it cannot be dated later than today.", "withdrawn_on")
    answers.check_consent(replace(_plain(consent), withdrawn_on=withdrawn_on), today)
    for standing in queries.consents(person.id):
        if standing.purpose is consent.purpose and standing.withdrawn_on is None:
            end_consent(standing, withdrawn_on)
    raise_change_number(person)
    note(person, "withdraw_consent", purpose=consent.purpose.value, on=withdrawn_on.isoformat())


def end_consent(consent: Consent, withdrawn_on: date) -> None:
    """Let a consent end on a day, not before it began, and keep who wrote that down and when."""
    consent.withdrawn_on = max(withdrawn_on, consent.given_on)
    consent.withdrawn_at, consent.withdrawn_by = clock.now(), actor()


def note_basis(
    viewer: Viewer,
    person: Person,
    purpose: Purpose,
    basis: LawfulBasis,
    *,
    since: date,
    basis_id: uuid.UUID | None = None,
) -> BasisNoted:
    """Keep on what the use of a person's data for a purpose rests from a day on, where it is not their consent."""
    must_be_own(viewer, person)
    answers.check_basis(purpose, since, clock.today())
    noted = BasisNoted(
        id=basis_id or uuid.uuid4(),
        person_id=person.id,
        purpose=purpose,
        basis=basis,
        since=since,
        noted_at=clock.now(),
        noted_by=actor(),
    )
    db.session.add(noted)
    note(person, "note_basis", purpose=purpose.value, basis=basis.value, on=since.isoformat())
    return noted


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
        "recorded_at": clock.now(),
        "recorded_by": actor(),
    }


def _plain(consent: Consent) -> answers.Consent:
    return answers.Consent(consent.purpose, consent.given_on, consent.wording, consent.withdrawn_on)
