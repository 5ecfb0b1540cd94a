"""When a task that comes again is due next."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.tasks.rules import MONTHS, Recurrence, check_title, months_later, next_due

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
AGAIN = st.sampled_from([one for one in Recurrence if one is not Recurrence.NONE])
LONGEST = {Recurrence.WEEKLY: 7, Recurrence.MONTHLY: 31, Recurrence.QUARTERLY: 92, Recurrence.YEARLY: 366}


@pytest.mark.parametrize(
    ("counted_from", "recurrence", "after", "due"),
    [
        (date(2027, 1, 31), Recurrence.MONTHLY, date(2027, 1, 31), date(2027, 2, 28)),
        (date(2027, 1, 31), Recurrence.MONTHLY, date(2027, 2, 28), date(2027, 3, 31)),
        (date(2027, 11, 30), Recurrence.QUARTERLY, date(2027, 11, 30), date(2028, 2, 29)),
        (date(2028, 2, 29), Recurrence.YEARLY, date(2028, 2, 29), date(2029, 2, 28)),
        (date(2028, 2, 29), Recurrence.YEARLY, date(2031, 2, 28), date(2032, 2, 29)),
        (date(2027, 1, 4), Recurrence.WEEKLY, date(2027, 1, 4), date(2027, 1, 11)),
        (date(2027, 1, 4), Recurrence.WEEKLY, date(2027, 3, 2), date(2027, 3, 8)),
    ],
)
def test_known_cases(counted_from: date, recurrence: Recurrence, after: date, due: date) -> None:
    assert next_due(counted_from, recurrence, after) == due


def test_what_comes_once_never_comes_again() -> None:
    assert next_due(date(2027, 1, 1), Recurrence.NONE, date(2027, 1, 1)) is None


@given(DAYS, AGAIN, st.integers(0, 4000))
def test_the_next_day_is_the_first_one_ahead(first: date, recurrence: Recurrence, later: int) -> None:
    after = first + timedelta(days=later)
    due = next_due(first, recurrence, after)
    assert due is not None
    assert after < due <= after + timedelta(days=LONGEST[recurrence])
    if recurrence is Recurrence.WEEKLY:
        assert due.weekday() == first.weekday()
    else:
        assert due.day == min(first.day, calendar.monthrange(due.year, due.month)[1])
        assert (due.year * 12 + due.month - first.year * 12 - first.month) % MONTHS[recurrence] == 0


@given(DAYS, AGAIN)
def test_nothing_is_skipped_or_doubled(first: date, recurrence: Recurrence) -> None:
    days = [first]
    for _turn in range(24):
        due = next_due(first, recurrence, days[-1])
        assert due is not None
        days.append(due)
    assert all(later - day >= timedelta(days=7) for day, later in pairwise(days))
    if recurrence in MONTHS:
        assert days[-1] == months_later(first, 24 * MONTHS[recurrence])


@pytest.mark.parametrize("empty", ["", "  ", "\t"])
def test_a_task_says_what_has_to_be_done(empty: str) -> None:
    with pytest.raises(RuleBroken):
        check_title(empty)
    assert check_title("  Ask for the letter ") == "Ask for the letter"
