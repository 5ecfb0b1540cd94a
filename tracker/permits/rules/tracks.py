"""The rules of a legal track: how long its permits usually last, when to renew, who may come along, what ends them early.

Each rule is stated with where it was read and when; what was read nowhere is unverified and shown so.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self

from tracker.errors import RuleBroken
from tracker.people.rules.households import Relationship

SOURCE_MAX = 500
MOST_MONTHS, MOST_DAYS, MOST_TRIPS = 240, 3660, 100


class RuleName(StrEnum):
    """Name what a track can rule; the codes are those of the published facts."""

    USUAL_MONTHS = "usual_months"
    """For how many months its permits are usually granted."""
    RENEWAL_OPENS_DAYS = "renewal_opens_days"
    """How many days before the end a renewal can first be applied for."""
    RENEWAL_CLOSES_DAYS = "renewal_closes_days"
    """How many days before the end a renewal has to be applied for at the latest; 0 is the last day itself."""
    APPEAL_DAYS = "appeal_days"
    """Within how many days after a refusal or revocation an appeal has to be lodged."""
    FAMILY = "family_members"
    """Which relationships to the principal let a member's permit derive from the principal's; `none` for nobody."""
    DAYS_ABROAD = "days_abroad"
    """How many days in any twelve months may be spent outside the host state."""
    TRIP_STATES = "trip_states"
    """States to which trips can end the permit early (ISO 3166-1)."""
    TRIPS_ALLOWED = "trips_allowed"
    """How many trips there do not yet."""
    TRIP_MONTHS = "trip_months"
    """Within how many months trips there are counted together."""
    TRIPS_SINCE = "trips_since"
    """The day on which this came into force; earlier trips are not counted."""


NOBODY = "none"
_MOST = {
    RuleName.USUAL_MONTHS: MOST_MONTHS,
    RuleName.RENEWAL_OPENS_DAYS: MOST_DAYS,
    RuleName.RENEWAL_CLOSES_DAYS: MOST_DAYS,
    RuleName.APPEAL_DAYS: MOST_DAYS,
    RuleName.DAYS_ABROAD: MOST_DAYS,
    RuleName.TRIPS_ALLOWED: MOST_TRIPS,
    RuleName.TRIP_MONTHS: MOST_MONTHS,
}
_MEMBERS = frozenset(one.value for one in Relationship if one is not Relationship.PRINCIPAL)


@dataclass(frozen=True, slots=True)
class StatedRule:
    """One rule as the catalogue states it: its value in writing, where it was read, and whether it was."""

    value: str
    source: str = ""
    """Where it was read, and as of when."""
    verified: bool = False
    """Whether somebody read it in that source."""

    def as_record(self) -> dict[str, Any]:
        """Return it as the catalogue keeps it."""
        return {"value": self.value, "source": self.source, "verified": self.verified}


StatedRules = dict[RuleName, StatedRule]


def rules_of_record(record: Mapping[str, Any]) -> StatedRules:
    """Read the rules of a track as the catalogue keeps them."""
    return {RuleName(name): StatedRule(**said) for name, said in record.items()}


def rules_as_record(rules: Mapping[RuleName, StatedRule]) -> dict[str, Any]:
    """Return the rules of a track as the catalogue keeps them."""
    return {name.value: rules[name].as_record() for name in RuleName if name in rules}


@dataclass(frozen=True, slots=True)
class TripRule:
    """More than so many trips to these states within so many months can end a permit."""

    states: frozenset[str]
    allowed: int
    months: int
    since: date = date.min
    """Earlier trips were made before the rule was in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRules:
    """The rules of a track as they are applied; None where the catalogue says nothing."""

    usual_months: int | None = None
    renewal_opens_days: int | None = None
    renewal_closes_days: int | None = None
    appeal_days: int | None = None
    family: frozenset[Relationship] | None = None
    days_abroad: int | None = None
    trips: TripRule | None = None
    unverified: frozenset[RuleName] = field(default_factory=frozenset)
    """Rules that were read in no source."""

    @classmethod
    def of(cls, stated: Mapping[RuleName, StatedRule]) -> Self:
        """Read stated rules; they were checked when they were entered."""
        numbers = {name: int(stated[name].value) for name in _MOST if name in stated}
        family = stated.get(RuleName.FAMILY)
        states = stated.get(RuleName.TRIP_STATES)
        return cls(
            usual_months=numbers.get(RuleName.USUAL_MONTHS),
            renewal_opens_days=numbers.get(RuleName.RENEWAL_OPENS_DAYS),
            renewal_closes_days=numbers.get(RuleName.RENEWAL_CLOSES_DAYS),
            appeal_days=numbers.get(RuleName.APPEAL_DAYS),
            family=None if family is None else relationships_of(family.value),
            days_abroad=numbers.get(RuleName.DAYS_ABROAD),
            trips=None
            if states is None
            else TripRule(
                frozenset(codes_of(states.value)),
                numbers.get(RuleName.TRIPS_ALLOWED, 0),
                numbers.get(RuleName.TRIP_MONTHS, 12),
                date.fromisoformat(stated[RuleName.TRIPS_SINCE].value)
                if RuleName.TRIPS_SINCE in stated
                else date.min,
            ),
            unverified=frozenset(name for name, said in stated.items() if not said.verified),
        )


