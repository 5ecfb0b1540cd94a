"""Making accounts, giving roles, signing in and out."""

from __future__ import annotations

import hashlib
import logging
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import case, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from tracker import clock
from tracker.access.models import Account, DonorAccount, DonorSignIn, RoleGrant, SignIn
from tracker.access.queries import account_by_email
from tracker.access.rules import (
    ATTEMPT_WINDOW,
    ATTEMPTS_FROM_ONE_ADDRESS,
    ATTEMPTS_ON_ONE_ACCOUNT_FROM_ONE_ADDRESS,
    LAST_USE_KEPT_EVERY,
    check_password,
    is_slowed,
)
from tracker.access.stores import DONORS, STAFF, Store, actor_name
from tracker.audit.operations import acting_as, record
from tracker.db import db
from tracker.errors import Forbidden, KeyRingUnusable, RuleBroken
from tracker.permissions import Role, Viewer

log = logging.getLogger(__name__)
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_hasher = PasswordHasher()
# Verified when no account has the address, so that both cases take the same work.
_nobodys_hash = _hasher.hash(secrets.token_urlsafe(16))


@dataclass(frozen=True)
class Scope:
    """How far a role reaches; nothing set means the role has no scope of its own."""

    programme_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    everything: bool = False


def create_account(*, email: str, name: str, password: str, account_id: uuid.UUID | None = None) -> Account:
    """Make an account of staff, without any role yet."""
    account = Account(id=account_id or uuid.uuid4(), **_new_account(STAFF, email, name, password))
    db.session.add(account)
    record("create_account", "account", account.id)
    return account


def create_donor_account(
    *, email: str, name: str, password: str, donor_code: str, account_id: uuid.UUID | None = None
) -> DonorAccount:
    """Make an account that reads releases for one donor."""
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
    account.password_hash = _hasher.hash(password)
    end_sign_ins(account)
    store = DONORS if isinstance(account, DonorAccount) else STAFF
    store.record("set_password", "account", account.id)


def reset_password(viewer: Viewer, account: Account | DonorAccount, password: str) -> None:
    """Replace somebody else's lost password with a first one; the trail says who did it."""
    if viewer.account_id == account.id:
        raise Forbidden("Change your own password on your own page.")
    set_password(account, password)
    record("reset_password", "account", account.id)


def first_password() -> str:
    """Return a random password, good enough until its owner changes it."""
    return secrets.token_urlsafe(15)


def change_own_password(account: Account | DonorAccount, *, current: str, password: str) -> None:
    """Replace one's own password after giving the current one."""
    if not _verifies(account.password_hash, current):
        raise RuleBroken("This is not your current password.", "current")
    set_password(account, password)


def sign_in(email: str, password: str, *, address: str) -> tuple[str] | tuple[()]:
    """Sign in with a password; return the cookie's token, or nothing when address or password are wrong.

    The same work is done whether or not the account exists, in whichever store. Raises `RuleBroken`
    when this address, or this account from this address, has failed too often of late.
    """
    account, store = _find(email)
    _refuse_slowed(store, email, address)
    good = _verifies(account.password_hash if account else _nobodys_hash, password)
    if not good or account is None or not account.active:
        return ()
    return (open_sign_in(account)[0],)


def open_sign_in(account: Account | DonorAccount) -> tuple[str, SignIn | DonorSignIn]:
    """Open a sign-in for an account whose owner proved themselves; return its token and its row."""
    store = DONORS if isinstance(account, DonorAccount) else STAFF
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    opened = store.sign_in(
        account_id=account.id,
        token_digest=hashlib.sha256(secret.encode()).digest(),
        created_at=now,
        last_used_at=now,
        ended_at=None,
    )
    db.session.add(opened)
    with acting_as(actor_name(account.id)):
        store.record("sign_in", "sign_in", opened.id)
    db.session.flush()
    return f"{store.name}.{secret}", opened


def note_failure(email: str, *, address: str) -> None:
    """Count a failed attempt against its address, and against the account from that address."""
    _account, store = _find(email)
    for source, _limit in _sources(store, email, address):
        _count_failure(store, source)
    store.record("fail_sign_in", "sign_in", "-")


