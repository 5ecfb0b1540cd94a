"""What a note has to say, and how long one that was taken back is kept. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tracker.errors import RuleBroken

LONGEST = 10_000
"""Characters; what is longer is a document."""
KEPT_AFTER_TAKING_BACK = timedelta(days=30)
"""A note that was taken back can be put back for so long; then it is deleted."""


def check_text(text: str) -> str:
    """Return a note's text without the space around it; raise `RuleBroken` for an empty or an endless one."""
    if not text.strip():
        raise RuleBroken("Write the note.", "text")
    if len(text.strip()) > LONGEST:
        raise RuleBroken(f"Shorten this to {LONGEST} characters or fewer, or add it as a document.", "text")
    return text.strip()


def check_day(on: date, today: date) -> date:
    """Return the day that a note is about; raise `RuleBroken` for one that has not come."""
    if on > today:
        raise RuleBroken("A note is about what was. Write a task down for what comes.", "on")
    return on


def forgotten_before(now: datetime) -> datetime:
    """Return the moment: notes that were taken back before it are deleted now."""
    return now - KEPT_AFTER_TAKING_BACK
