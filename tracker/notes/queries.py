"""Reading notes: only for the officers who look after the person; to everybody else none is there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from tracker import clock
from tracker.access.queries import names_beside
from tracker.cases.models import Case
from tracker.cases.queries import visible_case
from tracker.db import db
from tracker.errors import Forbidden, NotFound
from tracker.notes.models import Note
from tracker.notes.rules import forgotten_before
from tracker.people.queries import is_own, own_ids
from tracker.permissions import Viewer
from tracker.web.paging import SCREENFUL, Page

ON_THE_CASE_PAGE = 5
"""So many of the latest notes stand on the case page; the rest is a page of its own."""


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """One note in a list."""

    note: Note
    author: str


def own_note(viewer: Viewer, note_id: uuid.UUID) -> Note:
    """Return one note that this viewer may read and change.

    Raises `NotFound` also for a hidden one, and `Forbidden` for one of a visible case that others look after.
    """
    found = db.session.scalars(
        select(Note)
        .join(Case, Case.id == Note.case_id)
        .options(joinedload(Note.case).options(joinedload(Case.person), lazyload(Case.organisation)))
        .where(Note.id == note_id, visible_case(viewer), _kept())
    ).one_or_none()
    if found is None:
        raise NotFound
    if not own_ids(viewer, [found.person_id]):
        raise Forbidden("Only the officer who looks after this person reads and writes notes.")
    return found


def note_exists(note_id: uuid.UUID) -> bool:
    """Say whether a note with this id was saved already (a button clicked twice)."""
    return db.session.get(Note, note_id) is not None


_notes = Note.__table__.c
_LATEST_FIRST = select(Note).order_by(_notes.on.desc(), _notes.written_at.desc(), _notes.id)


def latest_notes(viewer: Viewer, case: Case) -> list[NoteLine]:
    """Return the latest notes of a case that the viewer was shown; none unless they look after the person."""
    return _lines(viewer, case, ON_THE_CASE_PAGE)


def notes_of_case(viewer: Viewer, case: Case, number: int) -> Page[NoteLine]:
    """Return one screenful of a case's notes, the latest first; none unless the viewer looks after the person.

    One that was taken back lately stands among them, to be put back.
    """
    total = db.session.scalar(select(func.count(Note.id)).where(*_readable(viewer, case))) or 0
    return Page(_lines(viewer, case, SCREENFUL, (number - 1) * SCREENFUL), number, total)


def _lines(viewer: Viewer, case: Case, size: int, offset: int = 0) -> list[NoteLine]:
    asked = _LATEST_FIRST.where(*_readable(viewer, case)).offset(offset).limit(size)
    notes = list(db.session.scalars(asked))
    authors = names_beside(viewer, {one.written_by for one in notes})
    return [NoteLine(note=one, author=authors.get(one.written_by, "")) for one in notes]


def _readable(viewer: Viewer, case: Case) -> list[ColumnElement[bool]]:
    """Return the conditions on the notes of a case that the viewer reads: asked in one query, as the case page needs it."""
    return [_notes.case_id == case.id, _kept(), is_own(viewer, _notes.person_id)]


def _kept() -> ColumnElement[bool]:
    """Return the condition that a note stands, or was taken back so lately that it can be put back."""
    return or_(_notes.taken_back_at.is_(None), _notes.taken_back_at >= forgotten_before(clock.now()))
