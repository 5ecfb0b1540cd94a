"""Playing the attacker on any facts: what each protected figure could be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.disclosure.rules.attack import fewest_below, whole_ends
from tracker.disclosure.rules.linear import Program
from tracker.disclosure.rules.tables import Fact

_TRIED_BELOW: Final = 64
"""How many values, times `k`, are tried downwards of a figure that is open below."""


@dataclass(frozen=True, slots=True)
class Protected:
    """A sum of figures that must neither be proved small nor narrowed down."""

    name: str
    factors: Mapping[str, int]
    k: int


@dataclass(frozen=True, slots=True)
class Question:
    """Unknown whole figures, nothing or more each, what is known of them, and what must stay open."""

    names: Sequence[str]
    facts: Sequence[Fact]
    protect: Sequence[Protected]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the facts leave of one protected figure; an end is None where it is open."""

    name: str
    low: int | None
    high: int | None
    p1: bool
    """It can be `k` or more."""
    p2: bool
    """At least half of the whole values below `k` are possible."""

    @property
    def safe(self) -> bool:
        """Say whether both hold."""
        return self.p1 and self.p2


def answer(question: Question, watch: Callable[[int], None] = lambda _done: None) -> list[Finding] | None:
    """Return a finding for each protected figure; None when the facts contradict each other."""
    column = {name: place for place, name in enumerate(question.names)}
    rows = [
        ({column[name]: factor for name, factor in fact.factors.items()}, fact.low, fact.high)
        for fact in question.facts
    ]
    # Each protected sum is a column of its own, so that one column is asked about at a time.
    first = len(column)
    for place, protected in enumerate(question.protect, start=first):
        factors = {column[name]: -factor for name, factor in protected.factors.items()}
        rows.append(({**factors, place: 1}, 0, 0))
    columns = first + len(question.protect)
    program = Program(columns, rows, free=range(first, columns))
    if program.whole_point() is None:
        return None
    found = []
    for place, protected in enumerate(question.protect, start=first):
        found.append(_finding(program, place, protected))
        watch(len(found))
    return found


def _finding(program: Program, column: int, protected: Protected) -> Finding:
    low, high = whole_ends(program, column)
    k = protected.k
    return Finding(
        protected.name,
        low,
        high,
        p1=high is None or high >= k,
        p2=_is_wide_below(program, column, low, high, k),
    )


def _is_wide_below(program: Program, column: int, low: int | None, high: int | None, k: int) -> bool:
    """Say whether enough whole values below `k` are possible, each asked for by itself."""
    top = k - 1 if high is None else min(k - 1, high)
    bottom = top - _TRIED_BELOW * k if low is None else low
    found = 0
    for value in range(top, bottom - 1, -1):
        found += value in (low, high) or program.point(column, value, value) is not None
        if found == fewest_below(k):
            return True
        if found + value - bottom < fewest_below(k):
            break
    return False
