"""Check logging applications and moving them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from browsing import Browser
from builders.accounts import an_officer
from builders.cases import a_case, an_office
from builders.participation import a_participation
from builders.people import COMMAND
from builders.selection import an_application
from flask import Flask
from sqlalchemy import select, text

from tracker import clock
from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.selection.models import Application
from tracker.selection.operations import move_application
from tracker.selection.queries import status_of, status_on
from tracker.selection.rules import ApplicationStatus as Status

Open = Callable[[Account], Browser]
ACCEPTED = (Status.SCREENING, Status.IN_REVIEW, Status.ACCEPTED)


def test_an_application_is_logged_and_moved_on_with_a_sealed_reason(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    browser = browser_of(office.officer).get(f"/applications/new/{case.person_id}")
    browser.submit(programme_id=str(office.programme.id), on="2025-02-03")
    made = db.session.scalars(select(Application)).one()
    browser.get(f"/applications/{made.id}").click("Move it on")
    offered = {option["value"] for option in browser.soup.select("select#status option")}
    assert offered == {"", "screening", "withdrawn"}
    browser.submit(status=422)
    assert "Choose what it is now" in browser.error_of("status")
    browser.post(
        f"/applications/{made.id}/move",
        {
            "version": str(made.version),
            "status": "screening",
            "on": "2025-02-05",
            "reason": "papers are whole",
        },
    )
    assert "papers are whole" in browser.text
    assert "Olga Officer" in browser.text
    assert "papers are whole" not in repr(db.session.execute(text("SELECT * FROM application_steps")).all())
    assert "papers are whole" not in repr([entry.details for entry in db.session.scalars(select(Entry))])
    assert "papers are whole" not in browser_of(colleague).get(f"/applications/{made.id}").text


def test_supported_needs_a_participation_in_the_programme(app: Flask) -> None:
    office = an_office()
    case = a_case(office)
    application = an_application(case.person, office.programme, *ACCEPTED)
    with pytest.raises(RuleBroken, match="Enrol the person"):
        move_application(
            COMMAND, application, Status.SUPPORTED, on=date(2025, 2, 1), version=application.version
        )
    a_participation(case.person, office.programme)
    move_application(COMMAND, application, Status.SUPPORTED, on=date(2025, 2, 1), version=application.version)
    assert status_of(application) is Status.SUPPORTED


def test_a_step_of_the_past_or_of_tomorrow_is_refused(app: Flask) -> None:
    office = an_office()
    application = an_application(a_case(office).person, office.programme, on=date(2025, 1, 10))
    for on in (date(2025, 1, 9), date.fromordinal(clock.today().toordinal() + 1)):
        with pytest.raises(RuleBroken) as refused:
            move_application(COMMAND, application, Status.SCREENING, on=on, version=application.version)
        assert refused.value.field == "on"


def test_two_officers_who_move_the_same_application_get_both_versions(app: Flask, browser_of: Open) -> None:
    office = an_office()
    application = an_application(a_case(office).person, office.programme)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/applications/{application.id}/move")
    sent = {"version": str(application.version), "on": clock.today().isoformat()}
    browser.post(f"/applications/{application.id}/move", sent | {"status": "screening"})
    browser.post(f"/applications/{application.id}/move", sent | {"status": "withdrawn"}, status=409)
    assert "withdrawn" in browser.text
    assert "screening" in browser.text
    again = {**sent, "version": "2", "status": "rejected"}
    browser.post(f"/applications/{application.id}/move", again)
    browser.post(f"/applications/{application.id}/move", again | {"status": "withdrawn"}, status=409)
    assert "rejected" in browser.text, "what could follow once and can no longer is told as a step in between"


def test_applications_of_others_answer_404(app: Flask, browser_of: Open) -> None:
    other = an_office(name="Emil Elsewhere")
    application = an_application(a_case(other).person, other.programme)
    db.session.commit()
    browser = browser_of(an_office().officer)
    browser.get(f"/applications/{application.id}", status=404)
    browser.get(f"/applications/{application.id}/move", status=404)
    browser.get(f"/applications/new/{application.person_id}", status=404)


def test_figures_count_applications_where_they_stood_on_a_day(app: Flask) -> None:
    office, other = an_office(), an_office(name="Emil Elsewhere")
    an_application(a_case(office).person, office.programme, *ACCEPTED, on=date(2025, 1, 10))
    an_application(a_case(office).person, office.programme, on=date(2025, 1, 12))
    an_application(a_case(other).person, other.programme, on=date(2025, 1, 10))
    assert status_on(None, date(2025, 1, 9)) == {}
    assert status_on(None, date(2025, 1, 12)) == {Status.IN_REVIEW: 1, Status.LOGGED: 2}
    assert status_on([office.programme.id], date(2025, 1, 13)) == {Status.ACCEPTED: 1, Status.LOGGED: 1}
