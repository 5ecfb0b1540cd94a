"""The page on which a person speaks for themselves: what it says, keeps and refuses."""

from __future__ import annotations

import re

import pytest
from browsing import Browser
from builders.own_words import (
    SURNAME,
    Answers,
    Invited,
    given,
)

from tracker.people.rules.answers import Gender


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
    assert not re.search(r"[A-Za-z]{3,}", page.soup.select_one(".error-summary").get_text())  # type: ignore[union-attr] # the page has one
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
