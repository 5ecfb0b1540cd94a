"""Two supports meet when they share a person and a day but no programme; what ending one avoids is never more than it cost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.coordination.rules import (
    Given,
    avoided,
    check_last_day,
    check_reason,
    meeting,
    meetings,
)
from tracker.errors import RuleBroken
from tracker.participation.rules import Money

JANUARY = date(2026, 1, 1)
days = st.integers(0, 60).map(lambda number: JANUARY + timedelta(days=number))


@st.composite
def gifts(draw: st.DrawFn, number: int) -> Given:
    first = draw(days)
    last = draw(st.none() | days.map(lambda day: max(day, first)))
    amount = draw(st.none() | st.decimals(0, 10_000, places=2))
    return Given(
        UUID(int=number),
        UUID(int=draw(st.integers(1, 3))),
        UUID(int=draw(st.integers(1, 3))),
        first,
        last,
        None if amount is None else Money(amount, "EUR"),
    )


some_gifts = st.integers(0, 7).flatmap(lambda count: st.tuples(*(gifts(number) for number in range(count))))


def on(given: Given, day: date) -> bool:
    return given.first <= day and (given.last is None or day <= given.last)


@given(some_gifts, st.sampled_from([[], [(UUID(int=1), UUID(int=2))]]))
def test_what_meets_is_what_a_calendar_says(some: tuple[Given, ...], same: list[tuple[UUID, UUID]]) -> None:
    calendar = [JANUARY + timedelta(days=number) for number in range(61)]
    expected = {
        (one.support_id, other.support_id)
        for one in some
        for other in some
        if one.support_id < other.support_id
        and one.programme_id != other.programme_id
        and (one.person_id == other.person_id or tuple(sorted((one.person_id, other.person_id))) in same)
        and any(on(one, day) and on(other, day) for day in calendar)
    }
    found = [(met.one.support_id, met.other.support_id) for met in meetings(some, same)]
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(gifts(1), gifts(2), days)
def test_what_is_avoided_is_no_more_than_was_to_be_paid_and_less_the_later_it_ends(
    one: Given, other: Given, day: date
) -> None:
    met = meeting(one, other)
    if met is None:
        return
    found, later = avoided(met, met.one, day), avoided(met, met.one, day + timedelta(days=1))
    if met.one.money is None or met.one.last is None:
        assert found is None
        return
    assert found is not None
    assert later is not None
    assert 0 <= later.amount <= found.amount <= met.one.money.amount
    if met.last is not None and day >= met.last:
        assert found.amount == 0


def test_only_days_that_would_have_been_given_twice_are_counted() -> None:
    first = Given(
        UUID(int=1), UUID(int=9), UUID(int=1), JANUARY, date(2026, 1, 30), Money(Decimal(300), "EUR")
    )
    second = Given(UUID(int=2), UUID(int=9), UUID(int=2), date(2026, 1, 11), date(2026, 1, 20), None)
    met = meeting(second, first)
    assert met is not None
    assert met.one is first
    assert (met.first, met.last) == (date(2026, 1, 11), date(2026, 1, 20))
    assert avoided(met, first, date(2025, 12, 31)) == Money(Decimal("100.00"), "EUR")
    assert avoided(met, first, date(2026, 1, 15)) == Money(Decimal("50.00"), "EUR")
    assert avoided(met, second, date(2026, 1, 15)) is None


@pytest.mark.parametrize("last_day", [None, date(2025, 12, 30), date(2026, 1, 30)])
def test_a_last_day_is_earlier_than_planned(last_day: date | None) -> None:
    ends = Given(UUID(int=1), UUID(int=9), UUID(int=1), JANUARY, date(2026, 1, 30), None)
    with pytest.raises(RuleBroken) as refused:
        check_last_day(ends, last_day)
    assert refused.value.field == "last_day"
    assert check_last_day(ends, date(2025, 12, 31)) == date(2025, 12, 31)


@pytest.mark.parametrize("reason", ["  ", "x" * 501])
def test_a_decision_says_why_and_not_at_length(reason: str) -> None:
    with pytest.raises(RuleBroken):
        check_reason(reason)
    assert check_reason(" both are needed ") == "both are needed"
