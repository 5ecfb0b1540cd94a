"""How long a person's data are kept, and what may hold them longer. Pure.

The register says it for each column: two years after the last case closes. Nothing is erased by itself: whoever is due is
listed, and erased by two people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tracker.errors import RuleBroken

YEARS_KEPT: Final = 2
"""After the last case of a person closed, as the register of fields says."""
LONGEST_HOLD: Final = timedelta(days=5 * 366)
REASON_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """Since when a person has no case that is worked on, and until when somebody holds them."""

    closed_on: date
    held_until: date | None = None

    @property
    def due_on(self) -> date:
        """Return the day from which on their data are no longer needed."""
        return years_after(self.closed_on, YEARS_KEPT)

    def is_held(self, today: date) -> bool:
        """Say whether a hold is in force; on its last day it still is."""
        return self.held_until is not None and today <= self.held_until

    def is_due(self, today: date) -> bool:
        """Say whether the time has passed and nobody holds them."""
        return self.due_on <= today and not self.is_held(today)


def years_after(day: date, years: int) -> date:
    """Return the same day so many years later; of 29 February, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def check_hold(reason: str, until: date, today: date) -> None:
    """Refuse a hold without a reason or an end, or with an end that is over or too far. Raises `RuleBroken`."""
    if not reason.strip():
        raise RuleBroken("Say why these data have to be kept longer.", "reason")
    if len(reason) > REASON_MAX:
        raise RuleBroken(f"Shorten this to {REASON_MAX} characters.", "reason")
    if until <= today:
        raise RuleBroken("A hold ends on a day that lies ahead.", "until")
    if until > today + LONGEST_HOLD:
        raise RuleBroken("A hold lasts five years at most: set it anew then.", "until")
