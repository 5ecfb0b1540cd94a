"""Build participations, support and tallies as a test needs them, through the deeds that the pages use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from builders.people import COMMAND

from tracker.db import db
from tracker.participation import operations
from tracker.participation.models import Participation, Support, Tally
from tracker.participation.operations import Period, SupportFacts, TallyFacts
from tracker.participation.rules import Money, ParticipationRole, TallyCount
from tracker.people.models import Person
from tracker.programmes.models import Event, Programme


def a_participation(
    person: Person,
    place: Programme | Event,
    *,
    role: ParticipationRole = ParticipationRole.PARTICIPANT,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Participation:
    """Let a person take part; in an event on its days unless others are given."""
    period = Period(
        role=role,
        starts_on=starts_on or place.starts_on,
        ends_on=ends_on or (place.ends_on if isinstance(place, Event) else None),
    )
    made = operations.enrol(COMMAND, person, place, period)
    db.session.flush()
    return made


def some_support(
    participation: Participation, *, kind: str = "stipend", amount: Decimal | None = None
) -> Support:
    """Give something on the participation's first day."""
    money = None if amount is None else Money(amount, "EUR")
    made = operations.give_support(
        participation, SupportFacts(kind=kind, starts_on=participation.starts_on, money=money)
    )
    db.session.flush()
    return made


def a_tally(event: Event, *, guests: int = 20, women: int = 9, origin: int = 5) -> Tally:
    """Count the guests of an event on its first day, all of them known."""
    made = operations.record_tally(
        event,
        TallyFacts(
            taken_on=event.starts_on, guests=guests, women=TallyCount(women, 0), origin=TallyCount(origin, 0)
        ),
    )
    db.session.flush()
    return made
