"""The second factor: nothing opens without it, each code counts once, and a lost telephone locks nobody out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from browsing import Browser
from builders.accounts import (
    PASSWORD,
    SECRET,
    a_code_of,
    a_donor_account,
    an_account,
    an_administrator,
    cookie_in,
    enrol,
    sign_in,
    token_in,
)
from flask import Flask
from sqlalchemy import select, text, update
from werkzeug.test import TestResponse

from tracker import clock
from tracker.access import operations
from tracker.access.models import Account, DonorAccount, Doorstep, RecoveryCode, SecondFactor, SignIn
from tracker.access.stores import store_of
from tracker.audit import queries as trail
from tracker.audit.models import Entry
from tracker.db import db

BrowserOf = Callable[[Account | DonorAccount], Browser]
NOT_GOOD = "This code is not right, or it was used already."


def on_the_doorstep(browser: Browser, account: Account | DonorAccount) -> Browser:
    """Give the right password."""
    return browser.get("/sign-in?next=/me").submit(email=account.email, password=PASSWORD)


def a_newcomer(email: str = "nino@example.org") -> Account:
    """Make an account that has enrolled nothing yet."""
    account = an_account(email=email)
    db.session.delete(db.session.scalars(select(SecondFactor)).one())
    db.session.commit()
    return account


def test_a_newcomer_sets_an_authenticator_up_before_anything_else_opens(browser: Browser) -> None:
    account = a_newcomer()
    on_the_doorstep(browser, account)
    assert browser.address == "/sign-in/enrol"
    assert browser.soup.select_one("svg.scan path")
    elsewhere = browser.send("GET", "/me")
    assert elsewhere.headers["Location"] == "/sign-in?next=/me"
    assert browser.send("GET", "/sign-in/code").headers["Location"] == "/sign-in/enrol"

    key = enrol(browser)
    codes = [one.get_text() for one in browser.soup.select(".recovery-codes code")]
    assert len(set(codes)) == 10
    assert "They are shown this once" in browser.text
    assert "Nino" not in browser.click("They are kept: go on").text
    assert browser.address == "/me"
    assert browser.send("GET", "/sign-in/enrol").headers["Location"] == "/sign-in"

    kept = str(db.session.execute(text("SELECT * FROM second_factors")).all())
    kept += str(db.session.execute(text("SELECT * FROM recovery_codes")).all())
    assert key not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_the_key_stays_the_same_while_the_page_is_opened_again_and_a_wrong_code_enrols_nothing(
    browser: Browser,
) -> None:
    account = a_newcomer()
    on_the_doorstep(browser, account)
    keys = set()
    for _ in range(2):
        shown = browser.get("/sign-in/enrol").soup.select_one("code.long-code")
        assert shown is not None
        keys.add(shown.get_text(strip=True))
    assert len(keys) == 1
    browser.submit(status=422, code="000000" if pyotp.TOTP(keys.pop()).now() != "000000" else "000001")
    assert "This code is not right" in browser.error_of("code")
    assert db.session.scalars(select(SecondFactor)).all() == []


@pytest.mark.parametrize("address", ["/", "/cases", "/me", "/accounts", "/me/recovery-codes", "/releases"])
def test_a_password_alone_opens_no_page(browser: Browser, address: str) -> None:
    on_the_doorstep(browser, an_administrator())
    assert browser.address == "/sign-in/code"
    assert browser.send("GET", address).headers["Location"].startswith("/sign-in")
    assert db.session.scalars(select(SignIn)).all() == []


def test_a_code_counts_once(app: Flask) -> None:
    account = an_account()
    code = a_code_of(account)
    first, second = (on_the_doorstep(Browser(app), account) for _ in range(2))
    first.submit(code=code)
    assert first.address == "/me"
    second.submit(status=422, code=code)
    assert NOT_GOOD in second.error_of("code")
    assert "fail_second_factor" in db.session.scalars(select(Entry.deed)).all()


def test_an_older_code_counts_no_more_once_a_newer_one_was_taken(app: Flask) -> None:
    account = an_account()
    code = a_code_of(account)
    later = pyotp.TOTP(SECRET).generate_otp(pyotp.TOTP(SECRET).timecode(clock.now()) + 1)
    on_the_doorstep(Browser(app), account).submit(code=later)
    on_the_doorstep(Browser(app), account).submit(status=422, code=code)


@pytest.mark.parametrize("steps", [-3, 3, 100])
def test_a_code_of_another_time_is_refused(browser: Browser, steps: int) -> None:
    account = an_account()
    totp = pyotp.TOTP(SECRET)
    other = totp.generate_otp(totp.timecode(clock.now()) + steps)
    on_the_doorstep(browser, account).submit(status=422, code=other)


@pytest.mark.parametrize("donor", [False, True], ids=["staff", "donor"])
def test_of_many_who_give_the_same_code_at_the_same_moment_one_gets_in(app: Flask, *, donor: bool) -> None:
    account = a_donor_account("NORTH") if donor else an_account()
    code = a_code_of(account)
    browsers = [on_the_doorstep(Browser(app), account) for _ in range(4)]
    answers = at_the_same_moment(app, browsers, "/sign-in/code", code)
    assert sorted(one.status_code for one in answers) == [302, 422, 422, 422]
    assert len(db.session.scalars(select(store_of(account).sign_in)).all()) == 1


def test_of_two_browsers_that_enrol_at_the_same_moment_one_gets_in(app: Flask) -> None:
    account = a_newcomer()
    browsers = [on_the_doorstep(Browser(app), account) for _ in range(2)]
    keys = [one.soup.select_one("code.long-code") for one in browsers]
    codes = [pyotp.TOTP(key.get_text(strip=True)).now() for key in keys if key is not None]
    answers = at_the_same_moment(app, browsers, "/sign-in/enrol", *codes)
    assert min(one.status_code for one in answers) == 200
    assert max(one.status_code for one in answers) >= 302
    assert len(db.session.scalars(select(SecondFactor)).all()) == 1
    assert len(db.session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()) == 1


def at_the_same_moment(app: Flask, browsers: list[Browser], address: str, *codes: str) -> list[TestResponse]:
    """Send codes from several browsers at once."""
    start = threading.Barrier(len(browsers))
    tokens = [token_in(one.response.text) for one in browsers]
    given = [*codes, *(codes[0] for _ in browsers[len(codes) :])]

    def send(number: int) -> TestResponse:
        with app.app_context():
            start.wait()
            data = {"csrf_token": tokens[number], "code": given[number]}
            answer = browsers[number].send("POST", address, data)
            db.session.remove()
            return answer

    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = list(pool.map(send, range(len(browsers))))
    db.session.rollback()
    return answers


def test_a_page_of_the_door_left_open_too_long_leads_back_to_its_beginning(browser: Browser) -> None:
    account = an_account()
    code = a_code_of(account)
    on_the_doorstep(browser, account)
    db.session.execute(update(Doorstep).values(created_at=clock.now() - timedelta(minutes=10)))
    db.session.commit()
    browser.submit(code=code)
    assert browser.address == "/sign-in"


def test_the_doorstep_of_one_account_takes_no_code_of_another(browser: Browser) -> None:
    account, other = an_account(), an_account()
    db.session.scalars(
        select(SecondFactor).where(SecondFactor.account_id == other.id)
    ).one().secret = pyotp.random_base32()
    db.session.commit()
    on_the_doorstep(browser, account).submit(status=422, code=a_code_of(other))


def test_a_recovery_code_lets_in_once_however_it_was_copied(browser: Browser, app: Flask) -> None:
    account = a_newcomer()
    on_the_doorstep(browser, account)
    enrol(browser)
    code = browser.soup.select(".recovery-codes code")[3].get_text()
    written = code.upper().replace("-", " ").replace("O", "0").replace("L", "1").replace("B", "8")

    other = on_the_doorstep(Browser(app), account).submit(code=written)
    assert other.address == "/me"
    assert "You used a recovery code; 9 are left." in other.text
    on_the_doorstep(Browser(app), account).submit(status=422, code=code)
    deeds = db.session.scalars(select(Entry.deed)).all()
    assert "use_recovery_code" in deeds
    assert trail.verify() is None


def test_a_recovery_code_of_somebody_else_does_not_count(app: Flask) -> None:
    owner, other = an_account(), an_account()
    codes = operations.renew_recovery_codes(owner, a_code_of(owner), address="192.0.2.1")
    db.session.commit()
    on_the_doorstep(Browser(app), other).submit(status=422, code=codes[0])
    on_the_doorstep(Browser(app), owner).submit(code=codes[0])


def test_new_recovery_codes_take_the_place_of_the_old_ones_and_need_a_code(
    browser_of: BrowserOf, app: Flask
) -> None:
    account = an_account()
    browser = browser_of(account)
    browser.get("/me").click("Make new recovery codes").submit(status=422, code="000000")
    seen = []
    for _ in range(2):
        browser.get("/me/recovery-codes").submit(code=a_code_of(account))
        seen.append(browser.soup.select(".recovery-codes code")[0].get_text())
    on_the_doorstep(Browser(app), account).submit(status=422, code=seen[0])
    on_the_doorstep(Browser(app), account).submit(code=seen[1])
    assert len(db.session.scalars(select(RecoveryCode)).all()) == 10


def test_another_authenticator_takes_over_once_it_shows_a_code_and_every_other_sign_in_ends(
    browser_of: BrowserOf, app: Flask
) -> None:
    account = an_account()
    elsewhere, browser = browser_of(account), browser_of(account)
    browser.get("/me").click("Use another authenticator").submit(status=422, code="000000")
    browser.get("/me/authenticator").submit(code=a_code_of(account))
    assert browser.address == "/sign-in/enrol"
    on_the_doorstep(Browser(app), account).submit(code=a_code_of(account))  # the present one still counts
    browser.get("/sign-in/enrol")
    key = enrol(browser)
    assert browser.click("They are kept: go on").address == "/me"
    assert elsewhere.get("/me").address.startswith("/sign-in")
    code = pyotp.TOTP(SECRET).now()
    on_the_doorstep(Browser(app), account).submit(status=422, code=code)
    assert db.session.scalars(select(SecondFactor)).one().secret == key != SECRET


def test_a_page_of_enrolment_that_was_open_before_cannot_take_over_what_was_enrolled_since(
    app: Flask,
) -> None:
    account = a_newcomer()
    thief, owner = (on_the_doorstep(Browser(app), account) for _ in range(2))
    enrol(owner)
    key = thief.soup.select_one("code.long-code")
    assert key is not None
    thief.submit(code=pyotp.TOTP(key.get_text(strip=True)).now())
    assert thief.address == "/sign-in"
    assert len(db.session.scalars(select(SecondFactor)).all()) == 1
    assert owner.get("/me").address == "/me"


def test_an_administrator_takes_an_authenticator_off_but_not_their_own(
    browser_of: BrowserOf, browser: Browser
) -> None:
    administrator, account = an_administrator(), an_account()
    signed_in, desk = browser_of(account), browser_of(administrator)
    desk.get(f"/accounts/{account.id}").click("Take the authenticator off").submit()
    assert "They enrol another" in desk.text
    assert signed_in.get("/me").address.startswith("/sign-in")
    assert on_the_doorstep(browser, account).address == "/sign-in/enrol"
    desk.get(f"/accounts/{administrator.id}/second-factor").submit(status=403)


def test_a_donors_authenticator_is_kept_in_the_release_store_and_taken_off_there(
    browser_of: BrowserOf, browser: Browser
) -> None:
    donor = a_donor_account("NORTH")
    desk = browser_of(an_administrator())
    desk.get(f"/donor-accounts/{donor.id}").click("Take the authenticator off").submit()
    on_the_doorstep(browser, donor)
    key = enrol(browser)
    kept = db.session.scalars(select(store_of(donor).second_factor)).one()
    assert kept.secret == key
    assert trail.verify_release() is None


def test_the_cookie_of_the_doorstep_is_worth_nothing_once_it_was_used_or_the_password_changed(
    app: Flask,
) -> None:
    account = an_account()
    code = a_code_of(account)
    browser = on_the_doorstep(Browser(app), account)
    operations.set_password(account, "another four good words")
    db.session.commit()
    browser.submit(code=code)
    assert browser.address == "/sign-in"


def test_signing_in_changes_the_cookie_at_each_half(app: Flask) -> None:
    account = an_account()
    code = a_code_of(account)
    browser = Browser(app).get("/sign-in")
    seen = {cookie_in(browser.response)}
    browser.submit(email=account.email, password=PASSWORD, status=302)
    seen.add(cookie_in(browser.response))
    browser.get("/sign-in/code").submit(code=code, status=302)
    seen.add(cookie_in(browser.response))
    assert len(seen) == 3


def test_an_old_sign_in_cookie_opens_nothing_after_signing_out(app: Flask) -> None:
    browser = sign_in(Browser(app), an_account())
    replayed = Browser(app).carries(cookie_in(browser.response))
    assert replayed.get("/me").address == "/me"
    browser.get("/me").post("/sign-out")
    assert replayed.get("/me").address.startswith("/sign-in")
