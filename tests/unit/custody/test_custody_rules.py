"""A new ring key waits for every host that serves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.custody.rules import SAYS_AGAIN, SERVES_FOR, HostReport, hosts_without, must_say

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
AGES = st.integers(0, 3600).map(lambda seconds: timedelta(seconds=seconds))
KEYS = st.frozensets(st.sampled_from(["aa", "bb", "cc"]))
REPORTS = st.lists(
    st.builds(lambda name, keys, age: HostReport(name, keys, NOW - age), st.sampled_from("ABCD"), KEYS, AGES),
    max_size=6,
    unique_by=lambda one: one.host,
)


@given(REPORTS)
def test_only_hosts_that_serve_and_lack_the_key_are_waited_for(reports: list[HostReport]) -> None:
    waited_for = hosts_without("aa", reports, NOW)
    for one in reports:
        lately = NOW - one.seen_at < SERVES_FOR
        assert (one.host in waited_for) == (lately and "aa" not in one.key_ids)


def test_a_host_says_what_is_new_at_once_and_the_same_now_and_then() -> None:
    keys = frozenset({"aa"})
    assert must_say(None, keys, NOW)
    assert must_say(HostReport("A", frozenset(), NOW), keys, NOW)
    assert not must_say(HostReport("A", keys, NOW), keys, NOW)
    assert must_say(HostReport("A", keys, NOW - SAYS_AGAIN), keys, NOW)
    assert SAYS_AGAIN < SERVES_FOR / 2  # one report may be lost
