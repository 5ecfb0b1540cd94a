"""Check the pages of transfers: what each side is shown, and the count on the desk that is a link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from browsing import Browser
from builders.accounts import a_coordinator, an_officer
from builders.cases import a_case, an_office
from builders.permits import a_permit
from builders.transfers import agrees_to_sharing, an_offer
from flask import Flask
from sqlalchemy import func, select

from tracker import clock
from tracker.access.models import Account
from tracker.db import db
from tracker.transfers.models import Transfer

Open = Callable[[Account], Browser]


def test_a_case_goes_to_a_colleague_from_desk_to_desk(app: Flask, browser_of: Open) -> None:
    office = an_office()
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    case = a_case(office, surname="Quillfeather")
    giver, taker = browser_of(office.officer), browser_of(colleague)

    giver.get(f"/cases/{case.id}").click("Offer to somebody else")
    giver.submit(
        programme_id=str(office.programme.id),
        officer_id=str(colleague.id),
        sentence="The permit is applied for.",
    )
    assert "It stays yours until somebody accepts it." in giver.text
    taker.get("/desk")
    count = taker.soup.select_one('a.desk-count[href="/transfers"]')
    assert count is not None
    assert count.get_text() == "1"
    taker.get("/transfers")
    assert "1 offer waits for your answer" in taker.text
    taker.click(" - ".join(case.person.case_code.split("-")))
    assert "The permit is applied for." in taker.text
    taker.submit()
    assert "The case is yours now." in taker.text
    assert "Quillfeather" in taker.text
    assert "accepted" in taker.text
    assert "Kolja Colleague" in giver.get("/transfers").text
    assert "Quillfeather" not in giver.get(f"/cases/{case.id}").text


def test_until_it_is_accepted_another_organisation_sees_no_identity(app: Flask, browser_of: Open) -> None:
    here, there = an_office(), an_office(name="Tamar Taker")
    case = a_case(here, surname="Quillfeather")
    ends = clock.today() + timedelta(days=40)
    a_permit(case.person, number="PERMITNO4711", ends_on=ends)
    agrees_to_sharing(case.person)
    offer = an_offer(case, here, there.programme, sentence="Moves to your city in May.")
    taker = browser_of(there.officer).get(f"/transfers/{offer.id}")
    for said in (case.person.case_code, "open", "Germany", ends.isoformat(), "Moves to your city in May."):
        assert said in taker.text
    for hidden in ("Quillfeather", "PERMITNO4711"):
        assert hidden not in taker.response.text
    for link in (f"/cases/{case.id}", f"/people/{case.person_id}", f"/persons/{case.person_id}/case"):
        taker.get(link, status=404)
    taker.get(f"/transfers/{offer.id}").submit()
    assert "Quillfeather" in taker.text
    assert "PERMITNO4711" not in taker.text
    assert f"/cases/{case.id}" not in taker.address
    assert "transferred" in browser_of(here.officer).get(f"/cases/{case.id}").text


def test_what_was_declined_shows_nothing_of_the_case_any_more(app: Flask, browser_of: Open) -> None:
    office = an_office()
    colleague = an_officer(office.programme.id, name="Kolja Colleague")
    case = a_case(office)
    offer = an_offer(case, office, office.programme, officer=colleague, sentence="Speaks with nobody else.")
    taker = browser_of(colleague).get(f"/transfers/{offer.id}")
    taker.submit(form=1, answer="I am on leave until June.")
    assert "The offer is declined." in taker.text
    assert "Speaks with nobody else." not in taker.get(f"/transfers/{offer.id}").text
    assert "I am on leave until June." not in taker.text
    assert "I am on leave until June." in browser_of(office.officer).get(f"/transfers/{offer.id}").text


def test_who_comes_too_late_is_told(app: Flask, browser_of: Open) -> None:
    office = an_office()
    one, other = (an_officer(office.programme.id, name=name) for name in ("Kolja One", "Tilda Other"))
    offer = an_offer(a_case(office), office, office.programme)
    first, second = (browser_of(account).get(f"/transfers/{offer.id}") for account in (one, other))
    first.submit()
    second.submit()
    assert "Somebody has taken this case already." in second.text
    giver = browser_of(office.officer).get(f"/transfers/{offer.id}")
    giver.post(f"/transfers/{offer.id}/take-back", status=200)
    assert "Somebody has taken this case already." in giver.text


def test_a_double_click_offers_once_and_a_missing_consent_is_said_beside_the_field(
    app: Flask, browser_of: Open
) -> None:
    here, there = an_office(), an_office(name="Tamar Taker")
    case = a_case(here)
    db.session.commit()
    browser = browser_of(here.officer).get(f"/cases/{case.id}/transfer")
    browser.submit(status=422, programme_id=str(there.programme.id))
    assert "has not agreed" in browser.error_of("programme_id")
    browser.get(f"/cases/{case.id}/transfer")
    sent = {
        "record_id": str(browser.soup.select("[name=record_id]")[0]["value"]),
        "programme_id": str(here.programme.id),
        "officer_id": "",
        "sentence": "",
    }
    for _ in range(2):
        browser.post(f"/cases/{case.id}/transfer", sent)
    assert db.session.scalar(select(func.count()).select_from(Transfer)) == 1


def test_an_officer_who_leaves_is_replaced_after_saying_how_many(app: Flask, browser_of: Open) -> None:
    office = an_office(name="Olga Officer")
    taking = an_officer(office.programme.id, name="Kolja Colleague")
    for _ in range(2):
        a_case(office)
    desk = browser_of(a_coordinator(office.programme.organisation_id)).get("/transfers")
    desk.click("An officer leaves")
    desk.submit(
        leaving_id=str(office.officer.id), programme_id=str(office.programme.id), taking_id=str(taking.id)
    )
    assert f"2 persons of {office.programme.code} go from Olga Officer to Kolja Colleague." in desk.text
    desk.submit()
    assert "2 persons are in other hands." in desk.text
    assert "2 cases" in browser_of(taking).get(f"/cases?officer={taking.id}").text
