"""Check participations, support, tallies and the events' pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.cases import a_case, an_office
from builders.organisations import a_programme, an_event
from builders.participation import a_participation, a_tally, some_support
from builders.people import a_person
from flask import Flask
from sqlalchemy import func, select, text

from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.db import db
from tracker.errors import EditedMeanwhile, NotFound, RuleBroken
from tracker.participation.models import Participation, Support
from tracker.participation.operations import (
    Period,
    SupportFacts,
    TallyFacts,
    enrol,
    give_support,
    record_tally,
    remove_tally,
)
from tracker.participation.queries import guests_logged, takes_part, taking_part, tallies
from tracker.participation.rules import Money, ParticipationRole, TallyCount
from tracker.people.queries import care_of

Open = Callable[[Account], Browser]
FROM = date(2025, 5, 1)


def test_an_officer_enrols_a_person_and_ends_it(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/participations/new/{case.person_id}")
    browser.submit(place=f"programme:{office.programme.id}", role="fellow", starts_on="2025-05-01")
    assert "The participation is logged." in browser.text
    made = db.session.scalars(select(Participation)).one()
    browser.get(f"/participations/{made.id}/edit").submit(ends_on="2025-04-30", role="fellow", status=422)
    assert "cannot be before the first" in browser.error_of("ends_on")
    browser.get(f"/participations/{made.id}/edit").submit(ends_on="2025-09-30")
    assert "30 Sept 2025" in browser.text or "30 Sep 2025" in browser.text


def test_a_place_outside_of_ones_scope_cannot_be_chosen(app: Flask, browser_of: Open) -> None:
    office = an_office()
    case = a_case(office)
    elsewhere = a_programme()
    db.session.commit()
    browser = browser_of(office.officer).get(f"/participations/new/{case.person_id}")
    browser.post(
        f"/participations/new/{case.person_id}",
        {"place": f"programme:{elsewhere.id}", "role": "fellow", "starts_on": "2025-05-01"},
        status=422,
    )
    with pytest.raises(NotFound):
        enrol(
            as_viewer(office.officer),
            case.person,
            elsewhere,
            Period(role=ParticipationRole.FELLOW, starts_on=FROM),
        )


def test_whoever_takes_part_in_a_programme_is_looked_after_by_it(app: Flask) -> None:
    office = an_office()
    person = a_case(office).person
    second = a_programme(organisation=office.programme.organisation)
    a_participation(person, second)
    assert {one.programme_id for one in care_of(person.id)} == {office.programme.id, second.id}


def test_days_stay_within_the_programme_and_the_event(app: Flask) -> None:
    person = a_person()
    programme = a_programme(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    event = an_event(programme=programme, starts_on=date(2025, 6, 1), ends_on=date(2025, 6, 3))
    with pytest.raises(RuleBroken, match="first day has to lie"):
        a_participation(person, programme, starts_on=date(2024, 12, 31))
    with pytest.raises(RuleBroken, match="last day has to lie"):
        a_participation(person, event, ends_on=date(2025, 6, 4))


def test_support_is_sealed_in_kind_and_exact_in_money(app: Flask, browser_of: Open) -> None:
    office = an_office()
    participation = a_participation(a_case(office).person, office.programme, starts_on=FROM)
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    db.session.commit()
    browser = browser_of(office.officer).get(f"/support/new/{participation.id}")
    kind = browser.soup.select("#kind option")[1]["value"]
    browser.submit(kind=kind, starts_on="2025-05-02", amount="1 250,50", currency="EUR")
    assert "1,250.50 EUR" in browser.text
    raw = db.session.execute(text("SELECT * FROM support")).all()
    assert str(kind) not in repr(raw)
    assert db.session.scalars(select(Support)).one().amount == Decimal("1250.50")
    entry = db.session.scalars(select(Entry).where(Entry.deed == "give_support")).one()
    assert entry.details == {"starts_on": "2025-05-02"}
    shown = browser_of(colleague).get(f"/participations/{participation.id}")
    assert str(browser.soup.select("tbody th")[0].get_text()) not in shown.text
    shown.get(f"/support/new/{participation.id}", status=403)


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"amount": "-1"}, "amount", "zero or more"),
        ({"amount": "1.234"}, "amount", "two decimals"),
        ({"amount": "much"}, "amount", "in digits"),
        ({"amount": "NaN"}, "amount", ""),
        ({"kind": ""}, "kind", "Choose what was given"),
        ({"starts_on": "2025-04-30"}, "starts_on", "has to lie"),
        ({"starts_on": "yesterday"}, "starts_on", "Write the day as"),
    ],
)
def test_support_that_cannot_be_is_refused_beside_its_field(
    app: Flask, browser_of: Open, sent: dict[str, str], field: str, sentence: str
) -> None:
    office = an_office()
    participation = a_participation(a_case(office).person, office.programme, starts_on=FROM)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/support/new/{participation.id}")
    kind = str(browser.soup.select("#kind option")[1]["value"])
    good = {"kind": kind, "starts_on": "2025-05-02", "amount": "", "currency": "EUR"}
    browser.post(f"/support/new/{participation.id}", good | sent, status=422)
    assert sentence in browser.error_of(field)
    assert browser.error_of(field)
    assert db.session.scalar(select(func.count()).select_from(Support)) == 0


def test_support_lies_within_its_participation(app: Flask) -> None:
    office = an_office()
    participation = a_participation(a_case(office).person, office.programme, starts_on=FROM)
    some_support(participation, amount=Decimal(10))
    with pytest.raises(RuleBroken, match="first day has to lie"):
        give_support(participation, SupportFacts(kind="stipend", starts_on=date(2025, 4, 1)))
    with pytest.raises(RuleBroken, match="currency"):
        give_support(
            participation,
            SupportFacts(kind="stipend", starts_on=FROM, money=Money(Decimal(1), "XXX")),
        )


def test_an_event_has_a_tally_or_guests_never_both(app: Flask, browser_of: Open) -> None:
    office = an_office()
    person = a_case(office).person
    counted = an_event(programme=office.programme, starts_on=date(2026, 8, 1))
    logged = an_event(programme=office.programme, starts_on=date(2026, 8, 1))
    a_tally(counted)
    a_participation(person, logged)
    db.session.commit()
    with pytest.raises(RuleBroken, match="counted without names"):
        a_participation(person, counted)
    with pytest.raises(RuleBroken, match="logged one by one"):
        a_tally(logged)
    assert guests_logged([counted.id, logged.id]) == {logged.id: 1}
    assert set(tallies([counted.id, logged.id])) == {counted.id}
    browser = browser_of(office.officer).get("/events")
    assert "2 events" in browser.text
    assert "20 tally" in browser.text
    assert person.case_code.split("-")[1] in browser.get(f"/events/{logged.id}").text
    browser.get(f"/events/{counted.id}")
    browser.click("Remove the tally").submit()
    assert "The tally is removed" in browser.text


def test_a_tally_is_entered_corrected_and_refused_when_it_does_not_add_up(
    app: Flask, browser_of: Open
) -> None:
    office = an_office()
    event = an_event(programme=office.programme, starts_on=date(2026, 8, 1))
    db.session.commit()
    browser = browser_of(office.officer).get(f"/events/{event.id}/tally")
    browser.submit(n="40", women_k="12", women_u="3", origin_k="4", origin_u="30")
    assert "The tally is kept." in browser.text
    browser.get(f"/events/{event.id}/tally").submit(n="33", status=422)
    assert "more than the 33 guests" in browser.error_of("origin_k")
    browser.get(f"/events/{event.id}/tally").submit(n="many", status=422)
    assert "whole number" in browser.error_of("n")
    browser.get(f"/events/{event.id}/tally").submit(women_k="1" * 400, status=422)
    assert "number from 0 to 100000" in browser.error_of("women_k")
    assert db.session.execute(text("SELECT guests FROM tallies")).scalar_one() == 40


def test_a_second_tally_taken_meanwhile_is_not_overwritten(app: Flask) -> None:
    event = an_event(starts_on=date(2026, 8, 1), programme=a_programme())
    tally = a_tally(event)
    facts = TallyFacts(taken_on=event.starts_on, guests=5, women=TallyCount(1, 0), origin=TallyCount(1, 0))
    with pytest.raises(EditedMeanwhile):
        record_tally(event, facts)
    record_tally(event, facts, version=tally.version)
    db.session.flush()
    with pytest.raises(EditedMeanwhile):
        remove_tally(tally, version=1)


def test_events_and_participations_of_others_answer_404(app: Flask, browser_of: Open) -> None:
    office, other = an_office(), an_office(name="Emil Elsewhere")
    event = an_event(programme=other.programme)
    participation = a_participation(a_case(other).person, other.programme)
    db.session.commit()
    browser = browser_of(office.officer)
    browser.get(f"/events/{event.id}", status=404)
    browser.get(f"/events/{event.id}/tally", status=404)
    browser.get(f"/participations/{participation.id}", status=404)
    browser.get(f"/participations/{participation.id}/edit", status=404)
    assert "There is no event in your scope" in browser.get("/events").text
    browser_of(a_coordinator(other.programme.organisation_id)).get(f"/events/{event.id}/tally", status=403)


def test_figures_get_every_participation_that_shares_a_day(app: Flask) -> None:
    office = an_office()
    person = a_case(office).person
    event = an_event(programme=office.programme, starts_on=date(2025, 6, 1), ends_on=date(2025, 6, 3))
    ended = a_participation(person, office.programme, starts_on=FROM, ends_on=date(2025, 5, 31))
    goes_on = a_participation(person, office.programme, starts_on=date(2025, 6, 3))
    gathered = a_participation(person, event)
    assert {row.participation_id for row in taking_part(date(2025, 6, 3), date(2025, 6, 30))} == {
        goes_on.id,
        gathered.id,
    }
    assert {row.participation_id for row in taking_part(FROM, date(2025, 5, 31))} == {ended.id}
    rows = {row.participation_id: row for row in taking_part(FROM, date(2026, 1, 1))}
    assert rows[gathered.id].event_programme_id == office.programme.id
    assert rows[gathered.id].organisation_id == rows[goes_on.id].organisation_id
    assert takes_part(person.id, office.programme.id)
    assert not takes_part(person.id, a_programme().id)


def test_a_question_that_is_answered_with_nonsense_is_asked_again_as_refused(
    app: Flask, browser_of: Open
) -> None:
    office = an_office()
    gathering = an_event(programme=office.programme)
    a_tally(gathering)
    db.session.commit()
    browser = browser_of(office.officer).get(f"/events/{gathering.id}/tally/remove")
    browser.post(f"/events/{gathering.id}/tally/remove", {"version": "nonsense"}, status=422)
    assert "Write a whole number" in browser.text
