"""The forms of applications, and the words for where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired

from tracker import clock
from tracker.selection.models import Application
from tracker.selection.queries import status_of, steps_of
from tracker.selection.rules import MAY_FOLLOW, ApplicationStatus
from tracker.web.forms import DayField, NewRecordForm, RecordForm, text_of_at_most

STATUS_WORDS = {
    ApplicationStatus.LOGGED: _l("logged"),
    ApplicationStatus.SCREENING: _l("screening"),
    ApplicationStatus.IN_REVIEW: _l("in review"),
    ApplicationStatus.ACCEPTED: _l("accepted"),
    ApplicationStatus.WAITLISTED: _l("on the waiting list"),
    ApplicationStatus.REJECTED: _l("rejected"),
    ApplicationStatus.WITHDRAWN: _l("withdrawn"),
    ApplicationStatus.SUPPORTED: _l("supported"),
    ApplicationStatus.CLOSED: _l("closed"),
}
STATUS_TONES = {
    ApplicationStatus.LOGGED: "quiet",
    ApplicationStatus.SCREENING: "attention",
    ApplicationStatus.IN_REVIEW: "attention",
    ApplicationStatus.ACCEPTED: "good",
    ApplicationStatus.WAITLISTED: "attention",
    ApplicationStatus.REJECTED: "stop",
    ApplicationStatus.WITHDRAWN: "quiet",
    ApplicationStatus.SUPPORTED: "good",
    ApplicationStatus.CLOSED: "quiet",
}
_REASON_HINT = _l("For whoever asks later. Kept sealed; it is part of the person's own copy.")


class ApplicationForm(NewRecordForm):
    """A new application."""

    programme_id = SelectField(_l("Programme"), validators=[InputRequired(_l("Choose a programme."))])
    on = DayField(_l("Received on"), validators=[InputRequired(_l("Enter the day."))], default=clock.today)
    reason = TextAreaField(_l("Remark"), description=_REASON_HINT, validators=[text_of_at_most(2000)])


class MoveForm(RecordForm):
    """The next step of an application."""

    status = SelectField(
        _l("The application is now"),
        description=_l("Supported needs a participation in the programme, which you log first."),
        validators=[InputRequired(_l("Choose what it is now."))],
    )
    on = DayField(_l("Since"), validators=[InputRequired(_l("Enter the day."))])
    reason = TextAreaField(_l("Why"), description=_REASON_HINT, validators=[text_of_at_most(2000)])

    @classmethod
    def next_of(cls, application: Application) -> Self:
        """Return the form for the next step, which nobody has chosen yet."""
        form = cls(version=application.version, on=clock.today())
        # An old page offered something else: it is told of the step in between, not of a wrong choice.
        is_old = form.version.data != application.version
        offered = ApplicationStatus if is_old else MAY_FOLLOW[status_of(application)]
        form.status.choices = [("", _("Choose")), *_words(offered)]
        return form

    @classmethod
    def of(cls, record: Application) -> Self:
        """Show the last step."""
        last = steps_of(record)[-1]
        form = cls(formdata=None, version=record.version, status=last.status.value, on=last.on)
        form.status.choices = _words({last.status})
        return form


def _words(offered: Iterable[ApplicationStatus]) -> list[tuple[str, Any]]:
    return [(one.value, STATUS_WORDS[one]) for one in ApplicationStatus if one in set(offered)]
