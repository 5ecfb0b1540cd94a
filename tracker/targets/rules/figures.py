"""The figures of one target: share, bounds, verdict, certainty, and what it takes to reach the aim.

Everything is exact: floats give a wrong verdict, or one person too many, in thousands of small cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from tracker.targets.rules.target_sets import Rules, TargetKind

MOST_ANSWERED = Fraction(1, 2)
"""Below this disclosure rate every page and report leads with the bounds instead of the share."""

ACTORS_AT_LEAST = 10_000
ACTORS_AT_MOST = 15_000
"""How many actors, families included, the brief speaks of: 10,000-15,000."""


class Verdict(StrEnum):
    """Where a share stands against its target."""

    MET = "met"
    BELOW = "below"
    ABOVE = "above"
    FLOOR_REACHED = "floor_reached"
    TOO_FEW = "too_few"
    NOBODY = "nobody"
    NOT_APPLICABLE = "not_applicable"

    @property
    def misses(self) -> bool:
        """Say whether the target is missed, which the command reports by its exit status."""
        return self in {Verdict.BELOW, Verdict.ABOVE}


class Certainty(StrEnum):
    """Whether the undisclosed could still turn a verdict."""

    CERTAIN = "certain"
    PROVISIONAL = "provisional"


class Need(StrEnum):
    """What is needed to leave a verdict behind."""

    ALL_COUNT = "all_count"
    """Further persons, all of whom count."""
    NONE_COUNTS = "none_counts"
    """Further persons, none of whom counts."""
    ANSWERS = "answers"
    """More answers, from those who have not said or from further persons."""


@dataclass(frozen=True, slots=True)
class Count:
    """`n` supported persons, of whom `k` count for the target and `u` have not disclosed."""

    n: int
    k: int
    u: int

    def __post_init__(self) -> None:
        if min(self.n, self.k, self.u) < 0:
            raise ValueError("A count of persons is never negative.")
        if self.k + self.u > self.n:
            raise ValueError("Those who count and those who have not disclosed are at most all persons.")

    @property
    def d(self) -> int:
        """How many persons disclosed."""
        return self.n - self.u

    @property
    def share(self) -> Fraction | None:
        """The share of those who count among those who disclosed; None when nobody did."""
        return share_of(self.k, self.d)

    @property
    def lower(self) -> Fraction | None:
        """The share among all persons if none of the undisclosed count; None of nobody."""
        return share_of(self.k, self.n)

    @property
    def upper(self) -> Fraction | None:
        """The share among all persons if all of the undisclosed count; None of nobody."""
        return share_of(self.k + self.u, self.n)

    @property
    def disclosure_rate(self) -> Fraction | None:
        """The share of persons who disclosed; None of nobody."""
        return share_of(self.d, self.n)


@dataclass(frozen=True, slots=True)
class WhatItTakes:
    """The fewest further persons (or answers) after which the verdict changes, if they all disclose.

    `towards` is the edge of the share they lead to; None when only answers are missing.
    """

    further: int
    need: Need
    towards: Fraction | None

    @property
    def all_must_count(self) -> bool:
        """Say whether each of the further persons has to count for the target."""
        return self.need is Need.ALL_COUNT


@dataclass(frozen=True, slots=True)
class Intake:
    """How many of a planned intake have to count, or may; both None when the edge cannot be reached by it."""

    size: int
    at_least: int | None = None
    at_most: int | None = None

    @property
    def is_reachable(self) -> bool:
        """Say whether an intake of this size can reach the edge at all."""
        return self.at_least is not None or self.at_most is not None


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is shown of one target in one scope and window; shares are exact fractions of one."""

    kind: TargetKind
    count: Count
    verdict: Verdict
    certainty: Certainty | None
    what_it_takes: WhatItTakes | None

    @property
    def share(self) -> Fraction | None:
        """The share of those who count among those who disclosed; None when nobody did."""
        return self.count.share

    @property
    def lower(self) -> Fraction | None:
        """The lower bound: none of the undisclosed count; None of nobody."""
        return self.count.lower

    @property
    def upper(self) -> Fraction | None:
        """The upper bound: all of the undisclosed count; None of nobody."""
        return self.count.upper

    @property
    def disclosure_rate(self) -> Fraction | None:
        """The share of persons who disclosed, to be shown beside every share; None of nobody."""
        return self.count.disclosure_rate

    @property
    def leads_with_bounds(self) -> bool:
        """Say whether too few disclosed for the share to come first."""
        rate = self.disclosure_rate
        return rate is not None and rate < MOST_ANSWERED

    def of_intake(self, size: int) -> Intake | None:
        """Plan an intake of `size` persons who all disclose; None when this verdict asks for no plan."""
        if size < 0:
            raise ValueError("An intake has no negative size.")
        takes = self.what_it_takes
        if takes is None or takes.towards is None:
            return None
        reached = takes.towards * (self.count.d + size) - self.count.k
        if takes.all_must_count:
            at_least = ceil(reached)  # more than 0, because the share lies below the edge
            return Intake(size, at_least=at_least if at_least <= size else None)
        at_most = floor(reached)
        return Intake(size, at_most=at_most if at_most >= 0 else None)


