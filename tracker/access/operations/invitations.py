"""Invitations: a link by which the owner of an account chooses its password, which nobody else ever knows."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import delete

from tracker import clock
from tracker.access.models import Account, DonorAccount, DonorInvitation, Invitation
from tracker.access.operations.accounts import set_password, shut_password
from tracker.access.operations.door import digest_of, stand_on_doorstep
from tracker.access.queries import is_donor
from tracker.access.rules.door import INVITATION_LIFE
from tracker.access.stores import actor_name, store_of
from tracker.audit.operations import acting_as, record
from tracker.db import db
from tracker.errors import Forbidden, NotFound
from tracker.permissions import Viewer


def invite(viewer: Viewer, account: Account | DonorAccount) -> str:
    """Make a link for an account and return its token, which is kept nowhere; password and former link count no more.

    The second factor stays as it is: a link does not stand in for it.
    """
    if viewer.account_id == account.id:
        raise Forbidden("Change your own password on your own page.")
    store = store_of(account)
    shut_password(account)
    db.session.execute(delete(store.invitation).where(store.invitation.account_id == account.id))
    secret = secrets.token_urlsafe(32)
    db.session.add(
        store.invitation(
            account_id=account.id,
            token_digest=digest_of(secret),
            expires_at=clock.now() + INVITATION_LIFE,
        )
    )
    record("invite", "donor_account" if is_donor(account) else "account", account.id)
    return f"{store.name}.{secret}"


def accept_invitation(invitation: Invitation | DonorInvitation, password: str) -> str:
    """Choose a password by a link, which is used up; return the token of a doorstep.

    Of two who use the link at the same moment the second gets `NotFound`, as with any link that is not good.
    """
    account = invitation.account
    table: type[Any] = type(invitation)
    gone: Any = db.session.execute(delete(table).where(table.id == invitation.id))
    if gone.rowcount != 1:
        raise NotFound
    with acting_as(actor_name(account.id)):
        set_password(account, password)
    return stand_on_doorstep(account)
