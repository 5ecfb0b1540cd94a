"""Asking what a person agrees to, and what they take back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker import clock
from tracker.people.forms.words import BASIS_WORDS, LANGUAGE_WORDS, PURPOSE_WORDS
from tracker.people.rules.answers import ONLY_BY_CONSENT
from tracker.people.rules.own_words import Language
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
    language = SelectField(
        _l("In which language"), choices=choices_of(LANGUAGE_WORDS, unchosen=_l("Another, or not known"))
    )
    wording_version = StringField(
        _l("Version of the text"),
        description=_l("Where it was a printed form with a version, such as “consent-2025-3”."),
        validators=[text_of_at_most(20)],
    )

    def spoken(self) -> Language | None:
        """Return the language of the text; None where it is another or not known."""
        return Language(self.language.data) if self.language.data else None


class BasisForm(NewRecordForm):
    """On what the use of somebody's data rests where it is not their consent."""

    purpose = RadioField(
        _l("For what"),
        choices=choices_of(
            {one: words for one, words in PURPOSE_WORDS.items() if one not in ONLY_BY_CONSENT}
        ),
        validators=[InputRequired(_l("Choose what for."))],
    )
    basis = RadioField(
        _l("It rests on"),
        choices=choices_of(BASIS_WORDS),
        validators=[InputRequired(_l("Choose what it rests on."))],
    )
    since = DayField(_l("Since"), default=clock.today, validators=[InputRequired(_l("Enter the day."))])


class WithdrawalForm(BaseForm):
    """The day on which a consent was withdrawn."""

    withdrawn_on = DayField(
        _l("Withdrawn on"), default=clock.today, validators=[InputRequired(_l("Enter the day."))]
    )
