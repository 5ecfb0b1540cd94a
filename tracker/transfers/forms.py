"""The forms of transfers, and the words for what became of an offer."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from tracker.access.queries import names_of, officers_of
from tracker.cases.forms import choices_of_programmes
from tracker.cases.models import Case
from tracker.people.operations import CareBy
from tracker.people.queries import officers_caring_in
from tracker.permissions import Permission, Viewer
from tracker.programmes.queries import programmes, programmes_for
from tracker.transfers.queries import count_in_hands
from tracker.transfers.rules import SENTENCE_MAX, TransferState
from tracker.web.forms import BaseForm, NewRecordForm, asked_uuid, text_of_at_most

STATE_WORDS = {
    TransferState.OFFERED: _l("waits for an answer"),
    TransferState.ACCEPTED: _l("accepted"),
    TransferState.DECLINED: _l("declined"),
    TransferState.TAKEN_BACK: _l("taken back"),
}
STATE_TONES = {
    TransferState.OFFERED: "attention",
    TransferState.ACCEPTED: "good",
    TransferState.DECLINED: "stop",
    TransferState.TAKEN_BACK: "quiet",
}


class OfferForm(NewRecordForm):
    """To whom a case is offered, and a sentence for them."""

    programme_id = SelectField(
        _l("Programme"),
        description=_l("A programme of another organisation only with the person's consent to sharing."),
        validators=[InputRequired(_l("Choose a programme."))],
    )
    officer_id = SelectField(
        _l("Officer"),
        description=_l(
            "Within your organisation you can name one; else whoever of the programme takes the case."
        ),
        validators=[Optional()],
    )
    sentence = StringField(
        _l("A sentence for them"),
        description=_l("They do not know yet who it is: write no name and nothing that tells."),
        validators=[Optional(), text_of_at_most(SENTENCE_MAX)],
    )

    def offer(self, viewer: Viewer, case: Case) -> None:
        """Offer all programmes, those of the case's organisation first, and its officers but the viewer."""
        everywhere = programmes()
        own = [one for one in everywhere if one.organisation_id == case.organisation_id]
        elsewhere = [one for one in everywhere if one.organisation_id != case.organisation_id]
        named = [(str(one.id), f"{one.organisation.code}: {one.code} · {one.title}") for one in elsewhere]
        self.programme_id.choices = [("", _("Choose")), *choices_of_programmes(own), *named]
        colleagues = officers_of(frozenset(one.id for one in own))
        self.officer_id.choices = [
            ("", _("Whoever of the programme takes it")),
            *((str(one), name) for one, name in colleagues.items() if one != viewer.account_id),
        ]

    def care(self) -> CareBy:
        """Return to whom the form offers the case."""
        return CareBy(programme_id=asked_uuid(self.programme_id), officer_id=asked_uuid(self.officer_id))


class DeclineForm(BaseForm):
    """Why a case is declined."""

    answer = StringField(
        _l("Why"),
        description=_l("One sentence, which the officer who offered the case reads."),
        validators=[Optional(), text_of_at_most(SENTENCE_MAX)],
    )


class HandOverForm(BaseForm):
    """Whose persons go into whose hands, in one programme."""

    leaving_id = SelectField(_l("Who leaves"), validators=[InputRequired(_l("Choose who leaves."))])
    programme_id = SelectField(_l("Programme"), validators=[InputRequired(_l("Choose a programme."))])
    taking_id = SelectField(
        _l("Who takes over"),
        description=_l("Has to work on this programme; sees the names from then on."),
        validators=[InputRequired(_l("Choose who takes over."))],
    )
    shown = IntegerField(widget=HiddenInput(), validators=[Optional()])
    """How many whoever decides was told of; nothing while they were not told yet."""

    def offer(self, viewer: Viewer) -> None:
        """Offer the programmes in the viewer's reach and who looks after somebody there, also who works there no more."""
        reach = programmes() if viewer.may(Permission.ACCOUNTS_MANAGE) else programmes_for(viewer)
        choose = ("", _("Choose"))
        self.programme_id.choices = [choose, *choices_of_programmes(reach)]
        ids = frozenset(one.id for one in reach)
        caring = sorted(names_of(officers_caring_in(ids)).items(), key=lambda one: one[1].casefold())
        self.leaving_id.choices = [choose, *((str(one), name) for one, name in caring)]
        working = officers_of(ids)
        self.taking_id.choices = [
            choose,
            *((str(one), name) for one, name in working.items() if one != viewer.account_id),
        ]

    def ids(self) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
        """Return the programme, who leaves and who takes over, after the form was accepted."""
        return (
            uuid.UUID(self.programme_id.data),
            uuid.UUID(self.leaving_id.data),
            uuid.UUID(self.taking_id.data),
        )

    def count(self) -> int:
        """Count whom this concerns."""
        programme_id, leaving_id, _taking = self.ids()
        return count_in_hands(leaving_id, programme_id)
