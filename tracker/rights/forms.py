"""The forms of an erasure: on what ground it is asked for, and what the second person says."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from tracker.approvals.rules import Decision
from tracker.rights.rules.erasing import Ground
from tracker.web.forms import BaseForm, choices_of

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


class CopyDecisionForm(BaseForm):
    """What the second person says about a copy."""

    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(
            {Decision.APPROVED: _l("Yes, hand it out"), Decision.REJECTED: _l("No, do not make it")}
        ),
        validators=[InputRequired(_l("Choose yes or no."))],
    )
