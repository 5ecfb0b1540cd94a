"""The forms of an erasure: on what ground it is asked for, and what the second person says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker.approvals.rules import Decision
from tracker.people.rules import codes
from tracker.rights.queries.trail import Sought
from tracker.rights.rules.erasing import Ground
from tracker.rights.rules.keeping import REASON_MAX
from tracker.web.forms import BaseForm, choices_of, text_of_at_most

GROUND_WORDS = {
    Ground.ASKED: _l("The person asked for it, or withdrew their consent"),
    Ground.NO_LONGER_NEEDED: _l("The data are no longer needed"),
    Ground.UNLAWFUL: _l("The data should never have been kept"),
}


class ErasureForm(BaseForm):
    """On what ground somebody is erased."""

    ground = RadioField(
        _l("Why this person is erased"),
        choices=choices_of(GROUND_WORDS),
        validators=[InputRequired(_l("Choose a ground."))],
    )


class DecisionForm(BaseForm):
    """What the second person says."""

    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(
            {
                Decision.APPROVED: _l("Yes, erase everything for good"),
                Decision.REJECTED: _l("No, leave everything as it is"),
            }
        ),
        validators=[InputRequired(_l("Choose yes or no."))],
    )


class HoldForm(BaseForm):
    """Why a person's data are kept longer, and until when."""

    until = DateField(
        _l("Until"),
        description=_l("The last day of the hold; five years at most."),
        validators=[InputRequired(_l("Enter a day."))],
    )
    reason = TextAreaField(
        _l("Why"),
        description=_l(
            "Such as a court case, an audit, or the person's wish. Kept sealed; it is part of the person's own copy."
        ),
        validators=[InputRequired(_l("Say why.")), text_of_at_most(REASON_MAX)],
    )


class CopyDecisionForm(BaseForm):
    """What the second person says about a copy."""

    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(
            {Decision.APPROVED: _l("Yes, hand it out"), Decision.REJECTED: _l("No, do not make it")}
        ),
        validators=[InputRequired(_l("Choose yes or no."))],
    )


class TrailForm(BaseForm):
    """What of the trail is looked for; it is sent with the address, and holds codes and days only."""

    class Meta:
        """A search of the trail changes nothing and so needs no token."""

        csrf = False

    case_code = StringField(_l("Case code"), validators=[Optional(), text_of_at_most(20)])
    actor = SelectField(_l("Who"), validators=[Optional()])
    kind = SelectField(_l("Kind of record"), validators=[Optional()])
    first = DateField(_l("From"), validators=[Optional()])
    last = DateField(_l("Until"), validators=[Optional()])

    @classmethod
    def of_address(cls, actors: Mapping[str, str], kinds: Sequence[str]) -> Self:
        """Return the form as the address fills it in."""
        form = cls(formdata=request.args)
        form.actor.choices = [("", _("Everybody")), *actors.items()]
        form.kind.choices = [("", _("All")), *((one, one.replace("_", " ")) for one in kinds)]
        form.validate()
        return form

    def sought(self) -> Sought:
        """Return what is looked for; what cannot be read narrows nothing, but for a code, which then finds nobody."""
        typed = (self.case_code.data or "").strip()
        return Sought(
            case_code=(codes.read(typed) or "none") if typed else "",
            actor="" if self.actor.errors else self.actor.data or "",
            kind="" if self.kind.errors else self.kind.data or "",
            first=self.first.data,
            last=self.last.data,
        )