NO_RULES = TrackRules()
"""What is applied where a permit has no track, or its track no rules."""


def codes_of(value: str) -> tuple[str, ...]:
    """Return the codes of a written list: parted by semicolons, commas or spaces."""
    return tuple(dict.fromkeys(value.replace(";", " ").replace(",", " ").split()))


def relationships_of(value: str) -> frozenset[Relationship]:
    """Return the relationships that a written list names; `none` names nobody."""
    return frozenset(Relationship(code) for code in codes_of(value) if code != NOBODY)


def check_stated(rules: Mapping[RuleName, StatedRule]) -> None:
    """Refuse rules that cannot be applied. Raises `RuleBroken` with the name of the rule as field."""
    for name, said in rules.items():
        _check_value(name, said.value)
        if len(said.source) > SOURCE_MAX:
            raise RuleBroken(f"Shorten the source to {SOURCE_MAX} characters.", name.value)
        if said.verified and not said.source:
            raise RuleBroken("Name the source in which this was read, or leave it unverified.", name.value)
    opens, closes = rules.get(RuleName.RENEWAL_OPENS_DAYS), rules.get(RuleName.RENEWAL_CLOSES_DAYS)
    if opens is not None and closes is not None and int(closes.value) > int(opens.value):
        raise RuleBroken(
            "The last day to apply for a renewal would come before the first one.",
            RuleName.RENEWAL_CLOSES_DAYS.value,
        )
    counts = {RuleName.TRIPS_ALLOWED, RuleName.TRIP_MONTHS, RuleName.TRIPS_SINCE}
    if counts & set(rules) and RuleName.TRIP_STATES not in rules:
        raise RuleBroken("Name the states to which trips are counted.", RuleName.TRIP_STATES.value)


def _check_value(name: RuleName, value: str) -> None:
    if name in _MOST:
        if not (value.isascii() and value.isdigit() and int(value) <= _MOST[name]):
            raise RuleBroken(f"Enter a whole number from 0 to {_MOST[name]}.", name.value)
    elif name is RuleName.TRIPS_SINCE:
        _check_day(value)
    elif name is RuleName.FAMILY:
        unknown = set(codes_of(value)) - _MEMBERS - {NOBODY}
        if unknown or not codes_of(value):
            raise RuleBroken(
                f"Name relationships such as spouse, partner, child, or {NOBODY}; each of: "
                f"{', '.join(sorted(_MEMBERS))}.",
                name.value,
            )
    elif not codes_of(value) or any(
        len(code) != 2 or not (code.isascii() and code.isupper()) for code in codes_of(value)
    ):
        raise RuleBroken("Name the states by two capital letters each, such as RU BY.", name.value)


def _check_day(value: str) -> None:
    """Refuse what is no day as facts are written: 2025-05-03, and not the other forms that Python reads."""
    try:
        written = date.fromisoformat(value).isoformat()
    except ValueError:
        written = ""
    if written != value:
        raise RuleBroken("Write the day as year-month-day, such as 2025-05-03.", RuleName.TRIPS_SINCE.value)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later (earlier, if negative), or the last day of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
