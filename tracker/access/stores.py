"""The two homes of accounts, staff in the main database and donors in the release store, as data."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tracker.access.models import (
    Account,
    Attempts,
    DonorAccount,
    DonorAttempts,
    DonorDoorstep,
    DonorInvitation,
    DonorRecoveryCode,
    DonorSecondFactor,
    DonorSignIn,
    Doorstep,
    Invitation,
    RecoveryCode,
    SecondFactor,
    SignIn,
)
from tracker.audit.operations import record, record_release
from tracker.vault.keys import vault


@dataclass(frozen=True)
class Store:
    """One home of accounts: its tables, its trail, and the ring its secrets come from."""

    name: str
    account: type[Any]
    """`Account` or `DonorAccount`; likewise below. The type checker loses unions of tables in queries."""
    second_factor: type[Any]
    recovery_code: type[Any]
    invitation: type[Any]
    doorstep: type[Any]
    sign_in: type[Any]
    attempts: type[Any]
    record: Callable[..., Any]
    """Writes an entry to this store's own trail."""

    def digest(self, label: str, text: str) -> bytes:
        """Return a keyed hash by which a text can be found and not read."""
        ring = vault().release_ring if self is DONORS else vault().ring
        return hmac.digest(ring.secret(label), text.strip().lower().encode(), hashlib.sha256)


STAFF = Store("staff", Account, SecondFactor, RecoveryCode, Invitation, Doorstep, SignIn, Attempts, record)
DONORS = Store(
    "donors",
    DonorAccount,
    DonorSecondFactor,
    DonorRecoveryCode,
    DonorInvitation,
    DonorDoorstep,
    DonorSignIn,
    DonorAttempts,
    record_release,
)
STORES = {store.name: store for store in (STAFF, DONORS)}


def store_of(account: Account | DonorAccount) -> Store:
    """Return the home of an account."""
    return DONORS if isinstance(account, DonorAccount) else STAFF


def actor_name(account_id: uuid.UUID) -> str:
    """Return how the trail names an account."""
    return str(account_id)
