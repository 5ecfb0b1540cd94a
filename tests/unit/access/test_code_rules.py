"""Which codes count, and how recovery codes survive being copied by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.access.rules.codes import (
    DIGITS,
    RECOVERY_BYTES,
    STEPS_EITHER_WAY,
    address_to_scan,
    as_typed,
    looks_like_recovery_code,
    read_recovery_code,
    recovery_code,
    step_shown,
)

SECRET = pyotp.random_base32()
moments = st.datetimes(datetime(2026, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis gives the zone


@given(moments, st.integers(-20, 20))
def test_codes_of_this_half_minute_and_its_neighbours_count_and_no_others(now: datetime, away: int) -> None:
    totp = pyotp.TOTP(SECRET)
    here = totp.timecode(now)
    code = totp.generate_otp(here + away)
    near = {totp.generate_otp(here + one): here + one for one in (-1, 0, 1)}
    expected = near.get(code)
    assert step_shown(SECRET, code, now) == expected
    if abs(away) <= STEPS_EITHER_WAY:
        assert expected is not None


@given(st.text(max_size=40), moments)
def test_whatever_is_typed_is_a_code_or_none(text: str, now: datetime) -> None:
    assume(not re.fullmatch(r"[0-9]{6}", text))
    assert step_shown(SECRET, text, now) is None


def test_a_moment_later_than_half_a_minute_shows_another_step() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    code = pyotp.TOTP(SECRET).at(now)
    first, later = step_shown(SECRET, code, now), step_shown(SECRET, code, now + timedelta(seconds=30))
    assert first == later
    assert step_shown(SECRET, code, now + timedelta(seconds=60)) is None


@given(st.binary(min_size=RECOVERY_BYTES, max_size=RECOVERY_BYTES), st.sampled_from(["", " ", "-", " - "]))
def test_a_recovery_code_is_read_however_it_was_copied(chance: bytes, between: str) -> None:
    code = recovery_code(chance)
    assert re.fullmatch(r"([a-z2-7]{4}-){5}[a-z2-7]{4}", code)
    copied = between.join(code.split("-")).upper().translate(str.maketrans("OLB", "018"))
    assert read_recovery_code(copied) == code.replace("-", "")
    assert looks_like_recovery_code(copied)


def test_six_digits_with_a_blank_are_a_code_of_the_app() -> None:
    assert as_typed(" 123 456 ") == "123456"
    assert not looks_like_recovery_code("123 456")
    assert len("123456") == DIGITS


def test_what_a_telephone_lists_names_nobody() -> None:
    assert re.fullmatch(
        r"otpauth://totp/Tracker:sign-in\?secret=[A-Z2-7]{32}&issuer=Tracker", address_to_scan(SECRET)
    )
