"""Reading programmes, events and grants."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.permissions import Viewer
from tracker.programmes.models import Event, Grant, Programme


def programme(programme_id: uuid.UUID) -> Programme:
    """Return one programme; raise `NotFound`."""
    found = db.session.get(Programme, programme_id)
    if found is None:
        raise NotFound
    return found


def programme_by_code(code: str) -> Programme:
    """Return the programme with this code; raise `Refused` for a command that misspells it."""
    found = programme_with_code(code)
    if found is None:
        raise Refused(f"There is no programme with the code {code}.")
    return found


def event_by_code(code: str) -> Event:
    """Return the event with this code; raise `Refused` for a command that misspells it."""
    found = event_with_code(code)
    if found is None:
        raise Refused(f"There is no event with the code {code}.")
    return found


def programme_with_code(code: str) -> Programme | None:
    """Return the programme with this code, if there is one."""
    return db.session.scalars(select(Programme).where(Programme.code == code)).one_or_none()


def event_with_code(code: str) -> Event | None:
    """Return the event with this code, if there is one."""
    return db.session.scalars(select(Event).where(Event.code == code)).one_or_none()


def is_known(record_id: uuid.UUID) -> bool:
    """Say whether a programme, event or grant has this id already."""
    return any(db.session.get(table, record_id) is not None for table in (Programme, Event, Grant))


def programmes() -> list[Programme]:
    """Return all programmes, by code."""
    return list(db.session.scalars(select(Programme).order_by(Programme.code)))


def programmes_with_host_states() -> list[Programme]:
    """Return all programmes, by code, with the states in which they host."""
    asked = select(Programme).options(selectinload(Programme.host_states)).order_by(Programme.code)
    return list(db.session.scalars(asked))


def programmes_for(viewer: Viewer) -> list[Programme]:
    """Return the programmes in the viewer's scope, by code."""
    return list(db.session.scalars(select(Programme).where(_in_scope(viewer)).order_by(Programme.code)))


# By the tables: forms and filters of many pages offer them.
_programmes = Programme.__table__.c


@dataclass(frozen=True, slots=True)
class ProgrammeTitle:
    """A programme as lists to choose from name it."""

    id: uuid.UUID
    code: str
    title: str


def programme_titles_for(viewer: Viewer) -> list[ProgrammeTitle]:
    """Return the names of the programmes in the viewer's scope, by code."""
    asked = select(_programmes.id, _programmes.code, _programmes.title)
    rows = db.session.execute(asked.where(_in_scope(viewer)).order_by(_programmes.code))
    return [ProgrammeTitle(*row) for row in rows]


def programme_ids_for(viewer: Viewer) -> Select[uuid.UUID]:
    """Select the programmes in the viewer's scope, for a question about what hangs on them."""
    return select(_programmes.id).where(_in_scope(viewer))


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a programme is in the viewer's scope."""
    if viewer.everything:
        return true()
    # Each part is left out where it can hold nothing.
    reasons: list[ColumnElement[bool]] = []
    if viewer.programmes:
        reasons.append(_programmes.id.in_(viewer.programmes))
    if viewer.organisations:
        reasons.append(_programmes.organisation_id.in_(viewer.organisations))
    return or_(false(), *reasons)


def in_scope(viewer: Viewer, programme: Programme) -> bool:
    """Say whether the viewer works on the programme or looks across its organisation."""
    return (
        viewer.everything
        or programme.id in viewer.programmes
        or programme.organisation_id in viewer.organisations
    )


def own_programme(viewer: Viewer, programme_id: uuid.UUID) -> Programme:
    """Return a programme in the viewer's scope; raise `NotFound` also for one that is hidden."""
    found = programme(programme_id)
    if not in_scope(viewer, found):
        raise NotFound
    return found


def event(event_id: uuid.UUID) -> Event:
    """Return one event; raise `NotFound`."""
    found = db.session.get(Event, event_id)
    if found is None:
        raise NotFound
    return found


def events() -> list[Event]:
    """Return all events, the newest first."""
    return list(db.session.scalars(select(Event).order_by(Event.starts_on.desc(), Event.code)))


def events_for(viewer: Viewer) -> list[Event]:
    """Return the events of the viewer's programmes, of their organisations, or of the coordinator's."""
    return events_among(viewer, events(), programmes())


def events_among(viewer: Viewer, events: Iterable[Event], programmes: Iterable[Programme]) -> list[Event]:
    """Return those of the events that are in the viewer's scope, given all programmes."""
    worked_for = {one.organisation_id for one in programmes if one.id in viewer.programmes}
    return [one for one in events if _event_in_scope(viewer, one, worked_for)]


def event_in_scope(viewer: Viewer, event: Event) -> bool:
    """Say whether an event is one of the viewer's programmes, of their organisations, or of the coordinator's."""
    if viewer.everything or event.programme is not None:
        return _event_in_scope(viewer, event, set())
    asked = select(Programme.organisation_id).where(Programme.id.in_(viewer.programmes))
    return _event_in_scope(viewer, event, set(db.session.scalars(asked)))


def events_of(programme_id: uuid.UUID) -> list[Event]:
    """Return a programme's events, the newest first."""
    return [one for one in events() if one.programme_id == programme_id]


def grant(grant_id: uuid.UUID) -> Grant:
    """Return one grant; raise `NotFound`."""
    found = db.session.get(Grant, grant_id)
    if found is None:
        raise NotFound
    return found


def grants_of(programme_id: uuid.UUID) -> list[Grant]:
    """Return a programme's grants, the newest first."""
    asked = select(Grant).where(Grant.programme_id == programme_id).order_by(Grant.starts_on.desc())
    return list(db.session.scalars(asked))


def grants() -> list[Grant]:
    """Return all grants, by programme and first day."""
    return sorted(
        db.session.scalars(select(Grant)), key=lambda grant: (grant.programme.code, grant.starts_on)
    )


def grants_in_force(first: date, last: date) -> list[Grant]:
    """Return the grants in force on any day from `first` to `last`, both included."""
    return [
        one for one in grants() if one.starts_on <= last and (one.ends_on is None or one.ends_on >= first)
    ]


def programme_choices(viewer: Viewer | None = None) -> list[tuple[str, str]]:
    """Return programmes as the choices of a select, by id: all, or those in the viewer's scope."""
    rows = programmes() if viewer is None else programmes_for(viewer)
    return [(str(one.id), f"{one.code} · {one.title}") for one in rows]


def event_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the events in the viewer's scope as the choices of a select, by id."""
    return [(str(one.id), f"{one.code} · {one.title}") for one in events_for(viewer)]


def _event_in_scope(viewer: Viewer, event: Event, worked_for: set[uuid.UUID]) -> bool:
    """Judge one event, given the organisations of the programmes that the viewer works on."""
    if viewer.everything:
        return True
    if event.programme is not None:
        return in_scope(viewer, event.programme)
    return event.organisation_id in worked_for | viewer.organisations
