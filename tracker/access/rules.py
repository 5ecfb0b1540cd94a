"""What makes a password good enough, how long a sign-in lives, and how failed attempts are slowed. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker.errors import RuleBroken

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=12)
LAST_USE_KEPT_EVERY = timedelta(minutes=1)

ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPTS_FROM_ONE_ADDRESS = 60
ATTEMPTS_ON_ONE_ACCOUNT_FROM_ONE_ADDRESS = 10
"""Counted for the pair: a stranger who guesses elsewhere cannot lock the account's owner out."""

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


def is_slowed(failures: int, window_started_at: datetime, *, limit: int, now: datetime) -> bool:
    """Say whether further attempts from this source are refused for now."""
    return failures >= limit and now - window_started_at < ATTEMPT_WINDOW
