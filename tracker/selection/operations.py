"""Logging applications and moving them on, step by step."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.participation.queries import takes_part
from tracker.people.models import Person
from tracker.permissions import Viewer
from tracker.programmes.models import Programme
from tracker.selection.models import Application, ApplicationStep
from tracker.selection.queries import steps_of
from tracker.selection.rules import ApplicationStatus, Step, check_may_follow


def log_application(
    viewer: Viewer,
    person: Person,
    programme: Programme,
    *,
    on: date,
    reason: str = "",
    application_id: uuid.UUID | None = None,
) -> Application:
    """Log that a person asks a programme for support."""
    application = Application(
        id=application_id or uuid.uuid4(),
        person_id=person.id,
        programme_id=programme.id,
        status=ApplicationStatus.LOGGED,
        since=on,
    )
    application.programme = programme
    db.session.add(application)
    _take(viewer, application, Step(ApplicationStatus.LOGGED, on), reason)
    record(
        "log_application",
        "application",
        application.id,
        person_id=person.id,
        details={"programme": programme.code, "on": on.isoformat()},
    )
    return application


def move_application(
    viewer: Viewer,
    application: Application,
    status: ApplicationStatus,
    *,
    on: date,
    version: int,
    reason: str = "",
) -> None:
    """Take the next step of an application; `supported` needs a participation in the programme."""
    application.expect_version(version)
    before = steps_of(application)
    position = 1 + max((step.position for step in before), default=-1)
    _take(viewer, application, Step(status, on, position), reason)
    # A step changes the application for whoever is looking at it at this moment.
    application.status, application.since = status, on
    flag_modified(application, "status")
    record(
        "move_application",
        "application",
        application.id,
        person_id=application.person_id,
        details={"status": status.value, "on": on.isoformat()},
    )


def _take(viewer: Viewer, application: Application, step: Step, reason: str) -> None:
    if step.on > clock.today():
        raise RuleBroken("This day lies ahead. Log a step on the day it happens.", "on")
    check_may_follow(
        steps_of(application),
        step,
        has_participation=step.status is ApplicationStatus.SUPPORTED
        and takes_part(application.person_id, application.programme_id),
    )
    application.steps.append(
        ApplicationStep(
            person_id=application.person_id,
            status=step.status,
            on=step.on,
            position=step.position,
            by=viewer.account_id,
            entered_at=clock.now(),
            reason=reason.strip(),
        )
    )
