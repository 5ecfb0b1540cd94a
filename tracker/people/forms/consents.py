"""Asking what a person agrees to, and what they take back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from tracker import clock
from tracker.people.forms.words import PURPOSE_WORDS
from tracker.web.forms import BaseForm, DayField, NewRecordForm, choices_of, text_of_at_most

STATISTICS_WORDING = _l(
    "You may count my ethnic origin, as I name it, in statistics that name nobody. I can take this back at any time."
)


class ConsentForm(NewRecordForm):
    """A consent that a person gave."""

    purpose = RadioField(
        _l("What they agreed to"),
        choices=choices_of(PURPOSE_WORDS),
        validators=[InputRequired(_l("Choose what they agreed to."))],
    )
    given_on = DayField(
        _l("Agreed on"), default=clock.today, validators=[InputRequired(_l("Enter the day."))]
    )
    wording = TextAreaField(
        _l("In which words"),
        description=_l(
            "The sentence that they read or heard. The one here is for statistics; change it for another purpose."
        ),
        default=STATISTICS_WORDING,
        validators=[InputRequired(_l("Keep the words that they agreed to.")), text_of_at_most(1000)],
    )


class WithdrawalForm(BaseForm):
    """The day on which a consent was withdrawn."""

    withdrawn_on = DayField(
        _l("Withdrawn on"), default=clock.today, validators=[InputRequired(_l("Enter the day."))]
    )
