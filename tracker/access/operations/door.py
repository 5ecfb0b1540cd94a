"""The door: a password puts a browser on the doorstep, a second factor lets it in."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from tracker import clock
from tracker.access.models import Account, DonorAccount, DonorDoorstep, DonorSignIn, Doorstep, SignIn
from tracker.access.operations.throttling import Source, from_address, give_back, source, spend
from tracker.access.queries import account_by_email, is_enrolled
from tracker.access.rules.door import (
    DOORSTEP_LIMIT,
    LAST_USE_KEPT_EVERY,
    ON_ONE_ACCOUNT_FROM_ONE_ADDRESS,
    TOLD_FOR,
    Proof,
    Visit,
)
from tracker.access.stores import DONORS, STAFF, Store, actor_name, store_of
from tracker.audit.operations import acting_as
from tracker.db import db
from tracker.errors import KeyRingUnusable, NotFound

hasher = PasswordHasher()
# Verified when no account has the address, so that both cases take the same work.
_nobodys_hash = hasher.hash(secrets.token_urlsafe(16))


def spend_attempt(email: str, *, address: str) -> None:
    """Count an attempt to sign in before it is judged; raise `RuleBroken` when there were too many of late."""
    spend(_sources(email, address))


def check_password_of(email: str, password: str, *, address: str) -> Account | DonorAccount | None:
    """Return the account that address and password name; None when either is wrong.

    The same work is done whether or not the account exists, in whichever store.
    """
    account = _find(email)
    good = verifies(account.password_hash if account else _nobodys_hash, password)
    if not good or account is None or not account.active:
        return None
    give_back(_sources(email, address))
    return account


def stand_on_doorstep(account: Account | DonorAccount, *, replaces: bool = False) -> str:
    """Let a browser whose password was right wait for its second factor; return its token.

    Who has none yet gets a fresh secret to enrol, and so does who `replaces` what is enrolled.
    """
    store, now = store_of(account), clock.now()
    table, secret = store.doorstep, secrets.token_urlsafe(32)
    db.session.execute(
        delete(table).where(table.account_id == account.id, table.created_at <= now - DOORSTEP_LIMIT)
    )
    db.session.add(
        table(
            account_id=account.id,
            token_digest=digest_of(secret),
            created_at=now,
            secret=pyotp.random_base32() if replaces or not is_enrolled(account) else "",
            replaces=replaces,
        )
    )
    return f"{store.name}.{secret}"


def leave_doorstep(doorstep: Doorstep | DonorDoorstep) -> bool:
    """Take a browser off the doorstep; False when it was taken off at the same moment."""
    table: type[Any] = store_of(doorstep.account).doorstep
    gone: Any = db.session.execute(delete(table).where(table.id == doorstep.id))
    return bool(gone.rowcount == 1)


def note_failure(email: str) -> None:
    """Write that somebody gave a wrong address or password: always to the same trail, whoever has the address."""
    account = _find(email)
    DONORS.record("fail_sign_in", "account", account.id if account else "-")


def open_sign_in(
    account: Account | DonorAccount, proof: Proof, visit: Visit
) -> tuple[str, SignIn | DonorSignIn]:
    """Open a sign-in for an account whose owner proved themselves; return its token and its row."""
    store = store_of(account)
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    opened = store.sign_in(
        account_id=account.id,
        token_digest=digest_of(secret),
        created_at=now,
        last_used_at=now,
        ended_at=None,
        second_factor=proof,
        proved_at=now,
        browser=visit.browser,
        told_at=None if _is_new(account, visit) else now,
    )
    db.session.add(opened)
    with acting_as(actor_name(account.id)):
        store.record("sign_in", "sign_in", opened.id, details={"second_factor": proof.value})
    db.session.flush()
    return f"{store.name}.{secret}", opened


def renew_token(sign_in: SignIn | DonorSignIn) -> str:
    """Give a sign-in in which a second factor was shown again another token; the former one counts no more."""
    secret = secrets.token_urlsafe(32)
    sign_in.token_digest, sign_in.proved_at = digest_of(secret), clock.now()
    store = store_of(sign_in.account)
    store.record("prove_again", "sign_in", sign_in.id)
    return f"{store.name}.{secret}"


def mark_for(account: Account | DonorAccount) -> str:
    """Return what a browser keeps in order to be known at this account's next sign-in; it opens nothing.

    Another password makes every browser new: whoever had the old one may have had the mark as well.
    """
    return store_of(account).digest("known browser", f"{account.id} {account.password_hash}").hex()


def tell_of_new_browsers(
    account: Account | DonorAccount, *, but: SignIn | DonorSignIn
) -> list[SignIn | DonorSignIn]:
    """Return the sign-ins from new browsers that the account's owner has not been told of, and note that they are."""
    table = store_of(account).sign_in
    found = db.session.scalars(
        select(table).where(
            table.account_id == account.id,
            table.told_at.is_(None),
            table.id != but.id,
            table.created_at > clock.now() - TOLD_FOR,
        )
    ).all()
    for one in found:
        one.told_at = clock.now()
    return list(found)


