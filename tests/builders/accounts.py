"""Build accounts as a test needs them; roles are given through the deed that the pages use."""

from __future__ import annotations

import uuid
from functools import cache
from itertools import count
from typing import Any

from argon2 import PasswordHasher

from tracker import clock
from tracker.access import operations
from tracker.access.models import Account, DonorAccount
from tracker.access.operations import Scope
from tracker.access.queries import viewer_of
from tracker.access.stores import DONORS, STAFF, Store
from tracker.db import db
from tracker.permissions import Role, Viewer, command_viewer

PASSWORD = "four invented words here"

_number = count(1)


@cache
def _hash() -> str:
    """Hash the password once in a process: making it slow is the point of the hash, not of the tests."""
    return PasswordHasher().hash(PASSWORD)


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
    db.session.commit()
    return account


def as_viewer(account: Account | DonorAccount) -> Viewer:
    """Return the viewer that an account acts as."""
    return viewer_of(account)
