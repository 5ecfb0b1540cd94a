"""What a password needs, how long a sign-in lives, and when attempts are slowed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.access.rules.door import ABSOLUTE_LIMIT, IDLE_LIMIT, Limit, browser_words, is_alive, is_slowed
from tracker.access.rules.passwords import check_password
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


@pytest.mark.parametrize("password", ["crater hinge bishop lantern", "пять слов подряд", "Zq9!vB2#mL4$wP7"])
def test_a_good_password_is_taken(password: str) -> None:
    check_password(password, email="olga.lind@example.org")


def test_a_short_mailbox_does_not_rule_out_half_the_alphabet() -> None:
    check_password("crater hinge bishop lantern", email="a@example.org")


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


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "password12345678",
        "P@ssw0rd-P@ssw0rd-2026",
        "qwertyuiopasdfgh",
        "пароль1234567890",
        "Welcome to Tracker 2026!",
        "1q2w3e4r5t6y7u8i",
        "ilovemoscow-2024!!!",
        "Йцукенгшщзфывапро",
    ],
)
def test_what_everybody_uses_is_refused_however_it_is_put_together(password: str) -> None:
    with pytest.raises(RuleBroken, match="tried first"):
        check_password(password, email="a@example.org")


@pytest.mark.parametrize(
    "words", ["summer lantern bridge 7 oak", "74920385610293846", "Winter-Teller-Ufer-Kran"]
)
def test_a_common_word_among_others_does_no_harm(words: str) -> None:
    check_password(words, email="a@example.org")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_known_words_only(user_agent: str, words: str) -> None:
    assert browser_words(user_agent) == words
