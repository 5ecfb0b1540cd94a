"""Asking what a person says of themselves: their gender and their origin."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Optional

from tracker import clock
from tracker.people.forms.entries import padded
from tracker.people.forms.words import GENDER_WORDS, ORIGIN_WORDS, SAID_BY_WORDS
from tracker.people.models import Person
from tracker.people.rules.answers import OWN_WORDS_MAX, Gender, NationNamed, Origin, OriginAnswer, SaidBy
from tracker.people.rules.facts import GenderAnswer, tidy
from tracker.reference.queries import nation_choices
from tracker.web.forms import DayField, PartForm, RecordForm, choices_of, text_of_at_most

NATIONS_SHOWN = 4


class NationFields(PartForm):
    """One nation: in the person's words, and where it stands in the nations list."""

    words = StringField(_l("In their own words"), validators=[text_of_at_most(OWN_WORDS_MAX)])
    code = SelectField(_l("In the nations list"), default="")

    def validate_words(self, field: Field) -> None:
        """Ask for the words where only the list was used."""
        if self.code.data and not (field.data or "").strip():
            raise ValidationError(_("Write it in the person's own words too."))


class GenderFields:
    """Ask the question of gender."""

    gender = RadioField(
        _l("Gender"),
        choices=choices_of(GENDER_WORDS),
        default=Gender.NOT_ASKED.value,
        description=_l("What the person says of themselves; never guessed from a name or a document."),
        validators=[InputRequired(_l("Choose one; “not asked yet” is an answer too."))],
    )
    gender_wording = StringField(_l("In their own words"), validators=[text_of_at_most(OWN_WORDS_MAX)])

    def gender_answer(self) -> GenderAnswer:
        """Return what was answered."""
        return GenderAnswer(Gender(self.gender.data), (self.gender_wording.data or "").strip())


class OriginFields:
    """Ask the question of ethnic origin."""

    origin = RadioField(
        _l("Ethnic origin"),
        choices=choices_of(ORIGIN_WORDS),
        default=OriginAnswer.NOT_ASKED.value,
        description=_l(
            "Only what they say themselves: never from a name, a language, a passport or a region."
        ),
        validators=[InputRequired(_l("Choose one; “not asked yet” is an answer too."))],
    )
    nations = FieldList(
        FormField(NationFields, _l("Nation")),
        _l("Nations they named"),
        description=_l("In the order in which they named them, the nearest to them first."),
        min_entries=NATIONS_SHOWN,
        max_entries=NATIONS_SHOWN,
    )
    said_by = RadioField(
        _l("Who gave this answer"),
        choices=choices_of(SAID_BY_WORDS),
        default=SaidBy.SELF.value,
        validators=[InputRequired(_l("Choose one."))],
    )
    said_on = DayField(_l("When"), validators=[Optional()], default=clock.today)

    nations_before: tuple[NationNamed, ...] = ()
    """What the record held when the form was shown."""

    def origin_answer(self) -> Origin:
        """Return what was answered; nations stay only with an answer that names them."""
        answer = OriginAnswer(self.origin.data)
        if answer is not OriginAnswer.STATED:
            return Origin(answer)
        return Origin(answer, self.nations_named(), SaidBy(self.said_by.data), self.said_on.data)

    def nations_named(self) -> tuple[NationNamed, ...]:
        """Return the nations that were entered, whatever the answer."""
        return tuple(
            NationNamed(tidy(one["words"]), one["code"] or None)
            for one in self.nations.data
            if (one["words"] or "").strip()
        )

    def validate_origin(self, field: Field) -> None:
        """Refuse to drop nations that were typed just now; those of an answer taken back go without a word."""
        typed = self.nations_named()
        if field.data != OriginAnswer.STATED and typed and typed != self.nations_before:
            raise ValidationError(
                _("You entered nations: choose “They named one or several nations”, or empty them.")
            )

    def offer_nations(self) -> None:
        """Fill the selects of nations."""
        offered = [("", _("Not in the list, or not looked up yet")), *nation_choices()]
        for entry in self.nations.entries:
            entry.form.code.choices = offered


class AskedForField:
    """Ask whether the person wants an answer replaced that they gave themselves."""

    asked_for = BooleanField(
        _l("They asked for this change"),
        description=_l("Needed only where they gave the answer themselves."),
    )


class SelfIdentificationForm(GenderFields, OriginFields, AskedForField, RecordForm):
    """What a person says of themselves, saved on its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_nations()

    @classmethod
    def of(cls, record: Person) -> Self:
        """Return the form as it shows a person."""
        stated = record.origin_answer is OriginAnswer.STATED
        form = cls(
            formdata=None,
            data={
                "version": record.version,
                "gender": record.gender.value,
                "gender_wording": record.gender_wording,
                "origin": record.origin_answer.value,
                "nations": padded(record.nations, {}, NATIONS_SHOWN),
                "said_by": record.origin_said_by.value if stated else SaidBy.SELF.value,
                "said_on": date.fromisoformat(record.origin_said_on)
                if record.origin_said_on
                else clock.today(),
            },
        )
        form.remember_nations(record)
        return form

    def remember_nations(self, record: Person) -> None:
        """Keep which nations the record holds, to tell what was typed just now."""
        self.nations_before = tuple(NationNamed(one["words"], one["code"] or None) for one in record.nations)
