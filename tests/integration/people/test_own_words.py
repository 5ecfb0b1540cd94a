"""A person speaks for themselves through a link: once, without an account, and what was there before is gone."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from browsing import Browser
from bs4 import Tag
from builders.accounts import an_officer
from builders.organisations import a_programme
from builders.people import COMMAND, a_person, an_origin, some_facts
from flask import Flask
from sqlalchemy import select, text

from tracker import clock
from tracker.access.models import Account
from tracker.access.rules.door import FROM_ONE_ADDRESS
from tracker.audit.models import Entry
from tracker.db import db
from tracker.people import queries
from tracker.people.models import Person, SelfIdentificationLink, SelfStatement
from tracker.people.operations import give_consent
from tracker.people.roster import roster
from tracker.people.rules.answers import Gender, OriginAnswer, Purpose, SaidBy
from tracker.people.rules.own_words import Question

Opening = Callable[[Any], Browser]
Answers = dict[str, Any]
SURNAME = "Шарафутдинова"


@dataclass
class Invited:
    """Somebody whom their officer asks, as the office knows them so far."""

    person_id: uuid.UUID
    code: str
    officer: Account
    desk: Browser

    def link(self, language: str = "en") -> str:
        """Make a link and return its path."""
        page = self.desk.get(f"/people/{self.person_id}/self-identification/ask").submit(language=language)
        shown = page.soup.select_one("#link")
        assert isinstance(shown, Tag)
        return str(shown.get_text()).strip().removeprefix("http://localhost")

    def person(self) -> Person:
        """Return the row as it stands now."""
        db.session.rollback()
        db.session.expire_all()
        return db.session.get_one(Person, self.person_id)


@pytest.fixture
def invited(browser_of: Opening) -> Invited:
    programme = a_programme()
    officer = an_officer(programme.id)
    person = a_person(
        some_facts(surname=SURNAME, gender=Gender.MAN, origin=an_origin("chechen"), region="RU-CE"),
        programme_id=programme.id,
        officer_id=officer.id,
    )
    person.languages = ["Chechen"]
    person_id, code = person.id, person.case_code
    db.session.commit()
    return Invited(person_id, code, officer, browser_of(officer))


def given(**answers: Any) -> Answers:
    """Return answers, with the dashes that Python does not allow in a name."""
    return {name.replace("__", "-"): value for name, value in answers.items()}


def entries(person_id: uuid.UUID) -> list[Entry]:
    db.session.rollback()
    asked = select(Entry).where(Entry.person_id == person_id).order_by(Entry.number)
    return list(db.session.scalars(asked))


def links_of(person_id: uuid.UUID) -> list[SelfIdentificationLink]:
    db.session.rollback()
    db.session.expire_all()
    return [one.link for one in queries.links(person_id)]


def make_old(person_id: uuid.UUID, by: timedelta) -> None:
    """Let a person's links have been made so much earlier."""
    for one in links_of(person_id):
        one.expires_at -= by
    db.session.commit()


EVERYTHING = given(
    gender="woman",
    gender_wording="нохчийн зуда",
    nations__0="Нохчий",
    nations__1="гӀалгӀай по маме",
    region="RU-IN",
    region_wording="Сунжа",
    languages="нохчийн мотт, русский",
    statistics="yes",
)


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


def test_a_link_works_once_and_looking_does_not_use_it_up(invited: Invited, browser: Browser) -> None:
    path = invited.link()
    browser.get(path)
    browser.get(path).submit(gender="woman")
    again = browser.get(path, status=404)
    assert "This link cannot be used" in again.text
    assert "Эта ссылка не действует" in again.text


def test_who_sends_the_page_again_is_told_the_same_and_changes_nothing(
    invited: Invited, browser: Browser
) -> None:
    path = invited.link()
    first, second = browser.get(path), Browser(browser._app).get(path)  # noqa: SLF001 - a second window
    first.submit(gender="woman")
    second.submit(status=404, gender="man")
    assert invited.person().gender is Gender.WOMAN


def test_every_link_that_is_not_good_is_answered_alike(invited: Invited, browser: Browser) -> None:
    unknown = browser.get("/in-your-words/" + "x" * 43, status=404).response.text
    used = invited.link()
    browser.get(used).submit(gender="woman")
    expired = invited.link()
    make_old(invited.person_id, timedelta(days=7))
    withdrawn = invited.link()
    invited.link()
    for path in (used, expired, withdrawn, used[:-1], f"{used}A"):
        assert browser.get(path, status=404).response.text == unknown


def test_a_link_is_good_for_seven_days_and_not_longer(invited: Invited, browser: Browser) -> None:
    path = invited.link()
    make_old(invited.person_id, timedelta(days=7) - timedelta(minutes=5))
    page = browser.get(path)
    make_old(invited.person_id, timedelta(minutes=6))
    page.submit(status=404, gender="woman")
    assert invited.person().gender is Gender.MAN


