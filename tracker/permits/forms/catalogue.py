"""The forms of the framework catalogue: which state is shown, a proposed change, its decision, a note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker.approvals.rules import Decision
from tracker.errors import RuleBroken
from tracker.organisations.models import Organisation
from tracker.permits.models import PermitFramework
from tracker.permits.queries import waiting_proposal
from tracker.permits.rules.catalogue import (
    REASON_MAX,
    TEXTS,
    Certainty,
    Content,
    ProposalState,
)
from tracker.permits.rules.tracks import SOURCE_MAX, RuleName, StatedRule, codes_of
from tracker.web.forms import (
    BaseForm,
    NewRecordForm,
    PartForm,
    RecordForm,
    asked_uuid,
    choices_of,
    text_of_at_most,
)
from tracker.web.pieces import local_date

TEXT_WORDS: Mapping[str, Any] = {
    "name_en": _l("English name"),
    "local_name": _l("Local name"),
    "legal_basis": _l("Legal basis"),
    "kind": _l("Kind"),
    "target_groups": _l("For whom"),
    "family": _l("Family members"),
    "work": _l("Work"),
    "status": _l("State of things"),
    "note": _l("Note"),
    "source": _l("Source"),
    "as_of": _l("As of"),
    "certainty": _l("How sure"),
}
RULE_WORDS: Mapping[RuleName, Any] = {
    RuleName.USUAL_MONTHS: _l("Usual validity, in months"),
    RuleName.RENEWAL_OPENS_DAYS: _l("Renewal: first day, in days before the end"),
    RuleName.RENEWAL_CLOSES_DAYS: _l("Renewal: last day, in days before the end"),
    RuleName.APPEAL_DAYS: _l("Appeal, in days after the decision"),
    RuleName.FAMILY: _l("Whose permit can derive from the principal's"),
    RuleName.DAYS_ABROAD: _l("Days outside the state in any twelve months, at most"),
    RuleName.TRIP_STATES: _l("States to which trips can end the permit"),
    RuleName.TRIPS_ALLOWED: _l("Trips there that do not end it yet"),
    RuleName.TRIP_MONTHS: _l("Months within which trips are counted together"),
    RuleName.TRIPS_SINCE: _l("Day from which trips there are counted"),
}
PROPOSAL_WORDS: Mapping[ProposalState, Any] = {
    ProposalState.WAITING: _l("waits for a coordinator"),
    ProposalState.ACCEPTED: _l("accepted"),
    ProposalState.DECLINED: _l("declined"),
    ProposalState.REPLACED: _l("replaced by a later one"),
    ProposalState.EXPIRED: _l("expired; propose it again"),
}
PROPOSAL_TONES: Mapping[ProposalState, str] = {
    ProposalState.WAITING: "attention",
    ProposalState.ACCEPTED: "good",
    ProposalState.DECLINED: "stop",
    ProposalState.REPLACED: "quiet",
    ProposalState.EXPIRED: "quiet",
}


def label_of(name: str) -> Any:
    """Return the words for a text or a rule of a track."""
    return TEXT_WORDS[name] if name in TEXT_WORDS else RULE_WORDS[RuleName(name)]


def written_rule(name: RuleName, value: str, relationship_words: Mapping[Any, Any]) -> str:
    """Return the value of a rule as pages write it."""
    if name in {RuleName.USUAL_MONTHS, RuleName.TRIP_MONTHS}:
        return str(ngettext("%(num)s month", "%(num)s months", int(value)))
    if name is RuleName.TRIPS_ALLOWED:
        return str(ngettext("%(num)s trip", "%(num)s trips", int(value)))
    if name is RuleName.TRIPS_SINCE:
        return local_date(date.fromisoformat(value))
    if name is RuleName.TRIP_STATES:
        return ", ".join(codes_of(value))
    if name is RuleName.FAMILY:
        words = {member.value: str(word) for member, word in relationship_words.items()}
        return ", ".join(words.get(code, str(_("nobody"))) for code in codes_of(value))
    return str(ngettext("%(num)s day", "%(num)s days", int(value)))


class FrameworkFilter(BaseForm):
    """Which state's tracks are shown."""

    class Meta:
        """A filter changes nothing and so needs no token."""

        csrf = False

    host = SelectField(_l("State"), validators=[Optional()])


class RuleFields(PartForm):
    """One rule of a track: its value, where it was read, and whether it was."""

    value = StringField(_l("Value"), validators=[text_of_at_most(200)])
    source = StringField(_l("Source, and as of when"), validators=[text_of_at_most(SOURCE_MAX)])
    verified = BooleanField(_l("Read in this source"))


def _text(name: str) -> TextAreaField:
    return TextAreaField(TEXT_WORDS[name], validators=[text_of_at_most(TEXTS[name])])


def _line(name: str) -> StringField:
    return StringField(TEXT_WORDS[name], validators=[text_of_at_most(TEXTS[name])])


