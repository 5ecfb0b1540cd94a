"""The second factor: enrolling an authenticator app, taking each code once, recovery codes for a lost telephone."""

from __future__ import annotations

import secrets
from typing import Any, Final

from sqlalchemy import delete, update

from tracker import clock
from tracker.access.models import Account, DonorAccount, DonorDoorstep, DonorSignIn, Doorstep, SignIn
from tracker.access.operations.door import (
    end_sign_ins,
    leave_doorstep,
    open_sign_in,
    renew_token,
    stand_on_doorstep,
)
from tracker.access.operations.passkeys import forget_passkeys
from tracker.access.operations.throttling import Source, from_address, give_back, source, spend
from tracker.access.queries import is_donor, is_enrolled, second_factor_of
from tracker.access.rules.codes import (
    RECOVERY_BYTES,
    RECOVERY_CODES,
    as_typed,
    looks_like_recovery_code,
    read_recovery_code,
    recovery_code,
    step_shown,
)
from tracker.access.rules.door import CODES_FOR_ONE_ACCOUNT, ON_ONE_ACCOUNT_FROM_ONE_ADDRESS, Proof, Visit
from tracker.access.stores import Store, actor_name, store_of
from tracker.audit.operations import acting_as, record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.permissions import Viewer

_NOT_GOOD: Final = "This code is not right, or it was used already. Wait for the next one."
_KNOWN_TO_ANOTHER: Final = (
    "Too many wrong codes were given for this account today, by somebody who knows the password."
    " Sign in with a recovery code, and change your password."
)


def spend_code_attempt(account: Account | DonorAccount, code: str, *, address: str) -> None:
    """Count a code before it is judged; raise `RuleBroken` when there were too many of late."""
    spend(_sources(account, code, address))


def enter(doorstep: Doorstep | DonorDoorstep, code: str, visit: Visit) -> tuple[str, SignIn | DonorSignIn]:
    """Let a browser in that shows a code; return its sign-in, token and row. Raises `RuleBroken`."""
    account = doorstep.account
    proof = _take(account, code, visit.address)
    if not leave_doorstep(doorstep):
        raise RuleBroken(_NOT_GOOD, "code")
    return open_sign_in(account, proof, visit)


def enrol(
    doorstep: Doorstep | DonorDoorstep, code: str, visit: Visit
) -> tuple[str, SignIn | DonorSignIn, list[str]]:
    """Keep what the app was given once a code shows that it has it; return the sign-in and recovery codes.

    All other sign-ins of the account end. Raises `RuleBroken`.
    """
    account, secret, replaces = doorstep.account, doorstep.secret, doorstep.replaces
    step = step_shown(secret, as_typed(code), clock.now())
    if step is None:
        raise RuleBroken("This code is not right. Look whether the telephone's clock is.", "code")
    if is_enrolled(account) and not replaces:
        raise RuleBroken("An authenticator is enrolled already. Sign in with a code of it.", "code")
    if not leave_doorstep(doorstep):
        raise RuleBroken(_NOT_GOOD, "code")
    with acting_as(actor_name(account.id)):
        end_sign_ins(account)
        if replaces:
            _forget(account)
        # Of two who enrol at the same moment the database refuses one: an account has one authenticator.
        codes = register_authenticator(account, secret, step=step)
    return *open_sign_in(account, Proof.AUTHENTICATOR, visit), codes


def prove_again(sign_in: SignIn | DonorSignIn, code: str, *, address: str) -> str:
    """Show a code in a browser that is signed in; return the token by which it is signed in from here on."""
    _take(sign_in.account, code, address)
    return renew_token(sign_in)


def register_authenticator(account: Account | DonorAccount, secret: str, *, step: int = 0) -> list[str]:
    """Keep an authenticator whose last code is that of `step`; return new recovery codes."""
    store = store_of(account)
    db.session.add(
        store.second_factor(account_id=account.id, secret=secret, last_step=step, enrolled_at=clock.now())
    )
    store.record("enrol_second_factor", "account", account.id)
    return _new_recovery_codes(store, account)


