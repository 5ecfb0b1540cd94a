"""Plan an intake: how many of so many further persons have to count for a target, so that it is met at the end of the window.

The further persons are taken to disclose. Those who did not are shown as a range of their own: what meets the target as
answers stand, and what meets it whatever they would have said (`targets.md`, what it takes).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from tracker.targets.rules.figures import Count, share_of
from tracker.targets.rules.target_sets import Rules, TargetKind


@dataclass(frozen=True, slots=True)
class Mixtures:
    """How many of an intake may count: from the fewest to the most, both included."""

    size: int
    fewest: int
    most: int

    @property
    def shares(self) -> tuple[Fraction | None, Fraction | None]:
        """Return fewest and most as shares of the intake; None of nobody."""
        return share_of(self.fewest, self.size), share_of(self.most, self.size)


@dataclass(frozen=True, slots=True)
class IntakePlan:
    """What an intake has to bring so that a target is met; None where no mixture does it."""

    as_answered: Mixtures | None
    whatever_is_undisclosed: Mixtures | None
    is_judged: bool
    """False where the target is switched off, or where too few would have answered even then."""


def plan_intake(kind: TargetKind, counted: Count, size: int, rules: Rules) -> IntakePlan:
    """Plan an intake of `size` persons who all disclose; raises `ValueError` for a negative one."""
    if size < 0:
        raise ValueError("An intake has no negative size.")
    if rules.off_reason(kind) is not None or counted.d + size < rules.min_base:
        return IntakePlan(None, None, is_judged=False)
    lower, upper = _met_between(kind, rules)
    answered, everybody = counted.d + size, counted.n + size
    return IntakePlan(
        as_answered=_mixtures(size, lower * answered - counted.k, upper * answered - counted.k),
        whatever_is_undisclosed=_mixtures(
            size, lower * everybody - counted.k, upper * everybody - counted.k - counted.u
        ),
        is_judged=True,
    )


def _met_between(kind: TargetKind, rules: Rules) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest share that reads as met."""
    if kind is TargetKind.WOMEN:
        return rules.women_lower, rules.women_upper
    return rules.origin_aim, Fraction(1)


def _mixtures(size: int, at_least: Fraction, at_most: Fraction) -> Mixtures | None:
    fewest, most = max(0, ceil(at_least)), min(size, floor(at_most))
    return Mixtures(size, fewest, most) if fewest <= most else None
