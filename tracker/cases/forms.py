"""The forms of cases, and the words for their statuses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from tracker import clock
from tracker.access.queries import ProgrammeIds, officers_of
from tracker.cases.models import Case
from tracker.cases.rules import MAY_FOLLOW, CaseStatus, ClosingReason, RiskLevel
from tracker.people.operations import CareBy
from tracker.permissions import Viewer
from tracker.programmes.models import Programme
from tracker.programmes.queries import ProgrammeTitle, programme_ids_for, programme_titles_for, programmes_for
from tracker.web.forms import BaseForm, DayField, NewRecordForm, RecordForm, asked_uuid, choices_of

STATUS_WORDS = {
    CaseStatus.OPEN: _l("open"),
    CaseStatus.ON_HOLD: _l("on hold"),
    CaseStatus.TRANSFERRED: _l("transferred"),
    CaseStatus.CLOSED: _l("closed"),
}
STATUS_TONES = {
    CaseStatus.OPEN: "good",
    CaseStatus.ON_HOLD: "attention",
    CaseStatus.TRANSFERRED: "quiet",
    CaseStatus.CLOSED: "quiet",
}
REASON_WORDS = {
    ClosingReason.NONE: _l("The case is not closed"),
    ClosingReason.MOVED_ON: _l("moved on, needs no more support"),
    ClosingReason.NATURALISED: _l("became a citizen"),
    ClosingReason.RETURNED: _l("returned"),
    ClosingReason.LOST_CONTACT: _l("contact was lost"),
    ClosingReason.DIED: _l("died"),
    ClosingReason.OTHER: _l("another reason"),
}
RISK_WORDS = {RiskLevel.LOW: _l("low"), RiskLevel.RAISED: _l("raised"), RiskLevel.HIGH: _l("high")}
RISK_TONES = {RiskLevel.LOW: "quiet", RiskLevel.RAISED: "attention", RiskLevel.HIGH: "stop"}


class OpenCaseForm(NewRecordForm):
    """A new case: who looks after the person, from when."""

    programme_id = SelectField(
        _l("Programme"),
        description=_l("Its organisation keeps the case. You see the programmes that you work on."),
        validators=[InputRequired(_l("Choose a programme."))],
    )
    officer_id = SelectField(
        _l("Officer"), description=_l("Who looks after this person and sees their name.")
    )
    on = DayField(_l("Opened on"), validators=[InputRequired(_l("Enter the day."))], default=clock.today)

    def offer(self, viewer: Viewer) -> None:
        """Offer the viewer's programmes and their officers."""
        self.programme_id.choices = choices_of_programmes(programme_titles_for(viewer))
        self.officer_id.choices = officer_choices(programme_ids_for(viewer))

    def care(self) -> CareBy:
        """Return whom the form puts in charge."""
        return CareBy(programme_id=asked_uuid(self.programme_id), officer_id=asked_uuid(self.officer_id))


class StatusForm(RecordForm):
    """The next step of a case."""

    status = SelectField(_l("The case is now"), validators=[InputRequired(_l("Choose what it is now."))])
    on = DayField(_l("Since"), validators=[InputRequired(_l("Enter the day."))])
    reason = SelectField(
        _l("Why it is closed"),
        description=_l("Only for a case that closes. It is kept sealed and never enters the trail."),
        choices=choices_of(REASON_WORDS),
    )

    @classmethod
    def next_of(cls, case: Case) -> Self:
        """Return the form for the next step, which nobody has chosen yet."""
        form = cls(version=case.version, on=clock.today())
        # An old page offered something else: it is told of the step in between, not of a wrong choice.
        is_old = form.version.data != case.version
        form.status.choices = [("", _("Choose")), *_words(CaseStatus if is_old else MAY_FOLLOW[case.status])]
        return form

    @classmethod
    def of(cls, record: Case) -> Self:
        """Show the last step without its reason, which only the person's officer reads, on the case page."""
        last = record.steps[-1]
        form = cls(formdata=None, version=record.version, status=last.status.value, on=last.on)
        form.status.choices = _words({last.status})
        return form


def _words(offered: Iterable[CaseStatus]) -> list[tuple[str, Any]]:
    return [(one.value, STATUS_WORDS[one]) for one in CaseStatus if one in set(offered)]


class RiskForm(RecordForm):
    """How high the risk to a person is."""

    level = SelectField(
        _l("Risk"),
        description=_l(
            "Threats by the authorities at home, pressure on relatives, danger in the host state."
        ),
        choices=choices_of(RISK_WORDS),
    )
    on = DayField(_l("Judged on"), validators=[InputRequired(_l("Enter the day."))])

    @classmethod
    def of(cls, record: Case) -> Self:
        """Show the last judgement."""
        return cls(
            formdata=None,
            version=record.version,
            level=record.risk_level.value,
            on=record.risk_on or clock.today(),
        )


class OfficerForm(BaseForm):
    """Who looks after a person from now on."""

    programme_id = SelectField(_l("Programme"), validators=[InputRequired(_l("Choose a programme."))])
    officer_id = SelectField(
        _l("Officer"),
        description=_l("Officers of your programmes. From then on they see the name; you may not any more."),
        validators=[InputRequired(_l("Choose an officer."))],
    )

    def offer(self, viewer: Viewer, case: Case) -> None:
        """Offer the viewer's programmes of the case's organisation, and their officers."""
        own = [one for one in programmes_for(viewer) if one.organisation_id == case.organisation_id]
        self.programme_id.choices = choices_of_programmes(own)
        self.officer_id.choices = officer_choices({one.id for one in own})

    def care(self) -> CareBy:
        """Return whom the form puts in charge."""
        return CareBy(programme_id=asked_uuid(self.programme_id), officer_id=asked_uuid(self.officer_id))


def officer_choices(programme_ids: ProgrammeIds) -> list[tuple[str, str]]:
    """Return the officers of these programmes as the choices of a select, by id."""
    return [(str(account_id), name) for account_id, name in officers_of(programme_ids).items()]


def choices_of_programmes(programmes: Iterable[Programme | ProgrammeTitle]) -> list[tuple[str, str]]:
    """Return these programmes as the choices of a select, by id."""
    return [(str(one.id), f"{one.code} · {one.title}") for one in programmes]
