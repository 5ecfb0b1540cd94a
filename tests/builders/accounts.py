"""Build accounts as a test needs them; roles are given through the deed that the pages use."""

from __future__ import annotations

import re
import uuid
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import pyotp
from argon2 import PasswordHasher
from browsing import Browser
from sqlalchemy import update
from werkzeug.test import TestResponse

from tracker import clock
from tracker.access import operations
from tracker.access.models import Account, DonorAccount, Passkey
from tracker.access.operations import Scope
from tracker.access.queries import second_factor_of, viewer_of
from tracker.access.stores import DONORS, STAFF, Store, store_of
from tracker.db import db
from tracker.permissions import Role, Viewer, command_viewer

PASSWORD = "four invented words here"
SECRET = pyotp.random_base32()
"""What the authenticator of every account of this process was given."""

_number = count(1)


@cache
def _hash() -> str:
    """Hash the password once in a process and cheaply: being slow is the point of the hash, not of the tests.

    How much work a hash takes stands in the hash, so the tracker verifies it as it verifies any other.
    """
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


def _facts(store: Store, email: str, name: str) -> dict[str, Any]:
    return {
        "email_digest": store.digest("account address", email),
        "email": email,
        "name": name,
        "password_hash": _hash(),
        "active": True,
        "created_at": clock.now(),
    }


def an_account(*scopes: tuple[Role, Scope], name: str = "Marta Lind", email: str | None = None) -> Account:
    """Make an account of staff with these roles, and commit it; the password is `PASSWORD`."""
    account = Account(**_facts(STAFF, email or f"staff{next(_number)}@example.org", name))
    db.session.add(account)
    db.session.flush()
    _enrol(account)
    for role, scope in scopes:
        operations.give_role(command_viewer("test"), account, role, scope)
    db.session.commit()
    return account


def an_officer(*programme_ids: uuid.UUID, name: str = "Olga Officer") -> Account:
    """Make an officer who works on these programmes."""
    return an_account(*((Role.OFFICER, Scope(programme_id=one)) for one in programme_ids), name=name)


def a_coordinator(*organisation_ids: uuid.UUID, name: str = "Carl Coordinator") -> Account:
    """Make a coordinator over these organisations; over all when none is named."""
    scopes = [Scope(organisation_id=one) for one in organisation_ids] or [Scope(everything=True)]
    return an_account(*((Role.COORDINATOR, one) for one in scopes), name=name)


def an_administrator(*, name: str = "Ada Administrator") -> Account:
    """Make an administrator."""
    return an_account((Role.ADMINISTRATOR, Scope()), name=name)


def a_donor_account(donor_code: str, *, name: str = "Dora Donor", email: str | None = None) -> DonorAccount:
    """Make an account that reads releases for a donor, and commit it."""
    facts = _facts(DONORS, email or f"donor{next(_number)}@example.org", name)
    account = DonorAccount(donor_code=donor_code, **facts)
    db.session.add(account)
    db.session.flush()
    _enrol(account)
    db.session.commit()
    return account


def _enrol(account: Account | DonorAccount) -> None:
    """Give an account an authenticator of which no code was used yet."""
    table = store_of(account).second_factor
    db.session.add(table(account_id=account.id, secret=SECRET, last_step=0, enrolled_at=clock.now()))


def a_passkey(account: Account) -> Passkey:
    """Make a passkey of an account, to which nobody has the other half."""
    made = Passkey(
        account_id=account.id,
        credential_id=b"key",
        public_key=b"no key at all",
        sign_count=1,
        browser="Firefox, Linux",
        made_at=clock.now(),
        last_used_at=None,
    )
    db.session.add(made)
    db.session.commit()
    return made


def a_code_of(account: Account | DonorAccount) -> str:
    """Return the code that the authenticator shows next; one that was used is waited out.

    Waited out in no time: what was used last is taken to have been used an hour ago.
    """
    factor = second_factor_of(account)
    assert factor is not None
    totp = pyotp.TOTP(factor.secret)
    now = totp.timecode(clock.now())
    if factor.last_step >= now:
        table = type(factor)
        db.session.execute(update(table).where(table.id == factor.id).values(last_step=now - 120))
        db.session.commit()
    return totp.generate_otp(now)


def sign_in(
    browser: Browser, account: Account | DonorAccount, *, password: str = PASSWORD, leads_to: str = ""
) -> Browser:
    """Sign in as everybody does, with password and code; the page that follows is not opened."""
    code = a_code_of(account)
    answer = browser.send("GET", "/sign-in")
    form = {"email": account.email, "password": password, "next": leads_to}
    answer = browser.send("POST", "/sign-in", {**form, "csrf_token": token_in(answer.text)})
    assert answer.headers["Location"] == "/sign-in/code", answer.text
    answer = browser.send("GET", "/sign-in/code")
    answer = browser.send("POST", "/sign-in/code", {"code": code, "csrf_token": token_in(answer.text)})
    assert answer.status_code == 302, answer.text
    browser.response = answer
    return browser


def enrol(browser: Browser) -> str:
    """Set an authenticator up on the page that asks for it, and return its secret; recovery codes are on the page."""
    secret = browser.soup.select_one("code.long-code")
    assert secret is not None, browser.text
    key = secret.get_text(strip=True)
    browser.submit(code=pyotp.TOTP(key).now())
    return key


def link_on(desk: Browser) -> str:
    """Return the path of the link that a page shows an administrator."""
    shown = desk.soup.select_one("textarea#link")
    assert shown is not None, desk.text
    return urlsplit(shown.get_text(strip=True)).path


def cookie_in(answer: TestResponse) -> str:
    """Return the cookie of the sign-in, or of the way to it, that an answer sets."""
    kept = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("tracker=")]
    assert len(kept) == 1, kept
    return kept[0].removeprefix("tracker=").split(";")[0]


def token_in(text: str) -> str:
    """Return the CSRF token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found is not None, text
    return found[1]


def as_viewer(account: Account | DonorAccount) -> Viewer:
    """Return the viewer that an account acts as."""
    return viewer_of(account)
