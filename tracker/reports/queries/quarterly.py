"""Reading quarterly reports: whose scope they are in, what they say, and whether their chain holds."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.audit.queries import times
from tracker.audit.rules import Fault, Link, first_fault
from tracker.db import db
from tracker.errors import NotFound
from tracker.permissions import Viewer
from tracker.reports.keeping import of_text
from tracker.reports.models import QuarterlyReport
from tracker.reports.rules import INTERNAL_MARK
from tracker.reports.rules.content import Content
from tracker.reports.rules.quarterly import DRAFT_MARK, ReportState, state_of
from tracker.targets.queries import Landscape, scopes_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One report as lists show it."""

    id: uuid.UUID
    quarter: str
    scope: str
    revision: int
    state: ReportState
    number: int | None
    hash: str | None


def state(report: QuarterlyReport) -> ReportState:
    """Say how a report stands."""
    return state_of(
        built_at=report.built_at, reviewed_at=report.reviewed_at, published_at=report.published_at
    )


def report_row(report_id: uuid.UUID) -> QuarterlyReport:
    """Return one report whoever asks; raise `NotFound`."""
    found = db.session.get(QuarterlyReport, report_id)
    if found is None:
        raise NotFound
    return found


def report_for(viewer: Viewer, report_id: uuid.UUID) -> QuarterlyReport:
    """Return one report of the viewer's scopes; raise `NotFound`."""
    scopes = _scopes(viewer)  # first, so that what exists elsewhere costs no more than what does not exist
    found = report_row(report_id)
    if found.scope not in scopes:
        raise NotFound
    return found


def report_exists(report_id: uuid.UUID) -> bool:
    """Say whether a report with this id was begun already (a button clicked twice)."""
    return db.session.get(QuarterlyReport, report_id) is not None


def reports_for(viewer: Viewer) -> list[Listed]:
    """Return the reports of the viewer's scopes, the newest quarter first."""
    scopes = _scopes(viewer)
    rows = db.session.execute(
        select(
            QuarterlyReport.id,
            QuarterlyReport.quarter,
            QuarterlyReport.scope,
            QuarterlyReport.revision,
            QuarterlyReport.built_at,
            QuarterlyReport.reviewed_at,
            QuarterlyReport.published_at,
            QuarterlyReport.number,
            QuarterlyReport.hash,
        ).order_by(QuarterlyReport.quarter.desc(), QuarterlyReport.scope, QuarterlyReport.revision.desc())
    )
    return [
        Listed(
            id=one.id,
            quarter=one.quarter,
            scope=one.scope,
            revision=one.revision,
            state=state_of(built_at=one.built_at, reviewed_at=one.reviewed_at, published_at=one.published_at),
            number=one.number,
            hash=one.hash,
        )
        for one in rows
        if one.scope in scopes
    ]


def decidable_reports(viewer: Viewer, report_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the reports that lie in the viewer's scopes and that somebody else made."""
    scopes = _scopes(viewer)
    rows = db.session.execute(
        select(QuarterlyReport.id, QuarterlyReport.scope, QuarterlyReport.made_by).where(
            QuarterlyReport.id.in_(report_ids)
        )
    )
    return {row.id for row in rows if row.scope in scopes and row.made_by != viewer.account_id}


def revisions_of(quarter: str, scope: str) -> list[QuarterlyReport]:
    """Return all reports of a quarter and scope, the first revision first."""
    asked = select(QuarterlyReport).where(QuarterlyReport.quarter == quarter, QuarterlyReport.scope == scope)
    return list(db.session.scalars(asked.order_by(QuarterlyReport.revision)))


def before(report: QuarterlyReport) -> QuarterlyReport | None:
    """Return the published revision that a correction corrects; None of a first one."""
    earlier = [one for one in revisions_of(report.quarter, report.scope) if one.revision < report.revision]
    return earlier[-1] if earlier else None


def last_published() -> QuarterlyReport | None:
    """Return the report with the highest number, to which the next one is chained."""
    asked = select(QuarterlyReport).where(QuarterlyReport.number.is_not(None))
    return db.session.scalars(asked.order_by(QuarterlyReport.number.desc()).limit(1)).one_or_none()


def published_with(quarter: str, scope: str) -> tuple[QuarterlyReport, Content] | None:
    """Return the last published report of a quarter that holds a scope, and the part about it; None where none does.

    The report of just this scope comes first, then those of wider ones of which it is a part.
    """
    asked = select(QuarterlyReport).where(
        QuarterlyReport.quarter == quarter, QuarterlyReport.published_at.is_not(None)
    )
    rows = sorted(
        db.session.scalars(asked), key=lambda one: (one.scope != scope, one.scope != "all", -one.revision)
    )
    for report in rows:
        content = content_of(report)
        if content.now.of(scope) is not None:
            return report, content if report.scope == scope else content.only(scope)
    return None


def content_of(report: QuarterlyReport) -> Content:
    """Return what a report says."""
    return of_text(report.content.decode())


def marks_of(report: QuarterlyReport) -> list[str]:
    """Return what stands on every page of a report."""
    return [INTERNAL_MARK] if report.published_at is not None else [DRAFT_MARK, INTERNAL_MARK]


def hashed(report: QuarterlyReport) -> dict[str, Any]:
    """Return what the hash of a published report covers."""
    return {
        "number": report.number,
        "quarter": report.quarter,
        "scope": report.scope,
        "revision": report.revision,
        "content": report.content.decode(),
        "made_by": str(report.made_by or ""),
        "reviewed_by": str(report.reviewed_by or ""),
        "published_at": "" if report.published_at is None else report.published_at.isoformat(),
    }


def verify_reports() -> Fault | None:
    """Walk the chain of published reports and return its first fault; the trail says how many there have to be."""
    asked = select(QuarterlyReport).where(QuarterlyReport.number.is_not(None))
    links = [
        Link(one.number or 0, hashed(one), one.previous or "", one.hash or "")
        for one in db.session.scalars(asked.order_by(QuarterlyReport.number))
    ]
    fault = first_fault(links, (links[-1].number, links[-1].hash) if links else None)
    if fault is None and times("publish_report") != len(links):
        return Fault(len(links) + 1, "the trail knows of another number of published reports")
    return fault


def _scopes(viewer: Viewer) -> set[str]:
    return {str(one) for one in scopes_for(viewer, Landscape())}
