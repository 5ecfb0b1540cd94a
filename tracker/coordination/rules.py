"""Say when two programmes give the same person something at the same time, and how much ending one avoids. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from itertools import combinations, product
from typing import Final
from uuid import UUID

from tracker.errors import RuleBroken
from tracker.participation.rules import Money

LONGEST_REASON: Final = 500
"""Characters; what needs more is talked about."""


class Settled(StrEnum):
    """What coordinators can decide about an overlap."""

    AGREED = "agreed"
    """Both go on, because both are needed."""
    EXPLAINED = "explained"
    """It only looks like one: what is given differs."""
    ONE_ENDS = "one_ends"
    OTHER_ENDS = "other_ends"


ENDINGS: Final = frozenset({Settled.ONE_ENDS, Settled.OTHER_ENDS})


@dataclass(frozen=True, slots=True)
class Given:
    """What one programme gives one person; of what kind is not said here."""

    support_id: UUID
    person_id: UUID
    programme_id: UUID
    first: date
    last: date | None
    """None while it goes on."""
    money: Money | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two supports of one person by two programmes, and the days they share; the lower id first."""

    one: Given
    other: Given
    first: date
    last: date | None


def meeting(one: Given, other: Given) -> Meeting | None:
    """Return how two supports of the same person meet; None within one programme, and when they share no day."""
    if one.programme_id == other.programme_id:
        return None
    one, other = sorted((one, other), key=lambda given: given.support_id)
    first = max(one.first, other.first)
    last = min((given.last for given in (one, other) if given.last is not None), default=None)
    return None if last is not None and last < first else Meeting(one, other, first, last)


def meetings(gifts: Iterable[Given], same: Collection[tuple[UUID, UUID]]) -> Iterator[Meeting]:
    """Yield how supports meet: of each person, and of each pair in `same`, who are one person in two files."""
    of_person: defaultdict[UUID, list[Given]] = defaultdict(list)
    for given in gifts:
        of_person[given.person_id].append(given)
    for own in of_person.values():
        yield from _met(combinations(own, 2))
    for one, other in same:
        yield from _met(product(of_person.get(one, ()), of_person.get(other, ())))


def _met(pairs: Iterable[tuple[Given, Given]]) -> Iterator[Meeting]:
    return (found for found in (meeting(*pair) for pair in pairs) if found is not None)


def ending_one(met: Meeting, settled: Settled) -> Given:
    """Return the support that a decision ends."""
    return met.one if settled is Settled.ONE_ENDS else met.other


def check_reason(reason: str) -> str:
    """Return why something was decided, without the space around it; raise `RuleBroken` for none or too long a one."""
    if not reason.strip():
        raise RuleBroken("Say why, in a sentence.", "reason")
    if len(reason.strip()) > LONGEST_REASON:
        raise RuleBroken(f"Shorten this to {LONGEST_REASON} characters or fewer.", "reason")
    return reason.strip()


def check_last_day(ends: Given, last_day: date | None) -> date:
    """Return the last day of a support that ends early; raise `RuleBroken` unless that is earlier than planned.

    The day before the first says that nothing is given at all.
    """
    if last_day is None:
        raise RuleBroken("Enter the last day of the support that ends.", "last_day")
    if last_day < ends.first - timedelta(days=1):
        raise RuleBroken(
            f"This support begins on {ends.first}; the day before it says that nothing is given.", "last_day"
        )
    if ends.last is not None and last_day >= ends.last:
        raise RuleBroken(f"This support ends on {ends.last} anyhow; choose an earlier day.", "last_day")
    return last_day


def avoided(met: Meeting, ends: Given, last_day: date) -> Money | None:
    """Return the money for the days that are no longer given twice, each day of a support being worth the same.

    Rounded down to the cent. None where nothing was paid, or where nobody knows how long it would have gone on.
    """
    if ends.money is None or ends.last is None or met.last is None:
        return None
    days = (met.last - max(met.first - timedelta(days=1), last_day)).days
    whole = (ends.last - ends.first).days + 1
    share = ends.money.amount * max(days, 0) / whole
    return Money(share.quantize(Decimal("0.01"), rounding=ROUND_DOWN), ends.money.currency)
