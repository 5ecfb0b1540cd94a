"""Reading participations, support and tallies."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from tracker.db import db
from tracker.errors import NotFound
from tracker.participation.models import Participation, Support, Tally
from tracker.participation.rules import ParticipationRole
from tracker.people.queries import visible
from tracker.permissions import Viewer
from tracker.programmes.models import Event, Programme
from tracker.programmes.queries import event_in_scope, events_for, in_scope

_BATCH = 500  # below SQLite's limit of bound parameters on every build


@dataclass(frozen=True, slots=True)
class TakingPart:
    """One participation as figures need it, without loading its objects.

    `programme_id` is set for a participation in a programme; for one in an event, `event_id` is set and
    `event_programme_id` names the event's programme, if it has one.
    """

    participation_id: uuid.UUID
    person_id: uuid.UUID
    programme_id: uuid.UUID | None
    event_id: uuid.UUID | None
    event_programme_id: uuid.UUID | None
    organisation_id: uuid.UUID
    """Of the programme, or of the event."""
    event_host_iso2: str | None
    """Where the event was held; None for a participation in a programme."""
    role: ParticipationRole
    starts_on: date
    ends_on: date | None


def taking_part(first: date, last: date) -> list[TakingPart]:
    """Return every participation that shares a day with `first` to `last`, both included.

    For figures: it knows no viewer, the rooms that count apply the scope.
    """
    return [TakingPart(*row) for row in db.session.execute(_sharing_a_day(first, last))]


def taking_part_in(
    programme_ids: Collection[uuid.UUID], event_ids: Collection[uuid.UUID], first: date, last: date
) -> list[TakingPart]:
    """Return what `taking_part` returns, but only what is in one of these programmes or events."""
    asked = _sharing_a_day(first, last)
    return [
        TakingPart(*row)
        for column, ids in ((Participation.programme_id, programme_ids), (Participation.event_id, event_ids))
        for batch in _batches(ids)
        for row in db.session.execute(asked.where(column.in_(batch)))
    ]


def _sharing_a_day(first: date, last: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Participation.id,
            Participation.person_id,
            Participation.programme_id,
            Participation.event_id,
            Event.programme_id,
            func.coalesce(Programme.organisation_id, Event.organisation_id),
            Event.host_iso2,
            Participation.role,
            Participation.starts_on,
            Participation.ends_on,
        )
        .outerjoin(Programme, Participation.programme_id == Programme.id)
        .outerjoin(Event, Participation.event_id == Event.id)
        .where(
            Participation.starts_on <= last,
            or_(Participation.ends_on.is_(None), Participation.ends_on >= first),
        )
    )


def tallies(event_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Tally]:
    """Return the tallies of these events, by event."""
    return {
        tally.event_id: tally
        for batch in _batches(event_ids)
        for tally in db.session.scalars(select(Tally).where(Tally.event_id.in_(batch)))
    }


def participations_of(person_id: uuid.UUID) -> list[Participation]:
    """Return a person's participations, the latest first; the caller has checked who is asking."""
    return list(db.session.scalars(_OF_PERSON, {"person_id": person_id}))


_WITHOUT_ORGANISATIONS = (
    joinedload(Participation.programme).lazyload(Programme.organisation),
    joinedload(Participation.event).options(
        lazyload(Event.organisation), joinedload(Event.programme).lazyload(Programme.organisation)
    ),
)
"""Nested joins have SQLite read all programmes and events first; of the organisations nothing is shown here."""

_OF_PERSON = (
    select(Participation)
    .options(*_WITHOUT_ORGANISATIONS)
    .where(Participation.person_id == bindparam("person_id"))
    .order_by(Participation.starts_on.desc(), Participation.id)
)
"""Put together once: every case page asks."""


def participations_for(viewer: Viewer, person_id: uuid.UUID) -> list[Participation]:
    """Return those of a person's participations whose programme or event is in the viewer's scope."""
    return [one for one in participations_of(person_id) if _in_scope(viewer, one)]


def participation(viewer: Viewer, participation_id: uuid.UUID) -> Participation:
    """Return one participation of a person whom the viewer sees, in their scope; raise `NotFound`."""
    found = db.session.scalars(
        select(Participation)
        .join(Participation.person)
        .where(Participation.id == participation_id, visible(viewer))
    ).one_or_none()
    if found is None or not _in_scope(viewer, found):
        raise NotFound
    return found


def exists(participation_id: uuid.UUID) -> bool:
    """Say whether a participation with this id was saved already."""
    return db.session.get(Participation, participation_id) is not None


def support_of(participation_ids: Collection[uuid.UUID]) -> list[Support]:
    """Return what was given in these participations, the latest first."""
    rows = [
        support
        for batch in _batches(participation_ids)
        for support in db.session.scalars(select(Support).where(Support.participation_id.in_(batch)))
    ]
    return sorted(rows, key=lambda support: support.starts_on, reverse=True)


def support_exists(support_id: uuid.UUID) -> bool:
    """Say whether support with this id was saved already."""
    return db.session.get(Support, support_id) is not None


def takes_part(person_id: uuid.UUID, programme_id: uuid.UUID) -> bool:
    """Say whether the person takes or took part in the programme or in one of its events."""
    of_programme = select(Event.id).where(Event.programme_id == programme_id)
    return (
        db.session.scalar(
            select(Participation.id)
            .where(
                Participation.person_id == person_id,
                or_(Participation.programme_id == programme_id, Participation.event_id.in_(of_programme)),
            )
            .limit(1)
        )
        is not None
    )


def guests_logged(event_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Count the distinct persons who are logged as taking part in each of these events."""
    counts: dict[uuid.UUID, int] = {}
    for batch in _batches(event_ids):
        rows = db.session.execute(
            select(Participation.event_id, func.count(Participation.person_id.distinct()))
            .where(Participation.event_id.in_(batch))
            .group_by(Participation.event_id)
        )
        counts.update({event_id: count for event_id, count in rows if event_id is not None})
    return counts


def guests_of(viewer: Viewer, event_id: uuid.UUID) -> list[Participation]:
    """Return the participations in an event of persons whom the viewer sees, with their persons."""
    return list(
        db.session.scalars(
            select(Participation)
            .join(Participation.person)
            .options(joinedload(Participation.person))
            .where(Participation.event_id == event_id, visible(viewer))
            .order_by(Participation.role, Participation.starts_on, Participation.id)
        )
    )


def event_for(viewer: Viewer, event_id: uuid.UUID) -> Event:
    """Return one event in the viewer's scope; raise `NotFound` also for one that is hidden."""
    for found in events_for(viewer):
        if found.id == event_id:
            return found
    raise NotFound


def tally_of(event_id: uuid.UUID) -> Tally | None:
    """Return an event's tally, if one was taken."""
    return tallies([event_id]).get(event_id)


def _in_scope(viewer: Viewer, participation: Participation) -> bool:
    if participation.event is not None:
        return event_in_scope(viewer, participation.event)
    return participation.programme is not None and in_scope(viewer, participation.programme)


def _batches(ids: Collection[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    rest = iter(set(ids))
    while batch := list(islice(rest, _BATCH)):
        yield batch
