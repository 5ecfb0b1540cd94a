"""Build cases as a test needs them, through the deeds that the pages use."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from builders.accounts import an_officer
from builders.organisations import a_programme
from builders.people import COMMAND, a_person, some_facts

from tracker.access.models import Account
from tracker.cases.models import Case
from tracker.cases.operations import open_case
from tracker.db import db
from tracker.people.models import Person
from tracker.people.operations import CareBy
from tracker.people.rules.answers import Gender
from tracker.programmes.models import Programme


@dataclass(frozen=True)
class Office:
    """A programme with its officer."""

    programme: Programme
    officer: Account


def an_office(*, name: str = "Olga Officer") -> Office:
    """Make a programme, with an organisation and an officer of its own."""
    programme = a_programme()
    return Office(programme, an_officer(programme.id, name=name))


def a_case(
    office: Office,
    *,
    person: Person | None = None,
    surname: str | None = None,
    gender: Gender | None = None,
    host: str | None = "DE",
    officer_id: uuid.UUID | None = None,
    on: date = date(2025, 1, 15),
) -> Case:
    """Log a person in the care of an office and open their case, flushed but not committed."""
    care = CareBy(programme_id=office.programme.id, officer_id=officer_id or office.officer.id)
    person = person or a_person(
        some_facts(surname=surname),
        gender=gender,
        programme_id=care.programme_id,
        officer_id=care.officer_id,
        host=host,
    )
    case = open_case(COMMAND, person, care, on=on)
    db.session.flush()
    return case
