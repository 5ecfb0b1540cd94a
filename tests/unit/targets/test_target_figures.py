"""The figures of a target, against the worked examples and against counting by hand in whole numbers."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.targets.rules import (
    Certainty,
    Count,
    Intake,
    Need,
    Rules,
    TargetKind,
    Verdict,
    WhatItTakes,
    coverage,
    judge,
    share_of,
)

WOMEN, ORIGIN = TargetKind.WOMEN, TargetKind.ORIGIN
UNJUDGED = {Verdict.TOO_FEW, Verdict.NOBODY, Verdict.NOT_APPLICABLE}
USUAL = Rules()


@st.composite
def counts(draw: st.DrawFn, most: int = 90) -> tuple[int, int, int]:
    n = draw(st.integers(0, most))
    k = draw(st.integers(0, n))
    return n, k, draw(st.integers(0, n - k))


@st.composite
def target_sets(draw: st.DrawFn) -> Rules:
    """Draw rules whose edges are whole hundredths of a percent, from 1 % to 99 %."""
    lower, upper = sorted(draw(st.tuples(st.integers(50, 4950), st.integers(50, 4950))))
    floor_, aim = sorted(draw(st.tuples(st.integers(100, 9900), st.integers(100, 9900))))
    return Rules(
        women_aim=Fraction(lower + upper, 10_000),
        women_tolerance=Fraction(upper - lower, 10_000),
        origin_floor=Fraction(floor_, 10_000),
        origin_aim=Fraction(aim, 10_000),
        min_base=draw(st.integers(1, 15)),
    )


kinds = st.sampled_from(TargetKind)


def points(edge: Fraction) -> int:
    """Give an edge in hundredths of a percent, so that the brute force needs no fraction."""
    assert 10_000 % edge.denominator == 0
    return edge.numerator * (10_000 // edge.denominator)


def by_hand(kind: TargetKind, part: int, whole: int, rules: Rules) -> str:
    """Read part / whole against the edges by multiplying out."""
    scaled = part * 10_000
    if kind is WOMEN:
        if scaled < points(rules.women_lower) * whole:
            return "below"
        return "above" if scaled > points(rules.women_upper) * whole else "met"
    if scaled < points(rules.origin_floor) * whole:
        return "below"
    return "met" if scaled >= points(rules.origin_aim) * whole else "floor_reached"


@pytest.mark.parametrize(
    ("n", "k", "u", "share", "lower", "upper", "women", "origin"),
    [
        (40, 18, 0, "9/20", "9/20", "9/20", "met certain", "met certain"),
        (40, 17, 2, "17/38", "17/40", "19/40", "below provisional", "met certain"),
        (60, 9, 0, "3/20", "3/20", "3/20", "below certain", "floor_reached certain"),
        (67, 10, 0, "10/67", "10/67", "10/67", "below certain", "below certain"),
        (60, 9, 12, "3/16", "3/20", "7/20", "below certain", "floor_reached provisional"),
        (9, 5, 0, "5/9", "5/9", "5/9", "too_few None", "too_few None"),
        (20, 0, 20, None, "0", "1", "too_few None", "too_few None"),
        (0, 0, 0, None, None, None, "nobody None", "nobody None"),
        (20, 12, 0, "3/5", "3/5", "3/5", "above certain", "met certain"),
        (20, 11, 0, "11/20", "11/20", "11/20", "met certain", "met certain"),
        (20, 4, 0, "1/5", "1/5", "1/5", "below certain", "met certain"),
        (30, 10, 10, "1/2", "1/3", "2/3", "met provisional", "met certain"),
    ],
)
def test_the_worked_examples_come_out_as_written(
    n: int, k: int, u: int, share: str | None, lower: str | None, upper: str | None, women: str, origin: str
) -> None:
    for kind, expected in ((WOMEN, women), (ORIGIN, origin)):
        figures = judge(kind, n, k, u, USUAL)
        shown = (figures.share, figures.lower, figures.upper)
        assert shown == tuple(None if text is None else Fraction(text) for text in (share, lower, upper))
        assert f"{figures.verdict} {figures.certainty}" == expected


def test_the_worked_example_takes_37_women_or_1_person_of_non_russian_origin() -> None:
    women = judge(WOMEN, 67, 10, 0, USUAL).what_it_takes
    origin = judge(ORIGIN, 67, 10, 0, USUAL).what_it_takes
    assert women == WhatItTakes(37, Need.ALL_COUNT, Fraction(45, 100))
    assert origin == WhatItTakes(1, Need.ALL_COUNT, Fraction(15, 100))


def test_a_reached_floor_asks_for_the_aim() -> None:
    takes = judge(ORIGIN, 60, 9, 0, USUAL).what_it_takes
    assert takes == WhatItTakes(4, Need.ALL_COUNT, Fraction(1, 5))  # 13 of 64 is 20.3 %, 12 of 63 is 19.0 %
    assert takes.all_must_count


def test_above_asks_for_persons_of_whom_none_counts() -> None:
    takes = judge(WOMEN, 20, 12, 0, USUAL).what_it_takes
    assert takes == WhatItTakes(2, Need.NONE_COUNTS, Fraction(55, 100))  # 12 of 22 is 54.5 %, of 21 is 57.1 %
    assert not takes.all_must_count


def test_too_few_asks_for_answers() -> None:
    takes = judge(ORIGIN, 30, 2, 24, USUAL).what_it_takes
    assert takes == WhatItTakes(4, Need.ANSWERS, None)
    assert not takes.all_must_count


def test_met_and_nobody_ask_for_nothing() -> None:
    assert judge(WOMEN, 40, 20, 0, USUAL).what_it_takes is None
    assert judge(WOMEN, 0, 0, 0, USUAL).what_it_takes is None
    assert judge(WOMEN, 40, 20, 0, USUAL).of_intake(10) is None


def test_a_target_that_is_switched_off_keeps_its_figures_and_gets_no_verdict() -> None:
    rules = Rules(women_off_reason="A programme for women journalists.")
    figures = judge(WOMEN, 40, 40, 0, rules)
    assert (figures.verdict, figures.certainty, figures.what_it_takes) == (Verdict.NOT_APPLICABLE, None, None)
    assert figures.share == 1
    assert judge(ORIGIN, 40, 40, 0, rules).verdict is Verdict.MET
    assert judge(WOMEN, 0, 0, 0, rules).verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("n", "k", "u"), [(3, 4, 0), (3, 2, 2), (-1, 0, 0), (3, -1, 0), (3, 0, -1), (3, 0, 4)]
)
def test_counts_that_cannot_be_are_refused(n: int, k: int, u: int) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Count(n, k, u)
    with pytest.raises(ValueError, match=r"\.$"):
        judge(WOMEN, n, k, u, USUAL)


def test_only_below_and_above_miss_a_target() -> None:
    assert {verdict for verdict in Verdict if verdict.misses} == {Verdict.BELOW, Verdict.ABOVE}


@pytest.mark.parametrize(("u", "leads"), [(0, False), (10, False), (11, True), (20, True)])
def test_bounds_lead_when_fewer_than_half_disclosed(u: int, leads: bool) -> None:  # noqa: FBT001 - a table
    assert judge(WOMEN, 20, 0, u, USUAL).leads_with_bounds is leads


def test_nobody_has_no_bounds_to_lead_with() -> None:
    assert not judge(WOMEN, 0, 0, 0, USUAL).leads_with_bounds


def test_a_share_of_nobody_is_undefined() -> None:
    assert share_of(0, 0) is None
    assert share_of(3, 9) == Fraction(1, 3)


def test_coverage_is_a_range_between_the_two_figures_of_the_brief() -> None:
    assert coverage(600) == (Fraction(4, 100), Fraction(6, 100))


@given(kinds, counts(), target_sets())
def test_a_verdict_is_the_one_counted_by_hand(
    kind: TargetKind, c: tuple[int, int, int], rules: Rules
) -> None:
    n, k, u = c
    verdict = judge(kind, n, k, u, rules).verdict
    if n == 0:
        assert verdict == "nobody"
    elif n - u < rules.min_base:
        assert verdict == "too_few"
    else:
        assert verdict == by_hand(kind, k, n - u, rules)


@given(kinds, counts(), target_sets())
def test_a_verdict_is_certain_when_no_answer_of_the_undisclosed_could_turn_it(
    kind: TargetKind, c: tuple[int, int, int], rules: Rules
) -> None:
    n, k, u = c
    figures = judge(kind, n, k, u, rules)
    if figures.verdict in UNJUDGED:
        assert figures.certainty is None
        return
    possible = {by_hand(kind, k + women, n, rules) for women in range(u + 1)}
    expected = Certainty.CERTAIN if possible == {str(figures.verdict)} else Certainty.PROVISIONAL
    assert figures.certainty is expected


@given(kinds, counts())
def test_the_share_lies_between_its_bounds(kind: TargetKind, c: tuple[int, int, int]) -> None:
    figures = judge(kind, *c, USUAL)
    if figures.share is not None:
        assert figures.lower is not None
        assert figures.upper is not None
        assert figures.lower <= figures.share <= figures.upper
        assert figures.disclosure_rate == 1 - (figures.upper - figures.lower)


@given(kinds, counts(), target_sets())
def test_what_it_takes_is_enough_and_one_person_fewer_is_not(
    kind: TargetKind, c: tuple[int, int, int], rules: Rules
) -> None:
    n, k, u = c
    d = n - u
    figures = judge(kind, n, k, u, rules)
    takes = figures.what_it_takes

    if takes is None:
        assert figures.verdict in {Verdict.MET, Verdict.NOBODY}
        return

    assert takes.further >= 1
    if figures.verdict is Verdict.TOO_FEW:
        assert d + takes.further == rules.min_base
        return

    def reached(further: int) -> bool:
        if takes.towards is None:
            return False
        edge = points(takes.towards)
        if takes.all_must_count:
            return (k + further) * 10_000 >= edge * (d + further)
        return k * 10_000 <= edge * (d + further)

    assert reached(takes.further)
    assert not any(reached(further) for further in range(takes.further))


@given(kinds, counts(40), target_sets())
def test_what_it_takes_leads_out_of_the_verdict(
    kind: TargetKind, c: tuple[int, int, int], rules: Rules
) -> None:
    n, k, u = c
    figures = judge(kind, n, k, u, rules)
    takes = figures.what_it_takes
    if takes is None or takes.need is Need.ANSWERS:
        return
    counting = takes.further if takes.all_must_count else 0
    after = judge(kind, n + takes.further, k + counting, u, rules)
    assert after.verdict is not figures.verdict


@given(kinds, counts(40), target_sets(), st.integers(0, 60))
def test_a_planned_intake_is_the_one_found_by_trying_every_mixture(
    kind: TargetKind, c: tuple[int, int, int], rules: Rules, size: int
) -> None:
    n, k, u = c
    d = n - u
    figures = judge(kind, n, k, u, rules)
    takes = figures.what_it_takes
    plan = figures.of_intake(size)
    if takes is None or takes.towards is None:
        assert plan is None
        return
    edge = points(takes.towards)
    if takes.all_must_count:
        enough = [x for x in range(size + 1) if (k + x) * 10_000 >= edge * (d + size)]
        assert plan == Intake(size, at_least=min(enough, default=None))
    else:
        bearable = [x for x in range(size + 1) if (k + x) * 10_000 <= edge * (d + size)]
        assert plan == Intake(size, at_most=max(bearable, default=None))
    assert plan.is_reachable is (takes.further <= size)


def test_an_intake_too_small_to_reach_the_edge_says_so() -> None:
    below, above = judge(WOMEN, 67, 10, 0, USUAL), judge(WOMEN, 20, 12, 0, USUAL)
    assert below.of_intake(36) == Intake(36)
    assert below.of_intake(37) == Intake(37, at_least=37)
    assert below.of_intake(100) == Intake(100, at_least=66)  # 76 of 167 is 45.5 %, 75 is 44.9 %
    assert above.of_intake(1) == Intake(1)
    assert above.of_intake(2) == Intake(2, at_most=0)
    assert above.of_intake(10) == Intake(10, at_most=4)  # 16 of 30 is 53.3 %, 17 is 56.7 %


def test_an_intake_of_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        judge(WOMEN, 67, 10, 0, USUAL).of_intake(-1)


def test_floats_would_ask_for_one_person_too_many_where_exact_fractions_do_not() -> None:
    wrong = 0
    for d in range(10, 200):
        for k in range(d * 45 // 100 + 1):
            takes = judge(WOMEN, d, k, 0, USUAL).what_it_takes
            if takes is not None and takes.need is Need.ALL_COUNT:
                by_float = -floor(-(0.45 * d - k) / (1 - 0.45))
                wrong += by_float != takes.further
    assert wrong > 0
