"""The pages of quarterly reports: make a draft, look at it, say something about it, and publish it as the second person."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.approvals.rules import Decision
from tracker.jobs.queries import last_job
from tracker.permissions import Permission
from tracker.reports import operations, wording
from tracker.reports.drawn import draw_report
from tracker.reports.forms import DraftForm, NotesForm, ReportDecisionForm
from tracker.reports.keeping import to_record
from tracker.reports.queries import quarterly
from tracker.reports.rules import quarters_over
from tracker.reports.rules.quarterly import MOST_DIFFERENCES, ReportState, differences
from tracker.reports.views.releases import scope_choices
from tracker.targets.rules import Scope
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import done, page

pages = GuardedBlueprint("quarterly", __name__, url_prefix="/reports/quarterly")


@pages.route("/new", permission=Permission.REPORTS_EXPORT, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """Make a report of a quarter and scope, or the correction of one that is published."""
    form = DraftForm()
    today, report_id = clock.today(), form.new_id()
    form.quarter.choices = [(one, one) for one in quarters_over(today)]
    form.scope.choices = scope_choices()
    if form.is_submitted() and quarterly.report_exists(report_id):
        return redirect(url_for("quarterly.show", report_id=report_id))
    if form.accepts(
        lambda: operations.draft_report(
            viewer(),
            form.quarter.data,
            Scope.parse(form.scope.data),
            today,
            report_id=report_id,
            changed=form.changed.data or "",
        )
    ):
        done(_("The report is being counted. Its page says how far it is."))
        return redirect(url_for("quarterly.show", report_id=report_id))
    if request.method == "GET":
        form.quarter.data = request.args.get("quarter", form.quarter.data)
        form.scope.data = request.args.get("scope", form.scope.data)
    return page("reports/quarterly_new.html", form=form)


@pages.route("/<uuid:report_id>", permission=Permission.REPORTS_EXPORT)
def show(report_id: uuid.UUID) -> ResponseReturnValue:
    """Show a report as it is, or as it will be once it is published."""
    report = quarterly.report_for(viewer(), report_id)
    if report.built_at is None:
        return page(
            "reports/quarterly_waiting.html",
            report=report,
            job=last_job(operations.COUNT_REPORT, report_id),
            form=BaseForm(),
        )
    content = quarterly.content_of(report)
    wanted = request.args.get("part", content.scope)
    part = content.only(wanted) if content.now.of(wanted) is not None else content
    return page(
        "reports/quarterly_show.html",
        report=report,
        state=quarterly.state(report),
        states=ReportState,
        state_words=wording.STATE_WORDS,
        content=content,
        part=part,
        drawn=draw_report(content, part),
        links={
            one.scope: url_for("quarterly.show", report_id=report_id, part=one.scope)
            for one in content.now.scopes
        },
        marks=quarterly.marks_of(report),
        form=BaseForm(),
    )


@pages.route("/<uuid:report_id>/notes", permission=Permission.REPORTS_EXPORT, methods=("GET", "POST"))
def notes(report_id: uuid.UUID) -> ResponseReturnValue:
    """Say something about a draft that becomes part of the report."""
    report = quarterly.report_for(viewer(), report_id)
    form = NotesForm()
    if form.accepts(lambda: operations.note(report, form.notes.data or "")):
        done(_("Your notes are part of the report."))
        return redirect(url_for("quarterly.show", report_id=report_id))
    if request.method == "GET" and report.built_at is not None:
        form.notes.data = quarterly.content_of(report).notes
    return page("reports/quarterly_notes.html", form=form, report=report)


@pages.route("/<uuid:report_id>/review", permission=Permission.REPORTS_EXPORT, methods=("POST",))
def review(report_id: uuid.UUID) -> ResponseReturnValue:
    """Say that a draft was looked at, and put it before another coordinator."""
    report = quarterly.report_for(viewer(), report_id)
    if BaseForm().validate_on_submit():
        operations.review(viewer(), report)
        done(_("Another coordinator finds it among the approvals now."))
    return redirect(url_for("quarterly.show", report_id=report_id))


@pages.route("/<uuid:report_id>/away", permission=Permission.REPORTS_EXPORT, methods=("GET", "POST"))
def throw_away(report_id: uuid.UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    report = quarterly.report_for(viewer(), report_id)
    form = BaseForm()
    if form.accepts(lambda: operations.throw_away(report)):
        done(_("The draft is thrown away."))
        return redirect(url_for("reports.overview"))
    return page(
        "layout/confirm.html",
        title=_("Throw the draft away"),
        consequences=[
            _(
                "The draft of %(quarter)s for %(scope)s is deleted, with its notes.",
                quarter=report.quarter,
                scope=report.scope,
            ),
            _("Nothing else changes: it can be made again from the rows as they stand then."),
        ],
        form=form,
        act=_("Throw it away"),
        cancel_url=url_for("quarterly.show", report_id=report_id),
    )


@pages.route("/<uuid:report_id>/decide", permission=Permission.REPORTS_EXPORT, methods=("GET", "POST"))
def decide(report_id: uuid.UUID) -> ResponseReturnValue:
    """Let a second coordinator publish a report or give it back."""
    report = quarterly.report_for(viewer(), report_id)
    form = ReportDecisionForm()
    if form.accepts(lambda: operations.decide_report(viewer(), report, Decision(form.decision.data))):
        if form.decision.data == Decision.APPROVED.value:
            done(_("The report is published."))
        else:
            done(_("The report is a draft again."))
        return redirect(url_for("quarterly.show", report_id=report_id))
    before = quarterly.before(report)
    found = []
    if before is not None and report.built_at is not None:
        found = differences(*(to_record(quarterly.content_of(one)) for one in (before, report)))
    return page(
        "reports/quarterly_decide.html",
        form=form,
        report=report,
        content=quarterly.content_of(report) if report.built_at is not None else None,
        state=quarterly.state(report),
        states=ReportState,
        may_decide=viewer().account_id not in {report.made_by, report.reviewed_by},
        differences=found[:MOST_DIFFERENCES],
        more=max(len(found) - MOST_DIFFERENCES, 0),
        corrects=before is not None,
    )
