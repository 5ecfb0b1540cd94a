"""When a task that comes again is due next. Pure."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum
from itertools import count

from tracker.errors import RuleBroken


class Recurrence(StrEnum):
    """How often a task comes again."""

    NONE = "none"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


MONTHS = {Recurrence.MONTHLY: 1, Recurrence.QUARTERLY: 3, Recurrence.YEARLY: 12}
WEEK = timedelta(days=7)


def next_due(counted_from: date, recurrence: Recurrence, after: date) -> date | None:
    """Return the first day after `after` on which the task is due again; None for one that comes once.

    Counted from the day that somebody wrote down, never from the last one: what is due on the 31st is due on the last
    day of shorter months, and on the 31st again afterwards.
    """
    if recurrence is Recurrence.NONE:
        return None
    if recurrence is Recurrence.WEEKLY:
        weeks = max(1, (after - counted_from).days // 7 + 1)
        return counted_from + weeks * WEEK
    return next(
        day for turn in count(1) if (day := months_later(counted_from, turn * MONTHS[recurrence])) > after
    )


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def check_title(title: str) -> str:
    """Return a task's title without the space around it; raise `RuleBroken` for an empty one."""
    if not title.strip():
        raise RuleBroken("Say what has to be done.", "title")
    return title.strip()
