"""Forgetting an answer everywhere it may still stand, when a person declines it, takes it back or says it anew."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import current_app
from sqlalchemy import select

from tracker.db import db
from tracker.people.models import SelfStatement
from tracker.people.operations.columns import gender_columns, origin_columns
from tracker.people.rules.answers import Origin
from tracker.people.rules.facts import GenderAnswer
from tracker.people.rules.own_words import Question

ForgettingAnswers = Callable[[uuid.UUID, frozenset[Question]], None]
"""What a room above does to forget answers that it keeps copies of."""

COLUMNS_OF_ANSWERS: Final[Mapping[Question, Mapping[str, Any]]] = {
    Question.GENDER: gender_columns(GenderAnswer()),
    Question.NATIONS: origin_columns(Origin()),
    Question.REGION: {"region_of_origin": ""},
    Question.LANGUAGES: {"languages": []},
}
"""For each question the columns of a person that hold the answer, and what stands there before anybody asked."""


def forget(person_id: uuid.UUID, questions: frozenset[Question]) -> None:
    """Forget what was recorded before: words kept beside an earlier statement, and copies in rooms above.

    The columns of the person are the caller's; which rooms keep copies is said on the roof.
    """
    forget_words(person_id, questions)
    keepers: tuple[ForgettingAnswers, ...] = current_app.extensions["answers_kept_elsewhere"]
    for forget_there in keepers:
        forget_there(person_id, questions)


def forget_words(person_id: uuid.UUID, questions: frozenset[Question]) -> None:
    """Forget the words kept beside earlier statements, which no longer stand."""
    asked = select(SelfStatement).where(
        SelfStatement.person_id == person_id, SelfStatement.question.in_(questions)
    )
    for earlier in db.session.scalars(asked):
        earlier.words = ""
