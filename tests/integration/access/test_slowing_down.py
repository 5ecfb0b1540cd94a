"""Guessing is slowed: per address, per account, for passwords and codes, across restarts, and without an oracle."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import PASSWORD, a_code_of, a_donor_account, an_account, sign_in, token_in
from conftest import close
from flask import Flask
from sqlalchemy import select, update

from tracker import clock
from tracker.access import operations
from tracker.access.models import Account, DonorAttempts, DonorSignIn, SignIn
from tracker.access.rules.door import CODES_FOR_ONE_ACCOUNT, FROM_ONE_ADDRESS, ON_ONE_ACCOUNT_FROM_ONE_ADDRESS
from tracker.app import create_app
from tracker.config import Settings
from tracker.db import db
from tracker.errors import RuleBroken

HERE, THERE = "192.0.2.1", "192.0.2.2"
PAIR = ON_ONE_ACCOUNT_FROM_ONE_ADDRESS.attempts


def try_password(email: str, times: int, address: str = HERE) -> None:
    """Spend attempts at the door, as wrong passwords do."""
    for _ in range(times):
        operations.spend_attempt(email, address=address)
        db.session.commit()


def try_code(account: Account, times: int, address: str = HERE) -> None:
    """Spend attempts at the second factor, as wrong codes do."""
    for _ in range(times):
        operations.spend_code_attempt(account, "000000", address=address)
        db.session.commit()


@pytest.mark.usefixtures("app")
def test_many_wrong_passwords_slow_this_account_from_this_address_only() -> None:
    an_account(email="marta@example.org")
    try_password("marta@example.org", PAIR)
    with pytest.raises(RuleBroken, match="Too many attempts"):
        try_password("marta@example.org", 1)
    db.session.rollback()
    try_password("marta@example.org", 1, THERE)
    try_password("other@example.org", 1)


@pytest.mark.usefixtures("app")
def test_writing_the_address_otherwise_does_not_begin_anew() -> None:
    for number in range(PAIR):
        try_password(" " * number + "Marta@example.org", 1)
    with pytest.raises(RuleBroken, match="Too many attempts"):
        try_password("marta@EXAMPLE.org ", 1)


def test_the_page_refuses_even_the_right_password_until_the_quarter_of_an_hour_is_over(
    browser: Browser,
) -> None:
    account = an_account(email="marta@example.org")
    for _ in range(PAIR):
        browser.get("/sign-in").submit(status=422, email=account.email, password="wrong password here")
    browser.get("/sign-in").submit(status=422, email=account.email, password=PASSWORD)
    assert "Too many attempts from here" in browser.text
    db.session.execute(update(DonorAttempts).values(window_started_at=clock.now() - timedelta(minutes=15)))
    db.session.commit()
    browser.get("/sign-in").submit(email=account.email, password=PASSWORD)
    assert browser.address == "/sign-in/code"


@pytest.mark.usefixtures("app")
def test_a_restart_forgets_no_attempt(settings: Settings) -> None:
    account = an_account(email="marta@example.org")
    try_password(account.email, PAIR, "127.0.0.1")
    try_code(account, PAIR, "127.0.0.1")
    account_id, email = account.id, account.email
    db.session.remove()
    restarted = create_app(settings, testing=True)
    browser = Browser(restarted).get("/sign-in")
    browser.submit(status=422, email=email, password=PASSWORD)
    assert "Too many attempts from here" in browser.text
    with restarted.app_context():
        found = db.session.get_one(Account, account_id)
        with pytest.raises(RuleBroken, match="Too many attempts"):
            operations.spend_code_attempt(found, "000000", address="127.0.0.1")
    close(restarted)


def test_signing_in_again_and_again_slows_nobody(app: Flask) -> None:
    account = an_account()
    for _ in range(PAIR + 2):
        sign_in(Browser(app), account)
    assert set(db.session.scalars(select(DonorAttempts.failures))) == {0}


@pytest.mark.usefixtures("app")
def test_a_good_sign_in_pays_for_itself_and_not_for_guesses_before_it() -> None:
    an_account(email="marta@example.org")
    try_password("other@example.org", 5)
    try_password("marta@example.org", 1)
    assert operations.check_password_of("marta@example.org", PASSWORD, address=HERE)
    db.session.commit()
    assert max(db.session.scalars(select(DonorAttempts.failures))) == 5


@pytest.mark.usefixtures("app")
def test_an_address_that_guessed_among_strangers_learns_nothing_by_being_slowed() -> None:
    """Were attempts counted where an account lives, an exhausted address would still get through to staff."""
    an_account(email="staff@example.org")
    a_donor_account("NORTH", email="donor@example.org")
    for number in range(FROM_ONE_ADDRESS.attempts):
        try_password(f"stranger{number}@example.org", 1)
    for email in ("staff@example.org", "donor@example.org", "nobody@example.org"):
        with pytest.raises(RuleBroken, match="Too many attempts"):
            try_password(email, 1)
        db.session.rollback()


def test_wrong_codes_from_many_addresses_slow_the_account_and_a_recovery_code_still_lets_its_owner_in(
    app: Flask, browser: Browser
) -> None:
    account = an_account()
    recovery = operations.renew_recovery_codes(account, a_code_of(account), address=HERE)[0]
    db.session.commit()
    for number in range(CODES_FOR_ONE_ACCOUNT.attempts):
        try_code(account, 1, f"198.51.100.{number}")
    code = a_code_of(account)
    browser.get("/sign-in").submit(email=account.email, password=PASSWORD)
    browser.submit(status=422, code=code)
    assert "somebody who knows the password" in browser.text
    browser.submit(code=recovery)
    assert len(db.session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()) == 1


def test_guesses_made_at_the_same_moment_are_all_counted(app: Flask) -> None:
    account = an_account()
    browsers = [
        Browser(app).get("/sign-in").submit(email=account.email, password=PASSWORD) for _ in range(PAIR + 4)
    ]
    start = threading.Barrier(len(browsers))

    def guess(browser: Browser) -> str:
        with app.app_context():
            start.wait()
            data = {"csrf_token": token_in(browser.response.text), "code": "wrong"}
            answer = browser.send("POST", "/sign-in/code", data)
            db.session.remove()
            return "slowed" if "Too many attempts" in answer.text else str(answer.status_code)

    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = sorted(pool.map(guess, browsers))
    assert answers == ["422"] * PAIR + ["slowed"] * 4


def test_known_unknown_and_closed_accounts_of_either_store_are_answered_alike(app: Flask) -> None:
    an_account(email="staff@example.org")
    a_donor_account("NORTH", email="donor@example.org")
    an_account(email="closed@example.org").active = False
    db.session.commit()
    told = set()
    for email, password in (
        ("staff@example.org", "not the right password"),
        ("donor@example.org", "not the right password"),
        ("nobody@example.org", "not the right password"),
        ("closed@example.org", PASSWORD),
    ):
        browser = Browser(app).get("/sign-in").submit(status=422, email=email, password=password)
        told.add(browser.text)
        assert "The address or the password is not right." in browser.text
    assert len(told) == 1
    assert not db.session.scalars(select(SignIn)).all()
    assert not db.session.scalars(select(DonorSignIn)).all()
