"""An uploaded list is kept for seven days to the moment, reckoned the same from either end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.intake.rules.staging import KEPT_DAYS, kept_since, kept_until

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=3650)).map(lambda since: FIRST + since)


@given(uploaded=MOMENTS, now=MOMENTS)
def test_what_is_destroyed_is_what_is_past_its_end(uploaded: datetime, now: datetime) -> None:
    assert (uploaded < kept_since(now)) == (kept_until(uploaded) < now)


@given(uploaded=MOMENTS)
def test_a_list_lives_seven_days_and_not_a_moment_longer(uploaded: datetime) -> None:
    end = uploaded + timedelta(days=KEPT_DAYS)
    assert kept_until(uploaded) == end
    assert not uploaded < kept_since(end)
    assert uploaded < kept_since(end + timedelta(microseconds=1))
