"""Check the list of cases and the case page: who sees what, and that everything of a case is there."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlencode

from browsing import Browser
from builders.accounts import a_coordinator, an_administrator, an_officer
from builders.cases import a_case, an_office
from builders.notes import a_note
from builders.participation import a_participation
from builders.people import a_household, a_person, an_officer_viewer, some_facts
from builders.permits import a_permit, then
from builders.selection import an_application
from builders.two_desks import counted
from flask import Flask
from sqlalchemy import event

from tracker import clock
from tracker.access.models import Account
from tracker.access.queries import viewer_of
from tracker.audit.models import Entry
from tracker.cases.operations import change_status
from tracker.cases.rules import CaseStatus, ClosingReason
from tracker.db import db
from tracker.lists.queries import CaseFilters, list_cases
from tracker.people.rules.households import Relationship
from tracker.permits.rules import PermitKind, PermitStatus
from tracker.web.paging import Sorting

Open = Callable[[Account], Browser]
TODAY = clock.today()


def _in(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_an_officer_finds_their_case_by_its_code_and_name(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office, surname="Harbourina")
    a_permit(case.person, ends_on=_in(20))
    db.session.commit()
    browser = browser_of(office.officer).get("/cases")
    assert "1 case" in browser.text
    assert "Harbourina" in browser.text
    assert "20 days" in browser.text
    assert "Harbourina" in browser.get(f"/cases/{case.id}").text
    assert "Permit ends in 20 days" in browser.text


def test_a_colleague_of_the_programme_sees_the_code_and_not_the_name(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office, surname="Harbourina")
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    browser = browser_of(colleague).get("/cases")
    assert "1 case" in browser.text
    assert "Harbourina" not in browser.response.text
    browser.get(f"/cases/{case.id}")
    assert "Harbourina" not in browser.response.text
    assert "shown to the case's officer only" in browser.text
    browser.get(f"/cases/{case.id}/risk", status=403)


def test_somebody_elses_case_answers_like_no_case_at_all(app: Flask, browser_of: Open) -> None:
    case = a_case(an_office())
    db.session.commit()
    elsewhere = browser_of(an_office(name="Emil Elsewhere").officer)
    assert "No case of your programmes is open or on hold" in elsewhere.get("/cases").text
    for page in ("", "/status", "/officer", "/risk"):
        hidden = elsewhere.get(f"/cases/{case.id}{page}", status=404).text
        assert hidden == elsewhere.get(f"/cases/{uuid.uuid4()}{page}", status=404).text
    elsewhere.get(f"/persons/{case.person_id}/case", status=404)


def test_a_coordinator_sees_cases_of_their_organisations_by_code_only(app: Flask, browser_of: Open) -> None:
    office, other = an_office(), an_office()
    case, hidden = a_case(office, surname="Harbourina"), a_case(other)
    coordinator = a_coordinator(office.programme.organisation_id)
    db.session.commit()
    browser = browser_of(coordinator).get("/cases")
    assert "1 case" in browser.text
    assert "Harbourina" not in browser.response.text
    browser.get(f"/cases/{case.id}")
    assert "Harbourina" not in browser.response.text
    browser.get(f"/cases/{hidden.id}", status=404)
    browser.get(f"/cases/{case.id}/status", status=403)


def test_two_cases_of_one_person_say_whose_they_are_beside_the_code(app: Flask, browser_of: Open) -> None:
    office, other = an_office(), an_office()
    shared = a_case(office)
    a_case(other, person=shared.person)
    a_case(office)
    coordinator = a_coordinator()
    db.session.commit()
    browser = browser_of(coordinator).get("/cases")
    beside = {one.get_text() for one in browser.soup.select('tbody th[scope="row"] > .quiet')}
    assert beside == {office.programme.organisation.code, other.programme.organisation.code}


def test_an_administrator_does_not_see_cases(app: Flask, browser_of: Open) -> None:
    case = a_case(an_office())
    db.session.commit()
    browser = browser_of(an_administrator())
    browser.get("/cases", status=403)
    browser.get(f"/cases/{case.id}", status=403)


def test_the_case_page_shows_permits_household_participation_and_applications(
    app: Flask, browser_of: Open
) -> None:
    office = an_office()
    case = a_case(office, surname="Harbourina")
    spouse = a_person(
        some_facts(surname="Harbourin"), programme_id=office.programme.id, officer_id=office.officer.id
    )
    a_household(case.person, (spouse, Relationship.SPOUSE))
    a_permit(case.person, kind=PermitKind.VISA_D_HUMANITARIAN, on=date(2024, 3, 1), ends_on=date(2024, 8, 31))
    a_permit(case.person, on=date(2024, 10, 1), ends_on=_in(100))
    a_participation(case.person, office.programme)
    an_application(case.person, office.programme)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/cases/{case.id}")
    for words in (
        "Permit ends in 100 days",
        "One gap without a permit, of 30 days",
        "Long-stay visa (D), humanitarian",
        "Harbourin",
        "Spouse",
        office.programme.title,
        "logged",
        "Germany",
        "permitted to stay",
    ):
        assert words in browser.text
    assert "Harbourina" not in str(browser.soup.title)


def test_looking_at_a_case_leaves_a_trace_without_a_name(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office, surname="Harbourina")
    db.session.commit()
    browser_of(office.officer).get(f"/cases/{case.id}")
    entry = db.session.query(Entry).filter(Entry.deed == "view").one()
    assert (entry.record_kind, entry.record_id, entry.person_id) == ("case", str(case.id), case.person_id)
    assert entry.details == {}


def test_the_list_narrows_and_every_filter_can_be_taken_off(app: Flask, browser_of: Open) -> None:
    office = an_office()
    soon, late = a_case(office, host="DE"), a_case(office, host="GE")
    a_permit(soon.person, ends_on=_in(25))
    a_permit(late.person, ends_on=_in(170), host="GE")
    db.session.commit()
    browser = browser_of(office.officer)
    for asked, expected in (
        ({"ends": "30"}, {soon}),
        ({"ends": "180"}, {soon, late}),
        ({"host": "GE"}, {late}),
        ({"status": "open"}, {soon, late}),
        ({"status": "closed"}, set()),
        ({"officer": str(office.officer.id), "programme": str(office.programme.id)}, {soon, late}),
        ({"host": "no such state", "page": "x", "sort": "-nonsense"}, {soon, late}),
    ):
        browser.get(f"/cases?{urlencode(asked)}")
        shown = {case for case in (soon, late) if case.person.case_code.split("-")[1] in browser.text}
        assert shown == expected, asked
    browser.get("/cases?ends=30&host=DE")
    assert len(browser.soup.select("ul.chips a.chip")) == 2
    browser.click("Remove all")
    assert "2 cases" in browser.text


def test_the_list_begins_with_the_cases_that_are_not_closed(app: Flask, browser_of: Open) -> None:
    office = an_office()
    shown = {status: a_case(office) for status in CaseStatus}
    for status, case in shown.items():
        reason = ClosingReason.MOVED_ON if status is CaseStatus.CLOSED else ClosingReason.NONE
        if status is not CaseStatus.OPEN:
            change_status(case, status, on=TODAY, version=case.version, reason=reason)
    db.session.commit()
    codes = {status: case.person.case_code.split("-")[1] for status, case in shown.items()}

    def listed() -> set[CaseStatus]:
        return {status for status, code in codes.items() if code in browser.text}

    browser = browser_of(office.officer).get("/cases?officer=" + str(office.officer.id))
    assert listed() == {CaseStatus.OPEN, CaseStatus.ON_HOLD}
    assert "2 cases open or on hold" in browser.text
    browser.click("Show closed and transferred cases too")
    assert listed() == set(CaseStatus)
    assert len(browser.soup.select("ul.chips a.chip")) == 2, "the officer asked for stays asked for"
    assert "Show closed" not in browser.text
    browser.get("/cases?status=closed")
    assert listed() == {CaseStatus.CLOSED}


def test_the_filter_on_permit_ends_follows_the_last_entry(app: Flask) -> None:
    office = an_office()
    cases = {
        name: a_case(office)
        for name in (
            "ends",
            "renewal applied",
            "renewed",
            "over",
            "revoked",
            "only the month",
            "only the year",
        )
    }
    for name, case in cases.items():
        if name.startswith("only"):
            a_permit(case.person, ends_on=TODAY.isoformat()[: 7 if "month" in name else 4])
        else:
            permit = a_permit(
                case.person, on=date(2024, 1, 1), ends_on=_in(-1) if name == "over" else _in(10)
            )
            if name == "renewal applied":
                then(permit, PermitStatus.RENEWAL_APPLIED, _in(-5))
            if name == "revoked":
                then(permit, PermitStatus.REVOKED, _in(-5))
            if name == "renewed":
                then(permit, PermitStatus.RENEWAL_APPLIED, _in(-6))
                then(permit, PermitStatus.RENEWED, _in(-5), _in(700))
    db.session.commit()
    expected = {cases["ends"].id, cases["only the month"].id, cases["only the year"].id}
    for viewer in (viewer_of(office.officer), viewer_of(a_coordinator())):
        found = list_cases(viewer, CaseFilters(ends_within=30), Sorting("ends", descending=False), 1, TODAY)
        assert {row.case_id for row in found.items} == expected
        assert found.total == len(expected)
        everybody = list_cases(viewer, CaseFilters(), Sorting("ends", descending=False), 1, TODAY)
        assert everybody.items[-1].ends_on is None
        known = [row.ends_on for row in everybody.items if row.ends_on]
        assert known == sorted(known)
        assert len(known) == len(expected) + 1


def test_the_list_asks_few_questions_however_long_it_is(app: Flask, browser_of: Open) -> None:
    office = an_office()
    browser = browser_of(office.officer)

    def questions() -> int:
        asked: list[str] = []

        def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", count)
        browser.get("/cases?sort=ends&ends=90")
        event.remove(db.engine, "before_cursor_execute", count)
        return len([one for one in asked if one.lstrip().startswith("SELECT")])

    for _ in range(2):
        a_permit(a_case(office).person, ends_on=_in(10))
    db.session.commit()
    few = questions()
    for _ in range(10):
        a_permit(a_case(office).person, ends_on=_in(10))
    db.session.commit()
    assert questions() == few <= 20


def test_the_first_page_and_an_empty_scope_say_what_to_do(app: Flask, browser_of: Open) -> None:
    officer = an_office().officer
    browser = browser_of(officer)
    assert "Log a person; their case opens with it" in browser.get("/cases").text
    assert "No case passes these filters" in browser.get("/cases?status=closed").text


def test_a_viewer_without_any_programme_sees_no_case(app: Flask) -> None:
    a_case(an_office())
    db.session.commit()
    nobody = an_officer_viewer()
    assert list_cases(nobody, CaseFilters(), Sorting("opened", descending=True), 1, TODAY).total == 0


def test_the_page_of_a_family_asks_the_database_no_more_than_twenty_questions(browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    spouse = a_case(office).person
    a_household(case.person, (spouse, Relationship.SPOUSE))
    a_permit(case.person, ends_on=_in(20))
    a_participation(case.person, office.programme)
    an_application(case.person, office.programme)
    a_note(office.officer, case)
    db.session.commit()
    address = f"/cases/{case.id}"
    browser = browser_of(office.officer).get(address)
    with counted() as asked:
        browser.get(address)
    questions = [one for one in asked if not one.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]
    assert len(questions) <= 20, "\n".join(questions)
