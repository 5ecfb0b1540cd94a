"""How long a stay is secured and whether somebody may work, from permits alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.permits.rules import Entry, PermitHistory, PermitKind, PermitStatus
from tracker.permits.rules.conditions import Allowed
from tracker.reports.rules.stays import (
    RightToWork,
    Secured,
    Stay,
    ended_between,
    months_after,
    right_to_work_on,
    secured_on,
)

DAY = date(2026, 9, 30)
EVE = date(2026, 6, 30)


def a_stay(
    *entries: Entry, kind: PermitKind = PermitKind.RESIDENCE_PERMIT, work: Allowed = Allowed.NOT_RECORDED
) -> Stay:
    return Stay("DE", "DE-22", PermitHistory(kind, entries), work)


def granted(ends_on: date | None, on: date = date(2024, 1, 1)) -> Entry:
    return Entry(PermitStatus.GRANTED, on, ends_on)


@pytest.mark.parametrize(
    ("ends_on", "secured"),
    [
        (DAY - timedelta(days=1), Secured.NONE),
        (DAY, Secured.UNDER_6),
        (date(2027, 3, 29), Secured.UNDER_6),
        (date(2027, 3, 30), Secured.FROM_6_TO_24),
        (date(2028, 9, 30), Secured.FROM_6_TO_24),
        (date(2028, 10, 1), Secured.OVER_24),
        (None, Secured.END_NOT_RECORDED),
    ],
)
def test_the_bands_meet_without_a_gap(ends_on: date | None, secured: Secured) -> None:
    assert secured_on([a_stay(granted(ends_on))], DAY) is secured


def test_the_permit_that_ends_last_decides_and_a_work_permit_secures_nothing() -> None:
    short, long = a_stay(granted(date(2026, 10, 5))), a_stay(granted(date(2029, 1, 1)))
    assert secured_on([long, short], DAY) is Secured.OVER_24
    work = a_stay(granted(date(2029, 1, 1)), kind=PermitKind.WORK_PERMIT)
    assert secured_on([work, short], DAY) is Secured.UNDER_6
    assert secured_on([], DAY) is Secured.NONE


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("stays", "right"),
    [
        ([], RightToWork.NO),
        ([a_stay(granted(None))], RightToWork.NOT_RECORDED),
        ([a_stay(granted(None), work=Allowed.NO)], RightToWork.NO),
        ([a_stay(granted(None), work=Allowed.LIMITED)], RightToWork.LIMITED),
        ([a_stay(granted(None), kind=PermitKind.BLUE_CARD)], RightToWork.YES),
        ([a_stay(granted(None), kind=PermitKind.BLUE_CARD, work=Allowed.NO)], RightToWork.NO),
        ([a_stay(granted(EVE), work=Allowed.YES)], RightToWork.NO),
    ],
)
def test_the_best_that_any_permit_in_hand_allows(stays: list[Stay], right: RightToWork) -> None:
    assert right_to_work_on(stays, DAY) is right


def test_a_permit_ended_when_it_ran_out_in_the_quarter_and_not_while_its_renewal_is_awaited() -> None:
    end = date(2026, 8, 1)
    assert ended_between(a_stay(granted(end)), EVE, DAY)
    asked = Entry(PermitStatus.RENEWAL_APPLIED, date(2026, 7, 1), position=1)
    assert not ended_between(a_stay(granted(end), asked), EVE, DAY)
    assert not ended_between(a_stay(granted(date(2026, 3, 1))), EVE, DAY)
    revoked = Entry(PermitStatus.REVOKED, date(2026, 7, 9), position=1)
    assert ended_between(a_stay(granted(None), revoked), EVE, DAY)
    both = a_stay(granted(date(2026, 9, 1), on=date(2026, 8, 1)))
    assert ended_between(both, EVE, DAY)