def _rule(name: RuleName) -> FormField[RuleFields]:
    return FormField(RuleFields, RULE_WORDS[name])


class ChangeForm(NewRecordForm, RecordForm):
    """What a track should say; shown as the proposal that waits says it, else as it stands."""

    name_en = StringField(
        TEXT_WORDS["name_en"],
        validators=[InputRequired(_l("Enter the English name of the track.")), text_of_at_most(300)],
    )
    local_name = _line("local_name")
    legal_basis = _text("legal_basis")
    kind = _line("kind")
    target_groups = _text("target_groups")
    family = _text("family")
    work = _text("work")
    status = _text("status")
    note = _text("note")
    usual_months = _rule(RuleName.USUAL_MONTHS)
    renewal_opens_days = _rule(RuleName.RENEWAL_OPENS_DAYS)
    renewal_closes_days = _rule(RuleName.RENEWAL_CLOSES_DAYS)
    appeal_days = _rule(RuleName.APPEAL_DAYS)
    family_members = _rule(RuleName.FAMILY)
    days_abroad = _rule(RuleName.DAYS_ABROAD)
    trip_states = _rule(RuleName.TRIP_STATES)
    trips_allowed = _rule(RuleName.TRIPS_ALLOWED)
    trip_months = _rule(RuleName.TRIP_MONTHS)
    trips_since = _rule(RuleName.TRIPS_SINCE)
    source = _text("source")
    as_of = StringField(
        TEXT_WORDS["as_of"], description=_l("2026, 2026-03 or 2026-03-14."), validators=[text_of_at_most(20)]
    )
    certainty = SelectField(
        TEXT_WORDS["certainty"],
        choices=choices_of(
            {Certainty.SOURCED: _l("read in the source"), Certainty.UNVERIFIED: _l("unverified")}
        ),
    )
    why = TextAreaField(
        _l("What you learnt, and where"),
        description=_l("For the coordinator who decides. Name no person."),
        validators=[text_of_at_most(REASON_MAX)],
    )

    @classmethod
    def of(cls, record: PermitFramework) -> Self:
        """Show what waits for a decision, else what the catalogue says now."""
        waits = waiting_proposal(record)
        content = record.content if waits is None else Content.of_record(waits.content)
        said: dict[str, Any] = {name: content.texts[name] for name in TEXTS}
        said["certainty"] = (
            Certainty.SOURCED if content.texts["certainty"] == Certainty.SOURCED else Certainty.UNVERIFIED
        )
        for name, rule in content.rules.items():
            said[name.value] = rule.as_record()
        why = "" if waits is None else waits.why
        return cls(formdata=None, data={"version": record.version, "why": why, **said})

    def content(self, before: Content) -> Content:
        """Return what was entered; words for doubt that were there before stay where nothing was said about it."""
        texts = {name: (self[name].data or "").strip() for name in TEXTS}
        if texts["certainty"] == Certainty.UNVERIFIED and before.texts["certainty"] != Certainty.SOURCED:
            texts["certainty"] = before.texts["certainty"]
        rules = {
            name: StatedRule(value, (said["source"] or "").strip(), verified=bool(said["verified"]))
            for name in RuleName
            if (value := ((said := self[name.value].data)["value"] or "").strip())
        }
        return Content(texts, rules)

    def add_error(self, error: RuleBroken) -> None:
        """Put a sentence about a rule beside the rule's value."""
        target = self._fields.get(error.field or "")
        if isinstance(target, FormField):
            value = target.form.value
            value.errors = [*value.errors, error.message]
        else:
            super().add_error(error)


class DecideForm(BaseForm):
    """What the second person says of a proposed change."""

    decision = RadioField(
        _l("Your decision"),
        choices=choices_of(
            {
                Decision.APPROVED: _l("Accept it: the catalogue says so from now on"),
                Decision.REJECTED: _l("Decline it"),
            }
        ),
        validators=[InputRequired(_l("Choose one of both."))],
    )
    reason = TextAreaField(
        _l("Why it is declined"),
        description=_l("The officer who proposed it reads this."),
        validators=[text_of_at_most(REASON_MAX)],
    )


class NoteForm(NewRecordForm):
    """What somebody learnt about a track."""

    organisation_id = SelectField(_l("In the name of"), validators=[])
    text = TextAreaField(
        _l("What you learnt"),
        description=_l("For every office that works with this track. Name no person and no case."),
        validators=[InputRequired(_l("Write down what you learnt.")), text_of_at_most(REASON_MAX)],
    )

    def offer(self, organisations: list[Organisation]) -> None:
        """Fill the select of organisations; whoever speaks for one alone has nothing to choose."""
        first = [("", _("Choose"))] if len(organisations) > 1 else []
        self.organisation_id.choices = [*first, *((str(one.id), one.name) for one in organisations)]

    def organisation(self) -> Any:
        """Return the organisation in whose name the note is written."""
        return asked_uuid(self.organisation_id)
