"""Tables as they go into disclosure control: cells, how they are linked, and what the audience already has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

SMALLEST: Final = 5
"""No `k` is below this, whatever is configured."""
SMALLEST_OF_SPECIAL_CATEGORY: Final = 10
"""The `k` where ethnic origin, a vulnerable group or minors take part."""
FEWEST_HOUSEHOLDS: Final = 5
"""Persons of fewer households than this are not many, however many they are."""

OTHER: Final = 0
"""The weight of a row "other or undisclosed": hidden first."""
INNER: Final = 1
"""The weight of an inner cell."""
COUNTS: Final = 8
"""The weight of who counts for a target: hidden last."""
TOTAL: Final = 9
"""The weight of a total: hidden after everything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure that could be shown: how many, from how many on it is not small, how dear it is to hide."""

    count: int
    k: int
    households: int | None = None
    """From how many households the persons are; None where that is not counted."""
    weight: int = INNER

    @property
    def is_small(self) -> bool:
        """Say whether the figure itself must stay open below and above `k`."""
        return self.count < self.k

    @property
    def is_of_few_households(self) -> bool:
        """Say whether it is hidden only because its persons come from few households."""
        return not self.is_small and self.households is not None and self.households < FEWEST_HOUSEHOLDS

    @property
    def is_hidden_by_itself(self) -> bool:
        """Say whether the cell is hidden whatever stands beside it (primary hiding)."""
        return self.is_small or self.is_of_few_households

    @property
    def is_kept(self) -> bool:
        """Say whether others are hidden rather than this one."""
        return self.weight >= COUNTS


@dataclass(frozen=True, slots=True)
class Fact:
    """A linear fact that the audience has: the sum of `factor × cell` lies between low and high (None: open)."""

    factors: Mapping[str, int]
    low: int | None
    high: int | None

    def holds(self, values: Mapping[str, int]) -> bool:
        """Say whether the fact is true of these values, in whole numbers."""
        total = sum(factor * values[name] for name, factor in self.factors.items())
        return (self.low is None or self.low <= total) and (self.high is None or total <= self.high)


@dataclass(frozen=True, slots=True)
class Equation:
    """A total and the cells that partition it."""

    total: str
    parts: tuple[str, ...]

    @property
    def fact(self) -> Fact:
        """Return the equation as a fact: the total less its parts is nothing."""
        factors = {self.total: 1}
        for part in self.parts:
            factors[part] = factors.get(part, 0) - 1
        return Fact(factors, 0, 0)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A figure that is never shown and yet must not be worked out, or only links others (`k` None)."""

    count: int
    k: int | None = None


@dataclass(frozen=True, slots=True)
class Insider:
    """Somebody inside a programme: the cells of it that they know, and the figures of which those are a part.

    Of a figure over all programmes an insider knows that it is no less than their own; what is kept from them is
    the rest, which is a figure of its own, so the figure over all is not asked about.
    """

    knows: frozenset[str]
    has_part_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Everything that is protected together.

    `published` is what the audience has whatever is hidden now: earlier releases, unions, anything else.
    `unknown` are figures that are not up for showing: joiners and leavers, cells of earlier quarters that stay
    hidden. `carried` are cells that keep an earlier value, so nothing new is said of them.
    """

    cells: Mapping[str, Cell]
    equations: tuple[Equation, ...] = ()
    published: tuple[Fact, ...] = ()
    unknown: Mapping[str, Unknown] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()
    insiders: tuple[Insider, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Return the true value of every cell and unknown."""
        cells = {name: cell.count for name, cell in self.cells.items()}
        return cells | {name: unknown.count for name, unknown in self.unknown.items()}

    @property
    def facts(self) -> Iterator[Fact]:
        """Yield all that the audience knows before any figure is shown."""
        yield from (equation.fact for equation in self.equations)
        yield from self.published

    @property
    def contradiction(self) -> str | None:
        """Say which fact the counts themselves break; None when they break none."""
        counts = self.counts
        for equation in self.equations:
            if not equation.fact.holds(counts):
                parts = " + ".join(f"{part} {counts[part]}" for part in equation.parts)
                return f"{equation.total} {counts[equation.total]} is not {parts}"
        for number, fact in enumerate(self.published, start=1):
            if not fact.holds(counts):
                return f"published fact {number} is not true of the counts"
        return None
