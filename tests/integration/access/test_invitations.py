"""Invitations: a password that its owner alone knows, chosen by a link that counts once and for three days."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import (
    PASSWORD,
    a_code_of,
    a_donor_account,
    an_account,
    an_administrator,
    link_on,
    token_in,
)
from flask import Flask
from sqlalchemy import select, text, update

from tracker import clock
from tracker.access.models import Account, DonorAccount, Invitation
from tracker.access.rules.door import INVITATION_LIFE
from tracker.audit import queries as trail
from tracker.audit.models import Entry
from tracker.db import db

BrowserOf = Callable[[Account | DonorAccount], Browser]
CHOSEN = "crater hinge bishop lantern"
GOOD: dict[str, Any] = {"password": CHOSEN, "again": CHOSEN}


@pytest.fixture
def account(app: Flask) -> Account:
    return an_account(name="Marta Lind", email="marta@example.org")


@pytest.fixture
def link(account: Account, browser_of: BrowserOf) -> str:
    """Have an administrator make a link for the account."""
    desk = browser_of(an_administrator())
    desk.get(f"/accounts/{account.id}/password").submit()
    return link_on(desk)


def test_a_link_is_kept_by_its_hash_and_names_nobody(link: str, browser: Browser) -> None:
    secret = link.rpartition(".")[2]
    assert len(secret) == 43
    assert secret not in str(db.session.execute(text("SELECT * FROM invitations")).all())
    browser.get(link)
    assert not any(word in browser.response.text for word in ("Marta", "marta"))


def test_the_old_password_counts_no_more_and_opening_the_link_changes_nothing(
    account: Account, link: str, browser: Browser
) -> None:
    browser.get("/sign-in").submit(status=422, email=account.email, password=PASSWORD)
    for _ in range(2):
        browser.get(link)
    browser.submit(**GOOD)
    assert browser.address == "/sign-in/code"
    browser.submit(code=a_code_of(account))
    assert browser.get("/me").address == "/me"
    assert {"invite", "set_password"} <= set(db.session.scalars(select(Entry.deed)))
    assert trail.verify() is None


def test_a_link_counts_once_and_answers_like_one_that_never_was(
    link: str, browser: Browser, app: Flask
) -> None:
    browser.get(link).submit(**GOOD)
    used = Browser(app).get(link, status=404)
    never = Browser(app).get("/invitation/staff.nothing", status=404)
    odd = Browser(app).get("/invitation/nothing", status=404)
    assert used.text == never.text == odd.text


def test_of_two_who_use_a_link_at_the_same_moment_one_chooses(link: str, app: Flask) -> None:
    browsers = [Browser(app).get(link) for _ in range(2)]
    start = threading.Barrier(2)

    def choose(browser: Browser) -> int:
        with app.app_context():
            start.wait()
            answer = browser.send("POST", link, {**GOOD, "csrf_token": token_in(browser.response.text)})
            db.session.remove()
            return answer.status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(choose, browsers)) == [302, 404]


def test_a_link_ends_after_three_days_with_a_new_one_and_with_the_account(
    account: Account, link: str, browser_of: BrowserOf, browser: Browser
) -> None:
    db.session.execute(update(Invitation).values(expires_at=clock.now()))
    db.session.commit()
    browser.get(link, status=404)
    db.session.execute(update(Invitation).values(expires_at=clock.now() + INVITATION_LIFE))
    db.session.commit()
    browser.get(link)

    desk = browser_of(an_administrator())
    assert "open" in desk.get(f"/accounts/{account.id}").text
    desk.get(f"/accounts/{account.id}/password").submit()
    newer = link_on(desk)
    browser.get(link, status=404)
    browser.get(newer)
    account.active = False
    db.session.commit()
    browser.get(newer, status=404)


@pytest.mark.parametrize(
    ("password", "again", "field", "said"),
    [
        ("short", "short", "password", "at least 15 characters"),
        ("password1234567890", "password1234567890", "password", "tried first"),
        (CHOSEN, CHOSEN + "x", "again", "not the same"),
    ],
)
def test_a_refused_password_leaves_the_link_open(
    link: str, browser: Browser, password: str, again: str, field: str, said: str
) -> None:
    browser.get(link).submit(status=422, password=password, again=again)
    assert said in browser.error_of(field)
    browser.get(link).submit(**GOOD)
    assert browser.address == "/sign-in/code"


def test_a_donors_link_lives_in_the_release_store(browser_of: BrowserOf, browser: Browser) -> None:
    donor = a_donor_account("NORTH")
    desk = browser_of(an_administrator())
    desk.get(f"/donor-accounts/{donor.id}/password").submit()
    assert db.session.scalars(select(Invitation)).all() == []
    browser.get(link_on(desk)).submit(**GOOD)
    browser.submit(code=a_code_of(donor))
    assert browser.get("/me").address == "/me"
    assert trail.verify_release() is None


def test_nobody_makes_a_link_for_themselves(browser_of: BrowserOf) -> None:
    administrator = an_administrator()
    browser_of(administrator).get(f"/accounts/{administrator.id}/password").submit(status=403)
