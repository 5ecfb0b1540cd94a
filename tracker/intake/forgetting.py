"""Forgetting answers in the original cells of lists: a declined gender must not stand on in what was imported."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from typing import Final

from sqlalchemy import select

from tracker.db import db
from tracker.intake.models import Import, ImportedRow
from tracker.intake.queries import vocabulary
from tracker.intake.rules import gender
from tracker.intake.rules.headers import Column, recognise
from tracker.intake.rules.nationality import read_nationality
from tracker.intake.rules.places import read_region
from tracker.intake.rules.reading import fold
from tracker.intake.rules.vocabulary import Vocabulary
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
    rows = db.session.scalars(select(ImportedRow).where(ImportedRow.person_id == person_id)).all()
    if not rows:
        return
    words = vocabulary()
    for row in rows:
        gone = {header for header, cell in row.cells.items() if question_of(header, cell, words) & questions}
        if gone:
            _forget_doubts(row, gone)
            row.cells = {header: cell for header, cell in row.cells.items() if header not in gone}


def _forget_doubts(row: ImportedRow, gone: Collection[str]) -> None:
    """Let the doubts of cells that go, go with them: out of the row, of what was looked after, and of the count."""
    doubts = row.doubts
    kept = [place for place, header in enumerate(doubts) if header not in gone]
    db.session.get_one(Import, row.import_id).doubts -= len(doubts) - len(kept)
    row.settled = [new for new, place in enumerate(kept) if place in row.settled]
    row.doubts = {header: reason for header, reason in doubts.items() if header not in gone}


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