def test_a_new_link_withdraws_the_former_and_an_officer_withdraws_the_last(
    invited: Invited, browser: Browser
) -> None:
    first, second = invited.link(), invited.link()
    browser.get(first, status=404)
    browser.get(second)
    page = invited.desk.get(f"/people/{invited.person_id}/self-identification")
    made = links_of(invited.person_id)[0]
    page.get(f"/people/{invited.person_id}/self-identification/links/{made.id}/withdraw").submit()
    browser.get(second, status=404)
    assert [one.deed for one in entries(invited.person_id) if one.deed.endswith("link")] == [
        "make_self_identification_link",
        "withdraw_self_identification_link",
        "make_self_identification_link",
        "withdraw_self_identification_link",
    ]


def test_the_page_says_nothing_of_whom_it_asks(invited: Invited, browser: Browser) -> None:
    for language in ("en", "ru"):
        page = browser.get(invited.link(language))
        for told in (SURNAME, "Vera", invited.code, "Тракер", "Tracker", 'RU-CE" selected', "sign-in"):
            assert told not in page.response.text
        assert page.soup.find("header") is None
        assert not page.soup.select("main form input[type=radio][checked]:not([value=''])")
        assert not [box for box in page.soup.select("main form input[type=text]") if box.get("value")]
        assert page.response.headers["Referrer-Policy"] == "no-referrer"
        assert page.response.headers["Cache-Control"] == "no-store"


def test_bad_input_keeps_what_was_typed_and_does_not_use_the_link_up(
    invited: Invited, browser: Browser
) -> None:
    path = invited.link("ru")
    page = browser.get(path).submit(
        status=422,
        **given(nations__0="нохчий" * 40, gender_wording="сама", languages="а, б", languages_declined="y"),
    )
    assert "Сократите до 120 знаков" in page.error_of("nations-0")
    assert "выберите выше" in page.error_of("gender_wording")
    assert "оставьте что-то одно" in page.error_of("languages_declined")
    assert "нохчий" * 40 in page.response.text
    assert not re.search(r"[A-Za-z]{3,}", page.soup.select_one(".error-summary").get_text())  # type: ignore[union-attr]
    page.submit(
        **given(nations__0="нохчий", gender="woman", languages_declined=[]),
    )
    assert invited.person().nations[0]["words"] == "нохчий"


def test_a_nul_is_refused_and_does_not_use_the_link_up(invited: Invited, browser: Browser) -> None:
    path = invited.link()
    page = browser.get(path).submit(status=400, gender_wording="a\0b")
    assert "Your answers were not sent" in page.text
    assert "Tracker" not in page.response.text
    browser.get(path)


def test_a_post_without_the_pages_token_is_refused_and_does_not_use_the_link_up(
    invited: Invited, browser: Browser
) -> None:
    path = invited.link()
    assert browser.send("POST", path, {"gender": "woman"}).status_code == 400
    assert invited.person().gender is Gender.MAN
    browser.get(path).submit(gender="woman")


def test_markup_in_somebodys_words_stays_words(invited: Invited, browser: Browser) -> None:
    browser.get(invited.link()).submit(
        **given(
            gender="woman",
            gender_wording="<script>alert(1)</script>",
            nations__0="<img src=x onerror=alert(1)>",
            region_wording="<b>bold</b>",
        )
    )
    for part in ("", "/self-identification"):
        page = invited.desk.get(f"/people/{invited.person_id}{part}")
        assert "<script>alert" not in page.response.text
        assert "<img src=x" not in page.response.text
        assert "<b>bold" not in page.response.text
    assert "&lt;b&gt;bold" in page.response.text


def test_an_officer_replaces_what_a_person_said_only_when_they_asked_for_it(
    invited: Invited, browser: Browser
) -> None:
    browser.get(invited.link()).submit(**EVERYTHING)
    address = f"/people/{invited.person_id}/self-identification"
    refused = invited.desk.get(address).submit(status=422, gender="man", gender_wording="")
    assert "gave this answer themselves" in refused.error_of("asked_for")
    assert invited.person().gender is Gender.WOMAN
    refused.submit(asked_for="y")
    assert invited.person().gender is Gender.MAN
    invited.desk.get(f"/people/{invited.person_id}/background").submit(status=422, region_of_origin="RU-DA")
    invited.desk.get(f"/people/{invited.person_id}/identity").submit(status=422, languages="German")
    assert invited.person().languages == ["нохчийн мотт", "русский"]
    invited.desk.get(f"/people/{invited.person_id}/identity").submit(languages="German", asked_for="y")
    assert invited.person().languages == ["German"]


def test_tying_a_persons_words_to_the_list_needs_no_asking(invited: Invited, browser: Browser) -> None:
    browser.get(invited.link()).submit(**given(nations__0="my own people"))
    invited.desk.get(f"/people/{invited.person_id}/self-identification").submit(
        **given(nations__0__code="ingush")
    )
    assert invited.person().nations == [{"words": "my own people", "code": "ingush"}]


