"""Passkeys of staff: making one, showing it in place of a code, taking it off."""

from __future__ import annotations

from sqlalchemy import delete

from tracker import clock
from tracker.access.models import Account, DonorAccount, DonorDoorstep, DonorSignIn, Doorstep, Passkey, SignIn
from tracker.access.operations.door import leave_doorstep, open_sign_in
from tracker.access.queries import passkeys_of
from tracker.access.rules.door import Proof, Visit
from tracker.access.rules.passkeys import Site, check_made, check_shown, named_in
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import NotFound, RuleBroken

_NOT_YOURS = "This passkey does not belong to this account. Use another, or a code."


def make_passkey(
    account: Account | DonorAccount, site: Site, challenge: bytes, answer: str, *, browser: str
) -> Passkey:
    """Keep a passkey that a browser made for this account of staff; raise `RuleBroken`."""
    if isinstance(account, DonorAccount):
        raise NotFound
    made = check_made(site, challenge, answer)
    kept = Passkey(
        account_id=account.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        browser=browser,
        made_at=clock.now(),
        last_used_at=None,
    )
    db.session.add(kept)
    record("make_passkey", "account", account.id)
    return kept


def enter_by_passkey(
    doorstep: Doorstep | DonorDoorstep, site: Site, challenge: bytes, answer: str, visit: Visit
) -> tuple[str, SignIn | DonorSignIn]:
    """Let a browser in that shows a passkey of the account on whose doorstep it is; raise `RuleBroken`."""
    named = named_in(answer)
    key = next((one for one in passkeys_of(doorstep.account) if one.credential_id == named), None)
    if key is None or doorstep.secret:
        raise RuleBroken(_NOT_YOURS)
    shown = check_shown(site, challenge, answer, public_key=key.public_key, sign_count=key.sign_count)
    account = doorstep.account
    if not leave_doorstep(doorstep):
        raise RuleBroken(_NOT_YOURS)
    key.sign_count, key.last_used_at = shown.new_sign_count, clock.now()
    return open_sign_in(account, Proof.PASSKEY, visit)


def remove_passkey(account: Account | DonorAccount, key: Passkey) -> None:
    """Take one of one's own passkeys off."""
    if key.account_id != account.id:
        raise NotFound
    db.session.delete(key)
    record("remove_passkey", "account", account.id)


def forget_passkeys(account: Account | DonorAccount) -> None:
    """Take all passkeys of an account off."""
    db.session.execute(delete(Passkey).where(Passkey.account_id == account.id))
