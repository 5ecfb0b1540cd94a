"""What a person agrees to, purpose by purpose: who wrote it down, what taking it back ends, and what nothing else carries."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from browsing import Browser
from builders.accounts import as_viewer
from builders.cases import Office, an_office
from builders.merges import an_own_person, merged, undone
from flask import Flask
from sqlalchemy import select

from tracker import clock
from tracker.access.models import Account, DonorAccount
from tracker.db import db
from tracker.people import operations, queries
from tracker.people.models import BasisNoted, Consent, Person
from tracker.people.roster import roster
from tracker.people.rules.answers import Purpose

Open = Callable[[Account | DonorAccount], Browser]
WORDS = "My file may go to another organisation."


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


def agreed(office: Office, person: Person, purpose: Purpose, on: date = date(2024, 1, 1)) -> Consent:
    """Keep a consent as the officer of the person."""
    given = operations.give_consent(as_viewer(office.officer), person, purpose, given_on=on, wording=WORDS)
    db.session.flush()
    return given


def may_be_shared(person_id: uuid.UUID, day: date) -> bool:
    return queries.may_be_shared_between_organisations([person_id], day) == {person_id}


def test_sharing_is_allowed_from_the_consent_to_the_day_it_is_taken_back(office: Office) -> None:
    person = an_own_person(office)
    today = clock.today()
    assert not may_be_shared(person.id, today)
    given = agreed(office, person, Purpose.SHARING)
    assert may_be_shared(person.id, today)
    assert not may_be_shared(person.id, date(2023, 12, 31))
    operations.withdraw_consent(as_viewer(office.officer), person, given, withdrawn_on=today)
    assert not may_be_shared(person.id, today)
    assert not may_be_shared(uuid.uuid4(), today)


def test_the_page_keeps_text_version_language_and_who_wrote_it_down(office: Office, browser_of: Open) -> None:
    person = an_own_person(office)
    page = browser_of(office.officer).get(f"/people/{person.id}/consents")
    page.submit(
        purpose="sharing", given_on="2024-01-10", wording=WORDS, language="ru", wording_version="form-3"
    )
    assert "version form-3" in page.text
    assert "Russian" in page.text
    assert "Olga Officer" in page.text
    page.click("Withdraw Sharing with another organisation").submit(withdrawn_on="2024-05-01")
    assert "withdrawal: Olga Officer" in page.text
    kept = db.session.scalars(select(Consent)).one()
    assert kept.recorded_by == kept.withdrawn_by == str(office.officer.id)
    assert kept.recorded_at is not None


def test_case_work_can_rest_on_something_else_and_origin_cannot(office: Office, browser_of: Open) -> None:
    person = an_own_person(office)
    page = browser_of(office.officer).get(f"/people/{person.id}/consents").click("Write down another basis")
    assert page.soup.select_one('[name="purpose"][value="statistics"]') is None
    page.submit(422, purpose=["sharing"], basis="vital_interests")
    page.submit(purpose="case_work", basis="vital_interests", since="2024-02-01")
    assert "Vital interests" in page.text
    noted = db.session.scalars(select(BasisNoted)).one()
    assert (noted.purpose, noted.since) == (Purpose.CASE_WORK, date(2024, 2, 1))


def test_taking_back_a_purpose_ends_every_consent_to_it(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    agreed(office, kept, Purpose.STATISTICS, date(2024, 1, 1))
    agreed(office, gone, Purpose.STATISTICS, date(2024, 3, 1))
    agreed(office, gone, Purpose.CONTACT, date(2024, 3, 1))
    merged(office, kept, gone)
    person, today = db.session.get_one(Person, kept.id), clock.today()
    first = queries.consents(kept.id)[0]
    both = [one for one in queries.consents(kept.id) if one.purpose is Purpose.STATISTICS]
    assert len(both) == 2
    operations.withdraw_consent(
        as_viewer(office.officer), person, both[0] if both else first, withdrawn_on=today
    )
    db.session.commit()
    known = roster().known(kept.id)
    assert known is not None
    assert not known.allows_statistics_on(today), "at once, in figures too"
    assert {one.purpose for one in queries.consents(kept.id) if one.withdrawn_on is None} == {Purpose.CONTACT}


@pytest.mark.parametrize("apart", [date(2024, 1, 1), date(2024, 3, 1)])
def test_what_was_taken_back_after_a_merge_does_not_run_again_after_its_undo(
    office: Office, apart: date
) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    agreed(office, kept, Purpose.STATISTICS)
    agreed(office, gone, Purpose.STATISTICS, apart)
    agreed(office, gone, Purpose.SHARING, apart)
    ids = (kept.id, gone.id)
    merge = merged(office, kept, gone)
    person = db.session.get_one(Person, ids[0])
    given = next(one for one in queries.consents(ids[0]) if one.purpose is Purpose.STATISTICS)
    today = clock.today()
    operations.withdraw_consent(as_viewer(office.officer), person, given, withdrawn_on=today)
    db.session.flush()
    undone(office, merge)
    db.session.commit()
    for person_id in ids:
        assert queries.statistics_consent([person_id], today) == set()
        known = roster().known(person_id)
        assert known is not None
        assert not known.allows_statistics_on(today)
        said = [one for one in queries.consents(person_id) if one.purpose is Purpose.STATISTICS]
        assert [one.withdrawn_on for one in said] == [today]
    assert may_be_shared(ids[1], today), "another purpose is untouched"


def test_what_they_agreed_to_again_after_taking_it_back_stands_after_the_undo(office: Office) -> None:
    kept, gone = an_own_person(office), an_own_person(office)
    agreed(office, kept, Purpose.STATISTICS)
    ids = (kept.id, gone.id)
    merge = merged(office, kept, gone)
    person, today = db.session.get_one(Person, ids[0]), clock.today()
    given = queries.consents(ids[0])[0]
    operations.withdraw_consent(as_viewer(office.officer), person, given, withdrawn_on=today)
    agreed(office, person, Purpose.STATISTICS, today)
    undone(office, merge)
    db.session.commit()
    assert queries.statistics_consent(ids, today) == {ids[0]}