def test_an_answer_on_behalf_does_not_replace_one_that_the_person_gave(invited: Invited) -> None:
    address = f"/people/{invited.person_id}/self-identification"
    page = invited.desk.get(address).submit(status=422, said_by="officer_on_behalf")
    assert "gave this answer themselves" in page.error_of("asked_for")


def test_links_are_made_by_the_persons_officer_alone(invited: Invited, browser_of: Opening) -> None:
    stranger = browser_of(an_officer(a_programme().id))
    stranger.get(f"/people/{invited.person_id}/self-identification/ask", status=404)
    invited.link()
    made = links_of(invited.person_id)[0]
    withdraw = f"/people/{invited.person_id}/self-identification/links/{made.id}/withdraw"
    stranger.get(withdraw, status=404)
    other = a_person(programme_id=a_programme().id)
    other_id = other.id
    db.session.commit()
    invited.desk.get(f"/people/{other_id}/self-identification/links/{made.id}/withdraw", status=404)


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


@pytest.mark.parametrize(
    "answers",
    [
        {"gender": "not_asked"},
        {"gender": "<b>"},
        {"statistics": "maybe"},
        {"region": "RU-XX"},
        {"nations-0": "x" * 121},
        {"languages": "x" * 301},
    ],
)
def test_an_answer_that_the_page_does_not_offer_is_refused_in_the_readers_language(
    invited: Invited, browser: Browser, answers: Answers
) -> None:
    path = invited.link("ru")
    page = browser.get(path).submit(status=422, **answers)
    summary = page.soup.select_one(".error-summary")
    assert summary is not None
    assert re.findall(r"[A-Za-z]{3,}", summary.get_text()) == []
    browser.get(path)


def test_an_officer_who_changes_a_region_removes_the_words_beside_it(
    invited: Invited, browser: Browser
) -> None:
    browser.get(invited.link()).submit(**EVERYTHING)
    invited.desk.get(f"/people/{invited.person_id}/background").submit(
        region_of_origin="RU-DA", asked_for="y"
    )
    assert "Сунжа" not in invited.desk.get(f"/people/{invited.person_id}").response.text
    assert "statistics-1" in invited.desk.get(f"/people/{invited.person_id}/consents").text


def test_a_page_opened_before_the_person_spoke_does_not_bring_the_old_answer_back(
    invited: Invited, browser: Browser
) -> None:
    address = f"/people/{invited.person_id}/self-identification"
    shown = invited.desk.get(address).soup.select_one('[name="version"]')
    assert shown is not None
    browser.get(invited.link()).submit(gender="woman")
    conflict = invited.desk.get(address).submit(status=409, version=shown["value"], gender="man")
    refused = conflict.submit(status=422)
    assert "gave this answer themselves" in refused.error_of("asked_for")
    assert invited.person().gender is Gender.WOMAN


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


def test_an_address_that_tries_many_links_is_slowed(app: Flask, invited: Invited, browser: Browser) -> None:
    path = invited.link()
    for number in range(FROM_ONE_ADDRESS.attempts):
        browser.send("GET", f"/in-your-words/{number}")
    assert "wait a little" in browser.get("/in-your-words/x", status=429).text
    browser.get(path, status=429)


def test_the_language_is_the_links_until_another_is_picked(invited: Invited, browser: Browser) -> None:
    path = invited.link("ru")
    page = browser.get(path)
    assert page.soup.html is not None
    assert page.soup.html["lang"] == "ru"
    page.get(f"{path}?language=en")
    assert page.soup.html is not None
    assert page.soup.html["lang"] == "en"
    assert "Thank you" in page.submit(gender="woman").text


def test_nothing_of_the_page_is_left_untranslated(invited: Invited, browser: Browser) -> None:
    page = browser.get(invited.link("ru"))
    for foreign in page.soup.select('[lang="en"], datalist'):
        foreign.decompose()
    assert page.soup.body is not None
    words = page.soup.body.get_text(" ") + str(page.soup.title)[7:-8]
    assert re.findall(r"[A-Za-z]{2,}", words.replace("cookie", "")) == []
    done = page.submit(gender="woman")
    assert re.findall(r"[A-Za-z]{2,}", done.text) == []


def test_of_two_who_send_at_the_same_moment_one_gets_through(app: Flask, invited: Invited) -> None:
    path = invited.link()
    pages = [Browser(app).get(path) for _ in range(2)]
    tokens = [str(page.soup.select_one('[name="csrf_token"]')["value"]) for page in pages]  # type: ignore[index]
    db.session.commit()
    db.session.remove()
    start = threading.Barrier(2)

    def send(number: int) -> int:
        start.wait()
        answers = {"gender": ("woman", "man")[number], "csrf_token": tokens[number]}
        with app.app_context():
            return pages[number]._client.post(path, data=answers).status_code  # noqa: SLF001 - without its commit

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(send, range(2))) == [302, 404]
    assert len(queries.statements(invited.person_id)) == 1
