"""Reading whose data are no longer needed, by the schedule and the holds; nothing is erased by it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.cases.models import Case, CaseStep
from tracker.cases.rules import ACTIVE
from tracker.db import db
from tracker.people.models import Person
from tracker.people.queries import visible
from tracker.permissions import Viewer
from tracker.rights.models import RetentionHold
from tracker.rights.rules.keeping import YEARS_KEPT, Kept, years_after


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """One person of whom no case is worked on any more, past their time or soon."""

    person_id: uuid.UUID
    case_code: str
    kept: Kept


def past_their_time(viewer: Viewer, today: date) -> list[KeptRow]:
    """Return the persons in scope whose last case closed so long ago that their data are due, the longest first.

    Held ones are among them, with their hold. Who never had a case is not: they go with whom they came with, by hand.
    """
    last = (
        select(Case.person_id, func.max(CaseStep.on).label("closed_on"))
        .join(CaseStep, CaseStep.case_id == Case.id)
        .group_by(Case.person_id)
        .subquery()
    )
    active = select(Case.id).where(Case.person_id == Person.id, Case.status.in_(ACTIVE)).exists()
    rows = db.session.execute(
        select(Person.id, Person.case_code, last.c.closed_on)
        .join(last, last.c.person_id == Person.id)
        .where(~active, last.c.closed_on <= _years_before(today), visible(viewer))
        .order_by(last.c.closed_on, Person.case_code)
    ).all()
    held = _holds({row.id for row in rows})
    return [
        KeptRow(person_id=row.id, case_code=row.case_code, kept=Kept(row.closed_on, held.get(row.id)))
        for row in rows
    ]


def open_hold(person_id: uuid.UUID) -> RetentionHold | None:
    """Return the hold on a person that nobody has lifted, whether it has run out or not."""
    asked = select(RetentionHold).where(
        RetentionHold.person_id == person_id, RetentionHold.lifted_at.is_(None)
    )
    return db.session.scalars(asked.order_by(RetentionHold.set_at.desc()).limit(1)).one_or_none()


def held_until(person_id: uuid.UUID, today: date) -> date | None:
    """Return until when a person's data are held; None where they are not."""
    found = open_hold(person_id)
    return found.until if found is not None and today <= found.until else None


def _holds(person_ids: set[uuid.UUID]) -> dict[uuid.UUID, date]:
    rows = db.session.execute(
        select(RetentionHold.person_id, func.max(RetentionHold.until))
        .where(RetentionHold.lifted_at.is_(None))
        .group_by(RetentionHold.person_id)
    )
    return {person_id: until for person_id, until in rows if person_id in person_ids}


def _years_before(today: date) -> date:
    """Return the last day on which a case can have closed so that its time is over today."""
    day = years_after(today, -YEARS_KEPT)
    return day if years_after(day, YEARS_KEPT) <= today else day.replace(day=day.day - 1)
