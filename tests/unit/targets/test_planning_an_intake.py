"""Hold the plan of an intake against trying every mixture, with every answer of those who did not disclose."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.targets.rules import Count, Rules, TargetKind, Verdict, plan_intake, reading
from tracker.targets.rules.planning import Mixtures

USUAL = Rules()
KINDS = st.sampled_from(TargetKind)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    n = draw(st.integers(0, 40))
    u = draw(st.integers(0, n))
    return Count(n, draw(st.integers(0, n - u)), u)


def meets(kind: TargetKind, k: int, of: int) -> bool:
    """Read a share that is made here, and not by what is tested."""
    return of > 0 and reading(kind, Fraction(k, of), USUAL) is Verdict.MET


def found_by_trying(kind: TargetKind, counted: Count, size: int, *, whatever: bool) -> list[int]:
    """Return every number of the intake that meets the target; `whatever` asks for each answer of the undisclosed."""
    found = []
    for x in range(size + 1):
        if whatever:
            tried = [meets(kind, counted.k + x + more, counted.n + size) for more in range(counted.u + 1)]
        else:
            tried = [meets(kind, counted.k + x, counted.d + size)]
        if all(tried):
            found.append(x)
    return found


@given(kind=KINDS, counted=counts(), size=st.integers(0, 40))
def test_the_plan_is_what_trying_every_mixture_finds(kind: TargetKind, counted: Count, size: int) -> None:
    plan = plan_intake(kind, counted, size, USUAL)
    if counted.d + size < USUAL.min_base:
        assert not plan.is_judged
        return
    for planned, whatever in ((plan.as_answered, False), (plan.whatever_is_undisclosed, True)):
        tried = found_by_trying(kind, counted, size, whatever=whatever)
        assert (list(range(planned.fewest, planned.most + 1)) if planned else []) == tried


def test_a_plan_in_numbers() -> None:
    plan = plan_intake(TargetKind.WOMEN, Count(40, 15, 4), 20, USUAL)
    assert plan.as_answered == Mixtures(20, 11, 15)  # 26 of 56 is 46.4 %, 30 of 56 is 53.6 %
    assert plan.whatever_is_undisclosed == Mixtures(20, 12, 14)  # 27 and 33 of 60
    plan = plan_intake(TargetKind.ORIGIN, Count(60, 9, 12), 5, USUAL)
    assert plan.as_answered == Mixtures(5, 2, 5)
    assert plan.whatever_is_undisclosed == Mixtures(5, 4, 5)


def test_a_target_that_is_switched_off_and_too_few_answers_are_not_planned_for() -> None:
    off = replace(USUAL, women_off_reason="a programme for women")
    assert not plan_intake(TargetKind.WOMEN, Count(40, 15, 4), 20, off).is_judged
    assert not plan_intake(TargetKind.WOMEN, Count(3, 1, 0), 2, USUAL).is_judged


def test_an_intake_of_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        plan_intake(TargetKind.WOMEN, Count(40, 15, 4), -1, USUAL)
