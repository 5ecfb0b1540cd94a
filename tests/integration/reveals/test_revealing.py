"""Revealing who somebody is: for a reason, a short while, so many a day, and told to the case's officer."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_administrator, an_officer, as_viewer, token_in
from builders.cases import Office, a_case, an_office
from builders.merges import an_own_person, merged
from builders.people import some_facts
from builders.reveals import SENTENCE, a_reveal
from builders.two_desks import masked
from flask import Flask
from sqlalchemy import func, select, text, update

from tracker import clock
from tracker.access.models import Account, DonorAccount
from tracker.approvals.rules import Decision
from tracker.audit import queries as trail
from tracker.audit.models import Entry
from tracker.db import db, writing
from tracker.errors import Forbidden, RuleBroken
from tracker.people.models import Person
from tracker.reveals import operations, queries
from tracker.reveals.models import QuotaRaise, Reveal
from tracker.reveals.rules import PERSONS_A_DAY, RevealReason
from tracker.vault.columns import sealed_bytes

Open = Callable[[Account | DonorAccount], Browser]
NAME = "Zaurbekova"


@pytest.fixture
def office(app: Flask) -> Office:
    return an_office()


@pytest.fixture
def person(office: Office) -> Person:
    return an_own_person(office, some_facts(surname=NAME))


@pytest.fixture
def colleague(office: Office) -> Account:
    return an_officer(office.programme.id, name="Cora Colleague")


def reveals() -> int:
    return db.session.scalar(select(func.count(Reveal.id))) or 0


def test_a_colleague_reveals_for_a_reason_and_the_officer_reads_it(
    office: Office, person: Person, colleague: Account, browser_of: Open
) -> None:
    case = a_case(office, person=person)
    case_page, code = f"/cases/{case.id}", person.case_code
    desk = browser_of(colleague)
    assert NAME not in desk.get(case_page).response.text
    desk.click("Reveal who this is, for a reason")
    desk.submit(422, reason="authority", sentence="why not")
    assert "officer reads it" in desk.error_of("sentence")
    assert NAME not in desk.response.text
    desk.submit(reason="authority", sentence=SENTENCE)
    assert desk.address.endswith("/revealed")
    assert NAME in desk.text
    assert "15 minutes left" in desk.text
    seconds, _sep, away = desk.response.headers["Refresh"].partition("; url=")
    assert 0 < int(seconds) <= 900
    assert away == f"/people/{person.id}"
    assert NAME not in desk.get(case_page).response.text, "no other page shows more than before"
    owner = browser_of(office.officer).get("/desk")
    assert "Cora Colleague" in owner.text
    assert "A host state's office or a mediator" in owner.text
    owner.get(case_page).click("Who looked at my case")
    assert SENTENCE in owner.text
    assert "Cora Colleague" in owner.text
    assert code in owner.text


def test_the_entry_is_there_before_the_page_and_its_sentence_is_sealed(
    person: Person, colleague: Account, browser_of: Open
) -> None:
    desk = browser_of(colleague)
    desk.get(f"/people/{person.id}/reveal")
    desk.submit(status=302, reason="cover", sentence=SENTENCE)
    entry = db.session.scalars(select(Entry).where(Entry.deed == "reveal")).one()
    assert entry.actor == str(colleague.id)
    assert entry.person_id == person.id
    assert entry.details["reason"] == "cover"
    assert entry.sentence == SENTENCE
    assert b"Zarema" not in sealed_bytes(entry, "sentence")
    assert trail.verify() is None
    desk.get(f"/people/{person.id}/revealed")
    shown = db.session.scalars(select(Entry).where(Entry.record_kind == "reveal")).one()
    assert shown.deed == "view"


def test_without_a_trail_nothing_is_revealed(person: Person, colleague: Account, browser_of: Open) -> None:
    desk = browser_of(colleague)
    address = f"/people/{person.id}/reveal"
    token = token_in(desk.get(address).response.text)
    db.session.execute(text("ALTER TABLE trail_entries RENAME TO elsewhere"))
    answer = desk.send("POST", address, {"csrf_token": token, "reason": "cover", "sentence": SENTENCE})
    assert answer.status_code >= 500
    assert reveals() == 0


def test_a_revealed_page_is_not_sent_when_its_entry_cannot_be_written(
    person: Person, colleague: Account, browser_of: Open
) -> None:
    a_reveal(colleague, person)
    desk = browser_of(colleague)
    db.session.execute(text("ALTER TABLE trail_entries RENAME TO elsewhere"))
    answer = desk.send("GET", f"/people/{person.id}/revealed")
    assert answer.status_code >= 500
    assert NAME not in answer.text


def test_when_the_window_closes_the_page_asks_again(
    person: Person, colleague: Account, browser_of: Open
) -> None:
    made = a_reveal(colleague, person)
    desk = browser_of(colleague)
    assert NAME in desk.get(f"/people/{person.id}/revealed").text
    made.revealed_at -= timedelta(minutes=16)
    made.ends_at -= timedelta(minutes=16)
    desk.get(f"/people/{person.id}/revealed")
    assert desk.address.endswith("/reveal")
    assert "The time is over" in desk.text
    assert NAME not in desk.response.text


def test_another_account_gets_nothing_of_a_reveal(
    office: Office, person: Person, colleague: Account, browser_of: Open
) -> None:
    a_reveal(colleague, person)
    third = an_officer(office.programme.id, name="Tara Third")
    desk = browser_of(third).get(f"/people/{person.id}/revealed")
    assert desk.address.endswith("/reveal")
    assert NAME not in desk.response.text
    assert queries.revealed_ids(as_viewer(third), [person.id]) == set()
    assert queries.revealed_ids(as_viewer(colleague), [person.id]) == {person.id}


def test_out_of_scope_is_as_a_random_id(person: Person, browser_of: Open) -> None:
    stranger = an_office(name="Sten Stranger")
    desk = browser_of(stranger.officer)
    for page in ("reveal", "revealed", "looked"):
        answers = [desk.get(f"/people/{one}/{page}", 404).response.text for one in (person.id, uuid.uuid4())]
        hidden, random = (masked(text) for text in answers)
        assert hidden == random
    assert reveals() == 0


def test_who_leaves_the_programme_sees_a_revealed_person_no_more(
    person: Person, colleague: Account, browser_of: Open
) -> None:
    a_reveal(colleague, person)
    desk = browser_of(colleague)
    db.session.execute(text("UPDATE care SET programme_id = NULL, officer_id = NULL, organisation_id = NULL"))
    desk.get(f"/people/{person.id}/revealed", 404)


def test_the_officer_of_a_case_needs_no_reveal_and_administrators_get_none(
    office: Office, person: Person, browser_of: Open
) -> None:
    browser_of(office.officer).get(f"/people/{person.id}/reveal", 403)
    browser_of(an_administrator()).get(f"/people/{person.id}/reveal", 403)
    with pytest.raises(Forbidden):
        operations.reveal(as_viewer(an_administrator()), person, RevealReason.COVER, SENTENCE)


def test_only_the_officer_reads_who_looked(person: Person, colleague: Account, browser_of: Open) -> None:
    browser_of(colleague).get(f"/people/{person.id}/looked", 403)
    browser_of(a_coordinator()).get(f"/people/{person.id}/looked", 403)


def test_clicking_twice_reveals_once(person: Person, colleague: Account, browser_of: Open) -> None:
    desk = browser_of(colleague)
    desk.get(f"/people/{person.id}/reveal")
    sent = desk.soup, desk.address
    desk.submit(reason="cover", sentence=SENTENCE)
    desk.soup, desk.address = sent
    desk.submit(reason="cover", sentence=SENTENCE)
    assert desk.address.endswith("/revealed")
    assert reveals() == 1


def test_the_twenty_first_person_of_a_day_stays_hidden_until_two_people_raise_it(
    office: Office, person: Person, colleague: Account, browser_of: Open
) -> None:
    for _ in range(PERSONS_A_DAY):
        a_reveal(colleague, an_own_person(office))
    db.session.commit()
    with pytest.raises(RuleBroken, match="20 persons today"):
        a_reveal(colleague, person)
    db.session.rollback()
    colleague_id, today = str(colleague.id), clock.today()
    desk = browser_of(a_coordinator(name="Petra Proposer"))
    desk.get("/reveals/quota")
    desk.submit(422, account_id=colleague_id, up_to="20", day=today.isoformat(), sentence=SENTENCE)
    desk.submit(account_id=colleague_id, up_to="40", sentence="Evacuation of the shelter, all families.")
    asked = db.session.scalars(select(QuotaRaise)).one()
    assert desk.get(f"/reveals/quota/{asked.id}").text.count("Somebody else decides this") == 1
    with pytest.raises(RuleBroken):
        a_reveal(colleague, person)
    db.session.rollback()
    second = browser_of(a_coordinator(name="Sven Second"))
    second.get("/approvals").click("Look at it and decide")
    assert "Evacuation of the shelter" in second.text
    second.submit(decision="approved")
    a_reveal(colleague, person)
    db.session.execute(update(QuotaRaise).values(day=today - timedelta(days=1)))
    with pytest.raises(RuleBroken):
        a_reveal(colleague, an_own_person(office))


def test_nobody_decides_a_raise_of_their_own(office: Office) -> None:
    gains, proposer = a_coordinator(name="Gerd Gains"), a_coordinator(name="Petra Proposer")
    asked = operations.propose_raise(
        as_viewer(proposer), gains, up_to=50, day=clock.today(), sentence="Evacuation of the whole shelter."
    )
    for account in (gains, proposer, office.officer):
        with pytest.raises(Forbidden):
            operations.decide_raise(as_viewer(account), asked, Decision.APPROVED)
    assert asked.agreed_at is None


def test_many_browsers_of_one_account_do_not_get_past_the_quota(
    app: Flask, office: Office, colleague: Account
) -> None:
    for _ in range(PERSONS_A_DAY - 2):
        a_reveal(colleague, an_own_person(office))
    persons = [an_own_person(office).id for _ in range(6)]
    viewer = as_viewer(colleague)
    db.session.commit()
    db.session.remove()
    outcomes: list[str] = []
    start = threading.Barrier(len(persons))

    def ask(person_id: uuid.UUID) -> None:
        with app.app_context(), writing():
            start.wait()
            try:
                operations.reveal(viewer, db.session.get_one(Person, person_id), RevealReason.COVER, SENTENCE)
                db.session.commit()
                outcomes.append("revealed")
            except RuleBroken:
                db.session.rollback()
                outcomes.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=ask, args=(one,)) for one in persons]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 4 + ["revealed"] * 2
    assert reveals() == PERSONS_A_DAY
    assert trail.verify() is None


def test_reveals_of_who_was_merged_are_read_with_who_is_left(
    office: Office, person: Person, colleague: Account, browser_of: Open
) -> None:
    gone = an_own_person(office, some_facts(surname=NAME))
    a_reveal(colleague, gone)
    merged(office, person, gone)
    assert SENTENCE in browser_of(office.officer).get(f"/people/{person.id}/looked").text
