"""The forms of participation, support and tallies, and the words for roles."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, IntegerField, SelectField
from wtforms.validators import InputRequired, Optional

from tracker import clock
from tracker.errors import RuleBroken
from tracker.participation.models import Participation, Tally
from tracker.participation.operations import Period, SupportFacts, TallyFacts
from tracker.participation.rules import CURRENCIES, Money, ParticipationRole, TallyCount
from tracker.permissions import Viewer
from tracker.programmes.models import Event, Programme
from tracker.programmes.queries import event_choices, events_for, programme_choices, programmes_for
from tracker.reference.queries import code_choices
from tracker.reference.rules import Facet
from tracker.web.forms import DayField, NewRecordForm, RecordForm, choices_of
from tracker.web.numbers import WholeNumberBetween

ROLE_WORDS = {
    ParticipationRole.PARTICIPANT: _l("participant"),
    ParticipationRole.SPEAKER: _l("speaker"),
    ParticipationRole.TRAINER: _l("trainer"),
    ParticipationRole.FELLOW: _l("fellow"),
    ParticipationRole.GRANTEE: _l("grantee"),
    ParticipationRole.HOST: _l("host"),
    ParticipationRole.REVIEWER: _l("reviewer"),
}


class _PeriodFields:
    """In which role, from when, until when."""

    role = SelectField(_l("Role"), choices=choices_of(ROLE_WORDS))
    starts_on = DayField(_l("First day"), validators=[InputRequired(_l("Enter the first day."))])
    ends_on = DayField(
        _l("Last day"),
        description=_l(
            "This day still counts. Leave it empty while the end is open; an event always has one."
        ),
        validators=[Optional()],
    )

    def period(self) -> Period:
        """Return role and days."""
        return Period(
            role=ParticipationRole(self.role.data), starts_on=self.starts_on.data, ends_on=self.ends_on.data
        )


class EnrolForm(_PeriodFields, NewRecordForm):
    """A new participation in a programme or an event."""

    place = SelectField(
        _l("Programme or event"),
        description=_l("Those in your scope; the days have to lie within its dates."),
        validators=[InputRequired(_l("Choose a programme or an event."))],
    )

    def offer(self, viewer: Viewer) -> None:
        """Offer the programmes and events in the viewer's scope, and today as the first day."""
        self.place.choices = [
            ("", _("Choose")),
            *(
                (f"programme:{one}", _("Programme %(name)s", name=label))
                for one, label in programme_choices(viewer)
            ),
            *((f"event:{one}", _("Event %(name)s", name=label)) for one, label in event_choices(viewer)),
        ]
        if not self.is_submitted():
            self.starts_on.data = clock.today()

    def chosen(self, viewer: Viewer) -> Programme | Event:
        """Return the programme or event that was chosen; raises `RuleBroken` for none of those offered."""
        kind, _colon, chosen = str(self.place.data).partition(":")
        offered: list[Programme] | list[Event]
        offered = programmes_for(viewer) if kind == "programme" else events_for(viewer)
        for one in offered:
            if str(one.id) == chosen:
                return one
        raise RuleBroken("Choose a programme or an event from the list.", "place")


class ParticipationForm(_PeriodFields, RecordForm):
    """A participation that is there already: correct it, or end it."""

    @classmethod
    def of(cls, record: Participation) -> Self:
        """Show the participation as it stands."""
        return cls(
            formdata=None,
            version=record.version,
            role=record.role.value,
            starts_on=record.starts_on,
            ends_on=record.ends_on,
        )


class AmountField(DecimalField):
    """An amount of money, with a point or a comma before the cents."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount, however thousands are set apart."""
        plain = ["".join(one.split()).replace(",", ".") for one in valuelist]
        try:
            super().process_formdata(plain)
        except ValueError:
            raise ValueError(_("Write the amount in digits, such as 1250.50.")) from None


class SupportForm(NewRecordForm):
    """Something given in a participation."""

    kind = SelectField(
        _l("Kind of support"),
        description=_l("Kept sealed: it says what a person needed."),
        validators=[InputRequired(_l("Choose what was given."))],
    )
    starts_on = DayField(
        _l("First day"), validators=[InputRequired(_l("Enter the first day."))], default=clock.today
    )
    ends_on = DayField(
        _l("Last day"), description=_l("Leave it empty while the support goes on."), validators=[Optional()]
    )
    amount = AmountField(
        _l("Amount"),
        description=_l("Such as 1250.50. Leave it empty when nothing was paid."),
        validators=[Optional()],
    )
    currency = SelectField(_l("Currency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [("", _("Choose")), *code_choices(Facet.SUPPORT_KIND)]
        self.currency.choices = [(code, code) for code in CURRENCIES]

    def facts(self) -> SupportFacts:
        """Return what was entered."""
        amount: Decimal | None = self.amount.data
        return SupportFacts(
            kind=self.kind.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            money=None if amount is None else Money(amount, self.currency.data),
        )


class CountField(IntegerField):
    """A whole number of people."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write a whole number; 0 is one.")) from None


def _count(label: Any, description: Any = "") -> CountField:
    return CountField(
        label,
        description=description,
        validators=[
            InputRequired(_l("Write a whole number; 0 is one.")),
            WholeNumberBetween(0, 100_000, _l("Write a number from 0 to 100000.")),
        ],
    )


class TallyForm(RecordForm):
    """What was counted at an event without names."""

    taken_on = DayField(_l("Counted on"), validators=[InputRequired(_l("Enter the day."))])
    n = _count(_l("All guests"))
    women_k = _count(_l("Women"), _l("Only as people were introduced or said themselves."))
    women_u = _count(_l("Of whom nothing is known about gender"))
    origin_k = _count(
        _l("Of non-Russian origin"), _l("Only what people said of themselves, never by looks or name.")
    )
    origin_u = _count(_l("Of whom nothing is known about origin"))

    def facts(self) -> TallyFacts:
        """Return what was counted."""
        return TallyFacts(
            taken_on=self.taken_on.data,
            guests=self.n.data,
            women=TallyCount(self.women_k.data, self.women_u.data),
            origin=TallyCount(self.origin_k.data, self.origin_u.data),
        )

    @classmethod
    def of(cls, record: Tally) -> Self:
        """Show the tally as it stands."""
        return cls(
            formdata=None,
            version=record.version,
            taken_on=record.taken_on,
            n=record.guests,
            women_k=record.women_count,
            women_u=record.women_undisclosed,
            origin_k=record.origin_count,
            origin_u=record.origin_undisclosed,
        )

    @classmethod
    def empty_for(cls, event: Event) -> Self:
        """Show an empty form for an event without a tally; its version is one that no tally has."""
        return cls(formdata=None, version=0, taken_on=event.starts_on)


class RemoveTallyForm(RecordForm):
    """Takes a tally back."""

    @classmethod
    def of(cls, record: Tally) -> Self:
        """Remember which tally was shown."""
        return cls(formdata=None, version=record.version)
