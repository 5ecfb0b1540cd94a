"""What is held in memory of everybody equals what stands in the database, and a search keeps to its scope."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.organisations import a_programme, an_organisation
from builders.people import COMMAND, a_person, an_origin, some_facts
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.db import db
from tracker.people import operations, queries
from tracker.people.models import Care, Person
from tracker.people.roster import Known, Roster, roster, search
from tracker.people.rules import codes
from tracker.people.rules.answers import Gender, Origin, OriginAnswer, Purpose
from tracker.people.rules.facts import Background, GenderAnswer, Identity
from tracker.vault.models import DataKey

Opening = Callable[[Any], Browser]


@dataclass
class Offices:
    """Two programmes of two organisations, an officer in each, and one person of each officer."""

    mine: Account
    theirs: Account
    my_person: uuid.UUID
    their_person: uuid.UUID
    my_code: str
    their_code: str
    my_organisation: uuid.UUID


@pytest.fixture
def offices(app: Flask) -> Offices:
    organisation = an_organisation()
    here, there = a_programme(organisation=organisation), a_programme()
    mine, theirs = an_officer(here.id), an_officer(there.id)
    my_person = a_person(
        some_facts(surname="Шарапов", given_name="Альберт"), programme_id=here.id, officer_id=mine.id
    )
    their_person = a_person(
        some_facts(surname="Scharapow", given_name="Albina"), programme_id=there.id, officer_id=theirs.id
    )
    made = Offices(
        mine,
        theirs,
        my_person.id,
        their_person.id,
        my_person.case_code,
        their_person.case_code,
        organisation.id,
    )
    db.session.commit()
    return made


def found_by(account: Account, text: str) -> list[tuple[uuid.UUID, str | None]]:
    return [(hit.person_id, hit.name) for hit in search(as_viewer(account), text)]


@pytest.mark.parametrize(
    "text", ["Шарапов", "sharapov albert", "Al'bert Šarapov", "Albert Szarapow", "шарап", "ШАРАПОВ АЛЬБЕРТ"]
)
def test_a_name_is_found_in_either_script_and_by_its_beginning(offices: Offices, text: str) -> None:
    assert found_by(offices.mine, text) == [(offices.my_person, "Шарапов Альберт")]


def test_a_case_code_is_found_however_it_is_written(offices: Offices) -> None:
    assert found_by(offices.mine, offices.my_code.lower().replace("-", " "))[0][0] == offices.my_person
    assert found_by(offices.mine, offices.their_code) == []


def test_who_is_out_of_scope_changes_no_answer(offices: Offices) -> None:
    assert [one for one, _name in found_by(offices.theirs, "Sharapov")] == [offices.their_person]
    misspelt = found_by(offices.mine, "Scharapow Albina")
    db.session.execute(delete(Care).where(Care.person_id == offices.their_person))
    db.session.commit()
    assert found_by(offices.mine, "Scharapow Albina") == misspelt


def test_a_coordinator_finds_codes_of_their_organisations_and_no_names(offices: Offices) -> None:
    everything = found_by(a_coordinator(), "Sharapov")
    assert {one for one, _name in everything} == {offices.my_person, offices.their_person}
    assert {name for _one, name in everything} == {None}
    assert found_by(a_coordinator(offices.my_organisation), "Sharapov") == [(offices.my_person, None)]


def test_the_search_page_says_the_same_of_nobody_and_of_somebody_elsewhere(
    offices: Offices, browser_of: Opening
) -> None:
    page = browser_of(offices.mine).get("/people/search")
    elsewhere = page.submit(text="Albina").text
    assert page.submit(text="Wiktoria").text == elsewhere
    assert "Шарапов Альберт" in page.submit(text="Sharapov").text


@pytest.mark.usefixtures("offices")
def test_a_coordinators_search_is_kept_in_the_trail_without_what_was_typed(browser_of: Opening) -> None:
    browser_of(a_coordinator()).get("/people/search").submit(text="Sharapov")
    entry = db.session.scalars(select(Entry).where(Entry.deed == "search")).one()
    assert entry.details == {"found": 2}


def fresh() -> dict[uuid.UUID, Known]:
    """Return what a roster says that reads everything anew."""
    new = Roster()
    new.refresh()
    return {one.person_id: one for one in new.all()}


NAMES = st.sampled_from(["Иванова", "Ivanova", "Гайнутдинов", "Gainutdinov", "Çelik", "Джабраилова", "Li"])
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["log", "name", "gender", "origin", "decline", "region", "agree", "take_back", "erase"]
        ),
        st.integers(min_value=0, max_value=9),
        NAMES,
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


def edit(deed: str, person: Person, name: str) -> None:  # noqa: C901 - one line for each deed
    """Do one deed to a person."""
    match deed:
        case "name":
            identity = Identity(surname=name, other_names=(name + "ая",), birth_date="1990-02")
            operations.amend_identity(COMMAND, person, identity, version=person.version)
        case "gender":
            operations.answer_gender(COMMAND, person, GenderAnswer(Gender.WOMAN), version=person.version)
        case "origin":
            operations.answer_origin(COMMAND, person, an_origin("tatar", words=name), version=person.version)
        case "decline":
            operations.answer_origin(COMMAND, person, Origin(OriginAnswer.DECLINED), version=person.version)
        case "region":
            background = Background(region_of_origin="RU-TA", applicant_roles=("journalist",))
            operations.amend_background(COMMAND, person, background, version=person.version)
        case "agree":
            if not queries.consents(person.id):
                operations.give_consent(
                    COMMAND, person, Purpose.STATISTICS, given_on=date(2024, 1, 1), wording="Yes."
                )
        case "take_back":
            for consent in queries.consents(person.id):
                if consent.withdrawn_on is None:
                    operations.withdraw_consent(COMMAND, person, consent, withdrawn_on=date(2024, 5, 1))
        case "erase":
            for consent in queries.consents(person.id):
                db.session.delete(consent)
            db.session.execute(delete(Care).where(Care.person_id == person.id))
            db.session.execute(delete(DataKey).where(DataKey.owner_id == person.id))
            db.session.delete(person)
            operations.next_change_number()


@pytest.mark.usefixtures("app")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_what_is_held_equals_what_is_stored_after_any_edits(edits: list[Any]) -> None:
    for deed, which, name, committed in edits:
        persons = db.session.scalars(select(Person).order_by(Person.created_at)).all()
        if deed == "log" or not persons:
            a_person(some_facts(surname=name), may_use_origin=which % 2 == 0)
        else:
            edit(deed, persons[which % len(persons)], name)
        if committed:
            db.session.commit()
        else:
            db.session.flush()
            roster()
            db.session.rollback()
        held = roster()
        stored = fresh()
        assert {one.person_id: one for one in held.all()} == stored
        for one in stored.values():
            assert one in held.find(one.names[0], None, 200)


@pytest.mark.usefixtures("app")
def test_a_well_formed_code_that_nobody_has_is_no_name_that_sounds_like_it() -> None:
    # Some codes have no sound at all, so that nobody is ever called like them.
    for code in (codes.new_code() for _ in range(50)):
        a_person(some_facts(surname=f"{code}a"))
        db.session.commit()
        if roster().find(f"{code}a", None, 5):
            break
    assert roster().find(f"{code}a", None, 5)
    assert roster().find(code, None, 5) == []


@pytest.mark.usefixtures("app")
def test_nothing_of_work_that_is_rolled_back_is_held() -> None:
    a_person(some_facts(surname="Призрак"))
    roster()
    db.session.rollback()
    assert roster().find("Призрак", None, 5) == []
    stays = a_person(some_facts(surname="Остаётся"))
    person_id = stays.id
    db.session.commit()
    assert [one.person_id for one in roster().find("Ostayotsya", None, 5)] == [person_id]


@pytest.mark.usefixtures("app")
def test_only_who_changed_is_read_again() -> None:
    first, second = a_person(), a_person()
    ids = first.id, second.id
    db.session.commit()
    before = [roster().known(one) for one in ids]
    operations.answer_gender(COMMAND, second, GenderAnswer(Gender.MAN), version=second.version)
    db.session.commit()
    after = [roster().known(one) for one in ids]
    assert after[0] is before[0]
    assert after[1] == replace(before[1] or after[1], gender=Gender.MAN)  # type: ignore[type-var] # it is known


@pytest.mark.usefixtures("app")
def test_a_consent_changes_what_is_held_and_not_the_version_that_an_editor_sees() -> None:
    person = a_person()
    person_id = person.id
    db.session.commit()
    version = person.version
    roster()
    operations.give_consent(COMMAND, person, Purpose.STATISTICS, given_on=date(2024, 1, 1), wording="Yes.")
    db.session.commit()
    known = roster().known(person_id)
    assert known is not None
    assert known.allows_statistics_on(date(2024, 1, 1))
    assert not known.allows_statistics_on(date(2023, 12, 31))
    assert person.version == version


def test_several_threads_search_while_one_writes(app: Flask) -> None:
    for _ in range(3):
        a_person(some_facts(surname="Иванова"))
    db.session.commit()
    faults: list[BaseException] = []

    def look() -> None:
        with app.app_context():
            try:
                for _ in range(15):
                    assert len(search(COMMAND, "Иванова")) >= 3
            except BaseException as fault:  # noqa: BLE001 - handed to the test's own thread
                faults.append(fault)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        a_person(some_facts(surname="Иванова"))
        db.session.commit()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(search(COMMAND, "Иванова")) == 8
