"""Invented histories of permits, applications and cases: dated steps that the rules of each accept. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from tracker.cases import rules as cases
from tracker.cases.rules import CaseStatus, ClosingReason
from tracker.demo.dice import Dice
from tracker.people.rules.answers import DatePrecision
from tracker.permits.rules import Entry, PermitStatus
from tracker.selection import rules as selection
from tracker.selection.rules import ApplicationStatus

_P, _A, _C = PermitStatus, ApplicationStatus, CaseStatus

ENDS_SOON: Final = (5, 20, 45, 80, 170)
"""Days until the end of the permits that a demonstration surely has."""
_VALIDITIES: Final = (365, 365, 730, 1095)


def _days(number: int) -> timedelta:
    return timedelta(days=number)


def held_until(dice: Dice, today: date, ends_in: int) -> list[Entry]:
    """Make the history of a permit that ends in so many days, or ended so many days ago if that is negative."""
    end = today + _days(ends_in)
    granted = min(end - _days(dice.choice(_VALIDITIES)), today - _days(dice.randint(3, 40)))
    entries = [_granted(dice, granted, end, exact=ends_in < 200)]
    if dice.chance(0.6):
        entries.insert(0, Entry(_P.APPLIED, granted - _days(dice.randint(20, 120))))
    return entries


def _granted(dice: Dice, on: date, end: date, *, exact: bool) -> Entry:
    if exact or dice.chance(0.93):
        return Entry(_P.GRANTED, on, end)
    return Entry(_P.GRANTED, on, end.replace(day=1), DatePrecision.MONTH)


def _lasting(dice: Dice, today: date) -> list[Entry]:
    return held_until(dice, today, dice.randint(190, 900))


def _soon(dice: Dice, today: date) -> list[Entry]:
    return held_until(dice, today, dice.choice(ENDS_SOON))


def _run_out(dice: Dice, today: date) -> list[Entry]:
    ended = dice.randint(2, 200)
    entries = held_until(dice, today, -ended)
    if dice.chance(0.5):
        entries.append(Entry(_P.EXPIRED, today - _days(ended - 1)))
    return entries


def _renewed(dice: Dice, today: date) -> list[Entry]:
    first_end = today - _days(dice.randint(30, 400))
    asked = first_end - _days(dice.randint(15, 60))
    return [
        *held_until_exactly(dice, first_end),
        Entry(_P.RENEWAL_APPLIED, asked),
        Entry(_P.RENEWED, first_end - _days(dice.randint(0, 10)), today + _days(dice.randint(30, 700))),
    ]


def held_until_exactly(dice: Dice, end: date) -> list[Entry]:
    """Make the history of a permit that was granted for a year and ends on this day."""
    granted = end - _days(365)
    return [Entry(_P.APPLIED, granted - _days(dice.randint(20, 90))), Entry(_P.GRANTED, granted, end)]


def _renewal_awaited(dice: Dice, today: date) -> list[Entry]:
    end = today + _days(dice.randint(-60, 40))
    asked = min(end, today) - _days(dice.randint(5, 50))
    return [*held_until_exactly(dice, end), Entry(_P.RENEWAL_APPLIED, asked)]


def _applied(dice: Dice, today: date) -> list[Entry]:
    on = today - _days(dice.randint(3, 150))
    planned = [Entry(_P.PLANNED, on - _days(dice.randint(5, 40)))] if dice.chance(0.4) else []
    return [*planned, Entry(_P.APPLIED, on)]


def _planned(dice: Dice, today: date) -> list[Entry]:
    return [Entry(_P.PLANNED, today - _days(dice.randint(1, 60)))]


def _refused(dice: Dice, today: date) -> list[Entry]:
    on = today - _days(dice.randint(3, 150))
    return [Entry(_P.APPLIED, on - _days(dice.randint(30, 150))), Entry(_P.REFUSED, on)]


def _appealed(dice: Dice, today: date) -> list[Entry]:
    on = today - _days(dice.randint(3, 90))
    refused = on - _days(dice.randint(7, 30))
    return [
        Entry(_P.APPLIED, refused - _days(dice.randint(30, 150))),
        Entry(_P.REFUSED, refused),
        Entry(_P.APPEALED, on),
    ]


def _won(dice: Dice, today: date) -> list[Entry]:
    decided = today - _days(dice.randint(3, 200))
    before = _appealed(dice, decided - _days(30))
    return [*before, Entry(_P.GRANTED, decided, today + _days(dice.randint(120, 500)))]


def _revoked(dice: Dice, today: date) -> list[Entry]:
    end = today + _days(dice.randint(60, 300))
    return [*held_until_exactly(dice, end), Entry(_P.REVOKED, today - _days(dice.randint(2, 60)))]


def _withdrawn(dice: Dice, today: date) -> list[Entry]:
    on = today - _days(dice.randint(3, 150))
    return [Entry(_P.APPLIED, on - _days(dice.randint(5, 90))), Entry(_P.WITHDRAWN, on)]


_SHAPES: Final[dict[Callable[[Dice, date], list[Entry]], float]] = {
    _lasting: 34, _soon: 11, _renewed: 10, _won: 2,
    _applied: 8, _renewal_awaited: 11, _appealed: 4,
    _run_out: 9, _refused: 4, _planned: 3, _revoked: 2, _withdrawn: 2,
}  # fmt: skip


def a_permit_history(dice: Dice, today: date) -> list[Entry]:
    """Make the history of a permit, in any state that one can be in."""
    return in_order(dice.one_of(_SHAPES)(dice, today))


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Give the entries of a history their positions, in the order in which they were logged."""
    return [
        Entry(one.status, one.on, one.ends_on, one.ends_precision, position)
        for position, one in enumerate(entries)
    ]