def share_of(part: int, whole: int) -> Fraction | None:
    """Give one count as a share of another, exactly; None when the whole is nobody.

    Every share in this house is made here.
    """
    return Fraction(part, whole) if whole else None


def coverage(covered: int) -> tuple[Fraction, Fraction]:
    """Give persons covered as a share of the most, and of the fewest, actors the brief speaks of."""
    return Fraction(covered, ACTORS_AT_MOST), Fraction(covered, ACTORS_AT_LEAST)


def reading(kind: TargetKind, share: Fraction, rules: Rules) -> Verdict:
    """Read an exact share against the edges of a target, whatever the number of persons behind it."""
    if kind is TargetKind.WOMEN:
        if share < rules.women_lower:
            return Verdict.BELOW
        return Verdict.MET if share <= rules.women_upper else Verdict.ABOVE
    if share < rules.origin_floor:
        return Verdict.BELOW
    return Verdict.FLOOR_REACHED if share < rules.origin_aim else Verdict.MET


def judge(kind: TargetKind, n: int, k: int, u: int, rules: Rules) -> Figures:
    """Judge one target: `n` supported persons, `k` who count, `u` undisclosed.

    A target that is switched off is not judged at all, whoever is there; then comes nobody, then too few.
    """
    counted = Count(n, k, u)
    verdict = _verdict(kind, counted, rules)
    return Figures(
        kind=kind,
        count=counted,
        verdict=verdict,
        certainty=_certainty(kind, counted, verdict, rules),
        what_it_takes=_what_it_takes(kind, counted, verdict, rules),
    )


def _verdict(kind: TargetKind, counted: Count, rules: Rules) -> Verdict:
    if rules.off_reason(kind) is not None:
        return Verdict.NOT_APPLICABLE
    if counted.n == 0:
        return Verdict.NOBODY
    if counted.share is None or counted.d < rules.min_base:
        return Verdict.TOO_FEW
    return reading(kind, counted.share, rules)


def _certainty(kind: TargetKind, counted: Count, verdict: Verdict, rules: Rules) -> Certainty | None:
    """Compare the verdict with both bounds, which are read without the smallest base."""
    if verdict in {Verdict.NOT_APPLICABLE, Verdict.NOBODY, Verdict.TOO_FEW}:
        return None
    bounds = [bound for bound in (counted.lower, counted.upper) if bound is not None]
    if all(reading(kind, bound, rules) is verdict for bound in bounds):
        return Certainty.CERTAIN
    return Certainty.PROVISIONAL


def _what_it_takes(kind: TargetKind, counted: Count, verdict: Verdict, rules: Rules) -> WhatItTakes | None:
    lower, upper = (edge.at for edge in rules.edges(kind))
    match verdict:
        case Verdict.BELOW:
            return WhatItTakes(_further_who_count(counted, lower), Need.ALL_COUNT, lower)
        case Verdict.FLOOR_REACHED:
            return WhatItTakes(_further_who_count(counted, upper), Need.ALL_COUNT, upper)
        case Verdict.ABOVE:
            further = ceil((counted.k - upper * counted.d) / upper)
            return WhatItTakes(further, Need.NONE_COUNTS, upper)
        case Verdict.TOO_FEW:
            return WhatItTakes(rules.min_base - counted.d, Need.ANSWERS, None)
        case _:
            return None


def _further_who_count(counted: Count, edge: Fraction) -> int:
    """Solve (k + x) / (d + x) >= edge for the smallest whole x; the edge lies below 1."""
    return ceil((edge * counted.d - counted.k) / (1 - edge))
