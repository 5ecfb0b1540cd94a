"""The administrator keeps programmes, their events and their grants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from browsing import Browser
from builders.accounts import an_administrator, an_officer, as_viewer
from builders.organisations import a_donor, a_grant, a_programme, an_event, an_organisation
from sqlalchemy import select

from tracker.access.models import Account
from tracker.audit import queries as trail
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.programmes import operations
from tracker.programmes.models import Event, Grant, Programme
from tracker.programmes.queries import events_for, grants_in_force

BrowserOf = Callable[[Account], Browser]


def test_a_programme_is_entered_with_its_host_states_and_changed(browser_of: BrowserOf) -> None:
    organisation = an_organisation("HARBOUR")
    desk = browser_of(an_administrator())
    desk.get("/programmes").click("Enter a programme").submit(
        code="SAFE-2024",
        title="Safe harbour",
        organisation_id=str(organisation.id),
        horizon="mid",
        starts_on="2024-01-01",
        host_states=["DE", "LT"],
    )
    assert "SAFE-2024 is entered" in desk.text
    assert "Germany, Lithuania" in desk.text
    desk.click("Change the programme").submit(ends_on="2026-12-31", host_states=["LT", "PL"])
    assert "Lithuania, Poland" in desk.text
    kept = db.session.scalars(select(Programme)).one()
    assert (kept.ends_on, kept.horizon.value, kept.version) == (date(2026, 12, 31), "mid", 2)
    assert trail.verify() is None


def test_dates_and_codes_are_refused_beside_their_fields(browser_of: BrowserOf) -> None:
    a_programme("TAKEN", organisation=an_organisation("HARBOUR"))
    desk = browser_of(an_administrator())
    desk.get("/programmes/new").submit(
        status=422, code="new", title="x", starts_on="2024-02-31", ends_on="2023-01-01"
    )
    assert desk.error_of("starts_on")
    assert "Choose the organisation" in desk.error_of("organisation_id")
    chosen = str(db.session.scalars(select(Programme)).one().organisation_id)
    desk.submit(status=422, organisation_id=chosen, starts_on="2024-02-01")
    assert "capital letters" in desk.error_of("code")
    desk.submit(status=422, code="TAKEN")
    assert "Another programme has this code" in desk.error_of("code")
    desk.submit(status=422, code="NEW")
    assert "cannot lie before the first day" in desk.error_of("ends_on")
    assert len(db.session.scalars(select(Programme)).all()) == 1


def test_of_two_who_change_a_programme_the_second_sees_both_versions(browser_of: BrowserOf) -> None:
    programme = a_programme("SAFE")
    first, second = browser_of(an_administrator()), browser_of(an_administrator())
    first.get(f"/programmes/{programme.id}/edit")
    second.get(f"/programmes/{programme.id}/edit").submit(title="The first to save")
    first.submit(status=409, title="The second to save")
    assert "The first to save" in first.text
    first.submit(title="The second to save")
    assert "The second to save" in first.text


def test_an_event_belongs_to_a_programme_or_to_an_organisation(browser_of: BrowserOf) -> None:
    programme = a_programme("SAFE")
    desk = browser_of(an_administrator())
    desk.get(f"/programmes/{programme.id}").click("Enter an event").submit(
        code="FORUM", title="Forum", starts_on="2023-05-01", ends_on="2023-05-02", host_iso2="PL"
    )
    event = db.session.scalars(select(Event)).one()
    assert event.programme_id == programme.id
    assert event.organisation_id == programme.organisation_id
    desk.click("FORUM").submit(title="Forum of peoples")
    assert "Forum of peoples" in desk.text
    desk.get("/programmes/events/new").submit(
        status=422, code="ALONE", title="x", starts_on="2026-01-01", ends_on="2026-01-01"
    )
    assert "Choose a programme" in desk.error_of("programme_id")
    desk.submit(organisation_id=str(programme.organisation_id))
    assert "ALONE is entered" in desk.text


def test_a_grant_needs_a_donor_an_amount_and_a_currency_that_exists(browser_of: BrowserOf) -> None:
    programme = a_programme("SAFE")
    desk = browser_of(an_administrator())
    desk.get(f"/programmes/{programme.id}/grants/new")
    assert "There is no donor yet" in desk.text
    donor = a_donor("NORTH")
    desk.get(f"/programmes/{programme.id}/grants/new").submit(
        status=422, donor_id=str(donor.id), amount="many", starts_on="2024-01-01"
    )
    assert desk.error_of("amount")
    desk.submit(status=422, amount="-1")
    assert "zero or more" in desk.error_of("amount")
    desk.submit(status=422, amount="NaN")
    desk.submit(status=422, amount="1.005")
    assert "two digits" in desk.error_of("amount")
    desk.submit(amount="250000.50", currency="GEL")
    assert "250,000.50 GEL" in desk.text
    desk.click("NORTH").submit(amount="300000")
    assert "300,000.00 GEL" in desk.text
    assert db.session.scalars(select(Grant)).one().version == 2


def test_officers_read_programmes_without_their_grants(browser_of: BrowserOf) -> None:
    programme = a_programme("SAFE")
    a_grant(programme=programme, donor=a_donor("NORTH"))
    event = an_event("FORUM", programme=programme)
    reader = browser_of(an_officer(programme.id))
    reader.get(f"/programmes/{programme.id}")
    assert "FORUM" in reader.text
    assert "NORTH" not in reader.text
    for address in ("/programmes/new", "/programmes/events", f"/programmes/events/{event.id}"):
        reader.get(address, status=403)


@pytest.mark.usefixtures("app")
def test_only_organisations_that_run_programmes_run_one_and_only_donors_give() -> None:
    programme = a_programme()
    donor = a_donor()
    with pytest.raises(RuleBroken, match="does not run programmes"):
        a_programme(organisation=donor)
    db.session.rollback()
    with pytest.raises(RuleBroken, match="not entered as a donor"):
        operations.enter_grant(
            programme_id=programme.id,
            donor_id=programme.organisation_id,
            amount=Decimal(1),
            currency="EUR",
            starts_on=date(2024, 1, 1),
        )


@pytest.mark.usefixtures("app")
def test_grants_in_force_count_both_ends() -> None:
    programme, donor = a_programme(), a_donor()
    grant = a_grant(programme=programme, donor=donor, starts_on=date(2024, 4, 1), ends_on=date(2024, 6, 30))
    assert grants_in_force(date(2024, 6, 30), date(2024, 9, 30)) == [grant]
    assert grants_in_force(date(2024, 7, 1), date(2024, 9, 30)) == []
    assert grants_in_force(date(2024, 1, 1), date(2024, 4, 1)) == [grant]


@pytest.mark.usefixtures("app")
def test_an_officer_sees_events_of_own_programmes_and_of_the_organisation_that_runs_them() -> None:
    own, other = a_programme(), a_programme()
    mine, theirs = an_event(programme=own), an_event(programme=other)
    of_organisation = an_event(organisation=own.organisation)
    seen = events_for(as_viewer(an_officer(own.id)))
    assert mine in seen
    assert of_organisation in seen
    assert theirs not in seen
