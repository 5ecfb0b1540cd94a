"""Passkeys at the door: no answer but a good one counts, and none for somebody else's account."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from browsing import Browser
from builders.accounts import (
    PASSWORD,
    a_donor_account,
    a_passkey,
    an_account,
    an_administrator,
    sign_in,
    token_in,
)
from flask import Flask
from sqlalchemy import select

from tracker.access.models import Account, DonorAccount, Passkey, SignIn
from tracker.audit.models import Entry
from tracker.db import db

BrowserOf = Callable[[Account | DonorAccount], Browser]
EMPTY = {"id": "a2V5", "rawId": "a2V5", "type": "public-key", "response": {}}


def test_who_has_a_passkey_is_offered_it_and_who_has_none_is_not(app: Flask) -> None:
    account, other = an_account(), an_account()
    a_passkey(account)
    offered = Browser(app).get("/sign-in").submit(email=account.email, password=PASSWORD)
    form = offered.soup.select_one("form[data-passkey]")
    assert form is not None
    assert form.has_attr("hidden")  # until a script shows it
    assert len(json.loads(str(form["data-passkey"]))["allowCredentials"]) == 1
    again = Browser(app).get("/sign-in").submit(email=other.email, password=PASSWORD)
    assert again.soup.select_one("form[data-passkey]") is None


@pytest.mark.parametrize(
    "answer",
    ["", "nothing", "{}", "[]", "null", json.dumps(EMPTY), json.dumps({**EMPTY, "rawId": 7}), "{" * 500],
)
def test_an_answer_that_is_none_lets_nobody_in(app: Flask, answer: str) -> None:
    account = an_account()
    a_passkey(account)
    browser = Browser(app).get("/sign-in").submit(email=account.email, password=PASSWORD)
    token = token_in(browser.response.text)
    sent = browser.send("POST", "/sign-in/passkey", {"csrf_token": token, "answer": answer})
    assert sent.status_code == 422
    assert db.session.scalars(select(SignIn)).all() == []
    assert "fail_second_factor" in db.session.scalars(select(Entry.deed)).all()
    assert browser.get("/sign-in/code").address == "/sign-in/code"


def test_without_a_password_a_passkey_leads_to_the_door(browser: Browser) -> None:
    browser.get("/sign-in").post("/sign-in/passkey", {"answer": json.dumps(EMPTY)})
    assert browser.address == "/sign-in"


def test_a_passkey_that_was_not_made_is_not_kept(browser_of: BrowserOf) -> None:
    browser = browser_of(an_account())
    browser.get("/me/passkeys").post("/me/passkeys", {"answer": json.dumps(EMPTY)}, status=422)
    assert "The passkey was not taken" in browser.text
    assert db.session.scalars(select(Passkey)).all() == []


def test_nobody_takes_somebody_elses_passkey_off(browser_of: BrowserOf) -> None:
    key = a_passkey(an_account())
    browser_of(an_administrator()).get(f"/me/passkeys/{key.id}/remove", status=404)
    browser_of(a_donor_account("NORTH")).get(f"/me/passkeys/{key.id}/remove", status=404)


def test_donors_have_no_passkeys(browser_of: BrowserOf) -> None:
    donor = browser_of(a_donor_account("NORTH"))
    assert "Passkeys" not in donor.get("/me").text
    donor.get("/me/passkeys", status=404)


def test_one_takes_ones_own_passkey_off_and_an_administrator_takes_off_all(app: Flask) -> None:
    account = an_account()
    key = a_passkey(account)
    browser = sign_in(Browser(app), account)
    browser.get("/me/passkeys")
    assert "Firefox, Linux" in browser.text
    browser.get(f"/me/passkeys/{key.id}/remove").submit()
    assert "You have no passkey yet." in browser.text

    a_passkey(account)
    desk = sign_in(Browser(app), an_administrator())
    desk.get(f"/accounts/{account.id}/second-factor").submit()
    assert db.session.scalars(select(Passkey)).all() == []
