"""Who may change what of a person."""

from __future__ import annotations

from tracker.errors import Forbidden
from tracker.people import queries
from tracker.people.models import Person
from tracker.permissions import Viewer


def must_be_own(viewer: Viewer, person: Person) -> None:
    """Raise `Forbidden` unless the viewer looks after a person."""
    if not queries.own_ids(viewer, [person.id]):
        raise Forbidden("Only the officer who looks after this person changes this.")


def must_work_with(viewer: Viewer, person: Person) -> None:
    """Raise `Forbidden` unless the viewer is an officer of a programme that looks after a person."""
    if not (viewer.is_officer and queries.visible_ids(viewer, [person.id])):
        raise Forbidden("Only officers of the programmes that look after this person change this.")
