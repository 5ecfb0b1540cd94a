"""Logging a person and changing each part of what is known of them, in the browser."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, an_officer, as_viewer
from builders.organisations import a_programme
from builders.people import a_household, a_person, an_origin, some_facts
from sqlalchemy import func, select

from tracker.access.models import Account
from tracker.audit.models import Entry
from tracker.db import db
from tracker.people import queries
from tracker.people.models import Membership, Person
from tracker.people.rules.answers import Gender, OriginAnswer, Purpose
from tracker.people.rules.households import Relationship

Opening = Callable[[Any], Browser]
Answers = dict[str, Any]


@dataclass
class Desk:
    """A programme, its officer, and a case of theirs."""

    programme_id: uuid.UUID
    officer: Account
    person_id: uuid.UUID
    code: str
    page: Browser


@pytest.fixture
def desk(browser_of: Opening) -> Desk:
    programme = a_programme()
    officer = an_officer(programme.id)
    facts = some_facts(surname="Шарапова", given_name="Вера", citizenships=("RU", "DE"))
    person = a_person(facts, programme_id=programme.id, officer_id=officer.id)
    person_id, code, programme_id = person.id, person.case_code, programme.id
    db.session.commit()
    return Desk(programme_id, officer, person_id, code, browser_of(officer))


def answers(given: Answers) -> Answers:
    """Return answers to fields whose names are no Python words."""
    return given


def value_of(page: Browser, field: str) -> str:
    found = page.soup.find("input", attrs={"name": field})
    return "" if found is None else str(found["value"])


def the_person(person_id: uuid.UUID) -> Person:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Person, person_id)


def deeds_about(person_id: uuid.UUID) -> list[str]:
    db.session.rollback()
    asked = select(Entry.deed).where(Entry.person_id == person_id).order_by(Entry.number)
    return list(db.session.scalars(asked))


def test_an_officer_logs_a_person_with_everything_that_is_known(desk: Desk) -> None:
    given: Answers = {
        "programme_id": str(desk.programme_id),
        "surname": " Gaynutdinova ",
        "given_name": "Алия",
        "other_names": "Aliya Gainutdin\n\nАля",
        "birth_date": "1991-05",
        "citizenships-0": "RU",
        "citizenships-2": "KZ",
        "languages": "Tatar, Russian",
        "contacts-0-channel": "signal",
        "contacts-0-value": "+49 000 000",
        "safe_contact": "Never by telephone.",
        "travel_documents-0-number": "75 0000000",
        "travel_documents-0-country": "RU",
        "travel_documents-0-ends_on": "2027-05",
        "gender": "woman",
        "origin": "stated",
        "nations-0-words": "татарка",
        "nations-0-code": "tatar",
        "nations-1-words": "мишарка",
        "may_use_origin": "y",
        "applicant_roles": ["journalist"],
        "region_of_origin": "RU-TA",
        "host_iso2": "DE",
        "since": "2022-03",
    }
    page = desk.page.get("/people/new").submit(**given)
    person_id = uuid.UUID(page.address.split("/cases/open/")[1])
    person = the_person(person_id)
    assert (person.surname, person.given_name) == ("Gaynutdinova", "Алия")
    assert person.other_names == ["Aliya Gainutdin", "Аля"]
    assert person.citizenships == ["RU", "KZ"]
    assert person.contacts == [{"channel": "signal", "value": "+49 000 000"}]
    assert person.travel_documents == [{"number": "75 0000000", "country": "RU", "ends_on": "2027-05"}]
    assert person.gender is Gender.WOMAN
    assert person.origin_answer is OriginAnswer.STATED
    assert person.nations == [{"words": "татарка", "code": "tatar"}, {"words": "мишарка", "code": ""}]
    assert person.applicant_roles == ["journalist"]
    assert [one.purpose for one in queries.consents(person_id)] == [Purpose.STATISTICS]
    assert [(one.host_iso2, one.since.isoformat()) for one in queries.host_stays(person_id)] == [
        ("DE", "2022-03-01")
    ]
    assert deeds_about(person_id) == ["log", "give_consent", "move"]


def test_a_name_and_a_programme_are_enough_and_nothing_is_asked_for_more(desk: Desk) -> None:
    page = desk.page.get("/people/new").submit(preferred_name="Vera")
    person = the_person(uuid.UUID(page.address.split("/cases/open/")[1]))
    assert person.gender is Gender.NOT_ASKED
    assert person.origin_answer is OriginAnswer.NOT_ASKED
    assert queries.own_ids(as_viewer(desk.officer), [person.id]) == {person.id}


def test_a_form_with_errors_keeps_what_was_typed_and_says_what_to_do(desk: Desk) -> None:
    page = desk.page.get("/people/new").submit(
        status=422,
        **answers(
            {
                "given_name": "Вера",
                "birth_date": "12 мая",
                "nations-0-words": "татарка",
                "contacts-1-value": "vera@example.org",
                "since": "2022",
            }
        ),
    )
    assert "1985-05-12" in page.error_of("birth_date")
    assert "You entered nations" in page.error_of("origin")
    assert "by which way" in page.error_of("contacts-1-channel")
    assert "Choose the host state" in page.error_of("since")
    assert value_of(page, "given_name") == "Вера"
    assert value_of(page, "nations-0-words") == "татарка"


def test_a_person_without_any_name_is_refused(desk: Desk) -> None:
    page = desk.page.get("/people/new").submit(status=422, patronymic="Ивановна")
    assert "Enter a surname" in page.error_of("surname")


def test_a_button_clicked_twice_logs_one_person(desk: Desk) -> None:
    page = desk.page.get("/people/new")
    record_id = value_of(page, "record_id")
    before = db.session.scalar(select(func.count()).select_from(Person))
    page.submit(surname="Once", record_id=record_id)
    desk.page.post("/people/new", {"surname": "Once", "record_id": record_id, "gender": "not_asked"})
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Person)) == (before or 0) + 1


def test_a_programme_of_somebody_else_cannot_be_chosen(desk: Desk) -> None:
    other = a_programme()
    page = desk.page.get("/people/new").submit(status=422, surname="X", programme_id=str(other.id))
    assert page.error_of("programme_id")


def test_the_officer_sees_the_whole_person_and_that_leaves_a_trace(desk: Desk) -> None:
    page = desk.page.get(f"/people/{desk.person_id}")
    assert "Шарапова" in page.text
    assert "Шарапова" not in str(page.soup.title)
    assert deeds_about(desk.person_id)[-1] == "view"


def test_an_officer_of_the_same_programme_sees_the_code_and_no_name(desk: Desk, browser_of: Opening) -> None:
    page = browser_of(an_officer(desk.programme_id)).get(f"/people/{desk.person_id}")
    assert desk.code in page.text.replace(" ", "")
    assert "Шарапова" not in page.response.text
    for part in ("identity", "self-identification", "background", "consents"):
        page.get(f"/people/{desk.person_id}/{part}", status=403)
    page.get(f"/people/{desk.person_id}/host-states")


def test_an_officer_of_another_programme_finds_nothing_at_any_address(
    desk: Desk, browser_of: Opening
) -> None:
    page = browser_of(an_officer(a_programme().id))
    nothing = page.get(f"/people/{uuid.uuid4()}", status=404).text
    for part in ("", "/identity", "/self-identification", "/household", "/household/add", "/consents"):
        assert page.get(f"/people/{desk.person_id}{part}", status=404).text == nothing


def test_a_coordinator_sees_codes_and_changes_nothing(desk: Desk, browser_of: Opening) -> None:
    page = browser_of(a_coordinator()).get(f"/people/{desk.person_id}")
    assert "Шарапова" not in page.response.text
    page.get(f"/people/{desk.person_id}/identity", status=403)
    page.get(f"/people/{desk.person_id}/household")


def test_two_who_edit_an_identity_both_see_both_versions(desk: Desk, browser_of: Opening) -> None:
    address = f"/people/{desk.person_id}/identity"
    first, second = desk.page.get(address), browser_of(desk.officer).get(address)
    first.submit(**answers({"given_name": "Вероника", "citizenships-1": ""}))
    conflict = second.submit(status=409, given_name="Верочка")
    assert "Вероника" in conflict.text
    assert "Верочка" in conflict.response.text
    second.submit()
    person = the_person(desk.person_id)
    assert (person.given_name, person.citizenships) == ("Верочка", ["RU", "DE"])


def test_two_who_edit_the_answers_both_see_both_versions(desk: Desk, browser_of: Opening) -> None:
    address = f"/people/{desk.person_id}/self-identification"
    first, second = desk.page.get(address), browser_of(desk.officer).get(address)
    first.submit(**answers({"origin": "stated", "nations-0-words": "чеченка", "nations-0-code": "chechen"}))
    conflict = second.submit(status=409, gender="woman")
    assert "чеченка" in conflict.text


def test_declining_to_answer_removes_the_nations_named_before(desk: Desk) -> None:
    address = f"/people/{desk.person_id}/self-identification"
    desk.page.get(address).submit(**answers({"origin": "stated", "nations-0-words": "чеченка"}))
    assert the_person(desk.person_id).nations == [{"words": "чеченка", "code": ""}]
    desk.page.get(address).submit(origin="declined")
    person = the_person(desk.person_id)
    assert (person.origin_answer, person.nations) == (OriginAnswer.DECLINED, [])


def test_words_of_ones_own_need_an_answer_beside_them(desk: Desk) -> None:
    page = desk.page.get(f"/people/{desk.person_id}/self-identification")
    refused = page.submit(status=422, gender="declined", gender_wording="agender")
    assert "go with an answer" in refused.error_of("gender_wording")


def test_the_trail_holds_no_answer_and_no_name(desk: Desk) -> None:
    desk.page.get(f"/people/{desk.person_id}/self-identification").submit(
        **answers(
            {"gender": "woman", "origin": "stated", "nations-0-words": "чеченка", "nations-0-code": "chechen"}
        )
    )
    desk.page.get(f"/people/{desk.person_id}/background").submit(
        applicant_roles=["journalist"], region_of_origin="RU-CE"
    )
    db.session.rollback()
    entries = db.session.scalars(select(Entry).where(Entry.person_id == desk.person_id)).all()
    kept = " ".join(str(one.details) for one in entries)
    assert not any(
        word in kept for word in ("woman", "chechen", "чеченка", "journalist", "RU-CE", "Шарапова")
    )


def test_a_consent_is_given_and_withdrawn_and_counts_until_then(desk: Desk) -> None:
    page = desk.page.get(f"/people/{desk.person_id}/consents").submit(
        purpose="statistics", given_on="2024-01-10"
    )
    page.submit(status=422, purpose="statistics", given_on="2024-02-01")
    page.get(f"/people/{desk.person_id}/consents").click("Withdraw Statistics: counting their origin").submit(
        withdrawn_on="2024-05-01"
    )
    db.session.rollback()
    ids = [desk.person_id]
    day = queries.consents(desk.person_id)[0].given_on
    assert queries.statistics_consent(ids, day.replace(month=4)) == set(ids)
    assert queries.statistics_consent(ids, day.replace(month=5, day=1)) == set()


def test_host_states_follow_each_other_and_a_mistake_is_taken_out(desk: Desk) -> None:
    page = desk.page.get(f"/people/{desk.person_id}/host-states")
    page.submit(host_iso2="LT", since="2022").submit(host_iso2="DE", since="2023-05-02")
    assert (
        page.get(f"/people/{desk.person_id}/host-states")
        .submit(status=422, host_iso2="PL", since="2023-05-02")
        .error_of("since")
    )
    stay = queries.host_stays(desk.person_id)[0]
    day = stay.since
    assert queries.host_state_on([desk.person_id], day) == {desk.person_id: "DE"}
    page.get(f"/people/{desk.person_id}/host-states/{stay.id}/remove").submit()
    db.session.rollback()
    assert queries.host_state_on([desk.person_id], day) == {desk.person_id: "LT"}


def test_family_members_join_and_one_becomes_the_principal(desk: Desk) -> None:
    page = desk.page.get(f"/people/{desk.person_id}/household/add")
    page.submit(given_name="Тимур", birth_date="2015", relationship="child", since="2024-02-01")
    page.get(f"/people/{desk.person_id}/household/add").submit(
        given_name="Марат", relationship="spouse", since="2024-02-01"
    )
    page.get(f"/people/{desk.person_id}/household")
    assert "Тимур" in page.text
    assert "Child" in page.text
    db.session.rollback()
    rows = db.session.scalars(select(Membership)).all()
    spouse = next(one for one in rows if one.relationship_to_principal is Relationship.SPOUSE)
    child = next(one for one in rows if one.relationship_to_principal is Relationship.CHILD)
    page.get(f"/people/{spouse.person_id}/household/principal").submit(
        **answers({"since": "2024-06-01", "others-0-relationship": "spouse"})
    )
    db.session.rollback()
    members = queries.households_on([spouse.person_id], spouse.since.replace(month=6))[spouse.person_id]
    assert members == {spouse.person_id, desk.person_id, child.person_id}
    now, before = (
        queries.members_with(spouse.person_id, spouse.since.replace(month=month)) for month in (6, 5)
    )
    assert (now[0].person_id, before[0].person_id) == (spouse.person_id, desk.person_id)


def test_a_case_code_joins_only_from_ones_own_programmes(desk: Desk) -> None:
    other = a_programme()
    stranger = a_person(programme_id=other.id, officer_id=an_officer(other.id).id)
    friend = a_person(programme_id=desk.programme_id, officer_id=desk.officer.id)
    code, friends_code, friend_id = stranger.case_code, friend.case_code, friend.id
    db.session.commit()
    page = desk.page.get(f"/people/{desk.person_id}/household/add")
    refused = page.submit(status=422, case_code=code, relationship="sibling")
    assert "no case with this code" in refused.error_of("case_code")
    refused.submit(case_code=friends_code.lower().replace("-", " "), relationship="sibling")
    db.session.rollback()
    assert (
        friend_id
        in queries.households_on([desk.person_id], db.session.get_one(Person, friend_id).created_at.date())[
            desk.person_id
        ]
    )


def test_who_leaves_a_household_stays_in_its_history(desk: Desk) -> None:
    principal = db.session.get_one(Person, desk.person_id)
    child = a_person(programme_id=desk.programme_id, officer_id=desk.officer.id)
    a_household(principal, (child, Relationship.CHILD))
    child_id = child.id
    db.session.commit()
    alone = desk.page.get(f"/people/{desk.person_id}/household/leave").submit(status=422, until="2024-01-01")
    assert "no principal" in alone.text
    desk.page.get(f"/people/{child_id}/household/leave").submit(until="2024-01-01")
    assert "Earlier households" in desk.page.get(f"/people/{child_id}/household").text


def test_somebody_of_another_programme_is_a_code_in_the_household(desk: Desk) -> None:
    other = a_programme()
    spouse = a_person(
        some_facts(given_name="Hidden"), programme_id=other.id, officer_id=an_officer(other.id).id
    )
    a_household(db.session.get_one(Person, desk.person_id), (spouse, Relationship.SPOUSE))
    code = spouse.case_code
    db.session.commit()
    page = desk.page.get(f"/people/{desk.person_id}/household")
    assert code in page.text.replace(" ", "")
    assert "Hidden" not in page.response.text
    assert "Spouse" not in page.text


def test_origin_of_a_person_is_shown_to_their_officer_alone(desk: Desk, browser_of: Opening) -> None:
    person = a_person(origin=an_origin("ingush"), programme_id=desk.programme_id, officer_id=desk.officer.id)
    person_id = person.id
    db.session.commit()
    assert "ingush" in desk.page.get(f"/people/{person_id}").response.text
    other = browser_of(an_officer(desk.programme_id)).get(f"/people/{person_id}")
    assert "ngush" not in other.response.text
