"""Build applications as a test needs them, through the deeds that the pages use."""

from __future__ import annotations

from datetime import date, timedelta

from builders.people import COMMAND

from tracker.db import db
from tracker.people.models import Person
from tracker.programmes.models import Programme
from tracker.selection.models import Application
from tracker.selection.operations import log_application, move_application
from tracker.selection.rules import ApplicationStatus


def an_application(
    person: Person, programme: Programme, *steps: ApplicationStatus, on: date = date(2025, 1, 10)
) -> Application:
    """Log an application and take these steps, a day each."""
    made = log_application(COMMAND, person, programme, on=on)
    db.session.flush()
    for number, status in enumerate(steps, start=1):
        move_application(COMMAND, made, status, on=on + timedelta(days=number), version=made.version)
        db.session.flush()
    return made
