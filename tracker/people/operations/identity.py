"""Saving who a person is and where they come from."""

from __future__ import annotations

from tracker import clock
from tracker.people.models import Person
from tracker.people.operations.columns import background_columns, identity_columns, set_columns
from tracker.people.operations.forgetting import forget, forget_words
from tracker.people.operations.guards import must_be_own
from tracker.people.operations.trail import changed
from tracker.people.queries import said_themselves
from tracker.people.rules.facts import Background, Identity, check_identity
from tracker.people.rules.own_words import Question, check_may_replace
from tracker.permissions import Viewer


def amend_identity(
    viewer: Viewer, person: Person, identity: Identity, *, version: int, asked_for: bool = False
) -> None:
    """Save who a person is; raise `EditedMeanwhile` when somebody saved it since it was shown.

    `asked_for` says that the person wants the languages replaced that they named themselves.
    """
    must_be_own(viewer, person)
    person.expect_version(version)
    check_identity(identity, clock.today())
    columns = identity_columns(identity)
    check_may_replace(
        said_themselves=Question.LANGUAGES in said_themselves(person.id),
        changes=person.languages != columns["languages"],
        asked_for=asked_for,
        field="asked_for",
    )
    if person.languages and not columns["languages"]:
        forget(person.id, frozenset({Question.LANGUAGES}))
    set_columns(person, columns)
    changed(person, "amend_identity")


def amend_background(
    viewer: Viewer, person: Person, background: Background, *, version: int, asked_for: bool = False
) -> None:
    """Save where a person comes from and in which fields they are active.

    `asked_for` says that the person wants the region replaced that they named themselves.
    """
    must_be_own(viewer, person)
    person.expect_version(version)
    changes = person.region_of_origin != background.region_of_origin
    check_may_replace(
        said_themselves=Question.REGION in said_themselves(person.id),
        changes=changes,
        asked_for=asked_for,
        field="asked_for",
    )
    if changes:
        forgotten = forget_words if background.region_of_origin else forget
        forgotten(person.id, frozenset({Question.REGION}))
    set_columns(person, background_columns(background))
    changed(person, "amend_background")
