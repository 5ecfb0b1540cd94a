"""Reading accounts and sign-ins."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.access.models import (
    Account,
    DonorAccount,
    DonorDoorstep,
    DonorInvitation,
    DonorSecondFactor,
    DonorSignIn,
    Doorstep,
    Invitation,
    Passkey,
    RoleGrant,
    SecondFactor,
    SignIn,
)
from tracker.access.rules.door import ABSOLUTE_LIMIT, DOORSTEP_LIMIT, IDLE_LIMIT, is_alive
from tracker.access.stores import STORES, Store, store_of
from tracker.db import db
from tracker.errors import NotFound
from tracker.permissions import Role, Viewer
from tracker.vault.columns import open_own_column

AnyAccount = Account | DonorAccount
AnySignIn = SignIn | DonorSignIn
ProgrammeIds = Collection[uuid.UUID] | Select[uuid.UUID]
"""Programmes that are known, or the question that finds them."""


def account_by_email(store: Store, email: str) -> Account | DonorAccount | None:
    """Find an account by its address."""
    digest = store.digest("account address", email)
    found: AnyAccount | None = db.session.scalars(
        select(store.account).where(store.account.email_digest == digest)
    ).one_or_none()
    return found


def sign_in_by_token(token: str, now: datetime) -> SignIn | DonorSignIn | None:
    """Find the living sign-in that a cookie names; `token` is `store.secret`."""
    found: AnySignIn | None = _by_token("sign_in", token)
    if found is None:
        return None
    alive = is_alive(
        created_at=found.created_at, last_used_at=found.last_used_at, ended_at=found.ended_at, now=now
    )
    return found if alive else None


def doorstep_by_token(token: str, now: datetime) -> Doorstep | DonorDoorstep | None:
    """Find the browser on the doorstep that a cookie names, while its password still counts."""
    found: Doorstep | DonorDoorstep | None = _by_token("doorstep", token)
    return found if found is not None and now - found.created_at < DOORSTEP_LIMIT else None


def invitation_by_token(token: str, now: datetime) -> Invitation | DonorInvitation | None:
    """Find the open invitation that a link names."""
    found: Invitation | DonorInvitation | None = _by_token("invitation", token)
    return found if found is not None and now < found.expires_at else None


def _by_token(kind: str, token: str) -> Any:
    """Find a row of an open account by `store.secret`, which is kept by its hash."""
    name, _dot, secret = token.partition(".")
    store = STORES.get(name)
    if store is None:
        return None
    table = getattr(store, kind)
    digest = hashlib.sha256(secret.encode()).digest()
    found = db.session.scalars(select(table).where(table.token_digest == digest)).one_or_none()
    return found if found is not None and found.account.active else None


def has_invitation(account: AnyAccount) -> bool:
    """Say whether a link is open by which the password of an account is chosen."""
    table = store_of(account).invitation
    mine = select(table.id).where(table.account_id == account.id, table.expires_at > clock.now())
    return db.session.scalar(mine) is not None


def second_factor_of(account: AnyAccount) -> SecondFactor | DonorSecondFactor | None:
    """Return the authenticator of an account; None while it has not enrolled one."""
    table = store_of(account).second_factor
    found: SecondFactor | DonorSecondFactor | None = db.session.scalars(
        select(table).where(table.account_id == account.id)
    ).one_or_none()
    return found


def passkeys_of(account: AnyAccount) -> list[Passkey]:
    """Return the passkeys of an account, the oldest first; donors have none."""
    if isinstance(account, DonorAccount):
        return []
    return list(
        db.session.scalars(select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.made_at))
    )


def passkey(account: AnyAccount, passkey_id: uuid.UUID) -> Passkey:
    """Return one of an account's own passkeys; raise `NotFound`."""
    found = next((one for one in passkeys_of(account) if one.id == passkey_id), None)
    if found is None:
        raise NotFound
    return found


def is_enrolled(account: AnyAccount) -> bool:
    """Say whether an account has an authenticator."""
    table = store_of(account).second_factor
    return db.session.scalar(select(table.id).where(table.account_id == account.id)) is not None


def recovery_codes_left(account: AnyAccount) -> int:
    """Count the recovery codes of an account that still count."""
    table = store_of(account).recovery_code
    left = select(func.count()).where(table.account_id == account.id, table.used_at.is_(None))
    return db.session.scalar(left) or 0


