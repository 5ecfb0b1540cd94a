"""Asking in which state a person stays, and since when."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Optional

from tracker.errors import RuleBroken
from tracker.people.forms.entries import partial_date
from tracker.people.rules.answers import PartialDate
from tracker.reference.queries import host_state_choices
from tracker.web.forms import BaseForm, NewRecordForm, text_of_at_most


class StayFields:
    """Ask in which state a person stays, and since when."""

    host_iso2 = SelectField(_l("Host state"), validators=[Optional()])
    since = StringField(
        _l("Since"),
        description=_l("As much as is known: 2022, 2022-03 or 2022-03-15."),
        validators=[Optional(), partial_date, text_of_at_most(10)],
    )

    def offer_host_states(self) -> None:
        """Fill the select."""
        self.host_iso2.choices = [("", _("Choose")), *host_state_choices()]

    def since_when(self) -> PartialDate:
        """Return the day, month or year that was entered."""
        written = (self.since.data or "").strip()
        if not written:
            raise RuleBroken(_("Enter since when; the year alone is enough."), "since")
        return PartialDate.parse(written, "since")

    def validate_since(self, field: Field) -> None:
        """Ask for the state where only the day was entered."""
        if (field.data or "").strip() and not self.host_iso2.data:
            raise ValidationError(_("Choose the host state too."))


class HostStayForm(StayFields, NewRecordForm):
    """A host state, from a day on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_host_states()
        self.host_iso2.validators = [InputRequired(_("Choose the state."))]


class ButtonForm(BaseForm):
    """A deed that needs no more than a button."""
