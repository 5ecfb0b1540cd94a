"""Writing notes, correcting them, taking them back and putting them back; what was taken back is deleted in time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete

from tracker import clock
from tracker.audit.operations import record
from tracker.cases.models import Case
from tracker.db import db, writing
from tracker.errors import RuleBroken
from tracker.notes.models import Note
from tracker.notes.rules import check_day, check_text, forgotten_before
from tracker.permissions import Viewer


@dataclass(frozen=True, kw_only=True)
class NoteFacts:
    """What a note says, and of which day."""

    text: str = field(repr=False)
    on: date


def write_note(viewer: Viewer, case: Case, facts: NoteFacts, *, note_id: uuid.UUID | None = None) -> Note:
    """Write a note on a case whose person the viewer looks after."""
    note = Note(
        id=note_id or uuid.uuid4(),
        case_id=case.id,
        person_id=case.person_id,
        text=check_text(facts.text),
        on=check_day(facts.on, clock.today()),
        written_by=viewer.account_id,
        written_at=clock.now(),
        amended_at=None,
        taken_back_at=None,
    )
    db.session.add(note)
    _record("write_note", note)
    return note


def amend_note(note: Note, facts: NoteFacts, *, version: int) -> None:
    """Correct what a note says; raise `RuleBroken` for one that was taken back."""
    note.expect_version(version)
    if note.taken_back_at is not None:
        raise RuleBroken("This note was taken back. Put it back first.")
    note.text = check_text(facts.text)
    note.on = check_day(facts.on, clock.today())
    note.amended_at = clock.now()
    _record("amend_note", note)


def take_note_back(note: Note) -> None:
    """Take a note back: nobody reads it any more, and in time it is deleted; twice changes nothing."""
    if note.taken_back_at is None:
        note.taken_back_at = clock.now()
        _record("take_note_back", note)


def put_note_back(note: Note) -> None:
    """Undo that a note was taken back; one that stands stays as it is."""
    if note.taken_back_at is not None:
        note.taken_back_at = None
        _record("put_note_back", note)


def forget_taken_back() -> None:
    """Delete the notes that nobody put back in time; done each hour."""
    with writing():
        db.session.execute(delete(Note).where(Note.taken_back_at < forgotten_before(clock.now())))
        db.session.commit()


def _record(deed: str, note: Note) -> None:
    details = {"case": str(note.case_id), "on": note.on.isoformat()}
    record(deed, "note", note.id, person_id=note.person_id, details=details)
