"""Hold participations to their days, money to its currency, and tallies to their guests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.participation.rules import (
    CURRENCIES,
    LARGEST_AMOUNT,
    Money,
    TallyCount,
    check_money,
    check_period,
    check_tally,
    check_within,
    overlaps,
    total_by_currency,
)

DAYS = st.dates(date(2025, 1, 1), date(2025, 2, 28))
MONEY = st.builds(
    Money,
    st.decimals(0, LARGEST_AMOUNT, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(CURRENCIES[:4]),
)


@st.composite
def periods(draw: st.DrawFn) -> tuple[date, date | None]:
    starts_on = draw(DAYS)
    return starts_on, draw(st.none() | st.dates(starts_on, date(2025, 3, 31)))


def days_of(period: tuple[date, date | None]) -> set[date]:
    """Name each day of a period; an open one goes on until the end of April."""
    starts_on, ends_on = period
    last = ends_on or date(2025, 4, 30)
    return {starts_on + timedelta(days=offset) for offset in range((last - starts_on).days + 1)}


@given(periods(), periods())
def test_periods_overlap_when_they_share_a_day(
    one: tuple[date, date | None], other: tuple[date, date | None]
) -> None:
    assert overlaps(*one, *other) is bool(days_of(one) & days_of(other))
    assert overlaps(*one, *other) is overlaps(*other, *one)


@given(periods(), periods())
def test_a_period_within_another_has_no_day_outside_it(
    inner: tuple[date, date | None], outer: tuple[date, date | None]
) -> None:
    open_inside = (
        inner[1] is None and outer[1] is not None
    )  # goes on, and ends with the outer one at the latest
    try:
        check_within(*inner, *outer)
    except RuleBroken:
        assert not days_of(inner) <= days_of(outer)
    else:
        assert open_inside or days_of(inner) <= days_of(outer)


def test_a_period_may_last_one_day_and_never_less() -> None:
    check_period(date(2025, 3, 1), date(2025, 3, 1))
    check_period(date(2025, 3, 1), None)
    with pytest.raises(RuleBroken) as broken:
        check_period(date(2025, 3, 1), date(2025, 2, 28))
    assert broken.value.field == "ends_on"


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "Infinity", "1000000000.00", "0.001"])
def test_an_amount_that_nobody_pays_is_refused(amount: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_money(Money(Decimal(amount), "EUR"))
    assert broken.value.field == "amount"


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "XXX"])
def test_an_unknown_currency_is_refused(currency: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_money(Money(Decimal(1), currency))
    assert broken.value.field == "currency"


@given(MONEY)
def test_an_amount_in_cents_is_taken(money: Money) -> None:
    check_money(money)


@given(st.lists(MONEY))
def test_totals_never_mix_currencies(amounts: list[Money]) -> None:
    totals = total_by_currency(amounts)
    assert [total.currency for total in totals] == sorted({money.currency for money in amounts})
    for total in totals:
        assert total.amount == sum(money.amount for money in amounts if money.currency == total.currency)


@given(st.integers(-2, 12), st.integers(-2, 12), st.integers(-2, 12))
def test_a_tally_is_taken_exactly_when_it_adds_up(n: int, k: int, u: int) -> None:
    adds_up = min(n, k, u) >= 0 and k + u <= n
    try:
        check_tally(n, {"women": TallyCount(k, u)})
    except RuleBroken:
        assert not adds_up
    else:
        assert adds_up


def test_an_event_has_a_tally_or_participations() -> None:
    with pytest.raises(RuleBroken, match="logged one by one"):
        check_tally(30, {"women": TallyCount(14, 2)}, has_participations=True)
