"""A figure over quarters as a line; a quarter that showed nothing new is a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tracker.charts.scale import Scale

HEIGHT: Final = 110
"""Of the field in which the line runs, in pixels."""
TOP: Final = 22
"""Room for the value above the highest point."""


@dataclass(frozen=True)
class Point:
    """A quarter on the line: its place in percent, its height in pixels (None: a gap), and its words."""

    x: float
    y: float | None
    label: str
    words: str


@dataclass(frozen=True)
class Lines:
    """A picture of one line: its points, and the stretches between neighbours that both have a value."""

    points: tuple[Point, ...]
    stretches: tuple[tuple[Point, Point], ...]

    @property
    def has_gaps(self) -> bool:
        """Say whether a quarter has no value, so that the mark is explained once."""
        return any(point.y is None for point in self.points)


def lines(values: Sequence[tuple[str, int | None]]) -> Lines:
    """Place quarters from left to right on an axis that begins at nothing."""
    scale = Scale(0, max((value for _label, value in values if value is not None), default=0) or 1)
    width = 100 / max(len(values), 1)
    points = tuple(
        Point(
            x=round(width * (place + 0.5), 3),
            y=None if value is None else round(TOP + HEIGHT * (100 - scale.at(value)) / 100, 1),
            label=label,
            words="" if value is None else str(value),
        )
        for place, (label, value) in enumerate(values)
    )
    stretches = tuple(
        (one, other) for one, other in pairwise(points) if one.y is not None and other.y is not None
    )
    return Lines(points, stretches)
