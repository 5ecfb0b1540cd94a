"""Windows are whole days, both ends included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.targets.rules import Window

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
windows = st.tuples(days, days).map(lambda pair: Window(min(pair), max(pair)))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (" 2026-q3 ", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-07-03..2026-07-03", date(2026, 7, 3), date(2026, 7, 3)),
    ],
)
def test_a_window_is_read_as_it_is_written(text: str, first: date, last: date) -> None:
    assert Window.parse(text) == Window(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-Q0",
        "2026-Q5",
        "26-Q1",
        "0000",
        "0000-Q1",
        "٢٠٢٦",
        "2026-07",
        "2026-07-01",
        "2026-07-01...2026-07-02",
        "2026-02-29..2026-03-01",
        "2026-07-02..2026-07-01",
        "2026-07-01..",
        "20260701..20260930",
    ],
)
def test_what_is_no_window_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Window.parse(text)


def test_days_that_make_a_quarter_or_a_year_go_by_its_name() -> None:
    assert Window.parse("2026-07-01..2026-09-30").name == "2026-Q3"
    assert Window.parse("2026-01-01..2026-12-31").name == "2026"
    assert str(Window.parse("2026-07-01..2026-09-29")) == "2026-07-01..2026-09-29"
    assert Window.year(999).name == "0999"


def test_a_participation_counts_with_its_first_and_with_its_last_day() -> None:
    window = Window.parse("2026-Q3")
    assert window.overlaps(date(2026, 9, 30), None)
    assert window.overlaps(date(2026, 9, 30), date(2026, 12, 1))
    assert window.overlaps(date(2020, 1, 1), date(2026, 7, 1))
    assert window.overlaps(date(2020, 1, 1), None)
    assert not window.overlaps(date(2026, 10, 1), None)
    assert not window.overlaps(date(2020, 1, 1), date(2026, 6, 30))


def test_the_window_before_is_of_the_same_kind() -> None:
    assert Window.parse("2026-Q1").previous() == Window.parse("2025-Q4")
    assert Window.parse("2026-Q3").previous() == Window.parse("2026-Q2")
    assert Window.parse("2025").previous() == Window.parse("2024")
    assert Window.parse("2026-03-01..2026-03-10").previous() == Window.parse("2026-02-19..2026-02-28")


def test_the_calendar_has_a_beginning() -> None:
    with pytest.raises(ValueError, match="before"):
        Window.parse("0001").previous()
    with pytest.raises(ValueError, match="before"):
        Window.parse("0001-01-05..0001-01-31").previous()


def test_the_window_after_begins_the_day_after_and_the_calendar_has_an_end() -> None:
    assert Window.parse("2026-Q4").following() == Window.parse("2027-Q1")
    assert Window.parse("2025").following() == Window.parse("2026")
    assert Window.parse("2026-02-19..2026-02-28").following() == Window.parse("2026-03-01..2026-03-10")
    for last in ("9999", "9999-Q4", "9999-01-01..9999-12-30"):
        with pytest.raises(ValueError, match="after"):
            Window.parse(last).following()


@given(windows)
def test_the_window_after_the_one_before_is_the_same_for_quarters_and_years(window: Window) -> None:
    quarter = Window.quarter_of(window.first)
    assert quarter.previous().following() == quarter
    assert window.following().first == window.last + timedelta(days=1)


def test_a_window_is_over_on_the_day_after_its_last_and_read_on_its_last_day_at_most() -> None:
    window = Window.parse("2026-Q3")
    assert not window.is_over(date(2026, 9, 30))
    assert window.is_over(date(2026, 10, 1))
    assert window.reading_day(date(2026, 8, 15)) == date(2026, 8, 15)
    assert window.reading_day(date(2026, 9, 30)) == date(2026, 9, 30)
    assert window.reading_day(date(2027, 1, 1)) == date(2026, 9, 30)


@given(windows)
def test_a_name_is_read_back_as_the_same_window(window: Window) -> None:
    assert Window.parse(window.name) == window


@given(days)
def test_a_day_lies_in_its_quarter_and_quarters_leave_no_gap(day: date) -> None:
    quarter = Window.quarter_of(day)
    assert quarter.contains(day)
    assert quarter.is_quarter
    before = quarter.previous()
    assert before.is_quarter
    assert before.last + timedelta(days=1) == quarter.first


@given(windows)
def test_the_window_before_ends_the_day_before(window: Window) -> None:
    before = window.previous()
    assert before.last + timedelta(days=1) == window.first
    if not (window.is_quarter or window.is_year):
        assert before.last - before.first == window.last - window.first


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.one_of(st.none(), st.integers(0, 40)))
def test_overlapping_is_having_a_day_in_common(first: int, length: int, start: int, end: int | None) -> None:
    origin = date(2026, 2, 1)
    window = Window(origin + timedelta(days=first), origin + timedelta(days=first + length))
    starts_on = origin + timedelta(days=start)
    ends_on = None if end is None else starts_on + timedelta(days=end)
    in_common = [
        day
        for number in range(120)
        if window.contains(day := origin + timedelta(days=number))
        and starts_on <= day
        and (ends_on is None or day <= ends_on)
    ]
    assert window.overlaps(starts_on, ends_on) is bool(in_common)
