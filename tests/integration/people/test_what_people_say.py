"""What a person says through a link replaces what was there, and what they decline is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from browsing import Browser
from builders.own_words import (
    EVERYTHING,
    Invited,
    entries,
    given,
    links_of,
)
from builders.people import COMMAND
from sqlalchemy import select, text

from tracker import clock
from tracker.db import db
from tracker.people import queries
from tracker.people.models import Person, SelfStatement
from tracker.people.operations import give_consent
from tracker.people.roster import roster
from tracker.people.rules.answers import Gender, OriginAnswer, Purpose, SaidBy
from tracker.people.rules.own_words import Question


def test_what_a_person_says_replaces_what_was_said_on_their_behalf(
    invited: Invited, browser: Browser
) -> None:
    page = browser.get(invited.link("ru")).submit(**EVERYTHING)
    assert "Ваши ответы получены" in page.text
    person = invited.person()
    assert (person.gender, person.gender_wording) == (Gender.WOMAN, "нохчийн зуда")
    assert [one["words"] for one in person.nations] == ["Нохчий", "гӀалгӀай по маме"]
    assert person.origin_said_by is SaidBy.SELF
    assert person.origin_said_on == clock.today().isoformat()
    assert person.region_of_origin == "RU-IN"
    assert person.languages == ["нохчийн мотт", "русский"]
    consent = queries.consents(invited.person_id)[0]
    assert (consent.purpose, consent.wording_version, consent.language) == (
        Purpose.STATISTICS,
        "statistics-1",
        "ru",
    )
    assert "Моё происхождение" in consent.wording
    known = roster().known(invited.person_id)
    assert known is not None
    assert known.allows_statistics_on(clock.today())


def test_words_that_mean_one_nation_of_the_list_are_tied_to_it(invited: Invited, browser: Browser) -> None:
    browser.get(invited.link()).submit(**given(nations__0="ТАТАРЫ", nations__1="my own people"))
    assert invited.person().nations == [
        {"words": "ТАТАРЫ", "code": "tatar"},
        {"words": "my own people", "code": ""},
    ]


def test_a_question_left_out_changes_nothing_and_a_declined_one_deletes(
    invited: Invited, browser: Browser
) -> None:
    browser.get(invited.link()).submit(gender="declined", languages_declined="y", region_declined="y")
    person = invited.person()
    assert (person.gender, person.gender_wording) == (Gender.DECLINED, "")
    assert (person.languages, person.region_of_origin) == ([], "")
    assert [one["code"] for one in person.nations] == ["chechen"], "was left out"
    assert queries.said_themselves(invited.person_id) == {
        Question.GENDER,
        Question.LANGUAGES,
        Question.REGION,
    }
    browser.get(invited.link()).submit(nations_declined="y")
    assert (invited.person().origin_answer, invited.person().nations) == (OriginAnswer.DECLINED, [])


def test_declining_deletes_the_words_of_an_earlier_statement(invited: Invited, browser: Browser) -> None:
    browser.get(invited.link()).submit(**EVERYTHING)
    assert "Сунжа" in invited.desk.get(f"/people/{invited.person_id}").text
    browser.get(invited.link()).submit(region_declined="y")
    db.session.rollback()
    db.session.expire_all()
    assert {one.words for one in db.session.scalars(select(SelfStatement))} == {""}
    assert "Сунжа" not in invited.desk.get(f"/people/{invited.person_id}").response.text


def test_a_refusal_of_statistics_ends_a_consent_at_once(invited: Invited, browser: Browser) -> None:
    give_consent(
        COMMAND,
        db.session.get_one(Person, invited.person_id),
        Purpose.STATISTICS,
        given_on=clock.today() - timedelta(days=30),
        wording="May be counted.",
    )
    db.session.commit()
    known = roster().known(invited.person_id)
    assert known is not None
    assert known.allows_statistics_on(clock.today())
    browser.get(invited.link()).submit(statistics="no")
    known = roster().known(invited.person_id)
    assert known is not None
    assert not known.allows_statistics_on(clock.today())
    assert queries.statistics_consent([invited.person_id], clock.today()) == set()


def test_the_trail_keeps_that_and_through_what_it_was_said_and_no_answer(
    invited: Invited, browser: Browser
) -> None:
    browser.get(invited.link("ru")).submit(**EVERYTHING)
    link = links_of(invited.person_id)[0]
    said = next(one for one in entries(invited.person_id) if one.deed == "speak_for_oneself")
    assert said.actor == f"link:{link.id}"
    assert said.details == {
        "link": str(link.id),
        "questions": ["gender", "languages", "nations", "region", "statistics"],
    }
    kept = " ".join(f"{one.details} {one.actor} {one.record_id}" for one in entries(invited.person_id))
    assert not any(
        word in kept for word in ("woman", "нохчи", "Нохчий", "RU-IN", "Сунжа", "русский", "declined")
    )


def test_from_a_browser_of_the_staff_the_trail_names_the_account(invited: Invited) -> None:
    path = invited.link()
    invited.desk.get(path).submit(gender="woman")
    said = next(one for one in entries(invited.person_id) if one.deed == "speak_for_oneself")
    assert said.actor == str(invited.officer.id)


def test_neither_token_nor_words_stand_in_the_database(
    invited: Invited, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    path = invited.link()
    browser.get(path).submit(**EVERYTHING)
    browser.get(path, status=404)
    token = path.rsplit("/", 1)[1]
    db.session.rollback()
    kept = ""
    for table in db.metadata.sorted_tables:
        if table.name not in {"nation_terms", "nations", "places", "regions"}:
            rows = db.session.execute(text(f'SELECT * FROM "{table.name}"')).all()
            kept += repr(
                [bytes(value) if isinstance(value, memoryview) else value for row in rows for value in row]
            )
    for word in (token, "нохчийн", "Нохчий", "Сунжа"):
        assert word not in kept
        assert word not in caplog.text
