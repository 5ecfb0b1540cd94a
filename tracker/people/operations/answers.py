"""Saving what a person said of themselves, as an officer writes it down: their gender and their origin."""

from __future__ import annotations

from tracker import clock
from tracker.people.models import Person
from tracker.people.operations.columns import gender_columns, origin_columns, set_columns
from tracker.people.operations.forgetting import forget
from tracker.people.operations.guards import must_be_own
from tracker.people.operations.trail import changed
from tracker.people.queries import said_themselves
from tracker.people.rules import answers
from tracker.people.rules.answers import Gender, Origin, OriginAnswer, SaidBy
from tracker.people.rules.facts import GenderAnswer, check_gender, tidy
from tracker.people.rules.own_words import Question, check_may_replace
from tracker.permissions import Viewer


def answer_gender(
    viewer: Viewer, person: Person, answer: GenderAnswer, *, version: int, asked_for: bool = False
) -> None:
    """Save what a person said of their gender; raise `EditedMeanwhile` as above."""
    must_be_own(viewer, person)
    person.expect_version(version)
    _set_gender(person, answer, asked_for=asked_for)
    changed(person, "answer_gender")


def answer_origin(
    viewer: Viewer, person: Person, origin: Origin, *, version: int, asked_for: bool = False
) -> None:
    """Save what a person said of their origin; declining or withdrawing an answer removes the nations it named."""
    must_be_own(viewer, person)
    person.expect_version(version)
    _set_origin(person, origin, asked_for=asked_for)
    changed(person, "answer_origin")


def answer_self_identification(
    viewer: Viewer,
    person: Person,
    gender: GenderAnswer,
    origin: Origin,
    *,
    version: int,
    asked_for: bool = False,
) -> None:
    """Save both answers at once, as they stand together on one page.

    `asked_for` says that the person wants what they said of themselves replaced; without it that is refused.
    """
    must_be_own(viewer, person)
    person.expect_version(version)
    _set_gender(person, gender, asked_for=asked_for)
    _set_origin(person, origin, asked_for=asked_for)
    changed(person, "answer_self_identification")


def _set_gender(person: Person, answer: GenderAnswer, *, asked_for: bool) -> None:
    check_gender(answer)
    columns = gender_columns(answer)
    check_may_replace(
        said_themselves=Question.GENDER in said_themselves(person.id),
        changes=(person.gender, person.gender_wording) != (answer.gender, columns["gender_wording"]),
        asked_for=asked_for,
        field="asked_for",
    )
    taken_back = answer.gender is Gender.NOT_ASKED and person.gender is not Gender.NOT_ASKED
    set_columns(person, columns)
    if taken_back or answer.gender is Gender.DECLINED:
        forget(person.id, frozenset({Question.GENDER}))


def _set_origin(person: Person, origin: Origin, *, asked_for: bool) -> None:
    answers.check_origin(origin, clock.today())
    through_link = Question.NATIONS in said_themselves(person.id)
    changes = _named(person) != (origin.answer, [tidy(one.words) for one in origin.nations])
    on_behalf = origin.said_by is SaidBy.OFFICER_ON_BEHALF
    by_self = through_link or (
        person.origin_answer is OriginAnswer.STATED and person.origin_said_by is SaidBy.SELF and on_behalf
    )
    check_may_replace(
        said_themselves=by_self, changes=changes or on_behalf, asked_for=asked_for, field="asked_for"
    )
    taken_back = (
        origin.answer is OriginAnswer.NOT_ASKED and person.origin_answer is not OriginAnswer.NOT_ASKED
    )
    if through_link and not changes and origin.answer is not OriginAnswer.STATED:
        return  # A declined answer stays as the person gave it: by themselves, on their day.
    set_columns(person, origin_columns(origin))
    if taken_back or origin.answer is OriginAnswer.DECLINED:
        forget(person.id, frozenset({Question.NATIONS}))


def _named(person: Person) -> tuple[OriginAnswer, list[str]]:
    """Return the answer and its words: tying them to the nations list changes nothing that was said."""
    return person.origin_answer, [one["words"] for one in person.nations]
