"""Codes of authenticator apps and recovery codes: which count, and how they are written down. Pure."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import pyotp

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
