"""Before a person is logged, who is like them in the officer's scope is shown, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator
from builders.cases import an_office
from builders.people import a_person, some_facts
from sqlalchemy import func, select

from tracker.db import db
from tracker.duplicates.models import Judgement
from tracker.duplicates.rules import Judged
from tracker.people.models import Person

OpenBrowser = Callable[[Any], Browser]
pytestmark = pytest.mark.usefixtures("app")
ALBERT: dict[str, Any] = {"surname": "Sharapov", "given_name": "Albert", "birth_date": "1985-05-12"}


def test_somebody_who_is_here_is_shown_and_what_was_typed_is_kept(browser_of: OpenBrowser) -> None:
    office = an_office()
    known = a_person(
        some_facts(surname="Шарапов", given_name="Альберт", birth_date="1985-05-12"),
        programme_id=office.programme.id,
        officer_id=office.officer.id,
    )
    db.session.commit()
    browser = browser_of(office.officer).get("/people/new")
    browser.submit(status=422, **ALBERT, languages="Tatar")
    assert "Somebody like this is already here" in browser.text
    assert "Шарапов Альберт" in browser.text
    assert db.session.scalar(select(func.count()).select_from(Person)) == 1
    typed = {name: browser.soup.select_one(f'[name="{name}"]') for name in ("surname", "languages")}
    assert {name: field and field["value"] for name, field in typed.items()} == {
        "surname": "Sharapov",
        "languages": "Tatar",
    }
    browser.submit(somebody_else=button_of(browser))
    kept = db.session.scalars(select(Judgement)).one()
    assert kept.verdict is Judged.DIFFERENT
    assert known.id in {kept.one_id, kept.other_id}
    assert "There is no pair to judge" in browser.get("/duplicates").text


def test_somebody_elsewhere_is_not_told_of_and_waits_for_the_coordinator(browser_of: OpenBrowser) -> None:
    here, there = an_office(), an_office(name="Emil Elsewhere")
    a_person(
        some_facts(surname="Шарапов", given_name="Альберт", birth_date="1985-05-12"),
        programme_id=there.programme.id,
        officer_id=there.officer.id,
    )
    db.session.commit()
    browser = browser_of(here.officer).get("/people/new")
    browser.submit(**ALBERT)
    assert "already here" not in browser.text
    assert db.session.scalar(select(func.count()).select_from(Person)) == 2
    assert db.session.scalars(select(Judgement)).all() == []
    assert "There is no pair to judge" in browser.get("/duplicates").text
    assert "1 pair to judge" in browser_of(a_coordinator()).get("/duplicates").text


def test_ids_of_others_in_the_button_judge_nobody(browser_of: OpenBrowser) -> None:
    office, there = an_office(), an_office(name="Emil Elsewhere")
    own, foreign = (
        a_person(
            some_facts(surname="Шарапов", given_name="Альберт", birth_date="1985-05-12"),
            programme_id=one.programme.id,
        )
        for one in (office, there)
    )
    db.session.commit()
    browser = browser_of(office.officer).get("/people/new").submit(status=422, **ALBERT)
    assert str(foreign.id) not in browser.response.text
    browser.submit(somebody_else=f"{button_of(browser)} {foreign.id} nonsense")
    kept = db.session.scalars(select(Judgement)).one()
    assert own.id in {kept.one_id, kept.other_id}


def test_who_came_meanwhile_is_shown_too(browser_of: OpenBrowser) -> None:
    office = an_office()
    facts = some_facts(surname="Шарапов", given_name="Альберт", birth_date="1985-05-12")
    a_person(facts, programme_id=office.programme.id)
    db.session.commit()
    browser = browser_of(office.officer).get("/people/new").submit(status=422, **ALBERT)
    a_person(facts, programme_id=office.programme.id)
    db.session.commit()
    browser.submit(status=422, somebody_else=button_of(browser))
    browser.submit(somebody_else=button_of(browser))
    assert len(db.session.scalars(select(Judgement)).all()) == 2


def button_of(browser: Browser) -> str:
    """Return what the button sends that says that this is somebody else."""
    button = browser.soup.select_one('[name="somebody_else"]')
    assert button is not None
    return str(button["value"])