def begin_replacing(account: Account | DonorAccount, code: str, *, address: str) -> str:
    """Show a code of what is enrolled in order to enrol another; return the token of a doorstep."""
    _take(account, code, address)
    return stand_on_doorstep(account, replaces=True)


def renew_recovery_codes(account: Account | DonorAccount, code: str, *, address: str) -> list[str]:
    """Replace one's recovery codes after showing a code; the old ones count no more."""
    _take(account, code, address)
    store = store_of(account)
    store.record("renew_recovery_codes", "account", account.id)
    return _new_recovery_codes(store, account)


def reset_second_factor(viewer: Viewer, account: Account | DonorAccount) -> None:
    """Let somebody who lost telephone and recovery codes enrol anew at their next sign-in."""
    if viewer.account_id == account.id:
        raise Forbidden("Change your own authenticator on your own page.")
    _forget(account)
    forget_passkeys(account)
    end_sign_ins(account)
    record("reset_second_factor", "donor_account" if is_donor(account) else "account", account.id)


def note_wrong_code(account: Account | DonorAccount) -> None:
    """Write that somebody who has the password gave a wrong code."""
    store_of(account).record("fail_second_factor", "account", account.id)


def _take(account: Account | DonorAccount, code: str, address: str) -> Proof:
    """Take a code, which counts no more afterwards, also for who gives it at the same moment."""
    if looks_like_recovery_code(code):
        taken, proof = _take_recovery_code(account, code), Proof.RECOVERY_CODE
    else:
        taken, proof = _take_step(account, code), Proof.AUTHENTICATOR
    if not taken:
        raise RuleBroken(_NOT_GOOD, "code")
    give_back(_sources(account, code, address))
    return proof


def _take_step(account: Account | DonorAccount, code: str) -> bool:
    factor = second_factor_of(account)
    step = None if factor is None else step_shown(factor.secret, as_typed(code), clock.now())
    if factor is None or step is None:
        return False
    table: type[Any] = type(factor)
    # Decided by the row itself: the second of two who give the same code changes nothing and is refused.
    taken: Any = db.session.execute(
        update(table).where(table.id == factor.id, table.last_step < step).values(last_step=step)
    )
    return bool(taken.rowcount == 1)


def _take_recovery_code(account: Account | DonorAccount, code: str) -> bool:
    store = store_of(account)
    table = store.recovery_code
    taken: Any = db.session.execute(
        update(table)
        .where(
            table.account_id == account.id,
            table.digest == _digest(store, account, read_recovery_code(code)),
            table.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    if taken.rowcount != 1:
        return False
    with acting_as(actor_name(account.id)):
        store.record("use_recovery_code", "account", account.id)
    return True


def _new_recovery_codes(store: Store, account: Account | DonorAccount) -> list[str]:
    table = store.recovery_code
    db.session.execute(delete(table).where(table.account_id == account.id))
    codes = [recovery_code(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        table(account_id=account.id, digest=_digest(store, account, read_recovery_code(code)), used_at=None)
        for code in codes
    )
    return codes


def _forget(account: Account | DonorAccount) -> None:
    store = store_of(account)
    for table in (store.second_factor, store.recovery_code):
        db.session.execute(delete(table).where(table.account_id == account.id))


def _sources(account: Account | DonorAccount, code: str, address: str) -> list[Source]:
    """Return what a code counts for; a recovery code is not slowed by what others do to the account."""
    sources = [
        from_address(address),
        source("codes", f"{address} {account.id}", ON_ONE_ACCOUNT_FROM_ONE_ADDRESS),
    ]
    if not looks_like_recovery_code(code):
        sources.append(source("codes", str(account.id), CODES_FOR_ONE_ACCOUNT, _KNOWN_TO_ANOTHER))
    return sources


def _digest(store: Store, account: Account | DonorAccount, code: str) -> bytes:
    return store.digest("recovery code", f"{account.id} {code}")
