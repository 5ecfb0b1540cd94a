"""What is asked before a list is kept, written as a file, or changed as a whole."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from tracker import clock
from tracker.approvals.rules import Decision
from tracker.cases.forms import choices_of_programmes, officer_choices
from tracker.lists.files import COLUMN_WORDS
from tracker.lists.queries import audiences
from tracker.lists.rules import NAME_MAX, Column, ExportState, FileFormat
from tracker.people.operations import CareBy
from tracker.permissions import Viewer
from tracker.programmes.queries import programme_ids_for, programme_titles_for
from tracker.web.forms import BaseForm, DayField, NewRecordForm, asked_uuid, choices_of, text_of_at_most

FORMAT_WORDS = {
    FileFormat.XLSX: _l("Excel and others (XLSX)"),
    FileFormat.CSV: _l("Text, separated by commas (CSV)"),
}
EXPORT_WORDS = {
    ExportState.WAITING: _l("waits for a second person"),
    ExportState.READY: _l("ready"),
    ExportState.TAKEN: _l("taken"),
    ExportState.REFUSED: _l("rejected"),
    ExportState.EXPIRED: _l("expired"),
}
EXPORT_TONES = {
    ExportState.WAITING: "attention",
    ExportState.READY: "good",
    ExportState.TAKEN: "quiet",
    ExportState.REFUSED: "stop",
    ExportState.EXPIRED: "quiet",
}
DECISION_WORDS = {
    Decision.APPROVED: _l("Approve it: the file is made and can be taken once"),
    Decision.REJECTED: _l("Reject it: no file is made"),
}


class ColumnsForm(BaseForm):
    """Which columns a list of cases shows."""

    columns = SelectMultipleField(
        _l("Columns"),
        description=_l("The case is always shown. Your choice holds for you, wherever you sign in."),
        validators=[Optional()],
    )

    def offer(self, viewer: Viewer) -> None:
        """Offer what this viewer can see."""
        self.columns.choices = [
            (one.value, str(words))
            for one, words in COLUMN_WORDS.items()
            if one is not Column.CODE and (viewer.is_officer or one is not Column.NAME)
        ]


class KeepForm(NewRecordForm):
    """The name under which a list is kept, and with whom it is shared."""

    name = StringField(
        _l("Name"),
        description=_l("Such as “Permits that end in Berlin”. Kept sealed; name no person all the same."),
        validators=[InputRequired(_l("Give the list a name.")), text_of_at_most(NAME_MAX)],
    )
    audience = SelectField(
        _l("Who uses it"),
        description=_l("Everybody sees in it only the cases that are theirs to see."),
        validators=[Optional()],
    )

    def offer(self, viewer: Viewer) -> None:
        """Offer oneself, one's programmes and organisations."""
        shared = [(one.key, f"{one.code} · {one.title}") for one in audiences(viewer)]
        self.audience.choices = [("", _("Only me")), *shared]


class BulkForm(BaseForm):
    """A deed on many cases; it carries the mark of those that whoever decides was shown."""

    shown = HiddenField()

    def offer(self, viewer: Viewer) -> None:
        """Offer what there is to choose; nothing here."""


class AssignForm(BulkForm):
    """Whose hands the cases go into."""

    programme_id = SelectField(_l("Programme"), validators=[InputRequired(_l("Choose a programme."))])
    officer_id = SelectField(
        _l("Officer"),
        description=_l("Has to work on this programme; sees the names from then on. You may not any more."),
        validators=[InputRequired(_l("Choose an officer."))],
    )

    def offer(self, viewer: Viewer) -> None:
        """Offer the viewer's programmes and their officers."""
        self.programme_id.choices = [("", _("Choose")), *choices_of_programmes(programme_titles_for(viewer))]
        self.officer_id.choices = [("", _("Choose")), *officer_choices(programme_ids_for(viewer))]

    def care(self) -> CareBy:
        """Return whom the form puts in charge."""
        return CareBy(programme_id=asked_uuid(self.programme_id), officer_id=asked_uuid(self.officer_id))


class HoldForm(BulkForm):
    """Since when the cases are on hold."""

    on = DayField(_l("On hold since"), validators=[InputRequired(_l("Enter the day."))], default=clock.today)


class TaskForm(BulkForm):
    """What has to be done in each of the cases."""

    title = StringField(
        _l("What has to be done"),
        description=_l("Kept sealed, in each case by itself; its officer has it to do."),
        validators=[InputRequired(_l("Say what has to be done.")), text_of_at_most(200)],
    )
    due_on = DayField(_l("Until"), validators=[InputRequired(_l("Enter the day."))], default=clock.today)


class ExportForm(NewRecordForm):
    """As what a list is written, and whether with names."""

    file_format = SelectField(_l("Format"), choices=choices_of(FORMAT_WORDS))
    named = BooleanField(
        _l("With the names of my own cases"),
        description=_l(
            "A coordinator has to approve it first; then you can take the file once, for seven days."
        ),
    )
    reason = StringField(
        _l("Why the names have to leave the house"),
        description=_l("Only with names. The coordinator reads it; it is kept sealed."),
        validators=[Optional(), text_of_at_most(300)],
    )


class DecisionForm(BaseForm):
    """What the second person says about a file with names."""

    shown: Any = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(DECISION_WORDS),
        validators=[InputRequired(_l("Choose what you decide."))],
    )
