"""The quota of reveals and what raises it, as rules."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.reveals.rules import (
    PERSONS_A_DAY,
    RAISED_AT_MOST,
    allowed_on_a_day,
    check_quota,
    check_raise,
    check_sentence,
)

TODAY = date(2026, 11, 20)


@given(st.lists(st.uuids(), max_size=80), st.integers(min_value=0, max_value=60))
def test_however_persons_are_revealed_no_more_than_allowed_pass(asked: list[uuid.UUID], allowed: int) -> None:
    passed: set[uuid.UUID] = set()
    for one in asked:
        try:
            check_quota(passed, one, allowed)
        except RuleBroken:
            assert len(passed) == allowed
            assert one not in passed
        else:
            passed.add(one)
    assert len(passed) == min(allowed, len(set(asked)))


@given(st.lists(st.integers(min_value=1, max_value=RAISED_AT_MOST)))
def test_a_raise_never_lowers_the_quota(raises: list[int]) -> None:
    assert allowed_on_a_day(raises) >= PERSONS_A_DAY
    assert all(allowed_on_a_day(raises) >= one for one in raises)


@pytest.mark.parametrize(
    ("up_to", "day"),
    [
        (PERSONS_A_DAY, TODAY),
        (RAISED_AT_MOST + 1, TODAY),
        (100, TODAY - timedelta(days=1)),
        (100, TODAY + timedelta(days=8)),
    ],
)
def test_a_raise_has_a_measure_and_a_day(up_to: int, day: date) -> None:
    with pytest.raises(RuleBroken):
        check_raise(up_to, day, TODAY)
    check_raise(100, TODAY, TODAY)


@pytest.mark.parametrize("sentence", ["", "because", " " * 40, "x" * 501])
def test_a_reason_says_something(sentence: str) -> None:
    with pytest.raises(RuleBroken):
        check_sentence(sentence)
