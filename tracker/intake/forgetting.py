"""Forgetting answers in the original cells of lists: a declined gender must not stand on in what was imported."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from tracker.db import db
from tracker.intake.models import Import, ImportedRow, ImportedUpdate
from tracker.intake.queries import vocabulary
from tracker.intake.rules import gender
from tracker.intake.rules.headers import Column, recognise
from tracker.intake.rules.nationality import read_nationality
from tracker.intake.rules.places import read_region
from tracker.intake.rules.reading import fold
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.people.operations import COLUMNS_OF_ANSWERS
from tracker.people.rules.own_words import Question

_COLUMNS: Final = {
    Column.GENDER: Question.GENDER,
    Column.NATIONALITY: Question.NATIONS,
    Column.REGION: Question.REGION,
}
_LANGUAGES: Final = re.compile(r"язык|language|sprache|język|kalb", re.IGNORECASE)
_UNSURE: Final = {None, Column.CITIZENSHIP, Column.NOTES, Column.SET_ASIDE}
"""Columns of which only the cell itself tells whether it answers one of the questions."""
_NUMBERED: Final = re.compile(r" \(\d+\)$")


def forget_answers(person_id: uuid.UUID, questions: frozenset[Question]) -> None:
    """Take the cells that answer these questions out of everything that was imported of a person."""
    if questions <= {Question.STATISTICS}:
        return
    _forget_what_stood(person_id, questions)
    rows = db.session.scalars(select(ImportedRow).where(ImportedRow.person_id == person_id)).all()
    if not rows:
        return
    words = vocabulary()
    for row in rows:
        kept = RowKept(row.cells, row.doubts, row.settled)
        left = kept.without_answers(questions, words)
        if left != kept:
            db.session.get_one(Import, row.import_id).doubts -= len(kept.doubts) - len(left.doubts)
            row.cells, row.doubts, row.settled = left.cells, left.doubts, left.settled


def _forget_what_stood(person_id: uuid.UUID, questions: frozenset[Question]) -> None:
    """Take the answers out of what an undo would put back: what the person says of themselves stays."""
    gone = {name for question in questions for name in COLUMNS_OF_ANSWERS.get(question, ())}
    for update in db.session.scalars(select(ImportedUpdate).where(ImportedUpdate.person_id == person_id)):
        values = {name: value for name, value in update.stood["values"].items() if name not in gone}
        update.stood = {**update.stood, "values": values}


@dataclass(frozen=True)
class RowKept:
    """What is kept of an imported row: the cells, the doubts, and the places of the doubts that are settled."""

    cells: dict[str, Any]
    doubts: dict[str, Any]
    settled: list[int]

    def without_answers(self, questions: frozenset[Question], words: Vocabulary) -> RowKept:
        """Return the row without the cells that may answer these questions, and without doubts about them."""
        gone = {header for header, cell in self.cells.items() if question_of(header, cell, words) & questions}
        settled = {header for place, header in enumerate(self.doubts) if place in self.settled}
        doubts = {header: reason for header, reason in self.doubts.items() if header not in gone}
        return RowKept(
            cells={header: cell for header, cell in self.cells.items() if header not in gone},
            doubts=doubts,
            settled=[place for place, header in enumerate(doubts) if header in settled],
        )


def question_of(header: str, cell: str, words: Vocabulary) -> frozenset[Question]:
    """Say which questions a cell may answer: by its header, and by what it says where no header tells."""
    header = _NUMBERED.sub("", header)
    if _LANGUAGES.search(header):
        return frozenset({Question.LANGUAGES})
    column = recognise(header)
    if column in _COLUMNS:
        return frozenset({_COLUMNS[column]})
    if column not in _UNSURE:
        return frozenset()
    found: set[Question] = set()
    if fold(cell).rstrip("?!. ").strip() in gender.WORDS:
        found.add(Question.GENDER)
    if read_nationality(cell, words).value.codes:
        found.add(Question.NATIONS)
    if read_region(cell, words).value is not None:
        found.add(Question.REGION)
    return frozenset(found)
