"""Pages of the framework catalogue: its tracks, their versions, proposing a change, deciding it, writing a note."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.approvals.rules import Decision
from tracker.people.forms import RELATIONSHIP_WORDS
from tracker.permissions import Permission
from tracker.permits import forms, operations, queries
from tracker.permits.rules.catalogue import Content, ProposalState, laid_side_by_side
from tracker.permits.rules.tracks import RuleName
from tracker.permits.views.permits import pages
from tracker.reference.queries import host_state_names
from tracker.web.blueprint import viewer
from tracker.web.pages import done, page

_WORDS = {
    "label_of": forms.label_of,
    "rule_name": RuleName,
    "rule_words": forms.RULE_WORDS,
    "relationship_words": RELATIONSHIP_WORDS,
    "written_rule": forms.written_rule,
    "proposal_words": forms.PROPOSAL_WORDS,
    "proposal_tones": forms.PROPOSAL_TONES,
}
_GET_AND_POST = ("GET", "POST")


@pages.route("/frameworks", permission=Permission.REFERENCE_VIEW)
def frameworks() -> ResponseReturnValue:
    """Show the catalogue of legal tracks, state by state."""
    names = _names_of_states()
    form = forms.FrameworkFilter(request.args)
    everything = queries.frameworks()
    hosts = sorted({one.host_iso2 for one in everything}, key=lambda code: names.get(code, code))
    form.host.choices = [("", _("All states")), *((code, names.get(code, code)) for code in hosts)]
    asked = form.host.data if form.host.data in hosts else ""
    return page(
        "permits/frameworks.html",
        filter=form,
        frameworks=[one for one in everything if asked in {"", one.host_iso2}],
        notes=[note for note in queries.state_notes() if asked in {"", note.host_iso2}],
        names=names,
        **_WORDS,
    )


@pages.route("/frameworks/<uuid:framework_id>", permission=Permission.REFERENCE_VIEW)
def framework(framework_id: uuid.UUID) -> ResponseReturnValue:
    """Show one track with its rules, what was learnt about it, what is proposed, and its versions."""
    shown = queries.framework(framework_id)
    return page(
        "permits/framework.html",
        framework=shown,
        rules=shown.content.rules,
        names=_names_of_states(),
        notes=queries.notes_of(shown),
        proposals=queries.proposals_of(shown),
        versions=queries.versions_of(shown),
        **_WORDS,
    )


@pages.route("/frameworks/<uuid:framework_id>/versions/<int:number>", permission=Permission.REFERENCE_VIEW)
def framework_version(framework_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Show what a track said in one version, beside the version before it."""
    shown = queries.framework(framework_id)
    version = queries.version_of(shown, number)
    before = queries.version_of(shown, number - 1) if number > 1 else version
    return page(
        "permits/framework_version.html",
        framework=shown,
        version=version,
        before=before,
        differences=laid_side_by_side(Content.of_record(before.content), Content.of_record(version.content)),
        **_WORDS,
    )


@pages.route(
    "/frameworks/<uuid:framework_id>/propose",
    permission=Permission.FRAMEWORKS_PROPOSE,
    methods=_GET_AND_POST,
)
def propose_change(framework_id: uuid.UUID) -> ResponseReturnValue:
    """Propose a change of a track."""
    shown = queries.framework(framework_id)
    form = forms.ChangeForm() if request.method == "POST" else forms.ChangeForm.of(shown)
    if form.is_submitted() and queries.proposal_exists(form.new_id()):
        return redirect(url_for("permits.framework", framework_id=framework_id))
    if form.accepts(
        lambda: operations.propose_change(
            viewer(),
            shown,
            form.content(shown.content),
            form.why.data or "",
            version=form.version.data,
            proposal_id=form.new_id(),
        )
    ):
        done(
            _(
                "Your change is proposed. A coordinator decides about it; until then the catalogue stays as it is."
            )
        )
        return redirect(url_for("permits.framework", framework_id=framework_id))
    return page(
        "permits/propose_change.html",
        form=form,
        framework=shown,
        waits=queries.waiting_proposal(shown),
        names=_names_of_states(),
        **_WORDS,
    )


@pages.route("/frameworks/proposals/<uuid:proposal_id>", permission=Permission.REFERENCE_VIEW)
def proposal(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Show a proposed change beside what the catalogue said, and how it stands."""
    return _proposal_page(proposal_id, None)


@pages.route(
    "/frameworks/proposals/<uuid:proposal_id>/decide",
    permission=Permission.FRAMEWORKS_DECIDE,
    methods=_GET_AND_POST,
)
def decide(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Accept a proposed change, or decline it with a reason, as the second person."""
    proposed = queries.proposal(proposal_id)
    framework_id = proposed.framework_id
    form = forms.DecideForm()

    def act() -> None:
        if Decision(form.decision.data) is Decision.APPROVED:
            operations.accept_change(viewer(), proposed)
        else:
            operations.decline_change(viewer(), proposed, form.reason.data or "")

    if form.accepts(act):
        done(_("Your decision is kept."))
        return redirect(url_for("permits.framework", framework_id=framework_id))
    return _proposal_page(proposal_id, form)


@pages.route(
    "/frameworks/<uuid:framework_id>/notes/new",
    permission=Permission.FRAMEWORKS_PROPOSE,
    methods=_GET_AND_POST,
)
def new_note(framework_id: uuid.UUID) -> ResponseReturnValue:
    """Write down what was learnt about a track."""
    shown = queries.framework(framework_id)
    form = forms.NoteForm()
    form.offer(queries.organisations_spoken_for(viewer()))
    if form.is_submitted() and queries.note_exists(form.new_id()):
        return redirect(url_for("permits.framework", framework_id=framework_id))
    if form.accepts(
        lambda: operations.write_note(
            viewer(), shown, form.text.data or "", form.organisation(), note_id=form.new_id()
        )
    ):
        done(_("Your note stands with the track."))
        return redirect(url_for("permits.framework", framework_id=framework_id))
    return page("permits/new_note.html", form=form, framework=shown)


def _proposal_page(proposal_id: uuid.UUID, form: forms.DecideForm | None) -> ResponseReturnValue:
    proposed = queries.proposal(proposal_id)
    shown = queries.proposal_shown(proposed)
    base = queries.version_of(proposed.framework, proposed.base_number)
    waits = shown.state is ProposalState.WAITING
    own = proposed.proposed_by == viewer().account_id
    context = {} if form is None else {"form": form}
    return page(
        "permits/proposal.html",
        shown=shown,
        framework=proposed.framework,
        differences=laid_side_by_side(Content.of_record(base.content), Content.of_record(proposed.content)),
        decides=form is not None and waits and not own,
        may_decide=waits and not own and viewer().may(Permission.FRAMEWORKS_DECIDE),
        own=own,
        **_WORDS,
        **context,
    )


def _names_of_states() -> dict[str, str]:
    return host_state_names() | {"EU": str(_("European Union"))}
