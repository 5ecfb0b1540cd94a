"""What the trail is told of persons: codes and dates only, never a name, an answer about gender or a nation."""

from __future__ import annotations

import uuid

from tracker.audit.operations import record
from tracker.db import db
from tracker.people.models import Person
from tracker.people.operations.changes import next_change_number
from tracker.permissions import Viewer


def changed(person: Person, deed: str) -> None:
    """Keep that what is known of a person changed, and write down which deed it was."""
    person.change_number = next_change_number()
    db.session.flush()
    record(deed, "person", person.id, person_id=person.id)


def note(person: Person, deed: str, **details: str) -> None:
    """Write down a deed that concerns a person, with codes and dates."""
    db.session.flush()
    record(deed, "person", person.id, person_id=person.id, details=details)


def note_search(viewer: Viewer, found: int) -> None:
    """Write down that a coordinator searched across programmes: how many they found, never for whom."""
    if viewer.is_coordinator:
        record("search", "people", "-", details={"found": found})


def note_view(person_id: uuid.UUID) -> None:
    """Write down that somebody opened what is known of a person."""
    record("view", "person", person_id, person_id=person_id)
