"""Check the coordinators' queue: all or none are assigned, and only what waits there."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, as_viewer
from builders.cases import a_case, an_office
from builders.people import a_person
from flask import Flask
from sqlalchemy import func, select

from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.cases.models import Case
from tracker.cases.queries import cases_of
from tracker.db import db
from tracker.desk.operations import assign_waiting
from tracker.errors import Forbidden, RuleBroken
from tracker.people.operations import CareBy

Open = Callable[[Account], Browser]


def test_persons_of_the_queue_get_a_programme_an_officer_and_a_case_at_once(
    app: Flask, browser_of: Open
) -> None:
    office = an_office()
    first, second, third = (a_person(host="DE") for _ in range(3))
    coordinator = a_coordinator()
    db.session.commit()
    browser = browser_of(coordinator).get("/queue")
    assert "3 persons wait" in browser.text
    browser.submit(
        persons=[str(first.id), str(second.id)],
        programme_id=str(office.programme.id),
        officer_id=str(office.officer.id),
    )
    assert "2 persons are assigned" in browser.text
    assert "1 person waits" in browser.text
    assert len(cases_of(as_viewer(office.officer), first.id)) == 1
    assert cases_of(as_viewer(office.officer), third.id) == []
    deeds = set(db.session.scalars(select(Entry.deed).where(Entry.person_id == second.id)))
    assert {"open_case", "assign_care"} <= deeds


@pytest.mark.parametrize("stranger", ["a case of somebody else", "nobody at all", "no id"])
def test_one_person_out_of_reach_and_nobody_is_assigned(app: Flask, browser_of: Open, stranger: str) -> None:
    office = an_office()
    waiting = a_person()
    taken = a_case(an_office(name="Emil Elsewhere")).person
    coordinator = a_coordinator()
    db.session.commit()
    sent = {"a case of somebody else": str(taken.id), "nobody at all": str(uuid.uuid4()), "no id": "x"}[
        stranger
    ]
    browser = browser_of(coordinator).get("/queue")
    before = db.session.scalar(select(func.count()).select_from(Case))
    browser.submit(
        persons=[str(waiting.id), sent],
        programme_id=str(office.programme.id),
        officer_id=str(office.officer.id),
        status=422,
    )
    assert "Nobody was assigned" in browser.text
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Case)) == before
    assert browser.soup.find("input", value=str(waiting.id), checked=True)


def test_an_officer_of_another_programme_is_refused_beside_the_field(app: Flask, browser_of: Open) -> None:
    office, other = an_office(), an_office(name="Emil Elsewhere")
    waiting = a_person()
    coordinator = a_coordinator()
    db.session.commit()
    browser = browser_of(coordinator).get("/queue")
    browser.submit(
        persons=[str(waiting.id)],
        programme_id=str(office.programme.id),
        officer_id=str(other.officer.id),
        status=422,
    )
    assert "works on this programme" in browser.error_of("officer_id")


def test_a_coordinator_of_one_organisation_sees_and_assigns_nobody(app: Flask, browser_of: Open) -> None:
    office = an_office()
    waiting = a_person()
    coordinator = a_coordinator(office.programme.organisation_id)
    db.session.commit()
    assert "You see nobody here" in browser_of(coordinator).get("/queue").text
    with pytest.raises(Forbidden):
        assign_waiting(as_viewer(coordinator), [waiting.id], CareBy(programme_id=office.programme.id))
    browser_of(office.officer).get("/queue", status=403)


def test_ticking_nobody_is_answered_in_a_sentence(app: Flask) -> None:
    office = an_office()
    with pytest.raises(RuleBroken, match="Tick at least one"):
        assign_waiting(as_viewer(a_coordinator()), [], CareBy(programme_id=office.programme.id))
