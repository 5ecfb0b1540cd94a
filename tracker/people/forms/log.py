"""The form on which a person is logged."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker import clock
from tracker.errors import RuleBroken
from tracker.people.forms.answers import GenderFields, OriginFields
from tracker.people.forms.background import BackgroundFields
from tracker.people.forms.consents import STATISTICS_WORDING
from tracker.people.forms.identity import IdentityFields
from tracker.people.forms.stays import StayFields
from tracker.people.rules import answers
from tracker.people.rules.answers import PartialDate, Purpose
from tracker.web.forms import DayField, NewRecordForm, text_of_at_most


class NewPersonForm(IdentityFields, GenderFields, OriginFields, BackgroundFields, StayFields, NewRecordForm):
    """Everything that can be written down when a person is logged; a name and a programme are enough."""

    may_use_origin = BooleanField(
        _l("They agree that their origin is counted in statistics"),
        description=_l("Without this their answer is kept, but counts as not disclosed."),
    )
    given_on = DayField(_l("Agreed on"), validators=[Optional()], default=clock.today)
    wording = TextAreaField(
        _l("What they agreed to"), default=STATISTICS_WORDING, validators=[text_of_at_most(1000)]
    )
    programme_id = SelectField(
        _l("Programme"),
        description=_l("Its officers see the case; only you see who it is."),
        validators=[InputRequired(_l("Choose the programme that looks after this person."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_countries()
        self.offer_nations()
        self.offer_background()
        self.offer_host_states()

    def offer_programmes(self, programmes: list[tuple[str, str]]) -> None:
        """Fill the select; who works on one programme finds it chosen."""
        self.programme_id.choices = programmes if len(programmes) == 1 else [("", _("Choose")), *programmes]

    def consent(self) -> answers.Consent | None:
        """Return the consent that was given, if it was."""
        if not self.may_use_origin.data:
            return None
        if self.given_on.data is None:
            raise RuleBroken(_("Enter the day on which they agreed."), "given_on")
        return answers.Consent(Purpose.STATISTICS, self.given_on.data, self.wording.data or "")

    def stay(self) -> tuple[str, PartialDate] | None:
        """Return the host state and since when, if one was chosen."""
        return (self.host_iso2.data, self.since_when()) if self.host_iso2.data else None
