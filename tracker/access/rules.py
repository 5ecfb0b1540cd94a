"""What makes a password good enough, which codes count, how long a sign-in lives, how attempts are slowed. Pure."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import pyotp

from tracker.errors import RuleBroken


class Proof(StrEnum):
    """What somebody showed beside the password."""

    AUTHENTICATOR = "authenticator"
    """A code of the authenticator app."""
    RECOVERY_CODE = "recovery_code"
    DEMO_LINK = "demo_link"
    """The link that the server of a demonstration printed, which stands for password and second factor."""


IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
LAST_USE_KEPT_EVERY = timedelta(minutes=1)

DOORSTEP_LIMIT = timedelta(minutes=10)
"""How long a password counts before its second factor is shown."""

ISSUER: Final = "Tracker"
LABEL: Final = "sign-in"
"""How the app lists the entry: a telephone that is searched names no organisation and no address."""
STEPS_EITHER_WAY: Final = 1
"""Half minutes that a telephone's clock may be wrong (RFC 6238, section 5.2)."""
DIGITS: Final = 6

RECOVERY_CODES: Final = 10
RECOVERY_BYTES: Final = 15
"""120 random bits for each code: a fast keyed hash is enough, guessing is hopeless (ASVS 5.0, 6.5.2)."""
_RECOVERY_GROUP: Final = 4
_LIKE_LETTERS: Final = str.maketrans("018", "olb")
"""The alphabet of recovery codes has none of these digits; whoever reads one means the letter."""


@dataclass(frozen=True)
class Limit:
    """So many attempts in so long."""

    attempts: int
    window: timedelta


_QUARTER: Final = timedelta(minutes=15)
FROM_ONE_ADDRESS: Final = Limit(60, _QUARTER)
ON_ONE_ACCOUNT_FROM_ONE_ADDRESS: Final = Limit(10, _QUARTER)
"""Counted for the pair: a stranger who guesses elsewhere cannot lock the account's owner out."""
CODES_FOR_ONE_ACCOUNT: Final = Limit(30, timedelta(days=1))
"""Wrong codes from wherever, by somebody who has the password: guessing one would take thirty years.

Recovery codes are not counted here, so the owner gets in by one of them all the same.
"""

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 200
FEWEST_DIFFERENT_CHARACTERS = 6
SHORTEST_MAILBOX_TO_REFUSE = 4


def check_password(password: str, *, email: str) -> None:
    """Raise `RuleBroken` for a password that is short, long, monotonous or made of the address."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleBroken(
            f"Use at least {SHORTEST_PASSWORD} characters; four random words are easy to keep.", "password"
        )
    if len(password) > LONGEST_PASSWORD:
        raise RuleBroken(f"Use at most {LONGEST_PASSWORD} characters.", "password")
    lowered = password.lower()
    if len(set(lowered)) < FEWEST_DIFFERENT_CHARACTERS or lowered in (lowered + lowered)[1:-1]:
        raise RuleBroken("This repeats the same few characters. Use four random words.", "password")
    mailbox = email.split("@", maxsplit=1)[0].lower()
    if len(mailbox) >= SHORTEST_MAILBOX_TO_REFUSE and mailbox in lowered:
        raise RuleBroken("Leave your e-mail address out of the password.", "password")


def is_alive(
    *, created_at: datetime, last_used_at: datetime, ended_at: datetime | None, now: datetime
) -> bool:
    """Say whether a sign-in still counts: not ended, not idle for too long, not older than half a day."""
    return ended_at is None and now - last_used_at < IDLE_LIMIT and now - created_at < ABSOLUTE_LIMIT


def address_to_scan(secret: str) -> str:
    """Return what the square picture holds for an authenticator app."""
    return pyotp.TOTP(secret, digits=DIGITS).provisioning_uri(name=LABEL, issuer_name=ISSUER)


def step_shown(secret: str, code: str, now: datetime) -> int | None:
    """Return the half minute whose code this is, None when it is none near now; the work is the same for all."""
    totp = pyotp.TOTP(secret, digits=DIGITS)
    current = totp.timecode(now)
    near = range(current - STEPS_EITHER_WAY, current + STEPS_EITHER_WAY + 1)
    given = code.encode()
    right = [step for step in near if hmac.compare_digest(totp.generate_otp(step).encode(), given)]
    return right[-1] if right else None


def as_typed(code: str) -> str:
    """Return a code without the blanks and hyphens that people put into it."""
    return "".join(code.split()).replace("-", "").lower()


def looks_like_recovery_code(code: str) -> bool:
    """Say whether a typed code can only be meant as a recovery code."""
    return len(as_typed(code)) > DIGITS


def recovery_code(chance: bytes) -> str:
    """Write random bytes as a code that can be copied by hand: groups of four letters and digits."""
    letters = base64.b32encode(chance).decode().lower()
    starts: Sequence[int] = range(0, len(letters), _RECOVERY_GROUP)
    return "-".join(letters[start : start + _RECOVERY_GROUP] for start in starts)


def read_recovery_code(code: str) -> str:
    """Return a recovery code as it was written, whatever became of it on paper."""
    return as_typed(code).translate(_LIKE_LETTERS)


def is_slowed(attempts: int, started_at: datetime, limit: Limit, now: datetime) -> bool:
    """Say whether further attempts from this source are refused for now."""
    return attempts >= limit.attempts and now - started_at < limit.window
