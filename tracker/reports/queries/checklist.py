"""Reading what is missing before a quarter is closed: by programme and officer, events without anybody, doubts that are open."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from tracker.access.queries import names_of
from tracker.access.stores import actor_name
from tracker.audit.queries import entries_by_actor
from tracker.cases.models import Case
from tracker.cases.rules import ACTIVE
from tracker.db import db
from tracker.duplicates.queries import Waiting, count_waiting
from tracker.intake.queries import doubts_by_programme
from tracker.participation.models import Participation
from tracker.participation.queries import guests_logged, tallies
from tracker.people.models import Care
from tracker.people.queries import host_state_on
from tracker.people.roster import roster
from tracker.permissions import Viewer
from tracker.permits.queries import histories
from tracker.programmes.models import Event
from tracker.programmes.queries import programmes_for
from tracker.reports.rules.checklist import Checked, Gap, gaps
from tracker.targets.rules import Window


@dataclass(kw_only=True)
class OfficersPart:
    """What is missing of those whom one officer looks after in a programme."""

    officer_id: uuid.UUID | None
    officer: str
    """Empty where nobody is named."""
    persons: int = 0
    missing: Counter[Gap] = field(default_factory=Counter)
    entries: int = 0
    """What they entered anywhere in the quarter."""


@dataclass(frozen=True, kw_only=True)
class ProgrammesPart:
    """One programme before its quarter is closed."""

    programme_id: uuid.UUID
    code: str
    title: str
    officers: list[OfficersPart]
    events_without_anybody: list[str]
    """Codes of events that were held in the quarter, with neither a participant nor a tally."""
    doubts: int
    """Cells of imported lists that nobody has looked after."""


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """Everything that is looked at before a quarter is closed."""

    programmes: list[ProgrammesPart]
    duplicates: Waiting


def checklist(viewer: Viewer, quarter: Window) -> Checklist:
    """Return what is missing in the programmes of the viewer's scope, on the last day of a quarter."""
    programmes = programmes_for(viewer)
    ids = {one.id for one in programmes}
    parts = _officers_parts(ids, quarter)
    empty = _events_without_anybody(ids, quarter)
    doubts = doubts_by_programme(ids)
    return Checklist(
        programmes=[
            ProgrammesPart(
                programme_id=one.id,
                code=one.code,
                title=one.title,
                officers=sorted(parts[one.id].values(), key=lambda part: (not part.officer, part.officer)),
                events_without_anybody=empty[one.id],
                doubts=doubts.get(one.id, 0),
            )
            for one in programmes
        ],
        duplicates=count_waiting(viewer),
    )


def _officers_parts(
    programme_ids: Collection[uuid.UUID], quarter: Window
) -> defaultdict[uuid.UUID, dict[uuid.UUID | None, OfficersPart]]:
    """Return for each programme what is missing of those whom each of its officers looks after."""
    caring = _caring(programme_ids)
    missing = _missing({person_id for person_id, _programme, _officer in caring}, quarter)
    without_end = _taking_part_without_end(programme_ids, quarter)
    names = names_of({officer_id for _person, _programme, officer_id in caring if officer_id is not None})
    entries = entries_by_actor(*_moments(quarter))
    parts: defaultdict[uuid.UUID, dict[uuid.UUID | None, OfficersPart]] = defaultdict(dict)
    for person_id, programme_id, officer_id in caring:
        if officer_id not in parts[programme_id]:
            parts[programme_id][officer_id] = OfficersPart(
                officer_id=officer_id,
                officer="" if officer_id is None else names[officer_id],
                entries=0 if officer_id is None else entries.get(actor_name(officer_id), 0),
            )
        part = parts[programme_id][officer_id]
        part.persons += 1
        part.missing.update(missing[person_id])
        part.missing[Gap.PARTICIPATION_END] += (person_id, programme_id) in without_end
    return parts


def _caring(programme_ids: Collection[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID, uuid.UUID | None]]:
    """Return person, programme and officer of everybody with a case that is open or on hold."""
    has_case = (
        select(Case.id)
        .where(
            Case.person_id == Care.person_id,
            Case.organisation_id == Care.organisation_id,
            Case.status.in_(ACTIVE),
        )
        .exists()
    )
    rows = db.session.execute(
        select(Care.person_id, Care.programme_id, Care.officer_id).where(
            Care.programme_id.in_(programme_ids), has_case
        )
    )
    return [(person, programme, officer) for person, programme, officer in rows if programme is not None]


def _missing(person_ids: Collection[uuid.UUID], quarter: Window) -> dict[uuid.UUID, frozenset[Gap]]:
    known = roster()
    hosts = host_state_on(person_ids, quarter.last)
    permits = histories(person_ids)
    found: dict[uuid.UUID, frozenset[Gap]] = {}
    for person_id in person_ids:
        one = known.known(person_id)
        found[person_id] = (
            frozenset()
            if one is None
            else gaps(
                Checked(hosts.get(person_id), permits.get(person_id, []), one.gender, one.origin),
                quarter.last,
            )
        )
    return found


def _taking_part_without_end(
    programme_ids: Collection[uuid.UUID], quarter: Window
) -> set[tuple[uuid.UUID, uuid.UUID]]:
    rows = db.session.execute(
        select(Participation.person_id, Participation.programme_id).where(
            Participation.programme_id.in_(programme_ids),
            Participation.ends_on.is_(None),
            Participation.starts_on <= quarter.last,
        )
    )
    return {(person_id, programme_id) for person_id, programme_id in rows if programme_id is not None}


def _events_without_anybody(
    programme_ids: Collection[uuid.UUID], quarter: Window
) -> defaultdict[uuid.UUID | None, list[str]]:
    held = db.session.execute(
        select(Event.id, Event.code, Event.programme_id)
        .where(
            Event.programme_id.in_(programme_ids),
            Event.starts_on <= quarter.last,
            Event.ends_on >= quarter.first,
        )
        .order_by(Event.code)
    ).all()
    event_ids = [event_id for event_id, _code, _programme in held]
    guests, counted = guests_logged(event_ids), tallies(event_ids)
    empty: defaultdict[uuid.UUID | None, list[str]] = defaultdict(list)
    for event_id, code, programme_id in held:
        if not guests.get(event_id) and event_id not in counted:
            empty[programme_id].append(code)
    return empty


def _moments(quarter: Window) -> tuple[datetime, datetime]:
    """Return when a quarter begins, and when the next one does."""
    first, after = quarter.first, quarter.last + timedelta(days=1)
    return datetime.combine(first, time(), UTC), datetime.combine(after, time(), UTC)
