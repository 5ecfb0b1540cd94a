"""Build notes as a test needs them, through the deed that the pages use."""

from __future__ import annotations

from datetime import date

from builders.accounts import as_viewer

from tracker import clock
from tracker.access.models import Account
from tracker.cases.models import Case
from tracker.db import db
from tracker.notes.models import Note
from tracker.notes.operations import NoteFacts, write_note


def a_note(by: Account, case: Case, *, text: str = "Called; all is well", on: date | None = None) -> Note:
    """Write a note as an officer does; flushed, not committed."""
    note = write_note(as_viewer(by), case, NoteFacts(text=text, on=on or clock.today()))
    db.session.flush()
    return note
