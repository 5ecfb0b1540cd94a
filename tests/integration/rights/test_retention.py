"""Whose data are past their time: listed, held for a reason, erased by two; never by themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.merges import an_own_person
from builders.people import some_facts
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from tracker import clock
from tracker.cases.operations import change_status
from tracker.cases.rules import CaseStatus, ClosingReason
from tracker.db import db
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.people.models import Person
from tracker.rights import operations
from tracker.rights.cli import retention
from tracker.rights.models import RetentionHold
from tracker.rights.queries.retention import past_their_time
from tracker.rights.rules.erasing import Ground

OpenBrowser = Callable[[Any], Browser]
LONG_AGO = date(2020, 3, 1)


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def closed(office: Office, surname: str, on: date) -> Person:
    """Log a person whose only case was closed on a day."""
    person = an_own_person(office, some_facts(surname=surname))
    case = a_case(office, person=person, on=LONG_AGO)
    change_status(
        case,
        CaseStatus.CLOSED,
        on=on,
        reason=ClosingReason.MOVED_ON,
        version=case.version,
    )
    db.session.commit()
    return person


def test_who_is_past_their_time_is_listed_and_nobody_else(office: Office) -> None:
    today = clock.today()
    old = closed(office, "Davno", today - timedelta(days=800))
    closed(office, "Nedavno", today - timedelta(days=700))
    a_case(office, on=LONG_AGO)
    db.session.commit()
    rows = past_their_time(as_viewer(office.officer), today)
    assert [one.case_code for one in rows] == [old.case_code]
    assert past_their_time(as_viewer(an_officer()), today) == []
    answer = CliRunner().invoke(retention, ["--json"])
    assert answer.exit_code == 1
    assert [one["case_code"] for one in json.loads(answer.stdout)] == [old.case_code]
    assert "Davno" not in CliRunner().invoke(retention, []).stdout
    assert db.session.get(Person, old.id) is not None


def test_a_hold_keeps_data_from_the_schedule_and_not_from_the_person(office: Office) -> None:
    today, officer = clock.today(), as_viewer(office.officer)
    person = closed(office, "Derzhan", today - timedelta(days=800))
    operations.hold(officer, person, "A case before a court.", today + timedelta(days=90))
    db.session.commit()
    (row,) = past_their_time(officer, today)
    assert not row.kept.is_due(today)
    assert row.kept.is_due(today + timedelta(days=91))
    with pytest.raises(RuleBroken, match="held until"):
        operations.ask_for_erasure(officer, person, Ground.NO_LONGER_NEEDED)
    for stranger, error in (
        (as_viewer(an_officer()), NotFound),
        (as_viewer(an_officer(office.programme.id)), Forbidden),
    ):
        with pytest.raises(error):
            operations.lift(stranger, person)
    operations.ask_for_erasure(officer, person, Ground.ASKED)
    operations.lift(officer, person)
    db.session.commit()
    assert past_their_time(officer, today)[0].kept.is_due(today)
    with pytest.raises(RuleBroken, match="Nobody holds"):
        operations.lift(officer, person)


def test_an_officer_holds_and_lifts_on_the_page(office: Office, browser_of: OpenBrowser) -> None:
    person = closed(office, "Stranitsa", clock.today() - timedelta(days=900))
    code = person.case_code
    page = browser_of(office.officer).get("/retention")
    assert code in page.text
    page.click("Keep longer")
    page.submit(422, until="2020-01-01", reason="An audit")
    assert "lies ahead" in page.error_of("until")
    page.submit(until=(clock.today() + timedelta(days=30)).isoformat(), reason="An audit of the donor.")
    assert "Held longer" in page.text
    held = db.session.scalars(select(RetentionHold)).one()
    assert held.reason == "An audit of the donor."
    page.submit()
    assert "The hold is lifted." in page.text
    assert "Held longer" not in page.text
    assert code in browser_of(a_coordinator(office.programme.organisation_id)).get("/retention").text
