"""A window: the whole days, both ends included, that a figure is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta

MONTHS_OF_A_QUARTER = 3
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_YEAR = re.compile(r"[0-9]{4}")
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAYS = re.compile(rf"({_DAY})\.\.({_DAY})")


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("The window ends before it starts.")

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read `2026-Q3`, `2026` or `2026-07-01..2026-09-30`; anything else is a ValueError."""
        written = text.strip().upper()
        if match := _QUARTER.fullmatch(written):
            return cls.quarter(_a_year(match[1]), int(match[2]))
        if _YEAR.fullmatch(written):
            return cls.year(_a_year(written))
        if match := _DAYS.fullmatch(written):
            return cls(_a_day(match[1]), _a_day(match[2]))
        raise ValueError(
            f"“{text}” is not a window: write a quarter (2026-Q3), a year (2026) or days (2026-07-01..2026-09-30)."
        )

    @classmethod
    def quarter(cls, year: int, number: int) -> Window:
        """Give quarter 1 to 4 of a year."""
        month = MONTHS_OF_A_QUARTER * number
        # No quarter ends with February, so the last day needs no calendar.
        return cls(date(year, month - 2, 1), date(year, month, 31 if number in {1, 4} else 30))

    @classmethod
    def quarter_of(cls, day: date) -> Window:
        """Give the quarter that a day lies in."""
        return cls.quarter(day.year, (day.month - 1) // MONTHS_OF_A_QUARTER + 1)

    @classmethod
    def year(cls, year: int) -> Window:
        """Give a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def is_quarter(self) -> bool:
        """Say whether this is exactly one quarter."""
        return self == Window.quarter_of(self.first)

    @property
    def is_year(self) -> bool:
        """Say whether this is exactly one calendar year."""
        return self == Window.year(self.first.year)

    @property
    def name(self) -> str:
        """The shortest text that `parse` reads back as this window."""
        if self.is_quarter:
            return f"{self.first.year:04}-Q{self.last.month // MONTHS_OF_A_QUARTER}"
        if self.is_year:
            return f"{self.first.year:04}"
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    def __str__(self) -> str:
        return self.name

    def contains(self, day: date) -> bool:
        """Say whether a day lies in the window."""
        return self.first <= day <= self.last

    def overlaps(self, starts_on: date, ends_on: date | None) -> bool:
        """Say whether a period, both ends included and None for no end yet, has a day in the window."""
        return starts_on <= self.last and (ends_on is None or self.first <= ends_on)

    def previous(self) -> Window:
        """Give the quarter before a quarter, the year before a year, else as many days just before."""
        if self.first == date.min:
            raise ValueError("There is no window before the first day of the calendar.")
        eve = self.first - timedelta(days=1)
        if self.is_quarter:
            return Window.quarter_of(eve)
        if self.is_year:
            return Window.year(eve.year)
        try:
            return Window(eve - (self.last - self.first), eve)
        except OverflowError:
            raise ValueError("There is no window of that length before this one.") from None

    def following(self) -> Window:
        """Give the quarter after a quarter, the year after a year, else as many days just after."""
        if self.last == date.max:
            raise ValueError("There is no window after the last day of the calendar.")
        morrow = self.last + timedelta(days=1)
        if self.is_quarter:
            return Window.quarter_of(morrow)
        if self.is_year:
            return Window.year(morrow.year)
        try:
            return Window(morrow, morrow + (self.last - self.first))
        except OverflowError:
            raise ValueError("There is no window of that length after this one.") from None

    def is_over(self, today: date) -> bool:
        """Say whether every day of the window has passed."""
        return self.last < today

    def reading_day(self, today: date) -> date:
        """Give the day on which states (host state, permit, household) are read: the last, or today before it."""
        return min(self.last, today)


def _a_year(text: str) -> int:
    year = int(text)
    if year < MINYEAR:
        raise ValueError(f"“{text}” is not a year.")
    return year


def _a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a day of the calendar.") from None
