"""Somebody whom their officer asks to speak for themselves."""

from __future__ import annotations

import pytest
from builders.accounts import an_officer
from builders.organisations import a_programme
from builders.own_words import (
    SURNAME,
    Invited,
    Opening,
)
from builders.people import a_person, an_origin, some_facts

from tracker.db import db
from tracker.people.rules.answers import Gender


@pytest.fixture
def invited(browser_of: Opening) -> Invited:
    programme = a_programme()
    officer = an_officer(programme.id)
    person = a_person(
        some_facts(surname=SURNAME, gender=Gender.MAN, origin=an_origin("chechen"), region="RU-CE"),
        programme_id=programme.id,
        officer_id=officer.id,
    )
    person.languages = ["Chechen"]
    person_id, code = person.id, person.case_code
    db.session.commit()
    return Invited(person_id, code, officer, browser_of(officer))
