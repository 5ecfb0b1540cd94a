"""A link by which a person speaks for themselves works once, for seven days, and tells nobody anything."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from browsing import Browser
from builders.accounts import an_officer
from builders.organisations import a_programme
from builders.own_words import (
    Invited,
    Opening,
    entries,
    links_of,
    make_old,
)
from builders.people import a_person
from flask import Flask

from tracker.access.rules.door import FROM_ONE_ADDRESS
from tracker.db import db
from tracker.people import queries
from tracker.people.rules.answers import Gender


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


def test_an_address_that_tries_many_links_is_slowed(app: Flask, invited: Invited, browser: Browser) -> None:
    path = invited.link()
    for number in range(FROM_ONE_ADDRESS.attempts):
        browser.send("GET", f"/in-your-words/{number}")
    assert "wait a little" in browser.get("/in-your-words/x", status=429).text
    browser.get(path, status=429)


def test_of_two_who_send_at_the_same_moment_one_gets_through(app: Flask, invited: Invited) -> None:
    path = invited.link()
    pages = [Browser(app).get(path) for _ in range(2)]
    tokens = [str(page.soup.select_one('[name="csrf_token"]')["value"]) for page in pages]  # type: ignore[index] # the form has one
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
