"""What somebody should be told of a permit today: what follows from its dates and from the rules of its track. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from tracker.people.rules.households import Relationship
from tracker.permits.rules.conditions import Trip, days_abroad
from tracker.permits.rules.history import (
    AWAITED,
    HELD,
    RESIDENCE_KINDS,
    Entry,
    PermitHistory,
    PermitStatus,
    Standing,
    end_on,
    in_date_order,
    standing_on,
    status_on,
)
from tracker.permits.rules.tracks import NO_RULES, RuleName, TrackRules, months_after

SOON = 30
"""Days before the end of toleration from which somebody is told."""
SLACK = timedelta(days=31)
"""Validity is often counted from a later day than that of the decision."""
NEAR = (4, 5)
"""The part of the days abroad after which somebody is told: four fifths."""
_IN_FORCE = HELD | {PermitStatus.RENEWAL_APPLIED}
_DECIDED_AGAINST = frozenset({PermitStatus.REFUSED, PermitStatus.REVOKED})


class Concern(StrEnum):
    """Name what a warning is about, what is most urgent first."""

    APPEAL_RUNNING = "appeal_running"
    TRIPS_OVER = "trips_over"
    PRINCIPAL_ENDED = "principal_ended"
    RENEWAL_LATE = "renewal_late"
    RAN_OUT = "ran_out"
    TOLERATION_OVER = "toleration_over"
    TOLERATION_ENDS = "toleration_ends"
    RENEWAL_OPEN = "renewal_open"
    ABROAD_OVER = "abroad_over"
    ABROAD_NEAR = "abroad_near"
    TRIPS_NEAR = "trips_near"
    PRINCIPAL_ENDS = "principal_ends"
    FAMILY_NOT_NAMED = "family_not_named"
    LONGER_THAN_USUAL = "longer_than_usual"
    TRAVEL_CAN_END_IT = "travel_can_end_it"
    """Nothing has happened; whoever travels should know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitWarning:
    """One thing to tell: what, by when, how many of how many; whether the rule behind it was read in a source."""

    concern: Concern
    on: date | None = None
    count: int | None = None
    most: int | None = None
    months: int | None = None
    states: tuple[str, ...] = ()
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A permit with all that a warning about it can follow from; None and () where it is not known or not one's to see."""

    history: PermitHistory
    rules: TrackRules = NO_RULES
    others: tuple[PermitHistory, ...] = ()
    """The same person's other permits."""
    principal: tuple[Entry, ...] | None = None
    """The entries of the permit from which this one derives."""
    relationship: Relationship | None = None
    days_abroad: int | None = None
    """As the permit itself says; else the rule of its track holds."""
    trips: tuple[Trip, ...] = ()


def warnings_of(watched: Watched, today: date) -> list[PermitWarning]:
    """Return what to tell of a permit on a day of its host state, what is most urgent first."""
    latest = in_date_order(one for one in watched.history.entries if one.on <= today)[-1:]
    if not latest:
        return []
    last = latest[0]
    status = status_on(watched.history.entries, today)
    found: list[PermitWarning] = []
    if status in HELD:
        found += [*_renewal(watched.rules, last, today), *_usual(watched.rules, last)]
    if status in _IN_FORCE:
        found += [*_principal(watched, today), *_abroad(watched, today), *_trips(watched, today)]
    if status in AWAITED:
        found += _toleration(last, today)
    if status in _DECIDED_AGAINST:
        found += _appeal(watched.rules, last, today)
    if status is PermitStatus.EXPIRED:
        found += _ran_out(watched, last, today)
    return sorted(found, key=lambda one: _RANK[one.concern])


_RANK = {concern: rank for rank, concern in enumerate(Concern)}


def _renewal(rules: TrackRules, last: Entry, today: date) -> Iterator[PermitWarning]:
    """Yield that a renewal can be applied for, or no longer; where no last day is known, the last is that of the end."""
    if last.end is None:
        return
    end = last.end.earliest
    until = end - timedelta(days=rules.renewal_closes_days or 0)
    if rules.renewal_closes_days is not None and today > until:
        verified = RuleName.RENEWAL_CLOSES_DAYS not in rules.unverified
        yield PermitWarning(concern=Concern.RENEWAL_LATE, on=until, verified=verified)
    elif rules.renewal_opens_days is not None and today >= end - timedelta(days=rules.renewal_opens_days):
        resting_on = {RuleName.RENEWAL_OPENS_DAYS, RuleName.RENEWAL_CLOSES_DAYS}
        yield PermitWarning(
            concern=Concern.RENEWAL_OPEN, on=until, verified=not resting_on & rules.unverified
        )


def _usual(rules: TrackRules, last: Entry) -> Iterator[PermitWarning]:
    """Yield an end that lies later than the usual validity, which is often a typing error."""
    if rules.usual_months is None or last.end is None:
        return
    if last.end.earliest > months_after(last.on, rules.usual_months) + SLACK:
        yield PermitWarning(
            concern=Concern.LONGER_THAN_USUAL,
            on=last.end.earliest,
            most=rules.usual_months,
            verified=RuleName.USUAL_MONTHS not in rules.unverified,
        )


