"""Logging persons: one whom an officer meets, or many whom a list names."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.audit.operations import Deed, record, record_all
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.people.models import Care, Consent, FormerPerson, HostStay, Person
from tracker.people.operations.care import CareBy, care_columns, care_details, care_row, settled
from tracker.people.operations.changes import next_change_number
from tracker.people.operations.columns import (
    background_columns,
    gender_columns,
    identity_columns,
    origin_columns,
)
from tracker.people.operations.consents import consent_columns, keep_consent
from tracker.people.operations.stays import check_moved, keep_stay, stay_columns
from tracker.people.rules import answers, codes
from tracker.people.rules.answers import PartialDate
from tracker.people.rules.facts import Logged, PersonFacts, check_gender, check_identity
from tracker.permissions import Viewer
from tracker.vault.bulk import sealed_rows, write_rows
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


def log_persons(viewer: Viewer, new: Sequence[NewPerson], care: CareBy) -> list[Logged]:
    """Log many persons at once, as a list names them, all in the same care; return them in the same order.

    Each gets one entry in the trail, which also tells consent and host state. Few queries, however many there are,
    and no object for each row.
    """
    if care.programme_id is None and not viewer.everything:
        raise Forbidden("Only who looks across all organisations takes a list over for the queue.")
    care = settled(viewer, care)
    today = clock.today()
    for one in new:
        _check_facts(one.facts)
        if one.consent is not None:
            answers.check_consent(one.consent, today)
        if one.stay is not None:
            check_moved(one.stay[1])
    logged = [Logged(uuid.uuid4(), code) for code in _free_codes(len(new))]
    vault().make_keys(person.id for person in logged)
    change = {"change_number": next_change_number(), "created_at": clock.now()}
    write_rows(
        Person,
        sealed_rows(
            Person,
            (
                {"id": person.id, "case_code": person.case_code, **change, **_columns(one.facts)}
                for person, one in zip(logged, new, strict=True)
            ),
        ),
    )
    write_rows(Care, sealed_rows(Care, (care_columns(person.id, care) for person in logged)))
    write_rows(
        Consent,
        sealed_rows(
            Consent,
            (
                consent_columns(person.id, one.consent)
                for person, one in zip(logged, new, strict=True)
                if one.consent is not None
            ),
        ),
    )
    write_rows(
        HostStay,
        sealed_rows(
            HostStay,
            (
                stay_columns(person.id, *one.stay)
                for person, one in zip(logged, new, strict=True)
                if one.stay is not None
            ),
        ),
    )
    in_care = care_details(care)
    record_all(
        Deed("log", "person", person.id, person.id, {**one.source, **in_care, **_told(one)})
        for person, one in zip(logged, new, strict=True)
    )
    return logged


def _told(one: NewPerson) -> dict[str, str]:
    """Return what the trail is told of a person's consent and host state."""
    told: dict[str, str] = {}
    if one.consent is not None:
        told |= {"consent": one.consent.purpose.value, "given_on": one.consent.given_on.isoformat()}
    if one.stay is not None:
        host, since = one.stay
        told |= {"host": host, "since": str(since)}
    return told


def _columns(facts: PersonFacts) -> dict[str, Any]:
    return {
        **identity_columns(facts.identity),
        **gender_columns(facts.gender),
        **origin_columns(facts.origin),
        **background_columns(facts.background),
    }


def _made(person_id: uuid.UUID, facts: PersonFacts, case_code: str) -> Person:
    """Make the row of a person, and their key."""
    vault().make_key(person_id)
    person = Person(
        id=person_id,
        case_code=case_code,
        change_number=next_change_number(),
        created_at=clock.now(),
        **_columns(facts),
    )
    db.session.add(person)
    return person


def _free_codes(count: int) -> list[str]:
    """Draw case codes that nobody has; the unique column catches the one chance in millions that is left."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {codes.new_code() for _ in range(min(count - len(free), _BATCH))}
        for code in (Person.case_code, FormerPerson.case_code):
            drawn -= set(db.session.scalars(select(code).where(code.in_(drawn))))
        free |= drawn
    return list(free)


def _check_facts(facts: PersonFacts) -> None:
    today = clock.today()
    check_identity(facts.identity, today)
    check_gender(facts.gender)
    answers.check_origin(facts.origin, today)


def _is_command(viewer: Viewer) -> bool:
    return viewer.account_id is None and viewer.everything
