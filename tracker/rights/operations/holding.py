"""Holding a person's data longer than the schedule says, and lifting a hold."""

from __future__ import annotations

from datetime import date

from tracker import clock
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.people.models import Person
from tracker.people.operations.guards import must_be_own
from tracker.permissions import Viewer
from tracker.rights.models import RetentionHold
from tracker.rights.queries import may_ask
from tracker.rights.queries.retention import open_hold
from tracker.rights.rules.keeping import check_hold


def hold(viewer: Viewer, person: Person, reason: str, until: date) -> RetentionHold:
    """Keep a person's data until a day, for a reason; a hold that is there already gives way."""
    _check_may_hold(viewer, person)
    check_hold(reason, until, clock.today())
    if (before := open_hold(person.id)) is not None:
        before.lifted_at = clock.now()
    made = RetentionHold(
        person_id=person.id,
        until=until,
        set_by=viewer.account_id,
        set_at=clock.now(),
        lifted_at=None,
        reason=reason.strip(),
    )
    db.session.add(made)
    record("hold", "retention_hold", made.id, person_id=person.id, details={"until": until.isoformat()})
    return made


def lift(viewer: Viewer, person: Person) -> None:
    """Lift the hold on a person's data."""
    _check_may_hold(viewer, person)
    held = open_hold(person.id)
    if held is None:
        raise RuleBroken("Nobody holds these data any more.")
    held.lifted_at = clock.now()
    record("lift_hold", "retention_hold", held.id, person_id=person.id)


def _check_may_hold(viewer: Viewer, person: Person) -> None:
    """Refuse whoever may not ask for the erasure either: a coordinator may, and the officer who looks after them."""
    if not may_ask(viewer, person.id):
        raise NotFound
    if not viewer.is_coordinator:
        must_be_own(viewer, person)
