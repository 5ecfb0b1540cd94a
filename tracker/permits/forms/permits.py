"""The forms of permits and their dated steps."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Optional

from tracker import clock
from tracker.people.rules.answers import PartialDate
from tracker.permits.forms.words import KIND_WORDS, STATUS_WORDS
from tracker.permits.models import Permit
from tracker.permits.operations import EntryFacts, PermitFacts
from tracker.permits.queries import framework_choices
from tracker.permits.rules import PermitKind, PermitStatus
from tracker.reference.queries import host_state_choices
from tracker.web.forms import (
    DayField,
    NewRecordForm,
    RecordForm,
    asked_uuid,
    choices_of,
    text_of_at_most,
)


class _What:
    """The fields that say what a permit is."""

    kind = SelectField(_l("Kind"), choices=choices_of(KIND_WORDS), default=PermitKind.RESIDENCE_PERMIT.value)
    host_iso2 = SelectField(
        _l("Host state"),
        description=_l("It has to be the one of the legal track, where a track of one state is chosen."),
        validators=[Optional()],
    )
    framework_id = SelectField(
        _l("Legal track"),
        description=_l("From the catalogue of permit frameworks; it says what is verified and what is not."),
        validators=[Optional()],
    )
    mediated_by = StringField(
        _l("Put forward by"),
        description=_l(
            "The ministry or listed organisation, where the track asks for one. Never a person's name."
        ),
        validators=[text_of_at_most(200)],
    )
    number = StringField(
        _l("Document number"), description=_l("Kept sealed."), validators=[text_of_at_most(60)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host_iso2.choices = [("", _("Not said")), *host_state_choices()]
        self.framework_id.choices = [("", _("Not known yet")), *framework_choices()]

    def facts(self) -> PermitFacts:
        """Return what was entered about the permit."""
        return PermitFacts(
            kind=PermitKind(self.kind.data),
            host_iso2=self.host_iso2.data or None,
            framework_id=asked_uuid(self.framework_id),
            mediated_by=self.mediated_by.data or "",
            number=self.number.data or "",
        )


class _Step:
    """The fields of one dated entry."""

    status = SelectField(_l("Status"), choices=choices_of(STATUS_WORDS), default=PermitStatus.GRANTED.value)
    on = DayField(
        _l("Since"),
        description=_l("The day of the application, the decision, the notice."),
        validators=[InputRequired(_l("Enter the day."))],
        default=clock.today,
    )
    ends_on = StringField(
        _l("Last day of validity"),
        description=_l(
            "Only when granted or renewed: 2027-03-31, or 2027-03 or 2027 where no more is known."
        ),
        validators=[text_of_at_most(10)],
    )

    def entry(self) -> EntryFacts:
        """Return what was entered about the step; raises `RuleBroken` for an end that is no date."""
        ends_on = (self.ends_on.data or "").strip()
        return EntryFacts(
            status=PermitStatus(self.status.data),
            on=self.on.data,
            end=PartialDate.parse(ends_on, "ends_on") if ends_on else None,
        )


class NewPermitForm(_What, _Step, NewRecordForm):
    """A permit and where it stands."""


class EntryForm(_Step, NewRecordForm):
    """The next step of a permit, or one that was forgotten; none of them is likelier than another."""

    status = SelectField(
        _l("Status"),
        choices=choices_of(STATUS_WORDS, unchosen=_l("Choose")),
        validators=[InputRequired(_l("Choose what the permit is from that day on."))],
    )


class PermitForm(_What, RecordForm):
    """What a permit is."""

    @classmethod
    def of(cls, record: Permit) -> Self:
        """Show the permit as it stands."""
        return cls(
            formdata=None,
            version=record.version,
            kind=record.kind.value,
            host_iso2=record.host_iso2 or "",
            framework_id="" if record.framework_id is None else str(record.framework_id),
            mediated_by=record.mediated_by,
            number=record.number,
        )
