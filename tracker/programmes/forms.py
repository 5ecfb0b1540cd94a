"""The forms of programmes, events and grants."""

from __future__ import annotations

from functools import cache
from typing import Any, Self

from babel import Locale
from babel.numbers import get_currency_name, get_territory_currencies
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Optional

from tracker.organisations.queries import donors, organisation_choices
from tracker.organisations.rules import LONGEST_CODE
from tracker.programmes.models import Event, Grant, Horizon, Programme
from tracker.programmes.queries import programme_choices
from tracker.reference.queries import host_state_choices
from tracker.web.forms import NewRecordForm, RecordForm, asked_uuid, choices_of, text_of_at_most

HORIZON_WORDS = {
    Horizon.SHORT: _l("Short: one to two years"),
    Horizon.MID: _l("Mid-term: about five years"),
    Horizon.LONG: _l("Long"),
}
USUAL_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CZK", "PLN", "SEK", "NOK", "GEL", "AMD", "RSD", "TRY", "ILS")
"""Offered first: those of the states in which most programmes host."""


def _code_field() -> StringField:
    return StringField(
        _l("Code"),
        description=_l("Capital letters, digits and hyphens, such as HARBOUR-2. It stays for good."),
        validators=[InputRequired(_l("Enter a code.")), text_of_at_most(LONGEST_CODE)],
    )


class _Period:
    """First and last day; the last day may be open."""

    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day as a date."))])
    ends_on = DateField(
        _l("Last day"), description=_l("Leave it empty while the end is open."), validators=[Optional()]
    )


class _ProgrammeFields(_Period):
    """What both forms of a programme ask."""

    title = StringField(_l("Title"), validators=[InputRequired(_l("Enter a title.")), text_of_at_most(200)])
    horizon = RadioField(
        _l("Horizon"),
        choices=choices_of(HORIZON_WORDS),
        default=Horizon.SHORT.value,
    )
    host_states = SelectMultipleField(_l("Host states"), description=_l("Where the programme hosts people."))
    is_public = BooleanField(
        _l("This programme may be named in public"),
        description=_l(
            "Its released figures can then be published as an IATI activity. Leave it empty where the name alone could endanger somebody."
        ),
    )

    def facts(self) -> dict[str, Any]:
        """Return what was answered, as the operations take it."""
        return {
            "title": self.title.data,
            "horizon": Horizon(self.horizon.data),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "host_states": self.host_states.data or [],
            "is_public": self.is_public.data,
        }


