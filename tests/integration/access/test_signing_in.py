"""The door: who gets in, who is slowed down, and that it says nothing about who has an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from browsing import Browser
from builders.accounts import (
    PASSWORD,
    a_code_of,
    a_coordinator,
    a_donor_account,
    an_account,
    an_administrator,
    sign_in,
)
from flask import Flask
from sqlalchemy import select, update

from tracker import clock
from tracker.access import operations
from tracker.access.models import Account, DonorSignIn, SignIn
from tracker.app import create_app
from tracker.audit import queries as trail
from tracker.config import Settings, sqlite_url
from tracker.db import db
from tracker.permissions import Role, command_viewer

BrowserOf = Callable[[Account], Browser]


def test_an_expert_is_told_that_nothing_waits_for_them_yet(browser_of: BrowserOf) -> None:
    expert = an_account((Role.EXPERT, operations.Scope()), name="Edda Expert")
    assert "There is nothing for experts to do yet" in browser_of(expert).get("/me").text
    newcomer = an_account(name="Nina New")
    assert "nothing for experts" not in browser_of(newcomer).get("/me").text


def test_staff_sign_in_and_out(browser: Browser) -> None:
    account = an_account(email="marta@example.org")
    browser.get("/me")
    assert browser.address.startswith("/sign-in")

    browser.submit(email="Marta@Example.org ", password=PASSWORD)
    assert browser.address == "/sign-in/code"
    browser.submit(code=a_code_of(account))
    assert browser.address == "/me"
    assert "Marta Lind" in browser.text

    browser.post("/sign-out")
    browser.get("/me")
    assert browser.address.startswith("/sign-in")
    assert trail.verify() is None
    assert trail.verify_release() is None


def test_a_wrong_password_and_an_unknown_address_look_the_same(browser: Browser) -> None:
    an_account(email="marta@example.org")
    pages = []
    for email, password in (
        ("marta@example.org", "not the right password"),
        ("nobody@example.org", PASSWORD),
        ("nobody@example.org", "not the right password"),
    ):
        browser.get("/sign-in").submit(status=422, email=email, password=password)
        pages.append(browser.text)
        assert "The address or the password is not right." in browser.text
    assert len(set(pages)) == 1


def test_a_closed_account_does_not_get_in(browser: Browser) -> None:
    account = an_account(email="marta@example.org")
    account.active = False
    db.session.commit()
    browser.get("/sign-in").submit(status=422, email="marta@example.org", password=PASSWORD)
    assert "not right" in browser.text


@pytest.mark.parametrize("idle", [timedelta(minutes=31), timedelta(hours=13)])
def test_a_sign_in_ends_by_itself(browser_of: BrowserOf, idle: timedelta) -> None:
    browser = browser_of(an_account())
    browser.get("/me")
    past = clock.now() - idle
    db.session.execute(update(SignIn).values(last_used_at=past, created_at=past))
    db.session.commit()
    browser.get("/me")
    assert browser.address.startswith("/sign-in")


def test_the_last_use_is_kept_once_a_minute(browser_of: BrowserOf) -> None:
    browser = browser_of(an_account())
    past = clock.now() - timedelta(minutes=5)
    db.session.execute(update(SignIn).values(last_used_at=past))
    db.session.commit()
    browser.get("/me")
    db.session.expire_all()
    used = db.session.scalars(select(SignIn.last_used_at)).one()
    assert used > past
    browser.get("/me")
    db.session.expire_all()
    assert db.session.scalars(select(SignIn.last_used_at)).one() == used


@pytest.mark.parametrize(
    "leads_to", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_signing_in_never_leads_to_another_site(browser: Browser, leads_to: str) -> None:
    account = an_account(email="marta@example.org")
    browser.get("/sign-in").submit(email="marta@example.org", password=PASSWORD, next=leads_to)
    browser.submit(status=302, code=a_code_of(account))
    assert browser.response.headers["Location"] == "/"


def test_one_changes_ones_own_password_and_is_signed_out_everywhere(
    browser: Browser, browser_of: BrowserOf
) -> None:
    account = an_account(email="marta@example.org")
    elsewhere = browser_of(account)
    here = browser_of(account)
    here.get("/me/password").submit(status=422, current="wrong password", password="another four good words")
    assert here.error_of("current").endswith("This is not your current password.")
    here.get("/me/password").submit(status=422, current=PASSWORD, password="short")
    assert "at least 15 characters" in here.error_of("password")

    here.get("/me/password").submit(current=PASSWORD, password="another four good words")
    assert "Your password is changed" in here.text
    assert elsewhere.get("/me").address.startswith("/sign-in")
    browser.get("/sign-in?next=/me").submit(email="marta@example.org", password="another four good words")
    browser.submit(code=a_code_of(account))
    assert browser.address == "/me"


@pytest.mark.usefixtures("app")
def test_a_donor_signs_in_while_the_main_database_and_its_keys_are_away(
    settings: Settings, database: str, tmp_path: Path
) -> None:
    donor = a_donor_account("NORTH", email="dora@example.org")
    code = a_code_of(donor)
    db.session.remove()
    away = (
        sqlite_url(tmp_path / "moved-away.db")
        if database == "sqlite"
        else settings.database_url.replace("/tracker_", "/moved_away_")
    )
    crippled = create_app(
        replace(settings, database_url=away, keyring=tmp_path / "no-ring.json"), testing=True
    )
    browser = Browser(crippled)
    browser.get("/sign-in").submit(status=422, email="dora@example.org", password="not the right password")
    browser.get("/sign-in?next=/me").submit(email="dora@example.org", password=PASSWORD)
    browser.submit(code=code)
    assert browser.address == "/me"
    assert "NORTH" in browser.text
    browser.post("/me/password", {"current": PASSWORD, "password": "another four good words"})
    with crippled.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def test_a_donor_has_a_sign_in_of_the_release_store_and_sees_no_staff_page(
    browser: Browser,
) -> None:
    sign_in(browser, a_donor_account("NORTH", email="dora@example.org"))
    assert len(db.session.scalars(select(DonorSignIn)).all()) == 1
    assert db.session.scalars(select(SignIn)).all() == []
    for address in ("/accounts", "/organisations", "/programmes", "/reference", "/approvals"):
        browser.get(address, status=403)


def test_a_demo_link_signs_in_with_one_button_and_from_this_machine_only(
    app: Flask, settings: Settings
) -> None:
    an_administrator()
    db.session.commit()
    links = app.extensions["demo_links"]
    email = db.session.scalars(select(Account)).one().email
    settings.demo_accounts.write_text(f'[{{"role": "administrator", "email": "{email}"}}]', encoding="utf-8")
    token = next(iter(links.tokens().values()))

    browser = Browser(app)
    browser.get(f"/demo/administrator/{token}").submit()
    assert browser.address == "/accounts"
    Browser(app).get(f"/demo/administrator/{'0' * 64}", status=404)
    Browser(app).get(f"/demo/coordinator/{token}", status=404)
    assert links.account("administrator", token, "192.0.2.7") is None


def test_a_new_role_counts_from_the_next_sign_in(browser_of: BrowserOf) -> None:
    account = a_coordinator()
    browser = browser_of(account)
    browser.get("/approvals")
    operations.take_role(command_viewer("test"), account, account.grants[0].id)
    db.session.commit()
    browser.get("/approvals")
    assert browser.address.startswith("/sign-in")
    browser_of(account).get("/approvals", status=403)
