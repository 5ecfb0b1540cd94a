"""The forms of notes."""

from __future__ import annotations

from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from tracker import clock
from tracker.notes.models import Note
from tracker.notes.operations import NoteFacts
from tracker.notes.rules import LONGEST
from tracker.web.forms import DayField, NewRecordForm, RecordForm, text_of_at_most


class _What:
    """The fields that say what a note is."""

    on = DayField(
        _l("Day"),
        description=_l("On which this was said or happened."),
        validators=[InputRequired(_l("Enter the day."))],
        default=clock.today,
    )
    text = TextAreaField(
        _l("Note"),
        description=_l("Kept sealed. Only the officers who look after this person read it."),
        validators=[InputRequired(_l("Write the note.")), text_of_at_most(LONGEST)],
    )

    def facts(self) -> NoteFacts:
        """Return what was entered."""
        return NoteFacts(text=self.text.data or "", on=self.on.data)


class NewNoteForm(_What, NewRecordForm):
    """A new note."""


class NoteForm(_What, RecordForm):
    """A note as it stands."""

    @classmethod
    def of(cls, record: Note) -> Self:
        """Show the note as it stands."""
        return cls(formdata=None, version=record.version, text=record.text, on=record.on)
