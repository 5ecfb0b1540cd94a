"""How long a sign-in lives, what opens it, and how attempts are slowed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Proof(StrEnum):
    """What somebody showed beside the password."""

    AUTHENTICATOR = "authenticator"
    """A code of the authenticator app."""
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"
    """A key of the browser, the telephone or a stick, which answers to our own address alone."""
    DEMO_LINK = "demo_link"
    """The link that the server of a demonstration printed, which stands for password and second factor."""


IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
LAST_USE_KEPT_EVERY = timedelta(minutes=1)

DOORSTEP_LIMIT = timedelta(minutes=10)
"""How long a password counts before its second factor is shown."""


INVITATION_LIFE: Final = timedelta(days=3)
"""How long a link counts by which somebody chooses the password of their account."""

TOLD_FOR: Final = timedelta(days=30)
"""How long the owner of an account is told, at their next sign-in, of one from a new browser."""


@dataclass(frozen=True)
class Visit:
    """Where somebody comes from who wants to sign in."""

    address: str
    browser: str
    """In the words of `browser_words`."""
    mark: str = ""
    """What the browser keeps from an earlier sign-in to an account; empty when nothing."""


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


def is_alive(
    *, created_at: datetime, last_used_at: datetime, ended_at: datetime | None, now: datetime
) -> bool:
    """Say whether a sign-in still counts: not ended, not idle for too long, not older than half a day."""
    return ended_at is None and now - last_used_at < IDLE_LIMIT and now - created_at < ABSOLUTE_LIMIT


def is_slowed(attempts: int, started_at: datetime, limit: Limit, now: datetime) -> bool:
    """Say whether further attempts from this source are refused for now."""
    return attempts >= limit.attempts and now - started_at < limit.window


_BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
"""Marks in what a browser says of itself, the more telling first: most claim to be several."""


def browser_words(user_agent: str) -> str:
    """Say which browser on which system somebody uses, as it says itself and no more exactly."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(filter(None, (browser, system)))
