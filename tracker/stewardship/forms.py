"""The forms of a merge: which record stays, and what of each stands where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from tracker.approvals.rules import Decision
from tracker.errors import RuleBroken
from tracker.people.rules import codes
from tracker.stewardship.queries import Compared, Pair
from tracker.stewardship.rules import Likeness, MergeChoices, Side
from tracker.stewardship.wording import FIELD_WORDS, Wording
from tracker.web.forms import BaseForm, choices_of, text_of_at_most


class TwoCodesForm(BaseForm):
    """The case codes of two persons who may be one."""

    one = StringField(
        _l("Case code"), validators=[InputRequired(_l("Enter a case code.")), text_of_at_most(20)]
    )
    other = StringField(
        _l("Case code of the other"),
        validators=[InputRequired(_l("Enter a case code.")), text_of_at_most(20)],
    )

    def codes(self) -> tuple[str, str]:
        """Return both codes as they are kept; raise `RuleBroken` for what is none, and for the same twice."""
        read = {name: codes.read(self[name].data or "") for name in ("one", "other")}
        for name, code in read.items():
            if code is None:
                raise RuleBroken(_("This is no case code. Check it for a typing error."), name)
        one, other = str(read["one"]), str(read["other"])
        if one == other:
            raise RuleBroken(_("These are the same. Enter the codes of two persons."), "other")
        return one, other


class ChoicesForm(BaseForm):
    """What of each record stands; the fields that differ are added for the two at hand."""

    kept: Any = RadioField(
        _l("Which case code stays"),
        description=_l("The other code keeps leading to this person."),
        validators=[InputRequired(_l("Choose which case code stays."))],
    )

    def choices(self) -> MergeChoices:
        """Return what was chosen."""
        return MergeChoices.of_record({name: self[name].data for name in self.choice_names()})

    def choice_names(self) -> list[str]:
        """Return the names of what has to be chosen."""
        return [field.name for field in self if isinstance(field, RadioField)]


class ConfirmForm(BaseForm):
    """The last word; it carries the versions of both as they were shown."""

    versions = HiddenField()


class DecisionForm(ConfirmForm):
    """What the second person says."""

    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(
            {Decision.APPROVED: _l("Yes, do it"), Decision.REJECTED: _l("No, leave everything as it is")}
        ),
        validators=[InputRequired(_l("Choose yes or no."))],
    )


def choices_form(
    two: Pair, compared: Sequence[Compared], *, asks_household: bool, said: Mapping[str, str]
) -> ChoicesForm:
    """Return the form for two persons, with one field for each that differs; `said` is what was chosen before."""
    wording = Wording()
    fields: dict[str, Any] = {}
    for row in compared:
        if row.likeness is Likeness.DIFFERENT:
            fields[row.field.name] = _field(row, two, wording)
    if asks_household:
        fields["household"] = RadioField(
            FIELD_WORDS["household"],
            description=_l(
                "Both were in a household on the same days. Nobody else of either household moves; what lies outside of these days stays as history."
            ),
            choices=choices_of({side: _("that of %(code)s", code=two.on(side).case_code) for side in _SIDES}),
            validators=[InputRequired(_l("Choose whose household lasts."))],
        )
    form: ChoicesForm = type("ChoicesOfTwoForm", (ChoicesForm,), fields)(data=dict(said) or None)
    form.kept.choices = [(side.value, two.on(side).case_code) for side in _SIDES]
    return form


_SIDES = (Side.ONE, Side.OTHER)


def _field(row: Compared, two: Pair, wording: Wording) -> RadioField:
    values = {Side.ONE: row.one, Side.OTHER: row.other}
    words = {
        side: f"{wording.written(row.field, values[side])} · {two.on(side).case_code}" for side in _SIDES
    }
    if row.field.several:
        words[Side.BOTH] = _("Keep all of both")
    return RadioField(
        FIELD_WORDS[row.field.name],
        choices=choices_of(words),
        default=Side.BOTH.value if row.field.several else None,
        validators=[InputRequired(_l("Choose what stands."))],
    )
