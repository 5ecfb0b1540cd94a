"""The form that settles an overlap, and the words for what can be decided."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker.coordination.operations import Settlement
from tracker.coordination.queries import OverlapShown
from tracker.coordination.rules import LONGEST_REASON, Settled
from tracker.web.forms import BaseForm, DayField, text_of_at_most

SETTLED_WORDS = {
    Settled.AGREED: _l("both go on, agreed"),
    Settled.EXPLAINED: _l("no double support, explained"),
    Settled.ONE_ENDS: _l("the first ends"),
    Settled.OTHER_ENDS: _l("the second ends"),
}


class SettleForm(BaseForm):
    """What is decided about an overlap; `before` is what stood when it was shown."""

    settled: Any = RadioField(_l("Decision"), validators=[InputRequired(_l("Choose what is decided."))])
    reason = TextAreaField(
        _l("Why"),
        description=_l("Kept sealed. Both organisations' coordinators read it: write no name."),
        validators=[InputRequired(_l("Say why, in a sentence.")), text_of_at_most(LONGEST_REASON)],
    )
    last_day = DayField(
        _l("Last day of the support that ends"),
        description=_l("Only when one of them ends. Its officer then corrects the support itself."),
        validators=[Optional()],
    )
    before = HiddenField()

    def offer(self, shown: OverlapShown) -> Self:
        """Offer what can be decided, with the programmes named."""
        one, other = shown.programmes
        self.settled.choices = [
            (Settled.AGREED.value, _("Both go on: both are needed, and that is agreed")),
            (Settled.EXPLAINED.value, _("This is no double support: what is given differs")),
            (Settled.ONE_ENDS.value, _("The support of %(programme)s ends", programme=one)),
            (Settled.OTHER_ENDS.value, _("The support of %(programme)s ends", programme=other)),
        ]
        return self

    @classmethod
    def of(cls, shown: OverlapShown) -> Self:
        """Show the overlap as it stands."""
        kept = shown.decision
        if kept is None:
            return cls(formdata=None)
        said = {"settled": kept.settled.value, "reason": kept.reason, "last_day": kept.last_day}
        return cls(formdata=None, before=kept.settled.value, **said)

    def settlement(self) -> Settlement:
        """Return what was decided; only for a form that was validated."""
        return Settlement(
            settled=Settled(self.settled.data), reason=self.reason.data or "", last_day=self.last_day.data
        )

    def settled_before(self) -> Settled | None:
        """Return what stood when the overlap was shown; nonsense is nothing."""
        return next((one for one in Settled if one.value == self.before.data), None)
