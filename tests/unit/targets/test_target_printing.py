"""A printed percentage never tells another story than the exact share."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.targets.rules import (
    DISCLOSURE_EDGES,
    DONOR_PLACES,
    Edge,
    Rules,
    Scope,
    TargetKind,
    Window,
    judge,
    percent,
    reading,
    rounded_percent,
    row,
)

USUAL = Rules()
kinds = st.sampled_from(TargetKind)
shares = st.integers(1, 3000).flatmap(
    lambda whole: st.integers(0, whole).map(lambda part: Fraction(part, whole))
)
near_an_edge = st.tuples(
    st.sampled_from([Fraction(n, 20) for n in (3, 4, 9, 11)]),
    st.fractions(min_value=Fraction(-1, 500), max_value=Fraction(1, 500), max_denominator=10**6),
).map(sum)


def test_a_share_has_one_decimal_and_a_no_break_space() -> None:
    assert percent(Fraction(17, 38)) == "44.7\N{NO-BREAK SPACE}%"
    assert percent(Fraction(1)) == "100.0\N{NO-BREAK SPACE}%"
    assert percent(Fraction(0)) == "0.0\N{NO-BREAK SPACE}%"
    assert percent(Fraction(28, 60), DONOR_PLACES) == "47\N{NO-BREAK SPACE}%"


def test_a_share_that_does_not_exist_is_a_dash() -> None:
    assert percent(None) == "–"


@pytest.mark.parametrize(
    ("share", "places", "expected"),
    [
        ("0.1875", 1, "18.8"),
        ("0.1865", 1, "18.6"),  # half goes to the even neighbour
        ("0.185", 0, "18"),
        ("0.195", 0, "19.5"),  # 20 would be the aim
        ("0.1496", 1, "14.96"),
        ("0.14996", 1, "14.996"),
        ("0.1495", 1, "14.95"),
        ("0.1494", 1, "14.9"),
        ("0.1504", 1, "15.0"),
        ("0.1504", 0, "15"),
        ("0.146", 0, "14.6"),
        ("0.1999999", 1, "19.99999"),
        ("0.2", 0, "20"),
    ],
)
def test_a_share_of_origin_keeps_the_decimals_that_its_verdict_needs(
    share: str, places: int, expected: str
) -> None:
    edges = USUAL.edges(TargetKind.ORIGIN)
    assert f"{rounded_percent(Fraction(share), places, edges)}" == expected


@pytest.mark.parametrize(
    ("share", "places", "expected"),
    [
        ("0.4496", 1, "44.96"),
        ("0.45", 1, "45.0"),
        ("0.4504", 1, "45.0"),
        ("0.5496", 1, "55.0"),  # still met, as 55.0 is
        ("0.55", 0, "55"),
        ("0.5504", 1, "55.04"),  # above, which 55.0 is not
        ("0.554", 0, "55.4"),
        ("0.546", 0, "55"),
    ],
)
def test_a_share_of_women_keeps_the_decimals_that_its_verdict_needs(
    share: str, places: int, expected: str
) -> None:
    edges = USUAL.edges(TargetKind.WOMEN)
    assert f"{rounded_percent(Fraction(share), places, edges)}" == expected


def test_a_disclosure_rate_just_below_half_is_not_printed_as_half() -> None:
    assert percent(Fraction(4999, 10_000), edges=DISCLOSURE_EDGES) == "49.99\N{NO-BREAK SPACE}%"


def test_an_edge_with_decimals_of_its_own_is_printed_with_them() -> None:
    assert f"{rounded_percent(Fraction(1, 8), 0, [Edge(Fraction(1, 8))])}" == "12.5"


@given(kinds, st.one_of(shares, near_an_edge), st.integers(0, 3))
def test_a_printed_share_reads_as_the_exact_one_with_no_decimal_too_many(
    kind: TargetKind, share: Fraction, places: int
) -> None:
    printed = rounded_percent(share, places, USUAL.edges(kind))
    exponent = printed.as_tuple().exponent
    assert isinstance(exponent, int)
    decimals = -exponent
    verdict = reading(kind, share, USUAL)

    assert decimals >= places
    assert abs(Fraction(printed) / 100 - share) * 2 * 100 * 10**decimals <= 1
    assert reading(kind, Fraction(printed) / 100, USUAL) is verdict
    for fewer in range(places, decimals):
        shorter = Fraction(round(share * 100 * 10**fewer), 100 * 10**fewer)
        assert reading(kind, shorter, USUAL) is not verdict


@given(st.integers(0, 10**6), st.integers(0, 3))
def test_rounding_without_edges_is_the_decimal_module_s_half_even(millionths: int, places: int) -> None:
    exact = Decimal(millionths) / 10_000
    expected = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    assert str(rounded_percent(Fraction(millionths, 10**6), places)) == str(expected)


def test_a_row_of_the_command_carries_exact_shares_and_every_name() -> None:
    figures = judge(TargetKind.ORIGIN, 60, 9, 12, USUAL)
    shown = row(Scope.parse("programme:EX-1"), Window.parse("2026-Q3"), figures, "default")
    assert json.loads(json.dumps(shown)) == {
        "scope": "programme:EX-1",
        "window": "2026-Q3",
        "target": "origin",
        "n": 60,
        "k": 9,
        "undisclosed": 12,
        "share": "3/16",
        "lower": "3/20",
        "upper": "7/20",
        "disclosure_rate": "4/5",
        "verdict": "floor_reached",
        "certainty": "provisional",
        "what_it_takes": {"further": 1, "need": "all_count", "towards": "1/5"},
        "target_set": "default",
    }


def test_a_row_about_nobody_has_nulls_and_a_row_of_nought_keeps_its_denominator() -> None:
    window = Window.parse("2026")
    empty = row(Scope(), window, judge(TargetKind.WOMEN, 0, 0, 0, USUAL), "default")
    unmet = ("share", "lower", "upper", "disclosure_rate", "certainty", "what_it_takes")
    assert [empty[key] for key in unmet] == [None] * len(unmet)
    nought = row(Scope(), window, judge(TargetKind.WOMEN, 12, 0, 0, USUAL), "default")
    assert (nought["share"], nought["disclosure_rate"]) == ("0/1", "1/1")
