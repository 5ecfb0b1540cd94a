"""Hold households to one principal, and persons to one household at a time."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.people.rules.households import Stay, check_stays, household_on, members_on

HOUSES = (UUID(int=1), UUID(int=2))
ANNA, BORIS, CLARA = (UUID(int=number) for number in (11, 12, 13))
FIRST = date(2025, 1, 1)
WINDOW = 14


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    since = draw(st.integers(0, WINDOW - 1))
    until = draw(st.none() | st.integers(since, WINDOW))
    return Stay(
        draw(st.sampled_from(HOUSES)),
        draw(st.sampled_from((ANNA, BORIS, CLARA))),
        a_day(since),
        None if until is None else a_day(until),
        draw(st.booleans()),
    )


def a_day(number: int) -> date:
    return FIRST + timedelta(days=number)


def is_right_every_day(everyone: list[Stay]) -> bool:
    """Look at each day for itself."""
    for day in map(a_day, range(WINDOW + 2)):
        present = [stay for stay in everyone if stay.holds_on(day)]
        if len({stay.person_id for stay in present}) < len(present):
            return False
        for house in HOUSES:
            members = members_on(everyone, house, day)
            if members and sum(stay.is_principal for stay in members) != 1:
                return False
    return True


@given(st.lists(stays(), max_size=5))
def test_stays_are_taken_exactly_when_every_day_is_right(everyone: list[Stay]) -> None:
    try:
        check_stays(everyone)
    except RuleBroken:
        assert not is_right_every_day(everyone)
    else:
        assert is_right_every_day(everyone)


def test_a_family_of_three_splits_and_keeps_its_history() -> None:
    everyone = [
        Stay(HOUSES[0], ANNA, a_day(0), None, is_principal=True),
        Stay(HOUSES[0], BORIS, a_day(0), a_day(4)),
        Stay(HOUSES[0], CLARA, a_day(2)),
        Stay(HOUSES[1], BORIS, a_day(5), None, is_principal=True),
    ]
    check_stays(everyone)
    assert [stay.person_id for stay in members_on(everyone, HOUSES[0], a_day(4))] == [ANNA, BORIS, CLARA]
    assert household_on(everyone, BORIS, a_day(4)) == HOUSES[0]
    assert household_on(everyone, BORIS, a_day(5)) == HOUSES[1]
    assert household_on(everyone, CLARA, a_day(1)) is None


@pytest.mark.parametrize(
    ("everyone", "field", "sentence"),
    [
        ([Stay(HOUSES[0], ANNA, a_day(3), a_day(2), is_principal=True)], "until", "before they join"),
        ([Stay(HOUSES[0], ANNA, a_day(3))], "principal", "no principal"),
        (
            [Stay(HOUSES[0], ANNA, a_day(0), a_day(3), is_principal=True), Stay(HOUSES[0], BORIS, a_day(0))],
            "principal",
            "From 2025-01-05 on the household has no principal",
        ),
        (
            [
                Stay(HOUSES[0], ANNA, a_day(0), is_principal=True),
                Stay(HOUSES[0], BORIS, a_day(1), is_principal=True),
            ],
            "principal",
            "two principals",
        ),
        (
            [
                Stay(HOUSES[0], ANNA, a_day(0), a_day(4), is_principal=True),
                Stay(HOUSES[1], ANNA, a_day(4), is_principal=True),
            ],
            "person",
            "already on 2025-01-05",
        ),
    ],
)
def test_a_contradiction_is_refused_in_words(everyone: list[Stay], field: str, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence) as broken:
        check_stays(everyone)
    assert broken.value.field == field
