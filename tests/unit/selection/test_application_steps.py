"""Hold applications to the steps that may follow each other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import RuleBroken
from tracker.selection.rules import MAY_FOLLOW, ApplicationStatus, Step, check_may_follow, status_on

S = ApplicationStatus
DAY = date(2025, 3, 1)
STEPS = st.builds(Step, st.sampled_from(ApplicationStatus), st.dates(DAY, DAY + timedelta(days=30)))


def let_in(offered: list[Step]) -> list[Step]:
    """Offer steps one after the other and keep those that are let in."""
    history: list[Step] = []
    for step in offered:
        placed = Step(step.status, step.on, len(history))
        try:
            check_may_follow(history, placed, has_participation=True)
        except RuleBroken:
            continue
        history.append(placed)
    return history


HISTORIES = st.lists(STEPS, max_size=20).map(lambda steps: let_in([Step(S.LOGGED, DAY), *steps]))


def test_the_table_says_what_the_field_says() -> None:
    table = {
        "logged": "screening withdrawn",
        "screening": "in_review rejected withdrawn",
        "in_review": "accepted waitlisted rejected withdrawn",
        "waitlisted": "accepted rejected withdrawn",
        "accepted": "supported withdrawn",
        "rejected": "in_review",
        "supported": "closed",
        "withdrawn": "",
        "closed": "",
    }
    assert {str(first): set(following) for first, following in MAY_FOLLOW.items()} == {
        first: set(following.split()) for first, following in table.items()
    }


@pytest.mark.parametrize("first", ApplicationStatus)
@pytest.mark.parametrize("second", ApplicationStatus)
def test_only_what_the_table_allows_may_follow(first: ApplicationStatus, second: ApplicationStatus) -> None:
    if second in MAY_FOLLOW[first]:
        check_may_follow([Step(first, DAY)], Step(second, DAY), has_participation=True)
    else:
        with pytest.raises(RuleBroken, match=f"is {first} cannot become {second}"):
            check_may_follow([Step(first, DAY)], Step(second, DAY), has_participation=True)


@pytest.mark.parametrize("status", sorted(set(ApplicationStatus) - {S.LOGGED}))
def test_an_application_begins_with_being_logged(status: ApplicationStatus) -> None:
    with pytest.raises(RuleBroken, match="begins with being logged"):
        check_may_follow([], Step(status, DAY), has_participation=True)
    check_may_follow([], Step(S.LOGGED, DAY), has_participation=False)


def test_a_step_is_never_dated_before_the_one_it_follows() -> None:
    with pytest.raises(RuleBroken) as broken:
        check_may_follow(
            [Step(S.LOGGED, DAY)], Step(S.SCREENING, DAY - timedelta(days=1)), has_participation=False
        )
    assert broken.value.field == "on"
    check_may_follow([Step(S.LOGGED, DAY)], Step(S.SCREENING, DAY), has_participation=False)


def test_supported_means_taking_part() -> None:
    with pytest.raises(RuleBroken, match="Enrol the person"):
        check_may_follow([Step(S.ACCEPTED, DAY)], Step(S.SUPPORTED, DAY), has_participation=False)
    check_may_follow([Step(S.ACCEPTED, DAY)], Step(S.SUPPORTED, DAY), has_participation=True)


@given(HISTORIES)
def test_every_beginning_of_a_history_is_a_history(history: list[Step]) -> None:
    for length in range(len(history) + 1):
        assert let_in(history[:length]) == history[:length]


@given(HISTORIES, st.dates(DAY - timedelta(days=2), DAY + timedelta(days=32)))
def test_the_status_on_a_day_is_that_of_the_last_step_by_then(history: list[Step], day: date) -> None:
    by_then = [step.status for step in history if step.on <= day]
    assert status_on(reversed(history), day) is (by_then[-1] if by_then else None)
