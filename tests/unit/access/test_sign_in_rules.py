"""What a password needs, how long a sign-in lives, and when attempts are slowed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.access.rules import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    Limit,
    check_password,
    is_alive,
    is_slowed,
)
from tracker.errors import RuleBroken

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "fourteen chars",
        "a" * 40,
        "abcabcabcabcabcabc",
        "abcdefgabcdefgabcdefg",
        "x" * 201,
        "the olga.lind password",
    ],
)
def test_a_weak_password_is_refused_beside_its_field(password: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_password(password, email="olga.lind@example.org")
    assert refused.value.field == "password"


@pytest.mark.parametrize("password", ["correct horse battery staple", "пять слов подряд", "Zq9!vB2#mL4$wP7"])
def test_a_good_password_is_taken(password: str) -> None:
    check_password(password, email="olga.lind@example.org")


def test_a_short_mailbox_does_not_rule_out_half_the_alphabet() -> None:
    check_password("correct horse battery staple", email="a@example.org")


def alive(now: datetime, *, created_at: datetime = NOW, ended_at: datetime | None = None) -> bool:
    return is_alive(created_at=created_at, last_used_at=NOW, ended_at=ended_at, now=now)


def test_a_sign_in_ends_by_idleness_by_age_and_by_being_ended() -> None:
    assert alive(NOW + IDLE_LIMIT - MOMENT)
    assert not alive(NOW + IDLE_LIMIT)
    assert alive(NOW - MOMENT, created_at=NOW - ABSOLUTE_LIMIT)
    assert not alive(NOW, created_at=NOW - ABSOLUTE_LIMIT)
    assert not alive(NOW, ended_at=NOW)


def test_attempts_are_slowed_at_the_limit_and_only_within_the_window() -> None:
    limit = Limit(10, timedelta(minutes=15))
    assert not is_slowed(9, NOW, limit, NOW)
    assert is_slowed(10, NOW, limit, NOW + limit.window - MOMENT)
    assert not is_slowed(10, NOW, limit, NOW + limit.window)
