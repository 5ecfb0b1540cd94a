"""The pages of a merge: side by side, what will happen, a second person, the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer
from builders.cases import Office, a_case, an_office
from builders.merges import an_own_person
from builders.people import a_person, some_facts
from builders.permits import a_permit
from flask import Flask
from sqlalchemy import select, text

from tracker.access.models import Account, DonorAccount
from tracker.approvals.models import Approval
from tracker.db import db
from tracker.people.models import Person
from tracker.people.operations import CareBy, assign_care
from tracker.people.rules.facts import PersonFacts
from tracker.permissions import command_viewer
from tracker.stewardship.models import Merge

Open = Callable[[Account | DonorAccount], Browser]


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def facts(surname: str, given_name: str = "Vera") -> PersonFacts:
    return some_facts(surname=surname, given_name=given_name, citizenships=())


def address(one: Person, other: Person) -> str:
    return f"/merge/{one.id}/{other.id}"


def a_pair(office: Office) -> tuple[Person, Person]:
    return an_own_person(office, facts("Petrova")), an_own_person(office, facts("Petrowa"))


def test_an_officer_merges_two_of_their_own_and_takes_them_apart_again(
    office: Office, browser_of: Open
) -> None:
    one, other = a_pair(office)
    case = a_case(office, person=other)
    a_permit(other)
    codes, old = (one.case_code, other.case_code), f"/people/{other.id}"
    case_page = f"/cases/{case.id}"
    officer = browser_of(office.officer)
    officer.get(address(one, other))
    assert "Petrova" in officer.text
    assert "Petrowa" in officer.text
    officer.submit(422, kept="one")
    assert "Choose what stands." in officer.text
    officer.submit(kept="one", surname="one")
    assert "Permits: 1" in officer.text
    assert "What will happen" in officer.text
    assert db.session.get(Person, other.id) is not None, "nothing happened yet"
    officer.submit()
    assert f"{codes[1]} and {codes[0]} are one person now." in officer.text
    assert "Petrowa Vera" in officer.text
    assert codes[0] in officer.get(old).text, "an old link leads to who is left"
    assert officer.get(case_page).response.status_code == 200
    officer.get("/merges").click("Undo")
    assert "exactly as they were" in officer.text
    officer.submit()
    assert "Petrowa" in officer.get(old).text


def test_a_link_to_a_case_that_went_into_another_leads_there(office: Office, browser_of: Open) -> None:
    one, other = a_pair(office)
    older = a_case(office, person=one, on=date(2025, 1, 1))
    younger = a_case(office, person=other, on=date(2025, 2, 1))
    ids = (older.id, younger.id)
    officer = browser_of(office.officer)
    officer.get(address(one, other)).submit(kept="one", surname="one").submit()
    officer.get(f"/cases/{ids[1]}")
    assert officer.address.endswith(f"/cases/{ids[0]}")


def test_clicked_twice_it_is_one_merge(office: Office, browser_of: Open) -> None:
    one, other = a_pair(office)
    officer = browser_of(office.officer)
    officer.get(address(one, other)).submit(kept="one", surname="one")
    again = officer.address
    officer.submit()
    officer.post(again)
    assert len(db.session.scalars(select(Merge)).all()) == 1


def test_what_was_changed_meanwhile_is_looked_at_again(office: Office, browser_of: Open) -> None:
    one, other = a_pair(office)
    officer = browser_of(office.officer)
    officer.get(address(one, other)).submit(kept="one", surname="one")
    db.session.get_one(Person, one.id).languages = ["Tatar"]
    officer.submit(422)
    assert "One of the two was changed meanwhile." in officer.text
    officer.get(address(one, other)).submit(kept="one", surname="one")
    db.session.get_one(Person, one.id).given_name = "Nika"
    officer.submit()
    assert "One of the two was changed meanwhile." in officer.text
    assert db.session.scalars(select(Merge)).all() == []


def test_across_organisations_a_second_person_decides_and_the_choices_are_sealed(
    office: Office, browser_of: Open
) -> None:
    one, other = a_pair(office)
    elsewhere = an_office(name="Emil Elsewhere")
    assign_care(command_viewer("test"), other, CareBy(programme_id=elsewhere.programme.id))
    officer, second = browser_of(office.officer), browser_of(a_coordinator())
    officer.get(address(one, other)).submit(kept="one", surname="other")
    assert "A second person has to agree." in officer.text
    officer.submit()
    assert len(db.session.scalars(select(Person)).all()) == 2
    raw = db.session.execute(text("SELECT choices FROM merge_proposals")).scalar_one()
    assert b"surname" not in bytes(raw)
    officer.get(address(one, other)).submit(kept="one", surname="other").submit(422)
    assert "waits for a second person already" in officer.text
    kept_id = one.id
    second.get("/approvals").click("Look at it and decide")
    assert "Petrova" not in second.text
    second.submit(decision="approved")
    left = db.session.scalars(select(Person)).one()
    assert (left.id, left.surname) == (kept_id, "Petrowa")
    merge = db.session.scalars(select(Merge)).one()
    undo = f"/merges/{merge.id}/undo"
    officer.get(undo).submit()
    assert "until then nothing changes" in officer.text
    assert len(db.session.scalars(select(Person)).all()) == 1
    second.get(undo).submit(decision="approved")
    assert len(db.session.scalars(select(Person)).all()) == 2


def test_who_proposed_does_not_decide_and_a_rejected_merge_changes_nothing(
    office: Office, browser_of: Open
) -> None:
    one, other = a_pair(office)
    first, second = browser_of(a_coordinator()), browser_of(a_coordinator(name="Sven Second"))
    first.get(address(one, other))
    assert "Petrova" not in first.text
    first.submit(kept="one").submit()
    proposal = db.session.scalars(select(Approval.record_id)).one()
    first.get(f"/merge/proposals/{proposal}")
    assert "did not propose it" in first.text
    first.post(f"/merge/proposals/{proposal}", {"decision": "approved", "versions": "1-1"}, status=403)
    second.get(f"/merge/proposals/{proposal}").submit(decision="rejected")
    assert len(db.session.scalars(select(Person)).all()) == 2


def test_a_colleague_sees_no_value_and_cannot_merge_alone(office: Office, browser_of: Open) -> None:
    one, other = a_pair(office)
    colleague = browser_of(an_officer(office.programme.id, name="Kolja Colleague"))
    colleague.get(address(one, other))
    assert "Petrova" not in colleague.text
    assert "surname" not in colleague.text
    colleague.submit(kept="one")
    assert "A second person has to agree." in colleague.text


def test_two_codes_lead_to_the_two_and_a_foreign_one_looks_like_none(
    office: Office, browser_of: Open
) -> None:
    one, other = a_pair(office)
    foreign = a_person(facts("Foreign"))
    officer = browser_of(office.officer)
    officer.get("/merges").submit(one=one.case_code, other=other.case_code)
    assert officer.address.endswith(address(one, other))
    officer.get("/merges").submit(422, one=one.case_code, other=foreign.case_code)
    assert "no case with this code in your programmes" in officer.text
