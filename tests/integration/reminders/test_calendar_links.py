"""A calendar learns the days of reminders, by a link that an administrator allowed, its owner can end, and time ends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import an_administrator, an_officer
from builders.cases import Office, a_case, an_office
from builders.people import COMMAND
from builders.permits import a_permit
from builders.tasks import a_task
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select, text

from tracker import clock
from tracker.access.models import Account
from tracker.access.rules.door import FROM_ONE_ADDRESS
from tracker.audit.models import Entry
from tracker.db import db
from tracker.reminders.models import CalendarLink
from tracker.reminders.operations import allow_calendars

Open = Callable[[Account], Browser]
TODAY = clock.today()


@pytest.fixture
def office(app: Flask) -> Office:
    """Make an office with two things on one day, one on another, and things of others."""
    office = an_office()
    day = TODAY + timedelta(days=20)
    a_permit(a_case(office, surname="Harbourina").person, ends_on=day)
    a_task(office.officer, title="Ask for Harbourina's letter", due_on=day)
    a_task(office.officer, due_on=TODAY + timedelta(days=300))
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    a_task(colleague, due_on=TODAY + timedelta(days=5))
    a_permit(a_case(office, officer_id=colleague.id).person, ends_on=TODAY + timedelta(days=6))
    db.session.commit()
    return office


def a_link(browser: Browser) -> str:
    """Make a link on the page and return its address."""
    browser.get("/me/calendar").post("/me/calendar")
    shown = browser.soup.select_one("#link")
    assert shown is not None
    return "/calendar/" + shown.text.rsplit("/", 1)[1]


def test_it_is_off_until_an_administrator_allows_it(
    office: Office, browser_of: Open, browser: Browser
) -> None:
    officer = browser_of(office.officer).get("/me/calendar")
    assert "switched off" in officer.text
    officer.post("/me/calendar", status=422)
    assert db.session.scalars(select(CalendarLink)).all() == []
    administrator = browser_of(an_administrator()).get("/accounts")
    administrator.get("/calendar-links").submit()
    assert "may be used" in administrator.text
    address = a_link(officer)
    assert browser.send("GET", address).status_code == 200
    administrator.get("/calendar-links").submit()
    assert browser.send("GET", address).status_code == 404
    told = [entry.deed for entry in db.session.scalars(select(Entry).order_by(Entry.number))]
    assert [deed for deed in told if "calendar" in deed] == [
        "allow_calendars",
        "make_calendar_link",
        "forbid_calendars",
    ]


def test_an_entry_is_the_word_and_a_date(office: Office, browser_of: Open, browser: Browser) -> None:
    allow_calendars(COMMAND, allowed=True)
    answer = browser.send("GET", a_link(browser_of(office.officer)))
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    entries = Calendar.from_ical(answer.data).walk("VEVENT")
    assert [one.decoded("dtstart") for one in entries] == [
        TODAY + timedelta(days=20),
        TODAY + timedelta(days=300),
    ]
    for one in entries:
        assert set(one.keys()) == {"UID", "DTSTAMP", "DTSTART", "SUMMARY"}
        assert str(one["SUMMARY"]) == "Reminder"
    again = Calendar.from_ical(browser.send("GET", a_link(browser_of(office.officer))).data).walk("VEVENT")
    assert {str(one["UID"]) for one in entries}.isdisjoint(str(one["UID"]) for one in again)


def test_the_token_is_kept_nowhere(office: Office, browser_of: Open) -> None:
    allow_calendars(COMMAND, allowed=True)
    officer = browser_of(office.officer)
    token = a_link(officer).rsplit("/", 1)[1]
    assert token not in officer.get("/me/calendar").response.text
    kept = db.session.scalars(select(CalendarLink)).one()
    assert bytes(kept.token_digest) == hashlib.sha256(token.encode()).digest()
    for table in ("calendar_links", Entry.__tablename__):
        assert token not in repr(db.session.execute(text(f"SELECT * FROM {table}")).all())
    assert kept.expires_at - kept.made_at == timedelta(days=365)


@pytest.mark.parametrize("how", ["ended", "expired", "account closed", "role taken"])
def test_a_link_ends(office: Office, browser_of: Open, browser: Browser, how: str) -> None:
    allow_calendars(COMMAND, allowed=True)
    officer = browser_of(office.officer)
    address = a_link(officer)
    kept = db.session.scalars(select(CalendarLink)).one()
    if how == "ended":
        officer.post(f"/me/calendar/{kept.id}/end")
        assert "You have no calendar link" in officer.text
    elif how == "expired":
        kept.expires_at = clock.now()
    elif how == "account closed":
        office.officer.active = False
    else:
        for grant in list(office.officer.grants):
            db.session.delete(grant)
    answer = browser.send("GET", address)
    if how == "role taken":
        assert [one.decoded("dtstart") for one in Calendar.from_ical(answer.data).walk("VEVENT")] == [
            TODAY + timedelta(days=20),
            TODAY + timedelta(days=300),
        ]
    else:
        assert answer.status_code == 404


def test_whoever_guesses_is_slowed_and_a_guess_answers_as_an_ended_link(
    office: Office, browser: Browser
) -> None:
    allow_calendars(COMMAND, allowed=True)
    for number in range(FROM_ONE_ADDRESS.attempts):
        assert browser.send("GET", f"/calendar/guess-{number}").status_code == 404
    assert browser.send("GET", "/calendar/one-more").status_code == 429
