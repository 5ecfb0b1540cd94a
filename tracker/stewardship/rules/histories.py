"""What dated facts of two persons become when they turn out to be one: nothing doubles, nothing contradicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tracker.cases.rules import ACTIVE, CaseStatus
from tracker.people.rules.answers import Purpose
from tracker.stewardship.rules.fields import Side

_DAY = timedelta(days=1)
Period = tuple[date, date | None]
"""From a day to a day, both included; no last day is an open end."""


@dataclass(frozen=True, slots=True)
class ConsentTime:
    """What was agreed to, from when until when, and whose record says so."""

    id: UUID
    side: Side
    purpose: Purpose
    given_on: date
    withdrawn_on: date | None


def consents_end(consents: Collection[ConsentTime]) -> dict[UUID, date | None]:
    """Return when each consent ends after the merge.

    Who withdrew a consent on one record did not mean the other record to go on: a withdrawal ends what the other
    record holds from before it.
    """
    return {
        one.id: min(
            (
                other.withdrawn_on
                for other in consents
                if other.withdrawn_on is not None
                and (other.id == one.id or _answers(other, one))
                and other.withdrawn_on >= one.given_on
            ),
            default=None,
        )
        for one in consents
    }


def _answers(withdrawn: ConsentTime, given: ConsentTime) -> bool:
    return withdrawn.side is not given.side and withdrawn.purpose is given.purpose


@dataclass(frozen=True, slots=True)
class HouseholdTime:
    """One time in a household, and whose record says so."""

    id: UUID
    side: Side
    household_id: UUID
    since: date
    until: date | None
    is_principal: bool

    @property
    def period(self) -> Period:
        """Return the days of it."""
        return self.since, self.until


def households_compete(times: Collection[HouseholdTime]) -> bool:
    """Say whether the two were in different households on one day, so that somebody has to choose."""
    return any(a.household_id != b.household_id for a, b in _meeting(times))


def settled_times(times: Collection[HouseholdTime], lasting: Side) -> dict[UUID, list[Period]]:
    """Return the days that remain of each time in a household; `lasting` says whose stand where both are in one.

    A person is in one household at a time. The other's days outside of the overlap stay as history. In one and the
    same household the principal's stand, so that nobody is left without one.
    """
    remaining: dict[UUID, list[Period]] = {one.id: [one.period] for one in times}
    for a, b in _meeting(times):
        stands, yields = (a, b) if _stands(a, b, lasting) else (b, a)
        remaining[yields.id] = [
            rest for period in remaining[yields.id] for rest in _without(period, stands.period)
        ]
    return remaining


def _stands(a: HouseholdTime, b: HouseholdTime, lasting: Side) -> bool:
    if a.household_id == b.household_id and a.is_principal != b.is_principal:
        return a.is_principal
    return a.side is lasting


def _meeting(times: Collection[HouseholdTime]) -> Iterable[tuple[HouseholdTime, HouseholdTime]]:
    """Return the pairs of different persons' times that share a day."""
    return [
        (a, b)
        for a in times
        if a.side is Side.ONE
        for b in times
        if b.side is Side.OTHER and _last(a.until) >= b.since and _last(b.until) >= a.since
    ]


def _last(until: date | None) -> date:
    return until or date.max


def _without(period: Period, taken: Period) -> list[Period]:
    """Return what is left of a period outside of another: nothing, one piece or two."""
    (since, until), (first, last) = period, taken
    if _last(until) < first or _last(last) < since:
        return [period]
    rest: list[Period] = []
    if since < first:
        rest.append((since, first - _DAY))
    if last is not None and _last(until) > last:
        rest.append((last + _DAY, until))
    return rest


def reopens(stood: Collection[CaseStatus], last: CaseStatus) -> bool:
    """Say whether a case made of several is opened again: one was worked on, and the last step says otherwise."""
    return last not in ACTIVE and bool(ACTIVE.intersection(stood))
