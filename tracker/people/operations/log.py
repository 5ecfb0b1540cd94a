"""Logging persons: one whom an officer meets, or many whom a list names."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.people.models import Person
from tracker.people.operations.care import CareBy, care_details, care_row, new_care, settled
from tracker.people.operations.changes import next_change_number
from tracker.people.operations.columns import (
    background_columns,
    gender_columns,
    identity_columns,
    origin_columns,
)
from tracker.people.operations.consents import keep_consent, new_consent
from tracker.people.operations.stays import check_moved, keep_stay, new_stay
from tracker.people.rules import answers, codes
from tracker.people.rules.answers import PartialDate
from tracker.people.rules.facts import PersonFacts, check_gender, check_identity
from tracker.permissions import Viewer
from tracker.vault.keys import vault

_BATCH = 500  # below every database's limit of bound parameters


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person to be logged with many others; `source` is what the trail says of where they come from."""

    facts: PersonFacts
    consent: answers.Consent | None = None
    stay: tuple[str, PartialDate] | None = None
    source: Mapping[str, str | int] = field(default_factory=dict)


def log_person(
    viewer: Viewer,
    facts: PersonFacts,
    care: CareBy | None = None,
    *,
    person_id: uuid.UUID | None = None,
    consent: answers.Consent | None = None,
    stay: tuple[str, PartialDate] | None = None,
) -> Person:
    """Log a person, with who looks after them; raise `RuleBroken` for contradictory facts.

    `consent` is one that they gave, `stay` their host state and since when. A programme outside of the
    viewer's scope raises `NotFound`. Only a command logs a person for the queue.
    """
    care = care or CareBy()
    _check_facts(facts)
    if care.programme_id is None and not _is_command(viewer):
        raise RuleBroken("Choose the programme that looks after this person.", "programme_id")
    care = settled(viewer, care)
    person_id = person_id or uuid.uuid4()
    person = _made(person_id, facts, _free_codes(1)[0])
    db.session.flush()
    care_row(person_id, care)
    record("log", "person", person_id, person_id=person_id, details=care_details(care))
    if consent is not None:
        keep_consent(person, consent)
    if stay is not None:
        keep_stay(person, *stay)
    return person


def log_persons(viewer: Viewer, new: Sequence[NewPerson], care: CareBy) -> list[Person]:
    """Log many persons at once, as a list names them, all in the same care; return them in the same order.

    Each gets one entry in the trail, which also tells consent and host state. Few queries, however many there are.
    """
    if not _is_command(viewer):
        raise Forbidden("Lists are taken over by a command.")
    care = settled(viewer, care)
    today = clock.today()
    persons: list[Person] = []
    for one, code in zip(new, _free_codes(len(new)), strict=True):
        _check_facts(one.facts)
        if one.consent is not None:
            answers.check_consent(one.consent, today)
        if one.stay is not None:
            check_moved(one.stay[1])
        persons.append(_made(uuid.uuid4(), one.facts, code))
    db.session.flush()
    for person, one in zip(persons, new, strict=True):
        db.session.add(new_care(person.id, care))
        told = {**one.source, **care_details(care)}
        if one.consent is not None:
            db.session.add(new_consent(person.id, one.consent))
            told |= {"consent": one.consent.purpose.value, "given_on": one.consent.given_on.isoformat()}
        if one.stay is not None:
            host, since = one.stay
            db.session.add(new_stay(person.id, host, since))
            told |= {"host": host, "since": str(since)}
        record("log", "person", person.id, person_id=person.id, details=told)
    db.session.flush()
    return persons


def _made(person_id: uuid.UUID, facts: PersonFacts, case_code: str) -> Person:
    """Make the row of a person, and their key."""
    vault().make_key(person_id)
    person = Person(
        id=person_id,
        case_code=case_code,
        change_number=next_change_number(),
        created_at=clock.now(),
        **identity_columns(facts.identity),
        **gender_columns(facts.gender),
        **origin_columns(facts.origin),
        **background_columns(facts.background),
    )
    db.session.add(person)
    return person


def _free_codes(count: int) -> list[str]:
    """Draw case codes that nobody has; the unique column catches the one chance in millions that is left."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {codes.new_code() for _ in range(min(count - len(free), _BATCH))}
        free |= drawn - set(db.session.scalars(select(Person.case_code).where(Person.case_code.in_(drawn))))
    return list(free)


def _check_facts(facts: PersonFacts) -> None:
    today = clock.today()
    check_identity(facts.identity, today)
    check_gender(facts.gender)
    answers.check_origin(facts.origin, today)


def _is_command(viewer: Viewer) -> bool:
    return viewer.account_id is None and viewer.everything
