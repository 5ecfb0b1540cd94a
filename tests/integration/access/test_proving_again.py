"""What a browser left open must not do asks for the second factor again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import a_code_of, a_coordinator, an_account, an_administrator, cookie_in, token_in
from flask import Flask
from sqlalchemy import func, select, update

from tracker import clock
from tracker.access.models import Account, DonorAccount, RoleGrant, SignIn
from tracker.db import db
from tracker.web.blueprint import FRESH_TO_OPEN, FRESH_TO_SEND

BrowserOf = Callable[[Account | DonorAccount], Browser]
ASKS_AGAIN = {
    "access.account",
    "access.account_state",
    "access.donor_account",
    "access.donor_account_state",
    "access.new_account",
    "access.passkeys",
    "access.remove_passkey",
    "access.reset_donor_password",
    "access.reset_donor_second_factor",
    "access.reset_password",
    "access.reset_second_factor",
    "access.take_role",
    "lists.export",
    "lists.take",
    "reports.export",
    "transfers.hand_over",
    "reveals.ask",
    "reveals.decide_raise",
    "reveals.propose_raise",
    "rights.ask",
    "rights.ask_copy",
    "rights.copy",
    "rights.copy_as_file",
    "rights.decide_copy",
    "rights.decide",
}
"""Accounts, roles, passkeys, exports and reveals; a route that is added to them belongs here too."""


def grown_old(by: timedelta) -> None:
    """Let so much time pass since everybody showed their second factor."""
    db.session.execute(update(SignIn).values(proved_at=clock.now() - by))
    db.session.commit()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_routes_that_ask_again_are_these(app: Flask) -> None:
    assert app.extensions["fresh_routes"] == ASKS_AGAIN


def test_accounts_are_opened_again_only_with_another_code(browser_of: BrowserOf) -> None:
    administrator, account = an_administrator(), an_account()
    desk = browser_of(administrator)
    desk.get(f"/accounts/{account.id}")
    assert desk.address == f"/accounts/{account.id}"
    grown_old(FRESH_TO_OPEN)
    desk.get(f"/accounts/{account.id}")
    assert desk.address.startswith("/me/prove")
    desk.submit(status=422, code="000000")
    desk.submit(code=a_code_of(administrator))
    assert desk.address == f"/accounts/{account.id}"
    assert desk.get("/accounts/new").address == "/accounts/new"


def test_a_form_that_was_open_too_long_changes_nothing_until_the_code_is_shown(
    browser_of: BrowserOf,
) -> None:
    administrator, account = an_administrator(), an_account()
    desk = browser_of(administrator)
    desk.get(f"/accounts/{account.id}")
    grown_old(FRESH_TO_SEND - timedelta(seconds=30))
    desk.submit(role="expert")
    assert len(db.session.scalars(select(RoleGrant)).all()) == 2
    grown_old(FRESH_TO_SEND)
    before = db.session.scalar(select(func.count(RoleGrant.id)))
    token = {"csrf_token": token_in(desk.response.text)}
    address = f"/accounts/{account.id}"
    answer = desk.send("POST", address, {**token, "role": "administrator"})
    assert answer.headers["Location"].startswith("/me/prove?next=/accounts/")
    answer = desk.send("POST", f"{address}/state", {**token, "active": "no", "version": account.version})
    assert answer.headers["Location"].startswith("/me/prove?next=/accounts/")
    assert db.session.scalar(select(func.count(RoleGrant.id))) == before
    db.session.expire_all()
    assert account.active


def test_an_export_asks_again(browser_of: BrowserOf) -> None:
    coordinator = a_coordinator()
    desk = browser_of(coordinator)
    assert desk.get("/reports/export").address == "/reports/export"
    grown_old(FRESH_TO_OPEN)
    assert desk.get("/reports/export").address.startswith("/me/prove")
    assert desk.get("/reports").address == "/reports"


def test_the_cookie_from_before_opens_nothing_once_the_code_was_shown(
    browser_of: BrowserOf, app: Flask
) -> None:
    administrator = an_administrator()
    desk = browser_of(administrator)
    thief = Browser(app).carries(cookie_in(desk.response))
    assert thief.get("/me").address == "/me"
    desk.get("/me/prove?next=/me").submit(code=a_code_of(administrator))
    assert desk.address == "/me"
    assert thief.get("/me").address.startswith("/sign-in")


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_proving_again_never_leads_away(browser_of: BrowserOf, away: str) -> None:
    account = an_account()
    browser = browser_of(account)
    browser.get("/me/prove").submit(status=302, code=a_code_of(account), next=away)
    assert browser.response.headers["Location"] == "/"


def test_a_code_for_signing_in_does_not_prove_again(browser_of: BrowserOf) -> None:
    account = an_account()
    browser = browser_of(account)
    code = a_code_of(account)
    browser.get("/me/prove").submit(code=code)
    browser.get("/me/prove").submit(status=422, code=code)
