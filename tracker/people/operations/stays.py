"""Keeping in which state a person stays."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.people.models import HostStay, Person
from tracker.people.operations.changes import raise_change_number
from tracker.people.operations.guards import must_work_with
from tracker.people.operations.trail import note
from tracker.people.rules.answers import PartialDate
from tracker.permissions import Viewer


def move_to(
    viewer: Viewer, person: Person, host_iso2: str, since: PartialDate, *, stay_id: uuid.UUID | None = None
) -> HostStay:
    """Keep in which state a person stays from a day on; a month or a year counts from its first day."""
    must_work_with(viewer, person)
    return keep_stay(person, host_iso2, since, stay_id)


def remove_stay(viewer: Viewer, person: Person, stay_id: uuid.UUID) -> None:
    """Take out a host state that was written down by mistake; the trail keeps it."""
    must_work_with(viewer, person)
    stay = db.session.get(HostStay, stay_id)
    if stay is None or stay.person_id != person.id:
        raise NotFound
    db.session.delete(stay)
    raise_change_number(person)
    note(person, "remove_stay", host=stay.host_iso2, since=stay.since.isoformat())


def keep_stay(
    person: Person, host_iso2: str, since: PartialDate, stay_id: uuid.UUID | None = None
) -> HostStay:
    """Keep a host state, whoever wrote it down; raise `RuleBroken` where one begins on that day already."""
    check_moved(since)
    same_day = select(HostStay.id).where(HostStay.person_id == person.id, HostStay.since == since.on)
    if db.session.scalars(same_day).first() is not None:
        raise RuleBroken("There is a host state from that day on already; remove it first.", "since")
    stay = new_stay(person.id, host_iso2, since, stay_id)
    db.session.add(stay)
    raise_change_number(person)
    note(person, "move", host=host_iso2, since=str(since))
    return stay


def check_moved(since: PartialDate) -> None:
    """Raise `RuleBroken` for a move on a day that is still to come."""
    if since.earliest > clock.today():
        raise RuleBroken("Nobody has moved on a day that is still to come.", "since")


def new_stay(
    person_id: uuid.UUID, host_iso2: str, since: PartialDate, stay_id: uuid.UUID | None = None
) -> HostStay:
    """Return a row of a host state that is not in the session yet."""
    return HostStay(id=stay_id or uuid.uuid4(), **stay_columns(person_id, host_iso2, since))


def stay_columns(person_id: uuid.UUID, host_iso2: str, since: PartialDate) -> dict[str, Any]:
    """Return the columns of a host state."""
    return {
        "person_id": person_id,
        "host_iso2": host_iso2,
        "since": since.on,
        "since_precision": since.precision,
    }
