"""Turn values into positions: the one place where a chart divides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

Number = int | Fraction


@dataclass(frozen=True)
class Scale:
    """Map values from `low` to `high` onto 0 to 100 percent; what lies outside sits on the edge."""

    low: Number
    high: Number

    def __post_init__(self) -> None:
        if self.high <= self.low:
            raise ValueError("A scale needs a high end above its low end.")

    def at(self, value: Number) -> float:
        """Give the position of a value in percent, to a thousandth."""
        inside = min(max(Fraction(value), Fraction(self.low)), Fraction(self.high))
        return round(float((inside - self.low) * 100 / (self.high - self.low)), 3)

    def between(self, start: Number, end: Number) -> tuple[float, float]:
        """Give position and width of a stretch, both in percent."""
        at = self.at(start)
        return at, round(self.at(end) - at, 3)


@dataclass(frozen=True)
class DayScale:
    """Map days onto 0 to 100 percent; `first` and `last` both belong to the picture, a day is a stretch."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A time line needs a last day that does not lie before its first.")

    @property
    def _days(self) -> Scale:
        return Scale(self.first.toordinal(), self.last.toordinal() + 1)

    def at(self, day: date) -> float:
        """Give the position at which a day begins."""
        return self._days.at(day.toordinal())

    def between(self, start: date, end: date) -> tuple[float, float]:
        """Give position and width of a stretch of whole days, both ends included."""
        return self._days.between(start.toordinal(), end.toordinal() + 1)
