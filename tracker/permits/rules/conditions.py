"""What a permit allows besides staying, and the trips that count against it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.errors import RuleBroken

AUTHORITY_MAX, OTHER_MAX, DAYS_MAX = 200, 1000, 366
FAR_AHEAD = date.max


class Allowed(StrEnum):
    """Say whether a permit allows something."""

    NOT_RECORDED = "not_recorded"
    YES = "yes"
    LIMITED = "limited"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a permit says besides its dates, as far as it is known."""

    authority: str = ""
    """Who decides about it."""
    work_allowed: Allowed = Allowed.NOT_RECORDED
    travel_allowed: Allowed = Allowed.NOT_RECORDED
    days_abroad: int | None = None
    """How many days in any twelve months may be spent outside the host state."""
    other: str = ""


NO_CONDITIONS = Conditions()


@dataclass(frozen=True, slots=True)
class Trip:
    """One stay outside the host state; both days count, and None means that it lasts."""

    state: str
    """ISO 3166-1; empty when it is not known."""
    left_on: date
    returned_on: date | None = None


def check_conditions(conditions: Conditions) -> None:
    """Refuse conditions that cannot be. Raises `RuleBroken` with the field it concerns."""
    if len(conditions.authority) > AUTHORITY_MAX:
        raise RuleBroken(f"Shorten this to {AUTHORITY_MAX} characters.", "authority")
    if len(conditions.other) > OTHER_MAX:
        raise RuleBroken(f"Shorten this to {OTHER_MAX} characters.", "other")
    if conditions.days_abroad is not None and not 0 <= conditions.days_abroad <= DAYS_MAX:
        raise RuleBroken(f"Enter a whole number from 0 to {DAYS_MAX}.", "days_abroad")


def check_trip(others: Iterable[Trip], trip: Trip, today: date) -> None:
    """Refuse a trip that lies ahead, ends before it begins, or falls into another one. Raises `RuleBroken`."""
    if trip.left_on > today:
        raise RuleBroken("This day lies ahead. Log a trip once it has begun.", "left_on")
    if trip.returned_on is not None:
        if trip.returned_on < trip.left_on:
            raise RuleBroken("The return comes before the departure.", "returned_on")
        if trip.returned_on > today:
            raise RuleBroken("This day lies ahead. Leave it empty until the person is back.", "returned_on")
    for other in others:
        if trip.left_on < (other.returned_on or FAR_AHEAD) and other.left_on < (
            trip.returned_on or FAR_AHEAD
        ):
            raise RuleBroken(
                f"Another trip began on {other.left_on} and lasts into these days. Correct one of them.",
                "left_on",
            )


def days_abroad(trips: Iterable[Trip], first: date, last: date) -> int:
    """Count the days from first to last, both included, that were spent abroad; each once."""
    spent: set[date] = set()
    for trip in trips:
        day, until = max(first, trip.left_on), min(last, trip.returned_on or last)
        while day <= until:
            spent.add(day)
            day += timedelta(days=1)
    return len(spent)
