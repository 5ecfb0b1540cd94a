"""Before somebody new joins a household, who is like them in the officer's scope is shown, and nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator
from builders.cases import Office, an_office
from builders.people import a_person, some_facts
from sqlalchemy import func, select

from tracker.db import db
from tracker.duplicates.models import Judgement
from tracker.duplicates.rules import Judged
from tracker.people.models import Membership, Person

OpenBrowser = Callable[[Any], Browser]
pytestmark = pytest.mark.usefixtures("app")
TIMUR: dict[str, Any] = {
    "surname": "Sharapov",
    "given_name": "Timur",
    "birth_date": "2015-05-12",
    "relationship": "child",
}
BUTTON = '[name="somebody_else"]'


def somebody(office: Office, given_name: str) -> Person:
    """Log a Sharapov of an office, written in Cyrillic."""
    return a_person(
        some_facts(surname="Шарапов", given_name=given_name, birth_date="2015-05-12"),
        programme_id=office.programme.id,
        officer_id=office.officer.id,
    )


def members() -> set[uuid.UUID]:
    """Return everybody who is in a household."""
    return set(db.session.scalars(select(Membership.person_id)))


def persons() -> int:
    """Return how many persons there are."""
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def test_a_member_who_is_here_is_shown_and_joins_by_a_button(browser_of: OpenBrowser) -> None:
    office = an_office()
    principal, known = somebody(office, "Альберт"), somebody(office, "Тимур")
    ids = {principal.id, known.id}
    db.session.commit()
    browser = browser_of(office.officer).get(f"/people/{principal.id}/household/add")
    browser.submit(status=422, **TIMUR)
    assert "Somebody like this is already here" in browser.text
    assert "Шарапов Тимур" in browser.text
    assert (persons(), members()) == (2, set())
    browser.submit(it_is_them=known.case_code)
    db.session.rollback()
    assert (persons(), members()) == (2, ids)
    assert db.session.scalars(select(Judgement)).all() == []


def test_a_member_who_is_somebody_else_is_logged_and_the_pair_is_judged(browser_of: OpenBrowser) -> None:
    office = an_office()
    principal, known = somebody(office, "Альберт"), somebody(office, "Тимур")
    known_id = known.id
    db.session.commit()
    browser = browser_of(office.officer).get(f"/people/{principal.id}/household/add")
    browser.submit(status=422, **TIMUR)
    button = browser.soup.select_one(BUTTON)
    assert button is not None
    browser.submit(somebody_else=button["value"])
    db.session.rollback()
    assert persons() == 3
    assert known_id not in members()
    kept = db.session.scalars(select(Judgement)).one()
    assert kept.verdict is Judged.DIFFERENT
    assert {kept.one_id, kept.other_id} & members() == members() - {principal.id}


def test_a_member_elsewhere_is_not_told_of_and_waits_for_the_coordinator(browser_of: OpenBrowser) -> None:
    here, there = an_office(), an_office(name="Emil Elsewhere")
    principal = somebody(here, "Альберт")
    code = somebody(there, "Тимур").case_code
    db.session.commit()
    address = f"/people/{principal.id}/household/add"
    browser = browser_of(here.officer).get(address)
    refused = browser.submit(
        status=422, case_code=code, relationship="child", surname="", given_name="", birth_date=""
    ).error_of("case_code")
    assert "no case with this code" in refused
    browser.get(address).submit(**TIMUR)
    assert "already here" not in browser.text
    db.session.rollback()
    assert persons() == 3
    assert db.session.scalars(select(Judgement)).all() == []
    assert "There is no pair to judge" in browser.get("/duplicates").text
    assert "1 pair to judge" in browser_of(a_coordinator()).get("/duplicates").text


def test_the_button_of_somebody_elsewhere_adds_nobody(browser_of: OpenBrowser) -> None:
    here, there = an_office(), an_office(name="Emil Elsewhere")
    principal, _own, foreign = somebody(here, "Альберт"), somebody(here, "Тимур"), somebody(there, "Тимур")
    foreign_code, foreign_id = foreign.case_code, foreign.id
    db.session.commit()
    browser = browser_of(here.officer).get(f"/people/{principal.id}/household/add")
    browser.submit(status=422, **TIMUR)
    assert str(foreign_id) not in browser.response.text
    assert foreign_code not in browser.response.text
    browser.submit(status=422, it_is_them=foreign_code)
    assert "no case with this code" in browser.text
    db.session.rollback()
    assert members() == set()
