"""Counts as horizontal bars with the value at the end; a withheld value has a word and no bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.charts.scale import Number, Scale

ROW_HEIGHT = 40  # label above, bar under it
LONGEST = 84  # percent of the width: the value stands to the right of the longest bar
LONGEST_BESIDE_WORDS = 56  # where more is printed there than a number: “139 (as of 2026-Q2)”
FEW_LETTERS = 10


@dataclass(frozen=True)
class Row:
    """What one bar stands for; `value` None means withheld, `words` replace the printed number."""

    label: str
    value: Number | None
    words: str | None = None


@dataclass(frozen=True)
class Bar:
    """One drawn row: its top in pixels, its bar in percent (None: withheld), what is printed."""

    label: str
    top: int
    width: float | None
    words: str | None


@dataclass(frozen=True)
class Bars:
    """A picture of bars, in the order in which the rows came."""

    rows: tuple[Bar, ...]
    height: int

    @property
    def withheld(self) -> bool:
        """Say whether any row is withheld, so that the mark is explained once."""
        return any(bar.width is None for bar in self.rows)


def bars(rows: Sequence[Row]) -> Bars:
    """Place rows under each other as they come: sorting by a value that is withheld would tell it."""
    values = [row.value for row in rows if row.value is not None]
    if any(value < 0 for value in values):
        raise ValueError("A bar cannot be shorter than nothing.")
    scale = Scale(0, max(values, default=0) or 1)
    is_wordy = any(row.words is not None and len(row.words) > FEW_LETTERS for row in rows)
    longest = LONGEST_BESIDE_WORDS if is_wordy else LONGEST
    return Bars(
        rows=tuple(
            Bar(
                label=row.label,
                top=place * ROW_HEIGHT,
                width=None if row.value is None else round(scale.at(row.value) * longest / 100, 3),
                words=None if row.value is None else row.words or str(row.value),
            )
            for place, row in enumerate(rows)
        ),
        height=len(rows) * ROW_HEIGHT,
    )
