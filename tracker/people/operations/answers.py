"""Saving what a person said of themselves: their gender and their origin."""

from __future__ import annotations

from tracker import clock
from tracker.people.models import Person
from tracker.people.operations.columns import gender_columns, origin_columns, set_columns
from tracker.people.operations.guards import must_be_own
from tracker.people.operations.trail import changed
from tracker.people.rules import answers
from tracker.people.rules.answers import Origin
from tracker.people.rules.facts import GenderAnswer, check_gender
from tracker.permissions import Viewer


def answer_gender(viewer: Viewer, person: Person, answer: GenderAnswer, *, version: int) -> None:
    """Save what a person said of their gender; raise `EditedMeanwhile` as above."""
    must_be_own(viewer, person)
    person.expect_version(version)
    check_gender(answer)
    set_columns(person, gender_columns(answer))
    changed(person, "answer_gender")


def answer_origin(viewer: Viewer, person: Person, origin: Origin, *, version: int) -> None:
    """Save what a person said of their origin; declining or withdrawing an answer removes the nations it named."""
    must_be_own(viewer, person)
    person.expect_version(version)
    answers.check_origin(origin, clock.today())
    set_columns(person, origin_columns(origin))
    changed(person, "answer_origin")


def answer_self_identification(
    viewer: Viewer, person: Person, gender: GenderAnswer, origin: Origin, *, version: int
) -> None:
    """Save both answers at once, as they stand together on one page."""
    must_be_own(viewer, person)
    person.expect_version(version)
    check_gender(gender)
    answers.check_origin(origin, clock.today())
    set_columns(person, gender_columns(gender))
    set_columns(person, origin_columns(origin))
    changed(person, "answer_self_identification")
