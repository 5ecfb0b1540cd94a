"""Asking who is in a household."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the published types lag behind
from wtforms.validators import InputRequired, Optional

from tracker import clock
from tracker.people.forms.entries import partial_date
from tracker.people.forms.words import RELATIONSHIP_WORDS
from tracker.people.rules.facts import NAME_MAX, Identity
from tracker.people.rules.households import Relationship
from tracker.web.forms import (
    BaseForm,
    DayField,
    NewRecordForm,
    PartForm,
    asked_uuid,
    choices_of,
    text_of_at_most,
)


class MemberForm(NewRecordForm):
    """Somebody who joins a household: a person who has a case code, or one who is not here yet."""

    case_code = StringField(
        _l("Case code, where they have one"),
        description=_l("Such as KTR-5WDV. Leave it empty for somebody who is not in the tracker yet."),
        validators=[text_of_at_most(20)],
    )
    surname = StringField(_l("Surname"), validators=[text_of_at_most(NAME_MAX)])
    given_name = StringField(_l("Given name"), validators=[text_of_at_most(NAME_MAX)])
    birth_date = StringField(
        _l("Birth date"),
        description=_l("The year is enough: 2015, 2015-05 or 2015-05-12."),
        validators=[Optional(), partial_date, text_of_at_most(10)],
    )
    marked_minor = BooleanField(_l("Under 18"), description=_l("Where no birth date is known."))
    relationship = SelectField(
        _l("What they are to the principal"),
        choices=[SelectChoice("", _l("Choose")), *choices_of(RELATIONSHIP_WORDS)[1:]],
        validators=[InputRequired(_l("Choose what they are to the principal."))],
    )
    since = DayField(
        _l("In the household since"), default=clock.today, validators=[InputRequired(_l("Enter the day."))]
    )

    def validate_case_code(self, field: Field) -> None:
        """Ask for a code or a name, and not for both."""
        named = bool((self.surname.data or "").strip() or (self.given_name.data or "").strip())
        if bool((field.data or "").strip()) == named:
            raise ValidationError(_("Enter either a case code, or the name of somebody who has none."))

    def identity(self) -> Identity:
        """Return who is new here."""
        return Identity(
            surname=self.surname.data or "",
            given_name=self.given_name.data or "",
            birth_date=(self.birth_date.data or "").strip(),
            marked_minor=bool(self.marked_minor.data),
        )


class LeaveForm(BaseForm):
    """The last day in a household."""

    until = DayField(
        _l("Their last day in this household"),
        default=clock.today,
        validators=[InputRequired(_l("Enter the day."))],
    )


class RelationshipFields(PartForm):
    """What one member is to the new principal; the page names the member."""

    person_id = HiddenField()
    relationship = SelectField(
        _l("Is to the new principal"),
        choices=choices_of(RELATIONSHIP_WORDS)[1:],
        default=Relationship.OTHER.value,
    )


class PrincipalForm(BaseForm):
    """A new principal, and what everybody else is to them from then on."""

    since = DayField(_l("From"), default=clock.today, validators=[InputRequired(_l("Enter the day."))])
    others = FieldList(FormField(RelationshipFields, _l("Member")), _l("The others"))

    def relationships(self) -> dict[uuid.UUID, Relationship]:
        """Return what was chosen, by the member's id."""
        chosen: dict[uuid.UUID, Relationship] = {}
        for entry in self.others.entries:
            person_id = asked_uuid(entry.form.person_id)
            if person_id is not None:
                chosen[person_id] = Relationship(entry.form.relationship.data)
        return chosen
