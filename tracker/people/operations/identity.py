"""Saving who a person is and where they come from."""

from __future__ import annotations

from tracker import clock
from tracker.people.models import Person
from tracker.people.operations.columns import background_columns, identity_columns, set_columns
from tracker.people.operations.guards import must_be_own
from tracker.people.operations.trail import changed
from tracker.people.rules.facts import Background, Identity, check_identity
from tracker.permissions import Viewer


def amend_identity(viewer: Viewer, person: Person, identity: Identity, *, version: int) -> None:
    """Save who a person is; raise `EditedMeanwhile` when somebody saved it since it was shown."""
    must_be_own(viewer, person)
    person.expect_version(version)
    check_identity(identity, clock.today())
    set_columns(person, identity_columns(identity))
    changed(person, "amend_identity")


def amend_background(viewer: Viewer, person: Person, background: Background, *, version: int) -> None:
    """Save where a person comes from and in which fields they are active."""
    must_be_own(viewer, person)
    person.expect_version(version)
    set_columns(person, background_columns(background))
    changed(person, "amend_background")
