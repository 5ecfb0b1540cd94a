"""Check what a permit allows, derives from and went on as, the trips that count against it, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from browsing import Browser
from builders.accounts import an_officer, as_viewer
from builders.cases import Office, a_case, an_office
from builders.permits import a_permit, then
from flask import Flask
from sqlalchemy import func, select, text

from tracker import clock
from tracker.access.models import Account
from tracker.cases.models import Case
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.people.operations import join_household_of
from tracker.people.rules.households import Relationship
from tracker.permits.models import Permit, PermitConditions, PermitFramework, PermitTerm, TripAbroad
from tracker.permits.operations import Terms, change_track, log_trip
from tracker.permits.queries import derivable_permits, histories, history, permits_of, warned_permits
from tracker.permits.rules import PermitKind, PermitStatus, Standing, standing_on
from tracker.permits.rules.conditions import Trip
from tracker.permits.rules.warnings import Concern
from tracker.reference.queries import days_at

Open = Callable[[Account], Browser]
TODAY = clock.today()


def a_track(code: str) -> PermitFramework:
    return db.session.scalars(select(PermitFramework).where(PermitFramework.code == code)).one()


def lithuanian(case: Case, *, ends_in: int = 300) -> Permit:
    permit = a_permit(
        case.person, host="LT", on=TODAY - timedelta(days=200), ends_on=TODAY + timedelta(days=ends_in)
    )
    permit.framework_id = a_track("LT-TRP").id
    db.session.flush()
    return permit


def concerns(permit: Permit, *, own: bool = True) -> list[Concern]:
    db.session.flush()
    own_ids = {permit.person_id} if own else set()
    found = warned_permits(permits_of(permit.person_id), own_ids, days_at(clock.now()))
    return [warning.concern for one in found if one.permit_id == permit.id for warning in one.warnings]


def a_family(office: Office) -> tuple[Case, Case]:
    principal, member = a_case(office), a_case(office)
    join_household_of(
        as_viewer(office.officer),
        principal.person,
        member.person,
        Relationship.SPOUSE,
        since=date(2025, 1, 20),
    )
    db.session.flush()
    return principal, member


def test_what_a_permit_allows_is_kept_sealed_and_shown_to_the_persons_officer_only(
    app: Flask, browser_of: Open
) -> None:
    office = an_office()
    permit = a_permit(a_case(office).person)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    browser = browser_of(office.officer).get(f"/permits/{permit.id}/edit")
    browser.submit(days_abroad="many", status=422)
    assert "whole number" in browser.error_of("days_abroad")
    browser.submit(
        authority="Immigration office of Harbour", work_allowed="yes", days_abroad="90", other="No study."
    )
    assert "Immigration office of Harbour" in browser.text
    assert "allowed" in browser.text
    again = browser.get(f"/permits/{permit.id}/edit")
    assert again.soup.select("#days_abroad")[0]["value"] == "90"
    assert "Harbour" not in browser_of(colleague).get(f"/permits/{permit.id}").response.text
    kept = db.session.execute(text("SELECT authority, days_abroad FROM permit_conditions")).one()
    assert b"Harbour" not in bytes(kept[0])
    assert db.session.scalar(select(func.count()).select_from(PermitConditions)) == 1


def test_a_members_permit_derives_from_the_principals_and_is_told_of_when_that_ends(
    app: Flask, browser_of: Open
) -> None:
    office = an_office()
    principal, member = a_family(office)
    source = a_permit(principal.person, on=date(2025, 2, 1), ends_on=TODAY + timedelta(days=200))
    db.session.commit()
    browser = browser_of(office.officer).get(f"/permits/new/{member.person_id}")
    browser.submit(
        kind="residence_permit",
        host_iso2="DE",
        derived_from_id=str(source.id),
        on="2025-03-01",
        ends_on=(TODAY + timedelta(days=200)).isoformat(),
    )
    derived = db.session.scalars(select(Permit).where(Permit.person_id == member.person_id)).one()
    assert derived.derived_from_id == source.id
    assert concerns(derived) == []
    then(source, PermitStatus.REVOKED, TODAY)
    db.session.commit()
    assert concerns(derived) == [Concern.PRINCIPAL_ENDED]
    page = browser.get(f"/permits/{derived.id}")
    assert "no longer in force" in page.text
    assert "of the principal" in page.text
    assert "The principal's permit has ended" in browser.get("/desk").text
    assert "no longer in force" in browser.get(f"/cases/{member.id}").text


def test_only_the_principals_permits_that_one_sees_are_offered_to_derive_from(app: Flask) -> None:
    office = an_office()
    principal, member = a_family(office)
    source = a_permit(principal.person)
    a_permit(member.person)
    viewer = as_viewer(office.officer)
    assert derivable_permits(viewer, member.person_id, TODAY) == [source]
    assert derivable_permits(viewer, principal.person_id, TODAY) == []
    stranger = as_viewer(an_office(name="Emil Elsewhere").officer)
    assert derivable_permits(stranger, member.person_id, TODAY) == []


def test_a_permit_goes_on_under_another_track_and_every_day_before_keeps_what_it_was(
    app: Flask, browser_of: Open
) -> None:
    office = an_office()
    permit = a_permit(a_case(office).person, kind=PermitKind.VISA_C, on=date(2025, 1, 10))
    db.session.commit()
    browser = browser_of(office.officer).get(f"/permits/{permit.id}/track")
    browser.submit(kind="visa_c", since="2025-06-01", status=422)
    assert "Change something" in browser.error_of("kind")
    browser.submit(kind="residence_permit", since="2025-01-10", status=422)
    assert "begins on" in browser.error_of("since")
    browser.submit(kind="residence_permit", since=(TODAY + timedelta(days=2)).isoformat(), status=422)
    assert "lies ahead" in browser.error_of("since")
    browser.submit(
        kind="residence_permit",
        host_iso2="PL",
        since="2025-06-01",
    )
    assert "what it was before stays" in browser.text
    db.session.expire_all()
    changed = db.session.get_one(Permit, permit.id)
    assert (changed.kind, changed.host_iso2) == (PermitKind.RESIDENCE_PERMIT, "PL")
    for told in ([history(changed)], histories({changed.person_id})[changed.person_id]):
        assert standing_on(told, date(2025, 5, 31)) is Standing.WITHOUT
        assert standing_on(told, date(2025, 6, 1)) is Standing.PERMITTED
    table = browser.soup.find("caption", string=lambda words: words and "since when" in words)
    assert table is not None


def test_a_forgotten_change_finds_its_place_and_leaves_the_latest_as_it_is(app: Flask) -> None:
    permit = a_permit(a_case(an_office()).person, kind=PermitKind.VISA_D, on=date(2024, 1, 10))
    change_track(
        permit, Terms(kind=PermitKind.BLUE_CARD, host_iso2="DE", framework_id=None), date(2025, 6, 1)
    )
    change_track(
        permit, Terms(kind=PermitKind.WORK_PERMIT, host_iso2="PL", framework_id=None), date(2024, 9, 1)
    )
    db.session.commit()
    db.session.expire_all()
    told = db.session.get_one(Permit, permit.id)
    assert (told.kind, told.host_iso2) == (PermitKind.BLUE_CARD, "DE")
    kinds = [history(told).kind_on(day) for day in (date(2023, 1, 1), date(2024, 9, 1), date(2025, 6, 1))]
    assert kinds == [PermitKind.VISA_D, PermitKind.WORK_PERMIT, PermitKind.BLUE_CARD]
    assert db.session.scalar(select(func.count()).select_from(PermitTerm)) == 3
    with pytest.raises(RuleBroken, match="logged already"):
        change_track(told, Terms(kind=PermitKind.VISA_C, host_iso2="DE", framework_id=None), date(2024, 9, 1))


def test_a_trip_to_russia_is_sealed_and_warns_the_persons_officer_alone(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    permit = lithuanian(case)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    browser = browser_of(office.officer).get(f"/permits/{permit.id}")
    assert "More than 1 trip to Belarus or Russia within 3 months can end this permit" in browser.text
    browser.get(f"/permits/trips/{case.person_id}/new")
    browser.submit(state="RU", left_on="2025-13-01", status=422)
    assert "Write the day as" in browser.error_of("left_on")
    left = TODAY - timedelta(days=20)
    browser.submit(state="RU", left_on=left.isoformat(), returned_on=(left + timedelta(days=2)).isoformat())
    browser.get(f"/permits/trips/{case.person_id}/new")
    browser.submit(state="BY", left_on=(left + timedelta(days=1)).isoformat(), status=422)
    assert "Another trip began" in browser.error_of("left_on")
    assert "Another trip to Belarus or Russia before" in browser.get(f"/permits/{permit.id}").text
    log_trip(case.person, Trip("BY", TODAY - timedelta(days=9), TODAY - timedelta(days=8)))
    db.session.commit()
    assert "was one too many within 3 months" in browser.get(f"/permits/{permit.id}").text
    assert "Trips that can end a permit" in browser.get("/desk").text
    other = browser_of(colleague)
    assert "one too many" not in other.get(f"/permits/{permit.id}").text
    other.get(f"/permits/trips/{case.person_id}/new", status=403)
    stored = db.session.execute(text("SELECT state, left_on FROM trips")).all()
    assert all(b"RU" not in bytes(state) and b"20" not in bytes(day)[:4] for state, day in stored)


def test_a_trip_is_corrected_and_taken_back(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    trip = log_trip(case.person, Trip("GE", TODAY - timedelta(days=9)))
    db.session.commit()
    browser = browser_of(office.officer).get(f"/permits/trips/{case.person_id}/{trip.id}")
    browser.submit(returned_on=(TODAY - timedelta(days=10)).isoformat(), status=422)
    assert "before the departure" in browser.error_of("returned_on")
    browser.submit(returned_on=TODAY.isoformat())
    db.session.expire_all()
    assert db.session.get_one(TripAbroad, trip.id).facts.returned_on == TODAY
    browser.get(f"/permits/trips/{case.person_id}/{trip.id}/remove").submit()
    assert db.session.scalar(select(func.count()).select_from(TripAbroad)) == 0


def test_the_desk_counts_what_permits_need_and_lists_exactly_as_many(app: Flask, browser_of: Open) -> None:
    office = an_office()
    renew, refused = lithuanian(a_case(office), ends_in=100), lithuanian(a_case(office))
    then(refused, PermitStatus.REVOKED, TODAY - timedelta(days=4))
    gone = lithuanian(a_case(office), ends_in=-3)
    others = lithuanian(a_case(an_office(name="Emil Elsewhere")), ends_in=100)
    db.session.commit()
    assert concerns(renew)[0] is Concern.RENEWAL_OPEN
    assert concerns(gone) == [Concern.RAN_OUT]
    browser = browser_of(office.officer).get("/desk/warnings")
    assert "3 things to do" in browser.text
    assert "An appeal can be lodged until" in browser.text
    assert "The rule behind this was read in no source" in browser.text
    assert others.person.case_code not in browser.text.replace(" ", "")
    assert "1 thing to do" in browser.get("/desk/warnings?about=appeal_running").text
    assert "Nothing of this kind" in browser.get("/desk/warnings?about=trips_over").text


def test_toleration_is_logged_with_the_step_and_shown(app: Flask, browser_of: Open) -> None:
    office = an_office()
    permit = a_permit(a_case(office).person, on=TODAY - timedelta(days=300), ends_on=TODAY)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/permits/{permit.id}/entries/new")
    sent = {
        "status": "renewal_applied",
        "on": TODAY.isoformat(),
        "ends_on": (TODAY + timedelta(days=20)).isoformat(),
    }
    browser.post(f"/permits/{permit.id}/entries/new", sent)
    assert "Stay tolerated until" in browser.text
    assert "20 days are left" in browser.text
