"""Making a quarterly report: a draft that is counted in the background, reviewed, and published by a second coordinator."""

from __future__ import annotations

import uuid
from datetime import date

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.operations import decide, propose
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.operations import record
from tracker.audit.rules import FIRST_HASH, entry_hash
from tracker.db import db, out_of_the_queue
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.jobs.operations import enqueue, progress
from tracker.jobs.rules import Assignment
from tracker.permissions import Viewer
from tracker.reports.keeping import to_text
from tracker.reports.models import QuarterlyReport
from tracker.reports.queries.internal import Told, make_report
from tracker.reports.queries.quarterly import (
    content_of,
    hashed,
    last_published,
    report_row,
    revisions_of,
    state,
)
from tracker.reports.rules import check_may_close
from tracker.reports.rules.content import Content
from tracker.reports.rules.quarterly import (
    ReportState,
    check_correction,
    check_may_become,
    check_notes,
    newest,
)
from tracker.targets.queries import Landscape, scopes_for
from tracker.targets.rules import Scope

COUNT_REPORT = "quarterly_report"
"""The kind of background work that counts a report."""


def draft_report(
    viewer: Viewer, quarter: str, scope: Scope, today: date, *, report_id: uuid.UUID, changed: str = ""
) -> QuarterlyReport:
    """Begin a report of a quarter and scope, or a correction of one that is published, and let a worker count it."""
    report = _begin(viewer, quarter, scope, today, report_id=report_id, changed=changed)
    enqueue(viewer, COUNT_REPORT, report.id)
    return report


def make_at_once(
    viewer: Viewer, quarter: str, scope: Scope, today: date, changed: str = ""
) -> QuarterlyReport:
    """Begin a report and count it here and now, as commands and invented offices do."""
    report = _begin(viewer, quarter, scope, today, report_id=uuid.uuid4(), changed=changed)
    db.session.flush()
    _keep(report, make_report(viewer, report.quarter, scope, today))
    return report


def count_as_asked(assignment: Assignment) -> str:
    """Count a draft in the background, others' writing meanwhile let through."""

    def told(done: int, most: int) -> None:
        progress(assignment.job_id, done, most)

    with out_of_the_queue():
        report = report_row(assignment.record_id)
        content = _count(assignment.viewer, report, told) if report.built_at is None else None
    if content is not None:
        _keep(report_row(assignment.record_id), content)
    return "The draft is there. Look at it, then put it before another coordinator."


def _begin(
    viewer: Viewer, quarter: str, scope: Scope, today: date, *, report_id: uuid.UUID, changed: str
) -> QuarterlyReport:
    window = check_may_close(quarter, today)
    if scope not in scopes_for(viewer, Landscape()):
        raise NotFound
    there = revisions_of(window.name, str(scope))
    if any(state(one) is not ReportState.PUBLISHED for one in there):
        raise RuleBroken(
            f"A report of {window.name} for {scope} is being made already: open it, or throw it away first.",
            "quarter",
        )
    revision = newest(one.revision for one in there)
    check_correction(revision, changed)
    report = QuarterlyReport(
        id=report_id,
        quarter=window.name,
        scope=str(scope),
        revision=revision,
        made_by=viewer.account_id,
        made_at=clock.now(),
        built_at=None,
        reviewed_by=None,
        reviewed_at=None,
        published_at=None,
        number=None,
        previous=None,
        hash=None,
    )
    report.content, report.changed = b"", changed.strip()
    db.session.add(report)
    record("draft_report", "quarterly_report", report.id, details=_said(report))
    return report


def _count(viewer: Viewer, report: QuarterlyReport, told: Told) -> Content:
    return make_report(viewer, report.quarter, Scope.parse(report.scope), clock.today(), told)


def _keep(report: QuarterlyReport, content: Content) -> None:
    """Keep what was counted as the draft."""
    check_may_become(state(report), ReportState.DRAFT)
    report.built_at = content.made_at
    _write(report, content, notes=content.notes)


def _write(report: QuarterlyReport, content: Content, *, notes: str) -> None:
    written = content.revised(report.revision, changed=report.changed, notes=notes)
    report.content = to_text(written).encode()


def note(report: QuarterlyReport, notes: str) -> None:
    """Say something about a draft; it becomes part of the report."""
    check_may_become(state(report), ReportState.REVIEWED)
    check_notes(notes)
    _write(report, content_of(report), notes=notes.strip())
    record("note_report", "quarterly_report", report.id, details=_said(report))


def throw_away(report: QuarterlyReport) -> None:
    """Throw a draft away that nobody has published; what is published stays for good."""
    if state(report) in {ReportState.PUBLISHED, ReportState.REVIEWED}:
        check_may_become(state(report), ReportState.BEING_MADE)
    record("throw_report_away", "quarterly_report", report.id, details=_said(report))
    db.session.delete(report)


def review(viewer: Viewer, report: QuarterlyReport) -> Approval:
    """Say that a draft was looked at, and put it before a second coordinator."""
    check_may_become(state(report), ReportState.REVIEWED)
    report.reviewed_by, report.reviewed_at = viewer.account_id, clock.now()
    record("review_report", "quarterly_report", report.id, details=_said(report))
    summary = f"report {report.quarter} {report.scope} revision {report.revision}"
    return propose(viewer, ApprovalKind.QUARTERLY_REPORT, report.id, summary)


def decide_report(viewer: Viewer, report: QuarterlyReport, decision: Decision) -> None:
    """Publish a reviewed report as the second coordinator, or give it back as a draft.

    Raises `Forbidden` for whoever made or reviewed it, `RuleBroken` where it is not reviewed or was decided.
    """
    check_may_become(state(report), ReportState.PUBLISHED)
    if viewer.account_id is not None and viewer.account_id == report.made_by:
        raise Forbidden("A second person has to publish this; you made it.")
    proposal = approval_of(ApprovalKind.QUARTERLY_REPORT, report.id)
    if proposal is None:
        raise RuleBroken("This report was never put before a second person.")
    decide(viewer, proposal, decision)
    if decision is Decision.APPROVED:
        _publish(report)
    else:
        report.reviewed_by = report.reviewed_at = None


def _publish(report: QuarterlyReport) -> None:
    """Freeze a report and chain it to the one before."""
    # First the trail: its head puts those who publish in order.
    record("publish_report", "quarterly_report", report.id, details=_said(report))
    last = last_published()
    report.number = 1 if last is None or last.number is None else last.number + 1
    report.previous = FIRST_HASH if last is None or last.hash is None else last.hash
    report.published_at = clock.now()
    report.hash = entry_hash(report.previous, hashed(report))


def _said(report: QuarterlyReport) -> dict[str, str | int]:
    return {"quarter": report.quarter, "scope": report.scope, "revision": report.revision}
