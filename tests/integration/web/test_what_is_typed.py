"""What people type: characters that nobody can see are not kept, and every refusal speaks in the words of the house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import an_administrator, an_officer
from builders.organisations import a_programme
from sqlalchemy import select

from tracker.access.models import Account
from tracker.access.operations import create_account
from tracker.db import db
from tracker.people.models import Person

Opening = Callable[[Account], Browser]
A_PASSWORD = "four\u200bquiet random words"


@pytest.fixture
def desk(browser_of: Opening) -> Browser:
    officer = an_officer(a_programme().id)
    db.session.commit()
    return browser_of(officer)


def test_a_name_is_kept_without_what_turns_its_letters_round(desk: Browser) -> None:
    desk.get("/people/new").submit(surname="\u202eаполараШ\u202c", given_name="Ве\u200bра\r\nАнна")
    assert "Characters that cannot be seen were left out" in desk.text
    person = db.session.scalars(select(Person)).one()
    assert (person.surname, person.given_name) == ("аполараШ", "Вера Анна")


def test_a_name_in_which_nothing_can_be_seen_is_no_name(browser_of: Opening) -> None:
    keeper = browser_of(an_administrator())
    keeper.get("/organisations/new").submit(name="\u3164\u200b  ", code="QUIET", status=422)
    assert "Enter a name." in keeper.text


def test_lines_of_a_long_text_stay_and_pass_without_remark(desk: Browser) -> None:
    desk.get("/people/new").submit(surname="Шарапова", other_names="Vera\r\nВера")
    assert "cannot be seen" not in desk.text
    assert db.session.scalars(select(Person)).one().other_names == ["Vera", "Вера"]


def test_a_password_is_taken_letter_by_letter(browser: Browser) -> None:
    create_account(email="nino@example.org", name="Nino", password=A_PASSWORD)
    db.session.commit()
    browser.get("/sign-in").submit(
        status=422, email="nino@example.org", password=A_PASSWORD.replace("\u200b", "")
    )
    browser.get("/sign-in").submit(email="nino@example.org", password=A_PASSWORD)
    assert "Set up your second factor" in browser.text


@pytest.mark.parametrize(
    ("address", "answers"),
    [
        ("/people/new", {"gender": "unheard of"}),
        ("/people/new", {"host_iso2": "XX"}),
        ("/people/new", {"applicant_roles": "unheard of"}),
        ("/people/new", {"contacts-0-channel": "unheard of"}),
        ("/people/new", {"nations-0-code": "unheard of"}),
    ],
)
def test_an_unknown_code_is_answered_in_the_words_of_the_house(
    desk: Browser, address: str, answers: dict[str, Any]
) -> None:
    desk.get(address).submit(**{"surname": "Шарапова", **answers}, status=422)
    assert "Choose one of the entries offered here." in desk.text
    assert "valid choice" not in desk.text
    assert "unheard of" not in desk.text
