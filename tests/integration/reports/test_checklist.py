"""Before a quarter is closed a coordinator sees what is missing, by programme and officer, and nobody's answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.intake import a_list_imported
from builders.organisations import an_event
from builders.participation import a_participation, a_tally
from builders.people import a_person, an_origin
from builders.permits import a_permit
from flask import Flask

from tracker.db import db
from tracker.people.rules.answers import Gender
from tracker.reports.queries.checklist import OfficersPart, ProgrammesPart, checklist
from tracker.reports.rules.checklist import Gap
from tracker.targets.rules import Window

OpenBrowser = Callable[[Any], Browser]
QUARTER = Window.parse("2026-Q3")


def the_part(office: Office) -> ProgrammesPart:
    found = checklist(as_viewer(a_coordinator(office.programme.organisation_id)), QUARTER)
    return next(one for one in found.programmes if one.programme_id == office.programme.id)


def missing(part: OfficersPart) -> dict[Gap, int]:
    return {gap: count for gap, count in part.missing.items() if count}


def a_complete_person(office: Office, **changes: Any) -> None:
    """Open the case of somebody of whom everything is written down, but for what is changed."""
    said: dict[str, Any] = {"gender": Gender.DECLINED, "origin": an_origin("tatar"), "host": "DE"}
    person = a_person(programme_id=office.programme.id, officer_id=office.officer.id, **{**said, **changes})
    a_case(office, person=person)
    a_permit(person, ends_on=date(2027, 5, 1))


def test_who_declined_has_answered_and_nothing_is_missing(app: Flask) -> None:
    office = an_office()
    a_complete_person(office)
    db.session.commit()
    (part,) = the_part(office).officers
    assert (part.officer, part.persons, missing(part)) == ("Olga Officer", 1, {})


def test_each_gap_is_counted_for_the_officer_whose_case_it_is(app: Flask) -> None:
    office = an_office()
    a_complete_person(office, gender=None, origin=None)
    a_complete_person(office, host=None)
    other = an_officer(office.programme.id, name="Otto Other")
    person = a_person(programme_id=office.programme.id, officer_id=other.id, gender=Gender.WOMAN, host="DE")
    a_case(office, person=person, officer_id=other.id)
    a_permit(person)
    a_participation(person, office.programme)
    db.session.commit()
    first, second = the_part(office).officers
    assert (first.officer, first.persons) == ("Olga Officer", 2)
    assert missing(first) == {Gap.GENDER: 1, Gap.ORIGIN: 1, Gap.HOST_STATE: 1}
    assert (second.officer, second.persons) == ("Otto Other", 1)
    assert missing(second) == {Gap.ORIGIN: 1, Gap.PERMIT_END: 1, Gap.PARTICIPATION_END: 1}


def test_what_was_entered_later_counts_as_of_the_quarters_last_day(app: Flask) -> None:
    office = an_office()
    person = a_person(
        programme_id=office.programme.id,
        officer_id=office.officer.id,
        gender=Gender.MAN,
        origin=an_origin("russian"),
        host="DE",
        since="2026-10-02",
    )
    a_case(office, person=person)
    db.session.commit()
    (part,) = the_part(office).officers
    assert missing(part) == {Gap.HOST_STATE: 1}


def test_events_that_nobody_is_known_of_and_doubts_of_lists_stand_with_their_programme(app: Flask) -> None:
    office = an_office()
    an_event("EMPTY", programme=office.programme)
    an_event("LATER", programme=office.programme, starts_on=date(2026, 10, 5))
    counted, attended = (
        an_event("TALLY", programme=office.programme),
        an_event("GUESTS", programme=office.programme),
    )
    a_tally(counted)
    a_participation(a_case(office).person, attended)
    kept = a_list_imported(office)
    db.session.commit()
    part = the_part(office)
    assert part.events_without_anybody == ["EMPTY"]
    assert part.doubts == kept.doubts > 0


def test_a_coordinator_of_another_organisation_sees_nothing_of_it(app: Flask) -> None:
    office, elsewhere = an_office(), an_office()
    a_complete_person(office)
    db.session.commit()
    found = checklist(as_viewer(a_coordinator(elsewhere.programme.organisation_id)), QUARTER)
    assert [one.code for one in found.programmes] == [elsewhere.programme.code]


def test_the_page_links_to_the_cases_and_says_who_entered_nothing(browser_of: OpenBrowser) -> None:
    office = an_office()
    a_complete_person(office, gender=None)
    db.session.commit()
    browser = browser_of(a_coordinator()).get("/reports/checklist?quarter=2026-Q3")
    row = next(one for one in browser.soup.select("tbody tr") if "Olga Officer" in one.text)
    assert [cell.text.strip() for cell in row.select("td")] == ["1", "0", "0", "1", "0", "0", "none"]
    address = row.select_one("a")
    assert address is not None
    assert office.programme.code in browser.get(str(address["href"])).text
    browser.get("/reports/checklist?quarter=soon", status=422)
    assert browser.error_of("quarter")
