"""Which cells to hide for the sake of others: the fewest that answer every gap found so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tracker.disclosure.rules.attack import Attack, Gap
from tracker.disclosure.rules.linear import cheapest_choice

_MOST_CHASED: Final = 40


class Covering:
    """Gaps as covers over the cells that may be hidden, and the cheapest choice that answers them all.

    First as few kept cells as possible, then as few cells as possible; among equals the light and the small.
    """

    def __init__(self, attack: Attack) -> None:
        self._attack = attack
        self.choices = sorted(attack.choices, key=self._rank)
        """From the first to be hidden to the last."""
        self._place = {column: place for place, column in enumerate(self.choices)}
        many = len(self.choices) + 1
        one = many * many // 2 + 1
        self._costs = [
            place + one * (many if self._is_kept(column) else 1) for place, column in enumerate(self.choices)
        ]
        self._covers: list[tuple[Mapping[int, float], float]] = []

    def add(self, gap: Gap, hidden: frozenset[int]) -> None:
        """Add what answers a gap that was found while these were hidden."""
        if gap.helps is None:
            self._covers.append(
                (dict.fromkeys((self._place[column] for column in self._needed(gap, hidden)), 1.0), 1.0)
            )
        else:
            self._covers.append(({self._place[column]: most for column, most in gap.helps.items()}, gap.need))

    def chase(self, gap: Gap, hidden: frozenset[int]) -> frozenset[int]:
        """Hide the cheapest that helps until a gap is closed, adding what is learnt on the way."""
        open_gap: Gap | None = gap
        for _ in range(_MOST_CHASED):
            if open_gap is None:
                break
            self.add(open_gap, hidden)
            more = self._cheapest_answer(open_gap, hidden)
            if not more:
                break
            hidden |= more
            open_gap = self._attack.gap(gap.secret, gap.asked_by, hidden)
        return hidden

    def choose(self) -> frozenset[int] | None:
        """Return the cheapest columns that answer every gap so far; None when nothing does."""
        chosen = cheapest_choice(self._costs, self._covers)
        return None if chosen is None else frozenset(self.choices[place] for place in chosen)

    def _cheapest_answer(self, gap: Gap, hidden: frozenset[int]) -> frozenset[int]:
        """Return the first columns, in the order of hiding, that answer a gap together."""
        helps = gap.helps if gap.helps is not None else dict.fromkeys(self._needed(gap, hidden), 1.0)
        reached = sum(most for column, most in helps.items() if column in hidden)
        found: set[int] = set()
        for column in sorted(helps.keys() - hidden, key=self._place.__getitem__):
            if reached >= gap.need:
                break
            found.add(column)
            reached += helps[column]
        return frozenset(found)

    def _needed(self, gap: Gap, hidden: frozenset[int]) -> frozenset[int]:
        """Return shown columns of which at least one has to be hidden: with all others hidden the gap stays."""
        needed = self._attack.choices - hidden
        for column in self.choices:
            if column in needed and self._is_open(gap, self._attack.choices - needed | {column}):
                needed -= {column}
        return needed

    def _is_open(self, gap: Gap, hidden: frozenset[int]) -> bool:
        return self._attack.gap(gap.secret, gap.asked_by, hidden) is not None

    def _is_kept(self, column: int) -> bool:
        return self._attack.tables.cells[self._attack.names[column]].is_kept

    def _rank(self, column: int) -> tuple[int, bool, int, str]:
        name = self._attack.names[column]
        cell = self._attack.tables.cells[name]
        totals = {equation.total for equation in self._attack.tables.equations}
        return cell.weight, name in totals, cell.count, name
