"""Logging trips outside the host state, and taking back one that was not made."""

from __future__ import annotations

import uuid

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.people.models import Person
from tracker.permits.models import TripAbroad
from tracker.permits.queries import trips_of
from tracker.permits.rules.conditions import Trip, check_trip


def log_trip(person: Person, trip: Trip, *, trip_id: uuid.UUID | None = None) -> TripAbroad:
    """Log a trip; the trail keeps that one was logged, never where to."""
    check_trip([one.facts for one in trips_of(person.id)], trip, clock.today())
    logged = TripAbroad(
        id=trip_id or uuid.uuid4(),
        person_id=person.id,
        entered_at=clock.now(),
        state=trip.state,
        left_on=trip.left_on.isoformat(),
        returned_on="" if trip.returned_on is None else trip.returned_on.isoformat(),
    )
    db.session.add(logged)
    record("log_trip", "trip", logged.id, person_id=person.id)
    return logged


def amend_trip(person: Person, trip: TripAbroad, facts: Trip) -> None:
    """Correct a trip, such as by the day of return."""
    others = [one.facts for one in trips_of(person.id) if one.id != trip.id]
    check_trip(others, facts, clock.today())
    trip.state = facts.state
    trip.left_on = facts.left_on.isoformat()
    trip.returned_on = "" if facts.returned_on is None else facts.returned_on.isoformat()
    record("amend_trip", "trip", trip.id, person_id=person.id)


def remove_trip(person: Person, trip: TripAbroad) -> None:
    """Take back a trip that was logged by mistake."""
    db.session.delete(trip)
    record("remove_trip", "trip", trip.id, person_id=person.id)
