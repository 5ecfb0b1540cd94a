"""Reading applications and where they stood on a day."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from tracker.access.queries import names_of
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.queries import visible
from tracker.permissions import Viewer
from tracker.programmes.models import Programme
from tracker.programmes.queries import in_scope
from tracker.selection.models import Application, ApplicationStep
from tracker.selection.rules import WAITING, ApplicationStatus, Step, in_date_order
from tracker.web.paging import SCREENFUL, Page


def status_on(programme_ids: Collection[uuid.UUID] | None, day: date) -> Counter[ApplicationStatus]:
    """Count the applications by where they stood at the end of a day; `None` asks for all programmes.

    For figures: it knows no viewer, the rooms that count apply the scope.
    """
    later = aliased(ApplicationStep)
    is_last = ~(
        select(later.id)
        .where(
            later.application_id == ApplicationStep.application_id,
            later.on <= day,
            or_(
                later.on > ApplicationStep.on,
                and_(later.on == ApplicationStep.on, later.position > ApplicationStep.position),
            ),
        )
        .exists()
    )
    asked = (
        select(ApplicationStep.status, func.count())
        .join(Application, Application.id == ApplicationStep.application_id)
        .where(ApplicationStep.on <= day, is_last)
        .group_by(ApplicationStep.status)
    )
    if programme_ids is not None:
        asked = asked.where(Application.programme_id.in_(programme_ids))
    return Counter({status: count for status, count in db.session.execute(asked).all()})  # noqa: C416 - a row is no pair to dict()


_OF_PERSON = (
    select(Application)
    .options(joinedload(Application.steps))
    .where(Application.person_id == bindparam("person_id"))
)
"""Put together once: every case page asks."""


def applications_for(viewer: Viewer, person_id: uuid.UUID) -> list[Application]:
    """Return a person's applications to programmes in the viewer's scope, the newest first."""
    rows = db.session.scalars(_OF_PERSON, {"person_id": person_id}).unique()
    mine = [one for one in rows if in_scope(viewer, one.programme)]
    return sorted(mine, key=lambda one: [step.on for step in one.steps], reverse=True)


def application(viewer: Viewer, application_id: uuid.UUID) -> Application:
    """Return one application of a visible person to a programme in scope; raise `NotFound`."""
    found = db.session.scalars(
        select(Application).join(Application.person).where(Application.id == application_id, visible(viewer))
    ).one_or_none()
    if found is None or not in_scope(viewer, found.programme):
        raise NotFound
    return found


# By the tables: every desk counts them.
_applications, _programmes = Application.__table__.c, Programme.__table__.c


def waiting_in_scope(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return the conditions that an application waits for a decision, and is one that the viewer may open."""
    conditions = [_applications.status.in_(WAITING), visible(viewer, _applications.person_id)]
    # Each part is left out where it can hold nothing, so that an index finds the rest.
    if not viewer.everything:
        reasons = [_applications.programme_id.in_(viewer.programmes)]
        if viewer.organisations:
            across = select(_programmes.id).where(_programmes.organisation_id.in_(viewer.organisations))
            reasons.append(_applications.programme_id.in_(across))
        conditions.append(or_(*reasons))
    return conditions


def count_waiting(viewer: Viewer) -> int:
    """Count the applications in scope that wait for a decision: as many as `waiting` lists."""
    return db.session.scalar(select(func.count(_applications.id)).where(*waiting_in_scope(viewer))) or 0


def waiting(viewer: Viewer, number: int) -> Page[Application]:
    """Return one screenful of the applications in scope that wait for a decision, who waited longest first."""
    rows = db.session.scalars(
        select(Application)
        .options(joinedload(Application.person), lazyload(Application.steps))
        .where(*waiting_in_scope(viewer))
        .order_by(Application.since, Application.id)
        .offset((number - 1) * SCREENFUL)
        .limit(SCREENFUL)
    )
    return Page(list(rows), number, count_waiting(viewer))


def application_exists(application_id: uuid.UUID) -> bool:
    """Say whether an application with this id was saved already."""
    return db.session.get(Application, application_id) is not None


def steps_of(application: Application) -> list[Step]:
    """Return an application's steps as the rules read them, in date order."""
    return in_date_order(Step(step.status, step.on, step.position) for step in application.steps)


def status_of(application: Application) -> ApplicationStatus:
    """Return where the application stands, by its last step."""
    return steps_of(application)[-1].status


def names_of_steps(application: Application) -> dict[uuid.UUID, str]:
    """Return the names of the staff who took an application's steps."""
    return names_of({step.by for step in application.steps if step.by is not None})
