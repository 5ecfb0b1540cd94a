"""Check opening a case, its steps, its risk, and handing it on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from browsing import Browser
from builders.accounts import an_officer, as_viewer
from builders.cases import a_case, an_office
from builders.people import COMMAND, a_person
from flask import Flask
from sqlalchemy import func, select, text

from tracker import clock
from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.cases.models import Case
from tracker.cases.operations import change_status, open_case, reassign, set_risk
from tracker.cases.queries import cases_of, own_case
from tracker.cases.rules import CaseStatus, ClosingReason, RiskLevel
from tracker.db import db
from tracker.errors import EditedMeanwhile, RuleBroken
from tracker.people.operations import CareBy

Open = Callable[[Account], Browser]
TODAY = clock.today()


def test_an_officer_opens_a_case_and_lands_on_its_page(app: Flask, browser_of: Open) -> None:
    office = an_office()
    person = a_person(programme_id=office.programme.id, officer_id=office.officer.id)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/persons/{person.id}/case")
    assert browser.address.endswith(f"/cases/open/{person.id}")
    browser.submit()
    assert "The case is open." in browser.text
    assert cases_of(as_viewer(office.officer), person.id)[0].opened_on == TODAY


def test_a_double_click_opens_one_case(app: Flask, browser_of: Open) -> None:
    office = an_office()
    person = a_person(programme_id=office.programme.id, officer_id=office.officer.id)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/open/{person.id}")
    sent = {
        "record_id": str(browser.soup.select("[name=record_id]")[0]["value"]),
        "programme_id": str(office.programme.id),
        "officer_id": str(office.officer.id),
        "on": TODAY.isoformat(),
    }
    browser.post(f"/cases/open/{person.id}", sent)
    first = browser.address
    browser.post(f"/cases/open/{person.id}", sent)
    assert browser.address == first
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1


def test_one_organisation_keeps_one_case_of_a_person(app: Flask) -> None:
    office = an_office()
    case = a_case(office)
    with pytest.raises(RuleBroken, match="keeps a case of this person already"):
        open_case(COMMAND, case.person, CareBy(programme_id=office.programme.id), on=TODAY)


def test_two_organisations_keep_two_cases_and_do_not_see_each_others(app: Flask) -> None:
    here, there = an_office(), an_office(name="Emil Elsewhere")
    case = a_case(here)
    other = a_case(there, person=case.person)
    db.session.commit()
    assert [one.id for one in cases_of(as_viewer(here.officer), case.person_id)] == [case.id]
    assert [one.id for one in cases_of(as_viewer(there.officer), case.person_id)] == [other.id]
    assert len(cases_of(COMMAND, case.person_id)) == 2


def test_closing_needs_a_reason_which_stays_sealed_and_out_of_the_trail(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}/status")
    assert [one["value"] for one in browser.soup.select("select#status option")] == [
        "",
        "on_hold",
        "transferred",
        "closed",
    ]
    browser.submit(status=422)
    assert "Choose what it is now" in browser.error_of("status")
    browser.post(
        f"/cases/{case.id}/status",
        {"version": "1", "status": "closed", "on": TODAY.isoformat(), "reason": "none"},
        status=422,
    )
    assert "Say why" in browser.error_of("reason")
    browser.post(
        f"/cases/{case.id}/status",
        {"version": "1", "status": "closed", "on": TODAY.isoformat(), "reason": "returned"},
    )
    db.session.expire_all()
    assert db.session.get_one(Case, case.id).status is CaseStatus.CLOSED
    raw = db.session.execute(text("SELECT * FROM case_steps")).all()
    assert "returned" not in repr(raw)
    entry = db.session.scalars(select(Entry).where(Entry.deed == "change_status")).one()
    assert entry.details == {"status": "closed", "on": TODAY.isoformat()}


def test_the_second_of_two_editors_gets_both_versions(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    one, other = browser_of(office.officer), browser_of(colleague)
    one.get(f"/cases/{case.id}/status")
    other.get(f"/cases/{case.id}/status")
    sent = {"version": "1", "on": TODAY.isoformat(), "reason": "none"}
    one.post(f"/cases/{case.id}/status", {**sent, "status": "on_hold"})
    other.post(f"/cases/{case.id}/status", {**sent, "status": "transferred"}, status=409)
    assert "on hold" in other.text
    assert "transferred" in other.text
    db.session.expire_all()
    assert db.session.get_one(Case, case.id).status is CaseStatus.ON_HOLD
    other.submit()
    db.session.expire_all()
    assert db.session.get_one(Case, case.id).status is CaseStatus.TRANSFERRED


def test_a_step_of_tomorrow_or_before_the_last_one_is_refused(app: Flask) -> None:
    case = a_case(an_office(), on=TODAY - timedelta(days=10))
    for on, sentence in (
        (TODAY + timedelta(days=1), "lies ahead"),
        (TODAY - timedelta(days=11), "cannot be earlier"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            change_status(case, CaseStatus.ON_HOLD, on=on, version=case.version)


def test_the_risk_is_sealed_and_kept_with_its_day(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}/risk")
    browser.submit(level="high")
    assert "risk high" in browser.text
    stored = db.session.execute(text("SELECT risk_level FROM cases")).scalar_one()
    assert b"high" not in bytes(stored)
    with pytest.raises(EditedMeanwhile):
        set_risk(db.session.get_one(Case, case.id), RiskLevel.LOW, on=TODAY, version=1)


def test_handing_on_moves_the_names_to_the_new_officer(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office, surname="Harbourina")
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}/officer")
    browser.submit(officer_id=str(colleague.id))
    assert "in other hands now" in browser.text
    assert "Harbourina" not in browser.response.text
    assert "Harbourina" in browser_of(colleague).get(f"/cases/{case.id}").text
    assert own_case(as_viewer(colleague), case.id).id == case.id


def test_a_case_goes_to_no_officer_or_programme_of_another_organisation(app: Flask) -> None:
    office, other = an_office(), an_office(name="Emil Elsewhere")
    case = a_case(office)
    with pytest.raises(RuleBroken, match="works on this programme"):
        reassign(COMMAND, case, CareBy(programme_id=office.programme.id, officer_id=other.officer.id))
    with pytest.raises(RuleBroken, match="another organisation"):
        reassign(COMMAND, case, CareBy(programme_id=other.programme.id, officer_id=other.officer.id))
    with pytest.raises(RuleBroken, match="already"):
        reassign(COMMAND, case, CareBy(programme_id=office.programme.id, officer_id=office.officer.id))


def test_a_closed_case_opens_again_but_never_a_second_time(app: Flask) -> None:
    case = a_case(an_office(), on=date(2025, 1, 1))
    change_status(
        case, CaseStatus.CLOSED, on=date(2025, 2, 1), version=case.version, reason=ClosingReason.LOST_CONTACT
    )
    db.session.flush()
    change_status(case, CaseStatus.OPEN, on=date(2025, 3, 1), version=case.version)
    db.session.flush()
    assert [step.status for step in case.steps] == [CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.OPEN]
    with pytest.raises(RuleBroken, match="cannot become"):
        change_status(case, CaseStatus.OPEN, on=date(2025, 3, 2), version=case.version)