def guesses_too_often(address: str) -> bool:
    """Say whether this address has opened too many links of late that are not good."""
    row = db.session.get(STAFF.attempts, STAFF.digest("link guesses", address))
    return row is not None and is_slowed(
        row.failures, row.window_started_at, limit=ATTEMPTS_FROM_ONE_ADDRESS, now=clock.now()
    )


def note_guess(address: str) -> None:
    """Count that an address opened a link that is not good."""
    _count_failure(STAFF, STAFF.digest("link guesses", address))


def sign_out(sign_in: SignIn | DonorSignIn) -> None:
    """End one sign-in."""
    store = DONORS if isinstance(sign_in, DonorSignIn) else STAFF
    sign_in.ended_at = clock.now()
    store.record("sign_out", "sign_in", sign_in.id)


def end_sign_ins(account: Account | DonorAccount) -> None:
    """End all sign-ins of an account."""
    table = DonorSignIn if isinstance(account, DonorAccount) else SignIn
    db.session.execute(
        update(table)
        .where(table.account_id == account.id, table.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def needs_last_use(sign_in: SignIn | DonorSignIn) -> bool:
    """Say whether the sign-in's last use is old enough to be written again."""
    return clock.now() - sign_in.last_used_at >= LAST_USE_KEPT_EVERY


def keep_last_use(store: Store, sign_in_id: uuid.UUID) -> None:
    """Write that a sign-in was used just now."""
    table = store.sign_in
    db.session.execute(update(table).where(table.id == sign_in_id).values(last_used_at=clock.now()))


def _new_account(store: Store, email: str, name: str, password: str) -> dict[str, object]:
    check_password(password, email=email)
    if account_by_email(STAFF, email) is not None or account_by_email(DONORS, email) is not None:
        raise RuleBroken("There is an account with this address already.", "email")
    return {
        "email_digest": store.digest("account address", email),
        "email": email.strip(),
        "name": name.strip(),
        "password_hash": _hasher.hash(password),
        "active": True,
        "created_at": clock.now(),
    }


def _find(email: str) -> tuple[Account | DonorAccount | None, Store]:
    """Find an account in either store; donors can sign in while the main database and its keys are away."""
    donor = account_by_email(DONORS, email)
    try:
        staff = account_by_email(STAFF, email)
    except (OperationalError, KeyRingUnusable):
        db.session.rollback()
        return account_by_email(DONORS, email), DONORS
    if staff is not None:
        return staff, STAFF
    return donor, DONORS


def _sources(store: Store, email: str, address: str) -> Iterator[tuple[bytes, int]]:
    yield store.digest("attempts", address), ATTEMPTS_FROM_ONE_ADDRESS
    yield store.digest("attempts", f"{address} {email}"), ATTEMPTS_ON_ONE_ACCOUNT_FROM_ONE_ADDRESS


def _count_failure(store: Store, source: bytes) -> None:
    """Count in one statement, so that two first failures at the same moment do not get into each other's way."""
    table, now = store.attempts, clock.now()
    insert = _INSERTS[db.session.get_bind(table).dialect.name]
    is_over = table.window_started_at <= now - ATTEMPT_WINDOW
    db.session.execute(
        insert(table)
        .values(source_digest=source, window_started_at=now, failures=1)
        .on_conflict_do_update(
            index_elements=[table.source_digest],
            set_={
                "failures": case((is_over, 1), else_=table.failures + 1),
                "window_started_at": case((is_over, now), else_=table.window_started_at),
            },
        )
    )


def _refuse_slowed(store: Store, email: str, address: str) -> None:
    for source, limit in _sources(store, email, address):
        row = db.session.scalars(
            select(store.attempts).where(store.attempts.source_digest == source)
        ).one_or_none()
        if row and is_slowed(row.failures, row.window_started_at, limit=limit, now=clock.now()):
            raise RuleBroken("Too many attempts from here. Wait a quarter of an hour and try again.")


def _verifies(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False


def _scope_details(scope: Scope) -> dict[str, object]:
    return {
        "programme": None if scope.programme_id is None else str(scope.programme_id),
        "organisation": None if scope.organisation_id is None else str(scope.organisation_id),
        "everything": scope.everything,
    }
