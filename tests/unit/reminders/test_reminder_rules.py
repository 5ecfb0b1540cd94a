"""In which band an end lies, and when a reminder that was begun is begun again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reminders.rules import ABANDONED, BANDS, band_of, days_of, is_taken

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (-3, 7), (0, 7), (7, 7), (8, 14), (14, 14), (15, 30), (30, 30), (31, 60), (60, 60), (61, 90), (90, 90),
        (91, 180), (180, 180), (181, None),
    ],
)  # fmt: skip
def test_known_days(days: int, band: int | None) -> None:
    assert band_of(TODAY + timedelta(days=days), TODAY) == band


@given(st.integers(-400, 400))
def test_the_days_of_a_band_are_those_that_lie_in_it(days: int) -> None:
    on = TODAY + timedelta(days=days)
    within = [
        band
        for band in BANDS
        if (first := days_of(band, TODAY)[0]) is None or first <= on
        if on <= days_of(band, TODAY)[1]
    ]
    assert within == [band for band in [band_of(on, TODAY)] if band is not None]


@given(st.integers(0, 180))
def test_each_band_is_entered_once_as_the_days_go_by(first: int) -> None:
    end = TODAY + timedelta(days=first)
    seen = [band_of(end, TODAY + timedelta(days=gone)) for gone in range(first + 1)]
    entered = [band for number, band in enumerate(seen) if number == 0 or band != seen[number - 1]]
    assert entered == sorted(set(entered), key=lambda band: -(band or 0))


def test_what_was_begun_and_left_is_begun_again() -> None:
    assert is_taken(NOW, NOW - timedelta(days=400), NOW)
    assert is_taken(None, NOW - ABANDONED + timedelta(seconds=1), NOW)
    assert not is_taken(None, NOW - ABANDONED, NOW)
