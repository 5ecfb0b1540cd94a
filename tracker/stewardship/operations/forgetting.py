"""Forgetting answers in what merges keep of how things stood before: declined means gone, the undo's memory included."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Final

from sqlalchemy import select

from tracker.db import db
from tracker.intake.forgetting import RowKept
from tracker.intake.queries import vocabulary
from tracker.intake.rules.vocabulary import Vocabulary
from tracker.people.operations import COLUMNS_OF_ANSWERS
from tracker.people.rules.own_words import Question
from tracker.stewardship.models import Merge, MergeMove
from tracker.stewardship.operations.rows import Raw, as_record, dumped, of_record
from tracker.vault.keys import vault
from tracker.vault.resealing import SealedTable, sealed_table

Questions = frozenset[Question]


def forget_merged_answers(person_id: uuid.UUID, questions: Questions) -> None:
    """Blank the answers to these questions in every merge of a person that can still be undone.

    Both sides of each row are blanked, so that an undo puts back exactly the rest: who went comes back as never asked.
    """
    merges = select(Merge.id).where(
        Merge.kept_id == person_id, Merge.undone_at.is_(None), Merge.ended_at.is_(None)
    )
    # Held until this is committed: an undo that comes at the same moment reads what is left.
    held = db.session.scalars(merges.with_for_update()).all()
    moves = db.session.scalars(
        select(MergeMove).where(MergeMove.merge_id.in_(held), MergeMove.table_name.in_(_HOLD_ANSWERS))
    ).all()
    if not moves:
        return
    vault().fetch({person_id, *(move.owner_id for move in moves)})
    words = vocabulary()
    for move in moves:
        for side in ("before", "after"):
            row = of_record(move.table_name, getattr(move, side))
            if row is not None:
                setattr(move, side, as_record(_blanked(sealed_table(move.table_name), row, questions, words)))


def _blanked(sealing: SealedTable, row: Raw, questions: Questions, words: Vocabulary) -> Raw:
    """Return a remembered row without the answers; what does not change keeps its very bytes."""
    opened = sealing.opened(row)
    opened |= {name: json.loads(opened[name]) for name in sealing.columns}
    blank = _HOLD_ANSWERS[sealing.table](opened, questions, words)
    changed = {name: value for name, value in blank.items() if value != opened[name]}
    sealed = {name: dumped(value) for name, value in changed.items() if name in sealing.columns}
    return row | changed | sealing.sealed_values(row, sealed)


def _of_person(_row: Raw, questions: Questions, _words: Vocabulary) -> Raw:
    return {
        name: empty for question in questions for name, empty in COLUMNS_OF_ANSWERS.get(question, {}).items()
    }


def _of_statement(row: Raw, questions: Questions, _words: Vocabulary) -> Raw:
    return {"words": ""} if row["question"] in questions else {}


def _of_imported_row(row: Raw, questions: Questions, words: Vocabulary) -> Raw:
    left = RowKept(row["cells"], row["doubts"], row["settled"]).without_answers(questions, words)
    return {"cells": left.cells, "doubts": left.doubts, "settled": left.settled}


_HOLD_ANSWERS: Final[dict[str, Callable[[Raw, Questions, Vocabulary], Raw]]] = {
    "persons": _of_person,
    "self_statements": _of_statement,
    "imported_rows": _of_imported_row,
}
"""The tables that hold answers, and the values of an opened row that have to stand once those are forgotten."""
