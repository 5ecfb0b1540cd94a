"""The forms of organisations."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from tracker.organisations.models import Organisation, OrganisationKind
from tracker.organisations.rules import LONGEST_CODE
from tracker.reference.queries import host_state_choices
from tracker.web.forms import NewRecordForm, RecordForm, choices_of, text_of_at_most

KIND_WORDS = {
    OrganisationKind.IMPLEMENTING: _l("Runs programmes"),
    OrganisationKind.DONOR: _l("Donor"),
    OrganisationKind.HOST_AUTHORITY: _l("Authority of a host state"),
}


class _OrganisationFields:
    """What both forms ask."""

    name = StringField(_l("Name"), validators=[InputRequired(_l("Enter a name.")), text_of_at_most(200)])
    kind = RadioField(
        _l("What it is to the programmes"),
        choices=choices_of(KIND_WORDS),
        default=OrganisationKind.IMPLEMENTING.value,
        validators=[InputRequired(_l("Choose one."))],
    )
    host_iso2 = SelectField(_l("Country"), validators=[Optional()])

    def facts(self) -> dict[str, Any]:
        """Return what was answered, as the operations take it."""
        return {
            "name": self.name.data,
            "kind": OrganisationKind(self.kind.data),
            "host_iso2": self.host_iso2.data or None,
        }

    def offer_host_states(self) -> None:
        """Fill the select."""
        self.host_iso2.choices = [("", _("Not named")), *host_state_choices()]


class NewOrganisationForm(_OrganisationFields, NewRecordForm):
    """A new organisation."""

    code = StringField(
        _l("Code"),
        description=_l("Capital letters, digits and hyphens, such as HARBOUR-2. It stays for good."),
        validators=[InputRequired(_l("Enter a code.")), text_of_at_most(LONGEST_CODE)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_host_states()

    def facts(self) -> dict[str, Any]:
        """Add what only a new organisation is asked."""
        return {**super().facts(), "code": self.code.data, "organisation_id": self.new_id()}


class OrganisationForm(_OrganisationFields, RecordForm):
    """An organisation that is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_host_states()

    def facts(self) -> dict[str, Any]:
        """Add the version that was shown."""
        return {**super().facts(), "version": self.version.data}

    @classmethod
    def of(cls, record: Organisation) -> Self:
        """Return the form as it shows `record`."""
        return cls(
            formdata=None,
            version=record.version,
            name=record.name,
            kind=record.kind.value,
            host_iso2=record.host_iso2 or "",
        )
