"""Pairs are shown and judged within the viewer's scope alone, and what was judged is not asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, as_viewer
from builders.cases import Office, an_office
from builders.people import COMMAND, a_person, some_facts
from builders.two_desks import masked
from sqlalchemy import select

from tracker.audit.models import Entry
from tracker.db import db
from tracker.duplicates.models import Judgement
from tracker.duplicates.operations import judge
from tracker.duplicates.rules import Judged, Pair, pair_of
from tracker.errors import RuleBroken
from tracker.people import operations as people
from tracker.people.models import Person
from tracker.people.rules.facts import Identity

OpenBrowser = Callable[[Any], Browser]
pytestmark = pytest.mark.usefixtures("app")


def a_namesake(office: Office | None, surname: str = "Шарапов", given_name: str = "Альберт") -> Person:
    return a_person(
        some_facts(surname=surname, given_name=given_name, birth_date="1985-05-12"),
        programme_id=office.programme.id if office else None,
        officer_id=office.officer.id if office else None,
    )


def a_pair(one: Office | None, other: Office | None) -> Pair:
    pair = pair_of(a_namesake(one).id, a_namesake(other, "Sharapov", "Albert").id)
    db.session.commit()
    return pair


def at(pair: tuple[UUID, UUID]) -> str:
    return f"/duplicates/{pair[0]}/{pair[1]}"


def test_an_officer_compares_a_pair_and_is_not_asked_again(browser_of: OpenBrowser) -> None:
    office = an_office()
    pair = a_pair(office, office)
    browser = browser_of(office.officer).get("/duplicates")
    assert "1 pair to judge" in browser.text
    assert "Шарапов Альберт" in browser.text
    assert "the names are the same" in browser.text
    browser.get(at(pair))
    assert "Sharapov Albert" in browser.text
    assert browser.text.count("1985-05-12") == 2
    browser.post(at(pair), {"verdict": "same", "before": ""})
    assert "There is no pair to judge" in browser.text
    kept = db.session.scalars(select(Judgement)).one()
    assert (kept.one_id, kept.other_id, kept.verdict) == (*pair, Judged.SAME)
    assert kept.judged_by == office.officer.id
    assert "Merge them" in browser.get("/duplicates/same").text
    deeds = [one.deed for one in db.session.scalars(select(Entry).where(Entry.person_id == pair[0]))]
    assert deeds.count("view_pair") >= 1
    assert deeds.count("judge_pair") == 1


def test_nobody_learns_of_a_match_elsewhere_but_the_coordinator(browser_of: OpenBrowser) -> None:
    here, there = an_office(), an_office(name="Emil Elsewhere")
    pair = a_pair(here, there)
    for office in (here, there):
        browser = browser_of(office.officer).get("/duplicates")
        assert "There is no pair to judge" in browser.text
        foreign = browser.send("GET", at(pair))
        nobody = pair_of(pair[0], uuid4())
        random = browser.send("GET", at(nobody))
        assert (foreign.status_code, random.status_code) == (404, 404)
        assert masked(foreign.text, *pair) == masked(random.text, *nobody)
        browser.get("/duplicates").post(at(pair), {"verdict": "same", "before": ""}, status=404)
    limited = browser_of(a_coordinator(here.programme.organisation_id)).get("/duplicates")
    assert "There is no pair to judge" in limited.text
    wide = browser_of(a_coordinator()).get("/duplicates")
    assert "1 pair to judge" in wide.text
    assert "Шарапов" not in wide.text
    assert "Шарапов Альберт" in wide.get(at(pair)).text
    assert db.session.scalars(select(Judgement)).all() == []


def test_a_pair_that_nothing_proposes_or_in_another_order_is_not_there(browser_of: OpenBrowser) -> None:
    office = an_office()
    pair = a_pair(office, office)
    stranger = a_namesake(office, "Гаджиева", "Зарина").id
    db.session.commit()
    browser = browser_of(office.officer)
    for forged in ((pair[1], pair[0]), (pair[0], pair[0]), pair_of(pair[0], stranger)):
        browser.get(at(forged), status=404)


def test_a_second_click_is_one_judgement_and_a_second_judge_is_told(browser_of: OpenBrowser) -> None:
    office = an_office()
    pair = a_pair(office, office)
    one, two = browser_of(office.officer).get(at(pair)), browser_of(a_coordinator()).get(at(pair))
    one.post(at(pair), {"verdict": "different", "before": ""})
    one.get(at(pair)).post(at(pair), {"verdict": "different", "before": ""})
    two.get(at(pair)).post(at(pair), {"verdict": "same", "before": ""}, status=422)
    assert "in the meantime" in two.text
    assert db.session.scalars(select(Judgement)).one().verdict is Judged.DIFFERENT
    two.post(at(pair), {"verdict": "nonsense", "before": "different"}, status=422)
    two.post(at(pair), {"verdict": "same", "before": "different"})
    db.session.expire_all()
    assert db.session.scalars(select(Judgement)).one().verdict is Judged.SAME


def test_who_was_not_sure_is_asked_again_when_a_person_changed(browser_of: OpenBrowser) -> None:
    office = an_office()
    pair = a_pair(office, office)
    judge(as_viewer(office.officer), pair, Judged.UNSURE, before=None)
    db.session.commit()
    browser = browser_of(office.officer).get("/duplicates")
    assert "There is no pair to judge" in browser.text
    person = db.session.get_one(Person, pair[0])
    identity = Identity(
        surname="Шарапов", given_name="Альберт", patronymic="Ринатович", birth_date="1985-05-12"
    )
    people.amend_identity(COMMAND, person, identity, version=person.version)
    db.session.commit()
    assert "1 pair to judge" in browser.get("/duplicates").text


def test_a_corrected_birth_date_takes_a_pair_out_of_the_queue(browser_of: OpenBrowser) -> None:
    office = an_office()
    pair = a_pair(office, office)
    browser = browser_of(office.officer).get("/duplicates")
    person = db.session.get_one(Person, pair[0])
    identity = Identity(surname="Шарапов", given_name="Альберт", birth_date="1991-11-30")
    people.amend_identity(COMMAND, person, identity, version=person.version)
    db.session.commit()
    assert "There is no pair to judge" in browser.get("/duplicates").text
    browser.get(at(pair), status=404)


def test_judging_checks_the_scope_itself(browser_of: OpenBrowser) -> None:
    pair = a_pair(an_office(), None)
    judge(as_viewer(a_coordinator()), pair, Judged.SAME, before=None)
    with pytest.raises(RuleBroken):
        judge(as_viewer(a_coordinator()), pair, Judged.DIFFERENT, before=None)
