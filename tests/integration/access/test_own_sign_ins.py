"""One's own sign-ins: seen, ended, told of when a browser is new; notices by mail where a server is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import PASSWORD, a_code_of, a_donor_account, an_account, an_administrator, sign_in
from builders.mail import MailBox, mail_server
from conftest import close
from flask import Flask
from sqlalchemy import select, text, update

from tracker import clock
from tracker.access import operations
from tracker.access.models import Account, DonorAccount, SignIn
from tracker.access.stores import store_of
from tracker.app import create_app
from tracker.audit.models import Entry
from tracker.config import Settings
from tracker.db import db

BrowserOf = Callable[[Account | DonorAccount], Browser]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW_HERE = "from a browser that was new here"


@pytest.mark.parametrize("donor", [False, True], ids=["staff", "donor"])
def test_one_sees_and_ends_ones_own_sign_ins(app: Flask, *, donor: bool) -> None:
    account = a_donor_account("NORTH") if donor else an_account()
    here = sign_in(Browser(app), account)
    there = Browser(app)
    there.says_it_is(FIREFOX)
    sign_in(there, account)

    here.get("/me")
    assert "Firefox, Linux" in here.text
    assert "this one" in here.text
    opened = db.session.scalars(select(store_of(account).sign_in)).all()
    other = next(one for one in opened if one.browser)
    here.post(f"/me/sign-ins/{other.id}/end")
    assert "That sign-in has ended." in here.text
    assert "Firefox" not in here.text
    assert there.get("/me").address.startswith("/sign-in")
    kept = str(
        db.session.execute(
            text(f"SELECT * FROM {other.__tablename__}"), bind_arguments={"mapper": type(other)}
        ).all()
    )
    assert "Firefox" not in kept


def test_ending_all_others_leaves_this_one(app: Flask) -> None:
    account = an_account()
    here, *others = (sign_in(Browser(app), account) for _ in range(3))
    waiting = Browser(app).get("/sign-in").submit(email=account.email, password=PASSWORD)
    here.get("/me").post("/me/sign-ins/end-others")
    assert "Every other sign-in of yours has ended." in here.text
    for one in others:
        assert one.get("/me").address.startswith("/sign-in")
    assert waiting.submit(code="000000").address == "/sign-in"
    assert "end_other_sign_ins" in db.session.scalars(select(Entry.deed)).all()


def test_nobody_ends_somebody_elses_sign_in(browser_of: BrowserOf) -> None:
    browser_of(an_account(name="Vera Victim"))
    victims = db.session.scalars(select(SignIn)).one()
    stranger = browser_of(an_administrator())
    stranger.get("/me").post(f"/me/sign-ins/{victims.id}/end", status=404)
    donor = browser_of(a_donor_account("NORTH"))
    donor.get("/me").post(f"/me/sign-ins/{victims.id}/end", status=404)
    db.session.expire_all()
    assert db.session.get_one(SignIn, victims.id).ended_at is None


def test_a_new_browser_is_told_of_at_the_next_sign_in_and_a_known_one_is_not(app: Flask) -> None:
    account = an_account()
    own = sign_in(Browser(app), account)
    assert NEW_HERE not in own.get("/me").text
    own.post("/sign-out")
    assert NEW_HERE not in sign_in(own, account).get("/me").text

    thief = Browser(app)
    thief.says_it_is(FIREFOX)
    assert NEW_HERE not in sign_in(thief, account).get("/me").text
    own.get("/me").post("/sign-out")
    assert f"{NEW_HERE} (Firefox, Linux)" in sign_in(own, account).get("/me").text
    own.post("/sign-out")
    assert NEW_HERE not in sign_in(own, account).get("/me").text


def test_the_mark_of_one_account_makes_a_browser_known_to_no_other(app: Flask) -> None:
    first, second = an_account(), an_account()
    sign_in(Browser(app), second)
    browser = sign_in(Browser(app), first)
    browser.get("/me").post("/sign-out")
    sign_in(browser, second)
    untold = db.session.scalars(select(SignIn).where(SignIn.told_at.is_(None))).all()
    assert [one.account_id for one in untold] == [second.id]


def test_another_password_makes_every_browser_new(app: Flask) -> None:
    account = an_account()
    mark = operations.mark_for(account)
    operations.set_password(account, "another four good words")
    assert operations.mark_for(account) != mark


def test_old_sign_ins_are_not_told_of_for_ever(app: Flask) -> None:
    account = an_account()
    own = sign_in(Browser(app), account)
    sign_in(Browser(app), account)
    long_ago = clock.now() - timedelta(days=31)
    db.session.execute(update(SignIn).where(SignIn.told_at.is_(None)).values(created_at=long_ago))
    db.session.commit()
    own.get("/me").post("/sign-out")
    assert NEW_HERE not in sign_in(own, account).get("/me").text


@pytest.fixture
def mailbox() -> Iterator[MailBox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def mailing(settings: Settings, app: Flask, mailbox: MailBox) -> Iterator[Flask]:
    """Make the application again, with a mail server."""
    made = create_app(replace(settings, mail=mailbox.server()), testing=True)
    yield made
    close(made)


def test_the_owner_is_mailed_what_was_done_to_the_account_and_nothing_about_anybody(
    mailing: Flask, mailbox: MailBox
) -> None:
    account = an_account(name="Marta Lind", email="marta@example.org")
    browser = sign_in(Browser(mailing), account)
    assert mailbox.letters == []
    thief = sign_in(Browser(mailing), account)
    assert [one.recipients for one in mailbox.letters] == [["marta@example.org"]]
    assert NEW_HERE in mailbox.letters[0].text
    assert "/me" in mailbox.letters[0].html

    browser.get("/me/recovery-codes").submit(code=a_code_of(account))
    thief.get("/me/password").submit(current=PASSWORD, password="another four good words")
    desk = sign_in(Browser(mailing), an_administrator())
    desk.get(f"/accounts/{account.id}/password").submit()
    desk.get(f"/accounts/{account.id}/second-factor").submit()
    said = [one.text for one in mailbox.letters]
    for words in (
        "recovery codes",
        "password of your account",
        "asked for a new password",
        "took the authenticator",
    ):
        assert sum(words in one for one in said) == 1, words
    assert not any("Marta" in str(one.message) for one in mailbox.letters)


def test_what_was_refused_is_not_mailed_and_a_silent_server_stops_nobody(
    settings: Settings, mailing: Flask, mailbox: MailBox
) -> None:
    account = an_account()
    browser = sign_in(Browser(mailing), account)
    browser.get("/me/password").submit(status=422, current="wrong", password="another four good words")
    browser.get("/me/recovery-codes").submit(status=422, code="000000")
    assert mailbox.letters == []
    mailbox.refuse_next = 1
    browser.get("/me/password").submit(current=PASSWORD, password="another four good words")
    assert "Your password is changed" in browser.text
    assert mailbox.letters == []