class NewProgrammeForm(_ProgrammeFields, NewRecordForm):
    """A new programme."""

    code = _code_field()
    organisation_id = SelectField(
        _l("Run by"), validators=[InputRequired(_l("Choose the organisation that runs it."))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation_id.choices = [("", _("Choose")), *organisation_choices()]
        self.host_states.choices = host_state_choices()

    def facts(self) -> dict[str, Any]:
        """Add what only a new programme is asked."""
        return {
            **super().facts(),
            "code": self.code.data,
            "organisation_id": asked_uuid(self.organisation_id),
            "programme_id": self.new_id(),
        }


class ProgrammeForm(_ProgrammeFields, RecordForm):
    """A programme that is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host_states.choices = host_state_choices()

    def facts(self) -> dict[str, Any]:
        """Add the version that was shown."""
        return {**super().facts(), "version": self.version.data}

    @classmethod
    def of(cls, record: Programme) -> Self:
        """Return the form as it shows `record`."""
        return cls(
            formdata=None,
            version=record.version,
            title=record.title,
            horizon=record.horizon.value,
            starts_on=record.starts_on,
            ends_on=record.ends_on,
            host_states=[one.iso2 for one in record.host_states],
            is_public=record.is_public,
        )


class _EventFields:
    """What both forms of an event ask."""

    title = StringField(_l("Title"), validators=[InputRequired(_l("Enter a title.")), text_of_at_most(200)])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Enter the first day as a date."))])
    ends_on = DateField(
        _l("Last day"),
        description=_l("The same as the first for one day."),
        validators=[InputRequired(_l("Enter the last day as a date."))],
    )
    host_iso2 = SelectField(_l("Where it takes place"), validators=[Optional()])

    def facts(self) -> dict[str, Any]:
        """Return what was answered, as the operations take it."""
        return {
            "title": self.title.data,
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "host_iso2": self.host_iso2.data or None,
        }

    def offer_host_states(self) -> None:
        """Fill the select."""
        self.host_iso2.choices = [("", _("Online or not named")), *host_state_choices()]


class NewEventForm(_EventFields, NewRecordForm):
    """A new event."""

    code = _code_field()
    programme_id = SelectField(
        _l("Programme"),
        description=_l(
            "An event of a programme counts there. Leave it empty for an event of an organisation."
        ),
        validators=[Optional()],
    )
    organisation_id = SelectField(
        _l("Organisation"), description=_l("Only for an event without a programme."), validators=[Optional()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme_id.choices = [("", _("None")), *programme_choices()]
        self.organisation_id.choices = [("", _("The programme's")), *organisation_choices()]
        self.offer_host_states()

    def facts(self) -> dict[str, Any]:
        """Add what only a new event is asked."""
        return {
            **super().facts(),
            "code": self.code.data,
            "programme_id": asked_uuid(self.programme_id),
            "organisation_id": asked_uuid(self.organisation_id),
            "event_id": self.new_id(),
        }


class EventForm(_EventFields, RecordForm):
    """An event that is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_host_states()

    def facts(self) -> dict[str, Any]:
        """Add the version that was shown."""
        return {**super().facts(), "version": self.version.data}

    @classmethod
    def of(cls, record: Event) -> Self:
        """Return the form as it shows `record`."""
        return cls(
            formdata=None,
            version=record.version,
            title=record.title,
            starts_on=record.starts_on,
            ends_on=record.ends_on,
            host_iso2=record.host_iso2 or "",
        )


class _GrantFields(_Period):
    """What both forms of a grant ask."""

    amount = DecimalField(
        _l("Amount"),
        description=_l("For the whole period, such as 250000 or 1999.50."),
        validators=[InputRequired(_l("Enter the amount as a number."))],
    )
    currency = SelectField(_l("Currency"), default="EUR")

    def facts(self) -> dict[str, Any]:
        """Return what was answered, as the operations take it."""
        return {
            "amount": self.amount.data,
            "currency": self.currency.data,
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
        }


class NewGrantForm(_GrantFields, NewRecordForm):
    """A new grant to a programme."""

    donor_id = SelectField(_l("Donor"), validators=[InputRequired(_l("Choose the donor."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.donor_id.choices = [
            ("", _("Choose")),
            *((str(one.id), f"{one.code} · {one.name}") for one in donors()),
        ]
        self.currency.choices = currency_choices()

    def facts(self) -> dict[str, Any]:
        """Add what only a new grant is asked."""
        return {**super().facts(), "donor_id": asked_uuid(self.donor_id), "grant_id": self.new_id()}


class GrantForm(_GrantFields, RecordForm):
    """A grant that is there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency.choices = currency_choices()

    def facts(self) -> dict[str, Any]:
        """Add the version that was shown."""
        return {**super().facts(), "version": self.version.data}

    @classmethod
    def of(cls, record: Grant) -> Self:
        """Return the form as it shows `record`."""
        return cls(
            formdata=None,
            version=record.version,
            amount=record.amount,
            currency=record.currency,
            starts_on=record.starts_on,
            ends_on=record.ends_on,
        )


def currency_choices() -> list[tuple[str, str]]:
    """Return the currencies in use today as the choices of a select (ISO 4217), the usual ones first."""
    locale = str(get_locale() or "en")
    others = sorted(_currencies_in_use() - set(USUAL_CURRENCIES))
    return [
        (code, f"{code} · {get_currency_name(code, locale=locale)}") for code in (*USUAL_CURRENCIES, *others)
    ]


@cache
def _currencies_in_use() -> frozenset[str]:
    """Return the currencies that are legal tender somewhere now, as CLDR knows them."""
    territories = [code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()]
    return frozenset(currency for one in territories for currency in get_territory_currencies(one))
