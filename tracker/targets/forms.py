"""The forms of the targets: what to look at, and what a target set says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Self, cast

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from tracker.approvals.rules import Decision
from tracker.errors import RuleBroken
from tracker.targets.operations import Proposal
from tracker.targets.rules import OriginRule, Rules, Window
from tracker.targets.wording import ORIGIN_RULE_WORDS, ROLE_WORDS
from tracker.web.forms import BaseForm, NewRecordForm, asked_uuid, choices_of, text_of_at_most
from tracker.web.numbers import WholeNumberBetween

LARGEST_INTAKE = 10_000


def a_window(_form: Form, field: Field) -> None:
    """Refuse what is no quarter, year or span of days."""
    try:
        Window.parse(field.data or "")
    except ValueError as error:
        raise ValidationError(str(error)) from None


def a_percentage(_form: Form, field: Field) -> None:
    """Refuse what is no percentage."""
    try:
        percentage(field.data)
    except InvalidOperation:
        raise ValidationError(_("Write a percentage, such as 50 or 17.5.")) from None


def percentage(text: str | None) -> Fraction:
    """Read “17.5”, “17,5” or “17.5 %” as an exact share of one; raises `InvalidOperation`."""
    number = Decimal((text or "").replace("%", "").replace(",", ".").strip())
    if not number.is_finite() or abs(number) > 1000 or number.as_tuple().exponent not in range(-9, 4):
        raise InvalidOperation
    return Fraction(number) / 100


SHARE = [InputRequired(_l("Write a percentage, such as 50 or 17.5.")), Length(max=12), a_percentage]


class FiguresForm(BaseForm):
    """What to look at; its answers stand in the address, so that a page of figures can be kept and sent."""

    class Meta:
        """A form that changes nothing needs no token."""

        csrf = False

    scope = HiddenField()
    window = StringField(
        _l("Time"),
        description=_l("A quarter (2026-Q3), a year (2026) or days (2026-07-01..2026-09-30)."),
        validators=[a_window],
    )
    intake = IntegerField(
        _l("Planned intake"),
        description=_l("How many people you want to take in next."),
        validators=[
            Optional(),
            WholeNumberBetween(0, LARGEST_INTAKE, _l("Enter a number from 0 to 10,000.")),
        ],
    )

    @classmethod
    def asked(cls, usual: Window) -> Self:
        """Return the form as the address fills it; without a time it shows the usual one."""
        given = request.args.copy()
        given.setdefault("window", usual.name)
        return cls(given)

    @property
    def was_refused(self) -> bool:
        """Say whether the address asks for what there is not."""
        return bool(self.errors)

    def chosen_window(self) -> Window:
        """Return the window that was asked for; the form has been validated."""
        return Window.parse(self.window.data or "")


class ProposalForm(NewRecordForm):
    """A target set to put before a second person."""

    programme = SelectField(
        _l("For"), description=_l("A programme may have a target set of its own; its events use it too.")
    )
    name = StringField(
        _l("Name"),
        description=_l("Stands beside every figure that is judged by it."),
        validators=[InputRequired(_l("Enter a name.")), text_of_at_most(120)],
    )
    sentence = TextAreaField(
        _l("The sentence it comes from"),
        description=_l("Word for word, from the brief or from the programme's own paper."),
        validators=[
            InputRequired(_l("Enter the sentence that the numbers come from.")),
            text_of_at_most(2000),
        ],
    )
    in_effect_on = DateField(
        _l("Counts from"),
        description=_l(
            "The first day. Leave the second person time: a set whose day has passed cannot be confirmed."
        ),
        validators=[InputRequired(_l("Enter the first day."))],
    )
    women_aim = StringField(_l("Women: aim in percent"), validators=SHARE)
    women_tolerance = StringField(_l("Women: how many points on either side still meet it"), validators=SHARE)
    women_off_reason = StringField(
        _l("Women: not judged, because"),
        description=_l(
            "Only for a programme that serves one group by design; its people still count in wider figures."
        ),
        validators=[text_of_at_most(200)],
    )
    origin_floor = StringField(_l("Non-Russian origin: floor in percent"), validators=SHARE)
    origin_aim = StringField(_l("Non-Russian origin: aim in percent"), validators=SHARE)
    origin_rule = RadioField(
        _l("Somebody who names several nations"),
        choices=choices_of(ORIGIN_RULE_WORDS),
        validators=[InputRequired(_l("Choose one."))],
    )
    origin_off_reason = StringField(
        _l("Non-Russian origin: not judged, because"),
        description=_l(
            "Only for a programme that serves one group by design; its people still count in wider figures."
        ),
        validators=[text_of_at_most(200)],
    )
    counted_roles = SelectMultipleField(
        _l("Roles that count"),
        choices=choices_of(ROLE_WORDS),
        description=_l("Trainers, hosts and reviewers never count: they give support."),
        validators=[InputRequired(_l("Choose at least one role."))],
    )
    min_base = IntegerField(
        _l("Fewest answers for a verdict"),
        validators=[
            InputRequired(_l("Enter a number.")),
            WholeNumberBetween(1, 1000, _l("Enter a number from 1 to 1,000.")),
        ],
    )

    @staticmethod
    def usual(rules: Rules) -> dict[str, Any]:
        """Return what the form shows before anything is typed: the rules in force now."""
        return {
            "women_aim": _typed(rules.women_aim),
            "women_tolerance": _typed(rules.women_tolerance),
            "women_off_reason": rules.women_off_reason or "",
            "origin_floor": _typed(rules.origin_floor),
            "origin_aim": _typed(rules.origin_aim),
            "origin_rule": rules.origin_rule.value,
            "origin_off_reason": rules.origin_off_reason or "",
            "counted_roles": sorted(rules.counted_roles),
            "min_base": rules.min_base,
        }

    def proposal(self) -> Proposal:
        """Return what was proposed; raise `RuleBroken` where the numbers contradict each other."""
        return Proposal(
            name=self.name.data or "",
            sentence=self.sentence.data or "",
            programme_id=asked_uuid(self.programme),
            in_effect_on=cast("date", self.in_effect_on.data),  # required above
            rules=self._rules(),
        )

    def _rules(self) -> Rules:
        try:
            return Rules(
                women_aim=percentage(self.women_aim.data),
                women_tolerance=percentage(self.women_tolerance.data),
                origin_floor=percentage(self.origin_floor.data),
                origin_aim=percentage(self.origin_aim.data),
                min_base=self.min_base.data or 0,
                counted_roles=frozenset(self.counted_roles.data or ()),
                origin_rule=OriginRule(self.origin_rule.data),
                women_off_reason=(self.women_off_reason.data or "").strip() or None,
                origin_off_reason=(self.origin_off_reason.data or "").strip() or None,
            )
        except ValueError as error:
            raise RuleBroken(str(error)) from None


class DecisionForm(BaseForm):
    """What the second person says."""

    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(
            {
                Decision.APPROVED: _l("Confirm: figures are judged by it from its first day"),
                Decision.REJECTED: _l("Reject: nothing changes"),
            }
        ),
        validators=[InputRequired(_l("Choose one."))],
    )


def _typed(share: Fraction) -> str:
    """Write a share as somebody would type it in percent; edges are whole hundredths of a percent."""
    whole, hundredths = divmod(int(share * 10_000), 100)
    return f"{whole}.{hundredths:02}".rstrip("0").rstrip(".")