def end_own_sign_in(account: Account | DonorAccount, sign_in_id: uuid.UUID) -> None:
    """End one of one's own sign-ins; raise `NotFound` for anybody else's."""
    found = db.session.get(store_of(account).sign_in, sign_in_id)
    if found is None or found.account_id != account.id:
        raise NotFound
    if found.ended_at is None:
        sign_out(found)


def end_other_sign_ins(sign_in: SignIn | DonorSignIn) -> None:
    """End all sign-ins of an account but this one, and send who stands on its doorstep away."""
    end_sign_ins(sign_in.account, but=sign_in)
    store_of(sign_in.account).record("end_other_sign_ins", "account", sign_in.account_id)


def sign_out(sign_in: SignIn | DonorSignIn) -> None:
    """End one sign-in."""
    store = DONORS if isinstance(sign_in, DonorSignIn) else STAFF
    sign_in.ended_at = clock.now()
    store.record("sign_out", "sign_in", sign_in.id)


def end_sign_ins(account: Account | DonorAccount, *, but: SignIn | DonorSignIn | None = None) -> None:
    """End the sign-ins of an account, all or all but one, and send who stands on its doorstep away."""
    store = store_of(account)
    opened, doorstep = store.sign_in, store.doorstep
    ending = update(opened).where(opened.account_id == account.id, opened.ended_at.is_(None))
    if but is not None:
        ending = ending.where(opened.id != but.id)
    db.session.execute(ending.values(ended_at=clock.now()))
    db.session.execute(delete(doorstep).where(doorstep.account_id == account.id))


def needs_last_use(sign_in: SignIn | DonorSignIn) -> bool:
    """Say whether the sign-in's last use is old enough to be written again."""
    return clock.now() - sign_in.last_used_at >= LAST_USE_KEPT_EVERY


def keep_last_use(store: Store, sign_in_id: uuid.UUID) -> None:
    """Write that a sign-in was used just now."""
    table = store.sign_in
    db.session.execute(update(table).where(table.id == sign_in_id).values(last_used_at=clock.now()))


def verifies(password_hash: str, password: str) -> bool:
    """Say whether a password is the one that was hashed."""
    try:
        return hasher.verify(password_hash, password)
    except VerificationError:
        return False


def _find(email: str) -> Account | DonorAccount | None:
    """Find an account in either store; donors can sign in while the main database and its keys are away."""
    donor = account_by_email(DONORS, email)
    try:
        staff = account_by_email(STAFF, email)
    except (OperationalError, KeyRingUnusable):
        db.session.rollback()
        return account_by_email(DONORS, email)
    return staff or donor


def _is_new(account: Account | DonorAccount, visit: Visit) -> bool:
    """Say whether a browser never signed in to this account, though others did."""
    if hmac.compare_digest(visit.mark.encode(), mark_for(account).encode()):
        return False
    table = store_of(account).sign_in
    earlier = select(table.id).where(table.account_id == account.id).limit(1)
    return db.session.scalar(earlier) is not None


def _sources(email: str, address: str) -> list[Source]:
    """Return what an attempt counts for; an address written otherwise is the same account."""
    return [
        from_address(address),
        source("attempts", f"{address} {email.strip().lower()}", ON_ONE_ACCOUNT_FROM_ONE_ADDRESS),
    ]


def digest_of(secret: str) -> bytes:
    """Return the hash by which a random token is found; it is long enough for a fast one."""
    return hashlib.sha256(secret.encode()).digest()