UNFINISHED: Final[dict[tuple[ApplicationStatus, ...], float]] = {
    (_A.LOGGED,): 4,
    (_A.LOGGED, _A.SCREENING): 4,
    (_A.LOGGED, _A.SCREENING, _A.IN_REVIEW): 5,
    (_A.LOGGED, _A.SCREENING, _A.IN_REVIEW, _A.WAITLISTED): 3,
    (_A.LOGGED, _A.SCREENING, _A.IN_REVIEW, _A.ACCEPTED): 3,
    (_A.LOGGED, _A.SCREENING, _A.REJECTED): 2,
    (_A.LOGGED, _A.SCREENING, _A.IN_REVIEW, _A.REJECTED): 4,
    (_A.LOGGED, _A.SCREENING, _A.IN_REVIEW, _A.REJECTED, _A.IN_REVIEW): 2,
    (_A.LOGGED, _A.WITHDRAWN): 1,
    (_A.LOGGED, _A.SCREENING, _A.IN_REVIEW, _A.WITHDRAWN): 1,
}
"""The ways of applications that have not led to support, each as likely as its weight."""
SUPPORTED: Final[dict[tuple[ApplicationStatus, ...], float]] = {
    (_A.LOGGED, _A.SCREENING, _A.IN_REVIEW, _A.ACCEPTED, _A.SUPPORTED): 8,
    (_A.LOGGED, _A.SCREENING, _A.IN_REVIEW, _A.WAITLISTED, _A.ACCEPTED, _A.SUPPORTED): 2,
    (_A.LOGGED, _A.SCREENING, _A.IN_REVIEW, _A.REJECTED, _A.IN_REVIEW, _A.ACCEPTED, _A.SUPPORTED): 1,
}
"""The ways of applications that have."""


def an_application(
    dice: Dice, first: date, last: date, *, supported: bool, closed_on: date | None = None
) -> list[selection.Step]:
    """Make the steps of an application between two days; one that led to support was closed later, if at all."""
    way = dice.one_of(SUPPORTED if supported else UNFINISHED)
    days = sorted(dice.day(first, last) for _ in way)
    if closed_on is not None:
        way, days = (*way, _A.CLOSED), [*days, closed_on]
    return [
        selection.Step(status, on, position)
        for position, (status, on) in enumerate(zip(way, days, strict=True))
    ]


_CLOSED: Final = {
    ClosingReason.MOVED_ON: 5, ClosingReason.NATURALISED: 1, ClosingReason.RETURNED: 2, ClosingReason.LOST_CONTACT: 2,
    ClosingReason.OTHER: 1,
}  # fmt: skip
_WAYS: Final[dict[tuple[CaseStatus, ...], float]] = {
    (_C.OPEN,): 76,
    (_C.OPEN, _C.ON_HOLD): 5,
    (_C.OPEN, _C.ON_HOLD, _C.OPEN): 4,
    (_C.OPEN, _C.TRANSFERRED): 2,
    (_C.OPEN, _C.CLOSED): 10,
    (_C.OPEN, _C.CLOSED, _C.OPEN): 1,
    (_C.OPEN, _C.ON_HOLD, _C.CLOSED): 2,
}


def a_case_history(dice: Dice, opened: date, today: date) -> list[cases.Step]:
    """Make the steps of a case that was opened on a day."""
    way = dice.one_of(_WAYS)
    days = [opened, *sorted(dice.day(opened, today) for _ in way[1:])]
    return [
        cases.Step(status, on, dice.one_of(_CLOSED) if status is _C.CLOSED else ClosingReason.NONE, position)
        for position, (status, on) in enumerate(zip(way, days, strict=True))
    ]
