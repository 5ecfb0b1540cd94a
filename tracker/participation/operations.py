"""Enrolling persons, giving support, and taking tallies of events."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.participation.models import Participation, Support, Tally
from tracker.participation.queries import guests_logged, tally_of
from tracker.participation.rules import (
    Money,
    ParticipationRole,
    TallyCount,
    check_money,
    check_period,
    check_tally,
    check_within,
)
from tracker.people.models import Person
from tracker.people.operations import CareBy, assign_care, assign_care_to_all
from tracker.people.queries import care_of, care_of_all
from tracker.people.rules.facts import Logged
from tracker.permissions import Viewer
from tracker.programmes.models import Event, Programme
from tracker.programmes.queries import event_in_scope, in_scope


@dataclass(frozen=True, kw_only=True)
class Period:
    """The role in which somebody takes part, from a day to a day, both included; no last day is an open end."""

    role: ParticipationRole
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class SupportFacts:
    """What was given: a code of the list `support_kind`, when, and what it cost if that is known."""

    kind: str
    starts_on: date
    ends_on: date | None = None
    money: Money | None = None


@dataclass(frozen=True, kw_only=True)
class TallyFacts:
    """What was counted at an event: all guests, and for each target those who count and those not known."""

    taken_on: date
    guests: int
    women: TallyCount
    origin: TallyCount


def enrol(
    viewer: Viewer,
    person: Person,
    place: Programme | Event,
    period: Period,
    *,
    participation_id: uuid.UUID | None = None,
) -> Participation:
    """Let a person take part in a programme or an event, within its dates.

    Whoever takes part in a programme is looked after by it from then on. Raises `NotFound` outside of the viewer's
    scope.
    """
    if not (in_scope(viewer, place) if isinstance(place, Programme) else event_in_scope(viewer, place)):
        raise NotFound
    _check_fits(place, period)
    if isinstance(place, Event) and tally_of(place.id) is not None:
        raise RuleBroken(
            "The guests of this event were counted without names; remove the tally before logging them one by one.",
            "place",
        )
    participation = _enrolled(person.id, place, period, participation_id)
    if isinstance(place, Programme) and all(one.programme_id != place.id for one in care_of(person.id)):
        assign_care(viewer, person, CareBy(programme_id=place.id))
    return participation


def enrol_all(
    viewer: Viewer, persons: Collection[Person | Logged], programme: Programme, period: Period
) -> list[Participation]:
    """Let many persons take part in a programme as `enrol` does one, with few queries; keys are at hand."""
    if not in_scope(viewer, programme):
        raise NotFound
    _check_fits(programme, period)
    cared = care_of_all({person.id for person in persons})
    strangers = [
        person
        for person in persons
        if all(one.programme_id != programme.id for one in cared.get(person.id, []))
    ]
    if strangers:
        assign_care_to_all(viewer, strangers, CareBy(programme_id=programme.id))
    return [_enrolled(person.id, programme, period) for person in persons]


def amend_participation(participation: Participation, period: Period, *, version: int) -> None:
    """Correct a participation's role or days, or end it; support that was given stays within its days."""
    participation.expect_version(version)
    place = participation.programme or participation.event
    if place is not None:
        _check_fits(place, period)
    participation.role = period.role
    participation.starts_on = period.starts_on
    participation.ends_on = period.ends_on
    record(
        "amend_participation",
        "participation",
        participation.id,
        person_id=participation.person_id,
        details=_period(participation),
    )


def give_support(
    participation: Participation, facts: SupportFacts, *, support_id: uuid.UUID | None = None
) -> Support:
    """Log something given in a participation; the trail says when, never what kind of thing."""
    check_period(facts.starts_on, facts.ends_on)
    check_within(facts.starts_on, facts.ends_on, participation.starts_on, participation.ends_on)
    if facts.money is not None:
        check_money(facts.money)
    support = Support(
        id=support_id or uuid.uuid4(),
        person_id=participation.person_id,
        participation_id=participation.id,
        kind=facts.kind,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        amount=None if facts.money is None else facts.money.amount,
        currency=None if facts.money is None else facts.money.currency,
    )
    db.session.add(support)
    record(
        "give_support",
        "support",
        support.id,
        person_id=participation.person_id,
        details={"starts_on": facts.starts_on.isoformat()},
    )
    return support


def record_tally(event: Event, facts: TallyFacts, *, version: int = 0) -> Tally:
    """Keep what was counted at an event, or correct it; `version` is that of the tally shown, 0 when none was."""
    if not event.starts_on <= facts.taken_on <= event.ends_on:
        raise RuleBroken(
            f"Guests are counted on a day of the event: {event.starts_on} to {event.ends_on}.", "taken_on"
        )
    if facts.taken_on > clock.today():
        raise RuleBroken("This day lies ahead; guests are counted on the day.", "taken_on")
    check_tally(
        facts.guests,
        {"women": facts.women, "origin": facts.origin},
        has_participations=bool(guests_logged([event.id])),
    )
    counted: dict[str, Any] = {
        "taken_on": facts.taken_on,
        "guests": facts.guests,
        "women_count": facts.women.k,
        "women_undisclosed": facts.women.u,
        "origin_count": facts.origin.k,
        "origin_undisclosed": facts.origin.u,
    }
    tally = tally_of(event.id)
    if tally is None:
        tally = Tally(event_id=event.id, **counted)
        db.session.add(tally)
    else:
        tally.expect_version(version)
        for name, value in counted.items():
            setattr(tally, name, value)
    record(
        "record_tally",
        "event",
        event.id,
        details={**counted, "taken_on": facts.taken_on.isoformat(), "in": event.code},
    )
    return tally


def remove_tally(tally: Tally, *, version: int) -> None:
    """Take a tally back, so that the guests can be logged one by one."""
    tally.expect_version(version)
    db.session.delete(tally)
    record("remove_tally", "event", tally.event_id)


def _enrolled(
    person_id: uuid.UUID, place: Programme | Event, period: Period, participation_id: uuid.UUID | None = None
) -> Participation:
    participation = Participation(
        id=participation_id or uuid.uuid4(),
        person_id=person_id,
        programme_id=place.id if isinstance(place, Programme) else None,
        event_id=place.id if isinstance(place, Event) else None,
        role=period.role,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
    )
    db.session.add(participation)
    record(
        "enrol",
        "participation",
        participation.id,
        person_id=person_id,
        details={"in": place.code, **_period(participation)},
    )
    return participation


def _check_fits(place: Programme | Event, period: Period) -> None:
    check_period(period.starts_on, period.ends_on)
    check_within(period.starts_on, period.ends_on, place.starts_on, place.ends_on)
    if isinstance(place, Event) and period.ends_on is None:
        raise RuleBroken("An event ends; say until when the person took part.", "ends_on")


def _period(participation: Participation) -> dict[str, str | None]:
    ends_on = participation.ends_on
    return {
        "role": participation.role.value,
        "starts_on": participation.starts_on.isoformat(),
        "ends_on": None if ends_on is None else ends_on.isoformat(),
    }
