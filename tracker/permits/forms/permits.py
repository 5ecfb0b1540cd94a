"""The forms of permits and their dated steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker import clock
from tracker.errors import RuleBroken
from tracker.people.forms import country_names
from tracker.people.rules.answers import PartialDate
from tracker.permits.forms.words import ALLOWED_WORDS, KIND_WORDS, STATUS_WORDS
from tracker.permits.models import Permit
from tracker.permits.operations import EntryFacts, PermitFacts, Terms
from tracker.permits.queries import conditions_row, framework_choices
from tracker.permits.rules import PermitKind, PermitStatus
from tracker.permits.rules.conditions import (
    AUTHORITY_MAX,
    NO_CONDITIONS,
    OTHER_MAX,
    Allowed,
    Conditions,
    Trip,
)
from tracker.reference.queries import host_state_choices, host_state_names
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
    derived_from_id = SelectField(
        _l("Derives from"),
        description=_l("The permit of the household's principal with which this one stands and falls."),
        validators=[Optional()],
    )
    authority = StringField(
        _l("Decided by"),
        description=_l("The authority, kept sealed."),
        validators=[text_of_at_most(AUTHORITY_MAX)],
    )
    work_allowed = SelectField(
        _l("Work"), choices=choices_of(ALLOWED_WORDS), default=Allowed.NOT_RECORDED.value
    )
    travel_allowed = SelectField(
        _l("Travel abroad"), choices=choices_of(ALLOWED_WORDS), default=Allowed.NOT_RECORDED.value
    )
    days_abroad = StringField(
        _l("Days abroad in any twelve months, at most"),
        description=_l("As the permit says; leave it empty where the rule of the track holds."),
        validators=[text_of_at_most(4)],
    )
    other = TextAreaField(_l("Other conditions"), validators=[text_of_at_most(OTHER_MAX)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host_iso2.choices = [("", _("Not said")), *host_state_choices()]
        self.framework_id.choices = [("", _("Not known yet")), *framework_choices()]
        self.derived_from_id.choices = [("", _("It stands on its own"))]

    def offer_to_derive(self, permits: Iterable[Permit]) -> None:
        """Offer the permits of the household's principal from which this one can derive."""
        words = host_state_names()
        offered = {
            str(
                one.id
            ): f"{KIND_WORDS[one.kind]} · {words.get(one.host_iso2 or '', '–')} · {one.person.case_code}"
            for one in permits
        }
        self.derived_from_id.choices = [("", _("It stands on its own")), *offered.items()]

    def facts(self) -> PermitFacts:
        """Return what was entered about the permit."""
        return PermitFacts(
            kind=PermitKind(self.kind.data),
            host_iso2=self.host_iso2.data or None,
            framework_id=asked_uuid(self.framework_id),
            mediated_by=self.mediated_by.data or "",
            number=self.number.data or "",
            derived_from_id=asked_uuid(self.derived_from_id),
            conditions=Conditions(
                authority=self.authority.data or "",
                work_allowed=Allowed(self.work_allowed.data),
                travel_allowed=Allowed(self.travel_allowed.data),
                days_abroad=_whole_number(self.days_abroad.data or "", "days_abroad"),
                other=self.other.data or "",
            ),
        )


def _whole_number(text: str, field: str) -> int | None:
    """Read a whole number; None for nothing, `RuleBroken` for what is none."""
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= 4):
        raise RuleBroken(_("Enter a whole number, or nothing."), field)
    return int(text)


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
        _l("Last day"),
        description=_l(
            "Of validity, when granted or renewed; to which the stay is tolerated, when a decision is awaited and a paper says"
            " so. 2027-03-31, or 2027-03 or 2027 where no more is known."
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
        row = conditions_row(record.id)
        said = NO_CONDITIONS if row is None else row.facts
        shown = cls(
            formdata=None,
            version=record.version,
            kind=record.kind.value,
            host_iso2=record.host_iso2 or "",
            framework_id="" if record.framework_id is None else str(record.framework_id),
            mediated_by=record.mediated_by,
            number=record.number,
            derived_from_id="" if record.derived_from_id is None else str(record.derived_from_id),
            authority=said.authority,
            work_allowed=said.work_allowed.value,
            travel_allowed=said.travel_allowed.value,
            days_abroad="" if said.days_abroad is None else str(said.days_abroad),
            other=said.other,
        )
        shown.offer_to_derive([] if record.derived_from is None else [record.derived_from])
        return shown


class TrackForm(NewRecordForm):
    """What a permit went on as, and from which day."""

    kind = SelectField(_l("Kind"), choices=choices_of(KIND_WORDS))
    framework_id = SelectField(_l("Legal track"), validators=[Optional()])
    host_iso2 = SelectField(_l("Host state"), validators=[Optional()])
    since = DayField(
        _l("Since"),
        description=_l("The first day on which it was this; what it was before stays."),
        validators=[InputRequired(_l("Enter the day."))],
        default=clock.today,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.host_iso2.choices = [("", _("Not said")), *host_state_choices()]
        self.framework_id.choices = [("", _("Not known yet")), *framework_choices()]

    def terms(self) -> Terms:
        """Return what was entered."""
        return Terms(
            kind=PermitKind(self.kind.data),
            host_iso2=self.host_iso2.data or None,
            framework_id=asked_uuid(self.framework_id),
        )


class TripForm(NewRecordForm):
    """A stay outside the host state."""

    state = SelectField(_l("Where to"), validators=[Optional()])
    left_on = DayField(_l("Left on"), validators=[InputRequired(_l("Enter the day."))])
    returned_on = DayField(
        _l("Returned on"),
        description=_l("Leave it empty until the person is back."),
        validators=[Optional()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [("", _("Not known")), *country_names().items()]

    def trip(self) -> Trip:
        """Return what was entered."""
        return Trip(self.state.data or "", self.left_on.data, self.returned_on.data)
