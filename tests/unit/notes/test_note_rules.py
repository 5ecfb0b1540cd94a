"""What a note has to say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.notes.rules import LONGEST, check_day, check_text, forgotten_before

DAY = date(2026, 11, 25)


@pytest.mark.parametrize("empty", ["", "  ", "\n\t"])
def test_a_note_says_something(empty: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_text(empty)
    assert refused.value.field == "text"


def test_a_note_has_an_end() -> None:
    assert check_text(" x" * (LONGEST // 2)) == (" x" * (LONGEST // 2)).strip()
    with pytest.raises(RuleBroken):
        check_text("x" * (LONGEST + 1))


@given(st.dates(max_value=date(2200, 1, 1)))
def test_a_note_is_about_what_was(on: date) -> None:
    if on <= DAY:
        assert check_day(on, DAY) == on
    else:
        with pytest.raises(RuleBroken):
            check_day(on, DAY)


def test_what_was_taken_back_is_kept_for_thirty_days() -> None:
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert now - forgotten_before(now) == timedelta(days=30)
