"""Keeping accounts: making them, giving and taking roles, opening and closing, passwords."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass

from tracker import clock
from tracker.access.models import Account, DonorAccount, RoleGrant
from tracker.access.operations.door import end_sign_ins, hasher, verifies
from tracker.access.queries import account_by_email
from tracker.access.rules.passwords import check_password
from tracker.access.stores import DONORS, STAFF, Store, store_of
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.permissions import Role, Viewer


@dataclass(frozen=True)
class Scope:
    """How far a role reaches; nothing set means the role has no scope of its own."""

    programme_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    everything: bool = False


def create_account(
    *, email: str, name: str, password: str | None = None, account_id: uuid.UUID | None = None
) -> Account:
    """Make an account of staff, without any role yet; without a password its owner is to be invited."""
    account = Account(id=account_id or uuid.uuid4(), **_new_account(STAFF, email, name, password))
    db.session.add(account)
    record("create_account", "account", account.id)
    return account


def create_donor_account(
    *,
    email: str,
    name: str,
    donor_code: str,
    password: str | None = None,
    account_id: uuid.UUID | None = None,
) -> DonorAccount:
    """Make an account that reads releases for one donor; without a password its owner is to be invited."""
    account = DonorAccount(
        id=account_id or uuid.uuid4(), donor_code=donor_code, **_new_account(DONORS, email, name, password)
    )
    db.session.add(account)
    record("create_account", "donor_account", account.id, details={"donor": donor_code})
    return account


def give_role(viewer: Viewer, account: Account, role: Role, scope: Scope) -> RoleGrant:
    """Give an account a role in a scope; nobody gives one to themselves."""
    if viewer.account_id == account.id:
        raise Forbidden("Nobody gives a role to themselves. Ask another administrator.")
    check_scope(role, scope)
    if any(
        (grant.role, grant.programme_id, grant.organisation_id, grant.everything)
        == (role, scope.programme_id, scope.organisation_id, scope.everything)
        for grant in account.grants
    ):
        raise RuleBroken("This account has that role already.", "role")
    grant = RoleGrant(
        account_id=account.id,
        role=role,
        programme_id=scope.programme_id,
        organisation_id=scope.organisation_id,
        everything=scope.everything,
    )
    account.grants.append(grant)
    end_sign_ins(account)
    record("give_role", "account", account.id, details={"role": role.value, **_scope_details(scope)})
    return grant


def check_scope(role: Role, scope: Scope) -> None:
    """Refuse a scope that does not say how far this role reaches."""
    if role is Role.DONOR:
        raise RuleBroken("Donors have accounts of their own; make one for this person.", "role")
    if role is Role.OFFICER and scope.programme_id is None:
        raise RuleBroken("Choose the programme that this officer works on.", "programme_id")
    if role is Role.COORDINATOR and scope.organisation_id is None and not scope.everything:
        raise RuleBroken("Choose an organisation, or all organisations.", "organisation_id")


def take_role(viewer: Viewer, account: Account, grant_id: uuid.UUID) -> None:
    """Take a role away; it ends with the next request."""
    grant = next((one for one in account.grants if one.id == grant_id), None)
    if grant is None:
        raise RuleBroken("This account no longer has that role.")
    if viewer.account_id == account.id and grant.role is Role.ADMINISTRATOR:
        raise Forbidden("Another administrator has to take this role from you.")
    account.grants.remove(grant)
    end_sign_ins(account)
    record("take_role", "account", account.id, details={"role": grant.role.value})


def set_active(viewer: Viewer, account: Account | DonorAccount, *, active: bool, version: int) -> None:
    """Open or close an account; closing ends its sign-ins."""
    account.expect_version(version)
    if viewer.account_id == account.id:
        raise Forbidden("Another administrator has to do this.")
    account.active = active
    if not active:
        end_sign_ins(account)
    record("open_account" if active else "close_account", "account", account.id)


def set_password(account: Account | DonorAccount, password: str) -> None:
    """Replace a password and end all sign-ins of the account."""
    check_password(password, email=account.email)
    account.password_hash = hasher.hash(password)
    end_sign_ins(account)
    store_of(account).record("set_password", "account", account.id)


def shut_password(account: Account | DonorAccount) -> None:
    """Let no password open an account until its owner chooses one, and end its sign-ins."""
    account.password_hash = _shut()
    end_sign_ins(account)


def first_password() -> str:
    """Return a random password, good enough until its owner changes it."""
    return secrets.token_urlsafe(15)


def change_own_password(account: Account | DonorAccount, *, current: str, password: str) -> None:
    """Replace one's own password after giving the current one."""
    if not verifies(account.password_hash, current):
        raise RuleBroken("This is not your current password.", "current")
    set_password(account, password)


def _new_account(store: Store, email: str, name: str, password: str | None) -> dict[str, object]:
    if password is not None:
        check_password(password, email=email)
    if account_by_email(STAFF, email) is not None or account_by_email(DONORS, email) is not None:
        raise RuleBroken("There is an account with this address already.", "email")
    return {
        "email_digest": store.digest("account address", email),
        "email": email.strip(),
        "name": name.strip(),
        "password_hash": _shut() if password is None else hasher.hash(password),
        "active": True,
        "created_at": clock.now(),
    }


def _shut() -> str:
    """Return the hash of a password that nobody knows: verifying it takes the same work as any other."""
    return hasher.hash(secrets.token_urlsafe(32))


def _scope_details(scope: Scope) -> dict[str, object]:
    return {
        "programme": None if scope.programme_id is None else str(scope.programme_id),
        "organisation": None if scope.organisation_id is None else str(scope.organisation_id),
        "everything": scope.everything,
    }
