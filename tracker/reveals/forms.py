"""The forms of a reveal and of a raise of its quota."""

from __future__ import annotations

import uuid

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from tracker import clock
from tracker.approvals.rules import Decision
from tracker.reveals.rules import PERSONS_A_DAY, SENTENCE_MAX, RevealReason
from tracker.web.forms import BaseForm, DayField, NewRecordForm, choices_of, text_of_at_most

REASON_WORDS = {
    RevealReason.DANGER: _l("Somebody's safety: an evacuation, a threat, an arrest"),
    RevealReason.COVER: _l("Standing in for the case's officer"),
    RevealReason.AUTHORITY: _l("A host state's office or a mediator asks about this case"),
    RevealReason.IDENTITY_CHECK: _l("Making sure that this record belongs to the person who is here"),
    RevealReason.CORRECTION: _l("Looking into a mistake or a complaint"),
}


class RevealForm(NewRecordForm):
    """Why somebody needs to know who a person is."""

    reason = RadioField(
        _l("Why you need to know who this is"),
        choices=choices_of(REASON_WORDS),
        validators=[InputRequired(_l("Choose the reason."))],
    )
    sentence = TextAreaField(
        _l("In a sentence"),
        description=_l("What you need it for. The case's officer reads this, and it stays in the trail."),
        validators=[
            InputRequired(_l("Say in a sentence what you need it for.")),
            text_of_at_most(SENTENCE_MAX),
        ],
    )


class RaiseForm(BaseForm):
    """More persons for one account on one day."""

    account_id = SelectField(_l("For whom"), validators=[InputRequired(_l("Choose an account."))])
    up_to = IntegerField(
        _l("How many persons on that day"),
        description=_l("Usually %(number)s.", number=PERSONS_A_DAY),
        validators=[InputRequired(_l("Enter a number."))],
    )
    day = DayField(_l("On which day"), default=clock.today, validators=[InputRequired(_l("Enter the day."))])
    sentence = TextAreaField(
        _l("In a sentence"),
        description=_l("Why so many on one day. Name no person; the second person reads it."),
        validators=[InputRequired(_l("Say in a sentence why.")), text_of_at_most(SENTENCE_MAX)],
    )

    def offer(self, accounts: dict[uuid.UUID, str]) -> None:
        """Offer the accounts that reveal anybody."""
        self.account_id.choices = [(str(one), name) for one, name in accounts.items()]


class RaiseDecisionForm(BaseForm):
    """What the second person says of a raise."""

    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(
            {
                Decision.APPROVED: _l("Yes, raise it for that day"),
                Decision.REJECTED: _l("No, leave it as it is"),
            }
        ),
        validators=[InputRequired(_l("Choose yes or no."))],
    )
