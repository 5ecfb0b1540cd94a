"""My desk says what needs somebody today, and every count leads to a list of exactly as many."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from browsing import Browser
from bs4 import Tag
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.intake import imported_on_the_page
from builders.people import a_person, some_facts
from builders.permits import a_permit, then
from builders.selection import an_application
from builders.tasks import a_task
from flask import Flask

from tracker import clock
from tracker.access.models import Account
from tracker.cases.operations import change_status
from tracker.cases.rules import CaseStatus, ClosingReason
from tracker.db import db
from tracker.desk.queries import list_ending, my_desk
from tracker.intake.forgetting import forget_answers
from tracker.intake.operations import settle_doubts
from tracker.intake.queries import doubts_kept, lists_in_doubt, own_import
from tracker.people.rules.answers import Gender
from tracker.people.rules.own_words import Question
from tracker.permits.rules import PermitKind, PermitStatus
from tracker.reference.queries import days_at
from tracker.reminders.queries import count_ending
from tracker.reminders.rules import BANDS
from tracker.selection.rules import ApplicationStatus

Open = Callable[[Account], Browser]
TODAY = clock.today()
DAYS = (0, 3, 7, 8, 14, 20, 45, 60, 90, 91, 180)


@pytest.fixture
def office(app: Flask) -> Office:
    """Make an office with work of every kind, and things that are not to be counted beside it."""
    office = an_office()
    for days in DAYS:
        a_permit(a_case(office).person, ends_on=TODAY + timedelta(days=days))
    two_at_once = a_case(office).person
    for kind in (PermitKind.RESIDENCE_PERMIT, PermitKind.WORK_PERMIT):
        a_permit(two_at_once, kind=kind, ends_on=TODAY + timedelta(days=25))
    for days in (-1, 181):
        a_permit(a_case(office).person, ends_on=TODAY + timedelta(days=days))
    renewing = a_permit(a_case(office).person, ends_on=TODAY + timedelta(days=5))
    then(renewing, PermitStatus.RENEWAL_APPLIED, TODAY)
    closed = a_case(office)
    a_permit(closed.person, ends_on=TODAY + timedelta(days=5))
    change_status(closed, CaseStatus.CLOSED, on=TODAY, version=closed.version, reason=ClosingReason.DIED)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    a_permit(a_case(office, officer_id=colleague.id).person, ends_on=TODAY + timedelta(days=5))
    for steps in ((), ("screening",), ("screening", "in_review"), ("withdrawn",)):
        an_application(a_case(office).person, office.programme, *map(ApplicationStatus, steps))
    for days in (-3, 0, 1):
        a_task(office.officer, case=a_case(office), due_on=TODAY + timedelta(days=days))
    for given_name in ("Vera", "Wera"):
        a_person(
            some_facts(
                surname="Harbourina", given_name=given_name, birth_date="1985-03-04", gender=Gender.WOMAN
            ),
            programme_id=office.programme.id,
            officer_id=office.officer.id,
        )
    db.session.commit()
    return office


def links(browser: Browser) -> list[tuple[int, str]]:
    """Return every count of the desk that leads somewhere, with its address."""
    return [(int(link.text), str(link["href"])) for link in browser.soup.select("a.desk-count")]


def rows_behind(browser: Browser, address: str) -> int:
    """Count the rows of a list on all its pages, as somebody would who leafs through it."""
    seen, page = 0, 1
    while True:
        browser.get(f"{address}{'&' if '?' in address else '?'}page={page}")
        seen += len(browser.soup.select("main tbody tr"))
        following = browser.soup.select_one("nav.pager a[rel=next]")
        if not isinstance(following, Tag):
            return seen
        page += 1


@pytest.mark.parametrize("role", ["officer", "coordinator"])
def test_every_count_leads_to_a_list_of_exactly_as_many(office: Office, browser_of: Open, role: str) -> None:
    another_office = an_office(name="Emil Elsewhere")
    a_permit(a_case(another_office).person, ends_on=TODAY + timedelta(days=5))
    an_application(a_case(another_office).person, another_office.programme)
    account = office.officer if role == "officer" else a_coordinator(office.programme.organisation_id)
    db.session.commit()
    browser = browser_of(account)
    browser.get("/duplicates")
    counts = links(browser.get("/desk"))
    assert len(counts) >= 7
    for count, address in counts:
        assert rows_behind(browser, address) == count, address


def test_the_counts_are_those_of_ones_own_cases(office: Office) -> None:
    desk = my_desk(as_viewer(office.officer), days_at(clock.now()))
    assert desk.ending == {7: 3, 14: 2, 30: 3, 60: 2, 90: 1, 180: 2}
    assert (desk.applications, desk.tasks, desk.queue, desk.approvals) == (3, 2, None, None)
    everybody = my_desk(as_viewer(a_coordinator()), days_at(clock.now()))
    assert everybody.ending[7] == 4
    assert (everybody.tasks, everybody.queue, everybody.approvals) == (0, 0, 0)
    nobody = my_desk(as_viewer(an_office(name="Emil Elsewhere").officer), days_at(clock.now()))
    assert set(nobody.ending.values()) == {0}
    assert (nobody.applications, nobody.tasks, nobody.pairs.count) == (0, 0, 0)


def test_the_bands_together_are_the_whole_list(office: Office) -> None:
    viewer = as_viewer(office.officer)
    counts = count_ending(viewer, TODAY)
    of_bands = [
        line.permit_id for band in BANDS for line in list_ending(viewer, band, counts, 1, TODAY).items
    ]
    assert of_bands == [line.permit_id for line in list_ending(viewer, None, counts, 1, TODAY).items]
    assert len(of_bands) == len(DAYS) + 2


def test_the_desk_is_the_first_page_and_names_nobody(office: Office, browser_of: Open) -> None:
    browser = browser_of(office.officer).get("/")
    assert browser.address.endswith("/desk")
    assert "Harbourina" not in browser.response.text
    assert browser_of(a_coordinator()).get("/").address.endswith("/desk")


def test_a_list_shows_names_of_own_cases_alone(office: Office, browser_of: Open) -> None:
    a_permit(a_case(office, surname="Mostova").person, ends_on=TODAY + timedelta(days=2))
    db.session.commit()
    assert "Mostova" in browser_of(office.officer).get("/desk/ending?within=7").text
    assert "Mostova" not in browser_of(a_coordinator()).get("/desk/ending?within=7").response.text


@pytest.mark.parametrize("nonsense", ["8", "-7", "soon", "7%00", "99999999999999999999"])
def test_a_band_that_is_none_shows_all(office: Office, browser_of: Open, nonsense: str) -> None:
    browser = browser_of(office.officer)
    if "%00" in nonsense:
        browser.get(f"/desk/ending?within={nonsense}", status=400)
        return
    browser.get(f"/desk/ending?within={nonsense}")
    assert re.search(rf"\b{len(DAYS) + 2} permits\b", browser.text)


def test_doubts_of_ones_imports_are_counted_until_they_are_looked_after(office: Office) -> None:
    viewer = as_viewer(office.officer)
    rows = "\n".join(f"Listperson {name};qq" for name in ("Anna", "Berta", "Clara"))
    kept = imported_on_the_page(office, f"Name;Sex\n{rows}\n")
    db.session.flush()
    kept = own_import(viewer, kept.id)

    def waits() -> list[tuple[uuid.UUID, int]]:
        found = [(one.import_id, one.doubts) for one in lists_in_doubt(viewer)]
        total = doubts_kept(viewer, kept, 1, open_only=True).total
        assert found == ([(kept.id, total)] if total else [])
        return found

    [(_id, every)] = waits()
    assert every >= 3
    first, second, *rest = doubts_kept(viewer, kept, 1, open_only=True).items
    settle_doubts(kept, [(first.row_id, first.place)], [(first.row_id, first.place)])
    db.session.flush()
    assert waits() == [(kept.id, every - 1)]
    forget_answers(second.person.person_id, frozenset({Question.GENDER}))
    db.session.flush()
    assert waits() == [(kept.id, every - 2)]
    forget_answers(first.person.person_id, frozenset({Question.GENDER}))
    db.session.flush()
    assert waits() == [(kept.id, every - 2)]
    places = [(one.row_id, one.place) for one in rest]
    settle_doubts(kept, places, places)
    db.session.flush()
    assert waits() == []
