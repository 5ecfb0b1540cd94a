"""Pages of closed quarters, of the second person who publishes, and of exports."""

from __future__ import annotations

import uuid

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.jobs.queries import last_job
from tracker.permissions import Permission
from tracker.reports import operations, previews, wording
from tracker.reports.forms import Audience, ChecklistForm, CloseForm, DecisionForm, ExportForm
from tracker.reports.queries import quarterly, releases
from tracker.reports.queries.books import Book, FileFormat
from tracker.reports.queries.checklist import checklist as checklist_of
from tracker.reports.rules import INTERNAL_MARK, name_of, quarters_over
from tracker.targets.queries import Landscape, scopes_for
from tracker.targets.rules import Scope, Window
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import done, page, spoken

pages = GuardedBlueprint("reports", __name__)


@pages.route("/reports", permission=Permission.REPORTS_EXPORT)
def overview() -> ResponseReturnValue:
    """List the closed quarters and where each stands."""
    return page(
        "reports/overview.html",
        closed=releases.closed_quarters(),
        published=releases.published_quarters(),
        reports=quarterly.reports_for(viewer()),
        states=wording.STATE_WORDS,
        now=clock.now(),
        decisions=Decision,
    )


@pages.route("/reports/close", permission=Permission.REPORTS_EXPORT, methods=("GET", "POST"))
def close() -> ResponseReturnValue:
    """Close a quarter: compute its donor figures once and put them before a second coordinator."""
    form = CloseForm()
    today = clock.today()
    form.quarter.choices = [(one, one) for one in quarters_over(today)]
    closed_id = form.new_id()
    if form.is_submitted() and releases.is_closed_already(closed_id):
        return redirect(url_for("reports.publish", closed_id=closed_id))
    if form.accepts(lambda: operations.close_quarter(viewer(), form.quarter.data, today, closed_id)):
        done(
            _(
                "The quarter is closed and its release is being built. Another coordinator then has to publish it."
            )
        )
        return redirect(url_for("reports.publish", closed_id=closed_id))
    return page("reports/close.html", form=form)


@pages.route(
    "/reports/<uuid:closed_id>/publish", permission=Permission.REPORTS_EXPORT, methods=("GET", "POST")
)
def publish(closed_id: uuid.UUID) -> ResponseReturnValue:
    """Show what donors would see of a closed quarter, and let a second coordinator decide."""
    closed = releases.closed_quarter(closed_id)
    form = DecisionForm()
    if form.accepts(lambda: operations.decide_release(viewer(), closed, Decision(form.decision.data))):
        if form.decision.data == Decision.APPROVED.value:
            done(_("The release is published."))
        else:
            done(_("The release is rejected. The quarter can be closed again."))
        return redirect(url_for("reports.overview"))
    closed = releases.closed_quarter(closed_id)
    proposal = approval_of(ApprovalKind.RELEASE, closed_id)
    return page(
        "reports/publish.html",
        form=form,
        closed=closed,
        name=name_of(closed.quarter, closed.revision),
        job=last_job(operations.BUILD, closed_id),
        **previews.preview(closed),
        funding=closed.funding,
        proposal=proposal,
        is_released=releases.release_with(closed_id) is not None,
        may_decide=proposal is not None and proposal.proposed_by != viewer().account_id,
        now=clock.now(),
        decisions=Decision,
        words=wording,
    )


@pages.route("/reports/hidden", permission=Permission.REPORTS_EXPORT)
def hidden() -> ResponseReturnValue:
    """Explain what is hidden from donors, why, and what would let more be shown."""
    return page("reports/hidden.html")


@pages.route("/reports/<uuid:closed_id>/finish", permission=Permission.REPORTS_EXPORT, methods=("POST",))
def finish(closed_id: uuid.UUID) -> ResponseReturnValue:
    """Finish publishing what was approved, after a crash between the two stores."""
    closed = releases.closed_quarter(closed_id)
    if BaseForm().validate_on_submit():
        operations.publish(closed)
        done(_("The release is published."))
    return redirect(url_for("reports.overview"))


@pages.route("/reports/checklist", permission=Permission.REPORTS_EXPORT)
def checklist() -> ResponseReturnValue:
    """Show what is missing before a quarter is closed, by programme and officer."""
    form = ChecklistForm.asked(quarters_over(clock.today()))
    found = None
    if form.validate():
        found = checklist_of(viewer(), Window.parse(form.quarter.data))
    return page(
        "reports/checklist.html",
        form=form,
        found=found,
        gap_words=spoken(wording.GAP_WORDS),
    )


@pages.route("/reports/export", permission=Permission.REPORTS_EXPORT, methods=("GET", "POST"), fresh=True)
def export() -> ResponseReturnValue:
    """Export the report of a quarter as a file."""
    form = ExportForm()
    today = clock.today()
    form.quarter.choices = [(one, one) for one in quarters_over(today)]
    form.scope.choices = [("", _("All that I may see")), *scope_choices()]
    made: list[Book] = []

    def export_it() -> None:
        scope = Scope.parse(form.scope.data) if form.scope.data else None
        internal = form.audience.data == Audience.INTERNAL.value
        made.append(
            operations.export_report(
                viewer(),
                form.quarter.data,
                scope,
                today,
                internal=internal,
                file_format=FileFormat(form.file_format.data),
            )
        )

    if form.accepts(export_it):
        file = made[0]
        headers = {"Content-Disposition": f'attachment; filename="{file.file_name}"'}
        return Response(file.content, mimetype=file.media_type, headers=headers)
    if request.method == "GET":
        if request.args.get("quarter") in quarters_over(today):
            form.quarter.data = request.args["quarter"]
        form.scope.data = request.args.get("scope", "")
    return page("reports/export.html", form=form, mark=INTERNAL_MARK)


def scope_choices() -> list[tuple[str, str]]:
    """Return the viewer's scopes as choices, each with its code and its title."""
    landscape = Landscape()
    return [
        (str(one), f"{one} · {title}" if (title := landscape.title(one)) else _("Everything"))
        for one in scopes_for(viewer(), landscape)
    ]