def _ran_out(watched: Watched, last: Entry, today: date) -> Iterator[PermitWarning]:
    """Yield that a residence permit ran out, nothing follows, and no other lets the person stay."""
    if watched.history.kind_on(today) in RESIDENCE_KINDS and (
        standing_on(watched.others, today) is Standing.WITHOUT
    ):
        yield PermitWarning(concern=Concern.RAN_OUT, on=last.on if last.end is None else last.end.latest)


def _appeal(rules: TrackRules, last: Entry, today: date) -> Iterator[PermitWarning]:
    """Yield that an appeal can be lodged, for so many days after the day of a refusal or revocation."""
    if rules.appeal_days is None:
        return
    until = last.on + timedelta(days=rules.appeal_days)
    if today <= until:
        verified = RuleName.APPEAL_DAYS not in rules.unverified
        yield PermitWarning(concern=Concern.APPEAL_RUNNING, on=until, verified=verified)


def _toleration(last: Entry, today: date) -> Iterator[PermitWarning]:
    until = last.end
    if until is None:
        return
    if today > until.latest:
        yield PermitWarning(concern=Concern.TOLERATION_OVER, on=until.latest)
    elif (until.earliest - today).days <= SOON:
        yield PermitWarning(concern=Concern.TOLERATION_ENDS, on=until.earliest)


def _principal(watched: Watched, today: date) -> Iterator[PermitWarning]:
    """Yield what threatens a derived permit, which falls with the principal's."""
    if watched.principal is None:
        return
    rules, status = watched.rules, status_on(watched.principal, today)
    if status not in _IN_FORCE:
        yield PermitWarning(concern=Concern.PRINCIPAL_ENDED)
    else:
        theirs, own = end_on(watched.principal, today), end_on(watched.history.entries, today)
        if status in HELD and theirs is not None and (own is None or theirs.earliest < own.earliest):
            yield PermitWarning(concern=Concern.PRINCIPAL_ENDS, on=theirs.earliest)
    if rules.family is not None and watched.relationship not in {None, *rules.family}:
        verified = RuleName.FAMILY not in rules.unverified
        yield PermitWarning(concern=Concern.FAMILY_NOT_NAMED, verified=verified)


def _abroad(watched: Watched, today: date) -> Iterator[PermitWarning]:
    """Count the days abroad in the twelve months up to today, as the permit allows them or else its track."""
    own, ruled = watched.days_abroad, watched.rules.days_abroad
    most = ruled if own is None else own
    if most is None or not watched.trips:
        return
    spent = days_abroad(watched.trips, months_after(today, -12) + timedelta(days=1), today)
    near, of = NEAR
    if spent and (spent > most or spent * of >= most * near):
        yield PermitWarning(
            concern=Concern.ABROAD_OVER if spent > most else Concern.ABROAD_NEAR,
            count=spent,
            most=most,
            verified=own is not None or RuleName.DAYS_ABROAD not in watched.rules.unverified,
        )


def _trips(watched: Watched, today: date) -> Iterator[PermitWarning]:
    """Yield what trips to some states within some months mean, more than so many of which can end a permit early."""
    rule = watched.rules.trips
    if rule is None:
        return
    said: dict[str, Any] = {
        "states": tuple(sorted(rule.states)),
        "most": rule.allowed,
        "months": rule.months,
        "verified": not {RuleName.TRIP_STATES, RuleName.TRIPS_ALLOWED, RuleName.TRIPS_SINCE}
        & watched.rules.unverified,
    }
    granted = min(one.on for one in watched.history.entries if one.status in _IN_FORCE)
    since = max(granted, rule.since)
    left = sorted(
        trip.left_on for trip in watched.trips if trip.state in rule.states and trip.left_on >= since
    )
    over = _first_over(left, rule.allowed, rule.months)
    recent = [day for day in left if day > months_after(today, -rule.months)]
    if over is not None:
        yield PermitWarning(concern=Concern.TRIPS_OVER, on=over, count=len(left), **said)
    elif recent and len(recent) == rule.allowed:
        free = months_after(recent[0], rule.months)
        yield PermitWarning(concern=Concern.TRIPS_NEAR, on=free, count=len(recent), **said)
    else:
        yield PermitWarning(concern=Concern.TRAVEL_CAN_END_IT, **said)


def _first_over(left: Sequence[date], allowed: int, months: int) -> date | None:
    """Return the day of the first trip that was one too many within so many months; None when none was."""
    for place in range(allowed, len(left)):
        if left[place] < months_after(left[place - allowed], months):
            return left[place]
    return None


def worth_doing(warnings: Iterable[PermitWarning]) -> list[PermitWarning]:
    """Leave out what only has to be known."""
    return [one for one in warnings if one.concern is not Concern.TRAVEL_CAN_END_IT]