def living_sign_ins(account: AnyAccount, now: datetime) -> list[SignIn] | list[DonorSignIn]:
    """Return the sign-ins of an account that still count, the last used one first."""
    table = store_of(account).sign_in
    rows = db.session.scalars(
        select(table)
        .where(
            table.account_id == account.id,
            table.ended_at.is_(None),
            table.last_used_at > now - IDLE_LIMIT,
            table.created_at > now - ABSOLUTE_LIMIT,
        )
        .order_by(table.last_used_at.desc())
    )
    return list(rows)


def viewer_of(account: Account | DonorAccount) -> Viewer:
    """Return the viewer that an account acts as, from its grants as they stand now."""
    if isinstance(account, DonorAccount):
        return Viewer(
            account_id=account.id,
            name=account.name,
            roles=frozenset({Role.DONOR}),
            donor_code=account.donor_code,
        )
    grants = account.grants
    return Viewer(
        account_id=account.id,
        name=account.name,
        roles=frozenset(grant.role for grant in grants),
        programmes=frozenset(
            grant.programme_id
            for grant in grants
            if grant.role is Role.OFFICER and grant.programme_id is not None
        ),
        organisations=frozenset(
            grant.organisation_id
            for grant in grants
            if grant.role is Role.COORDINATOR and grant.organisation_id is not None
        ),
        everything=any(grant.everything and grant.role is Role.COORDINATOR for grant in grants),
    )


def staff_account(account_id: uuid.UUID) -> Account:
    """Return one account of staff; raise `NotFound`."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


def donor_account(account_id: uuid.UUID) -> DonorAccount:
    """Return one account of a donor; raise `NotFound`."""
    account = db.session.get(DonorAccount, account_id)
    if account is None:
        raise NotFound
    return account


def is_known(account_id: uuid.UUID) -> bool:
    """Say whether an account of either store has this id already."""
    return any(db.session.get(table, account_id) is not None for table in (Account, DonorAccount))


def is_donor(account: AnyAccount) -> bool:
    """Say whether an account is a donor's."""
    return isinstance(account, DonorAccount)


def grants_of(account: AnyAccount) -> list[RoleGrant]:
    """Return the role grants of an account; a donor's has none."""
    return [] if isinstance(account, DonorAccount) else list(account.grants)


def staff_accounts() -> list[Account]:
    """Return all accounts of staff with their grants, by name."""
    rows = db.session.scalars(
        select(Account).options(
            selectinload(Account.grants).selectinload(RoleGrant.programme),
            selectinload(Account.grants).selectinload(RoleGrant.organisation),
        )
    )
    return sorted(rows, key=lambda account: account.name.casefold())


def donor_accounts() -> list[DonorAccount]:
    """Return all accounts of donors, by name."""
    return sorted(db.session.scalars(select(DonorAccount)), key=lambda account: account.name.casefold())


# By the tables: lists need names, and nothing else of an account.
_accounts, _granted = Account.__table__.c, RoleGrant.__table__.c


def officers_of(programme_ids: ProgrammeIds) -> dict[uuid.UUID, str]:
    """Return the active officers who work on any of these programmes, by name."""
    work_on_them = select(_granted.account_id).where(
        _granted.role == Role.OFFICER, _granted.programme_id.in_(programme_ids)
    )
    names = _names(_accounts.active.is_(True), _accounts.id.in_(work_on_them))
    return dict(sorted(names.items(), key=lambda named: named[1].casefold()))


def names_of(account_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these accounts of staff."""
    return _names(_accounts.id.in_(account_ids)) if account_ids else {}


def names_beside(viewer: Viewer, account_ids: set[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """Return the names of these accounts, the viewer's own without asking; None stands for a command and has none."""
    own = {viewer.account_id: viewer.name} if viewer.account_id in account_ids - {None} else {}
    return own | names_of({one for one in account_ids - own.keys() if one is not None})


def _names(*conditions: ColumnElement[bool]) -> dict[uuid.UUID, str]:
    """Read names alone."""
    rows = db.session.execute(select(_accounts.id, _accounts.name).where(*conditions))
    return open_own_column(Account, "name", rows)
