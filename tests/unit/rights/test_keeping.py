"""How long data are kept, and what a hold has to say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.rights.rules.keeping import LONGEST_HOLD, Kept, check_hold, years_after

TODAY = date(2026, 11, 25)
DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@given(DAYS, st.integers(-30, 30))
def test_years_later_is_the_same_day_or_the_first_of_march(day: date, years: int) -> None:
    later = years_after(day, years)
    assert later.year == day.year + years
    assert (later.month, later.day) == (day.month, day.day) or (later.month, later.day) == (3, 1)


def test_data_are_due_two_years_after_the_last_case_closed() -> None:
    assert not Kept(date(2024, 11, 26)).is_due(TODAY)
    assert Kept(date(2024, 11, 25)).is_due(TODAY)
    assert Kept(date(2024, 2, 29)).due_on == date(2026, 3, 1)


def test_a_hold_keeps_them_on_its_last_day_and_no_longer() -> None:
    closed = date(2020, 1, 1)
    assert not Kept(closed, TODAY).is_due(TODAY)
    assert Kept(closed, TODAY - timedelta(days=1)).is_due(TODAY)


@pytest.mark.parametrize(
    ("reason", "until", "sentence"),
    [
        ("  ", TODAY + timedelta(days=9), "Say why"),
        ("x" * 501, TODAY + timedelta(days=9), "Shorten"),
        ("A court case", TODAY, "lies ahead"),
        ("A court case", TODAY + LONGEST_HOLD + timedelta(days=1), "five years"),
    ],
)
def test_a_hold_has_a_reason_and_an_end(reason: str, until: date, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        check_hold(reason, until, TODAY)
