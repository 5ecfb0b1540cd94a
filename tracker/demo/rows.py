"""The rows of a demonstration on their way into the database."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.db import Base


@dataclass
class Rows:
    """Rows in the order in which they can be written: each list refers only to those before it."""

    first: list[Base] = field(default_factory=list)
    second: list[Base] = field(default_factory=list)
    third: list[Base] = field(default_factory=list)
    fourth: list[Base] = field(default_factory=list)

    def in_turn(self) -> tuple[list[Base], ...]:
        """Return the lists, the first one first."""
        return self.first, self.second, self.third, self.fourth
