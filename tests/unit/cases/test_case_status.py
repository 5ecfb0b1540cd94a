"""Hold cases to opening, resting, moving on and closing with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cases.rules import (
    ACTIVE,
    MAY_FOLLOW,
    CaseStatus,
    ClosingReason,
    RiskLevel,
    Step,
    check_may_follow,
    status_on,
)
from tracker.errors import RuleBroken

S = CaseStatus
DAY = date(2025, 3, 1)
REASONS = sorted(set(ClosingReason) - {ClosingReason.NONE})


def a_step(status: CaseStatus, on: date = DAY) -> Step:
    return Step(status, on, ClosingReason.MOVED_ON if status is S.CLOSED else ClosingReason.NONE)


@pytest.mark.parametrize("first", CaseStatus)
@pytest.mark.parametrize("second", CaseStatus)
def test_only_what_the_table_allows_may_follow(first: CaseStatus, second: CaseStatus) -> None:
    if second in MAY_FOLLOW[first]:
        check_may_follow([a_step(first)], a_step(second))
    else:
        with pytest.raises(RuleBroken, match=f"is {first} cannot become {second}"):
            check_may_follow([a_step(first)], a_step(second))


@pytest.mark.parametrize("status", CaseStatus)
def test_nothing_follows_itself_and_every_status_has_a_way_on(status: CaseStatus) -> None:
    assert status not in MAY_FOLLOW[status]
    assert MAY_FOLLOW[status]


@pytest.mark.parametrize("status", sorted(set(CaseStatus) - {S.OPEN}))
def test_a_case_begins_open(status: CaseStatus) -> None:
    with pytest.raises(RuleBroken, match="begins with being opened"):
        check_may_follow([], a_step(status))
    check_may_follow([], a_step(S.OPEN))


@pytest.mark.parametrize("reason", REASONS)
def test_a_case_closes_with_a_reason(reason: ClosingReason) -> None:
    check_may_follow([a_step(S.OPEN)], Step(S.CLOSED, DAY, reason))
    with pytest.raises(RuleBroken, match="Say why"):
        check_may_follow([a_step(S.OPEN)], Step(S.CLOSED, DAY))


def test_only_a_closed_case_has_a_closing_reason() -> None:
    with pytest.raises(RuleBroken) as broken:
        check_may_follow([a_step(S.OPEN)], Step(S.ON_HOLD, DAY, ClosingReason.DIED))
    assert broken.value.field == "reason"


def test_a_step_is_never_dated_before_the_one_it_follows() -> None:
    with pytest.raises(RuleBroken) as broken:
        check_may_follow([a_step(S.OPEN)], a_step(S.ON_HOLD, DAY - timedelta(days=1)))
    assert broken.value.field == "on"


@given(st.lists(st.tuples(st.sampled_from(CaseStatus), st.integers(0, 9)), max_size=15), st.integers(-1, 150))
def test_the_status_on_a_day_is_that_of_the_last_step_by_then(
    walk: list[tuple[CaseStatus, int]], offset: int
) -> None:
    history = [a_step(S.OPEN)]
    for position, (status, days) in enumerate(walk):
        step = a_step(status, history[-1].on + timedelta(days=days))
        if status in MAY_FOLLOW[history[-1].status]:
            check_may_follow(history, step)
            history.append(Step(step.status, step.on, step.reason, position))
    day = DAY + timedelta(days=offset)
    by_then = [step.status for step in history if step.on <= day]
    assert status_on(history, day) is (by_then[-1] if by_then else None)


def test_active_cases_are_those_that_are_worked_on() -> None:
    assert {S.OPEN, S.ON_HOLD} == ACTIVE


def test_risk_is_listed_from_low_to_high() -> None:
    assert list(RiskLevel) == ["low", "raised", "high"]
