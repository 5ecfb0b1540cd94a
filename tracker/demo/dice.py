"""Chance that repeats itself: every draw of a demonstration comes from one seed."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")

_BLOCK = 20


class Dice(random.Random):
    """A source of chance with the draws that a demonstration needs."""

    def chance(self, share: float) -> bool:
        """Say yes in this share of cases."""
        return self.random() < share

    def day(self, first: date, last: date) -> date:
        """Draw a day between two, both included; the first where the last lies before it."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def one_of(self, weights: Mapping[T, float]) -> T:
        """Draw one key, each as likely as its weight."""
        return self.choices(list(weights), weights=list(weights.values()))[0]

    def id(self) -> uuid.UUID:
        """Draw the id of a row."""
        return uuid.UUID(int=self.getrandbits(128), version=4)

    def below(self, limit: int) -> int:
        """Draw a whole number from zero to below a limit."""
        return self.randrange(limit)


class Quota:
    """Answers yes in a share of cases that is kept in every twenty, so that small programmes have it too."""

    def __init__(self, dice: Dice, share: float) -> None:
        self._dice = dice
        self._yes = round(share * _BLOCK)
        self._answers: list[bool] = []

    def draw(self) -> bool:
        """Say yes or no."""
        if not self._answers:
            self._answers = [place < self._yes for place in range(_BLOCK)]
            self._dice.shuffle(self._answers)
        return self._answers.pop()
