"""Closing a quarter, publishing its release by a second person, and exporting reports."""

from __future__ import annotations

import uuid
from datetime import date

from tracker import clock
from tracker.approvals.operations import decide, propose
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.operations import record, record_release
from tracker.audit.rules import FIRST_HASH, entry_hash
from tracker.db import db
from tracker.errors import Forbidden, Refused, RuleBroken
from tracker.permissions import Viewer
from tracker.reports.models import ClosedQuarter, Release, ReleaseFunding
from tracker.reports.queries.books import Book, FileFormat, book
from tracker.reports.queries.donor_figures import donor_figures, funding_in
from tracker.reports.queries.releases import (
    closed_quarters,
    content_of,
    last_release,
    published_quarters,
    release_of,
)
from tracker.reports.rules import check_may_close, check_may_publish
from tracker.targets.rules import Scope


def close_quarter(viewer: Viewer, quarter: str, today: date, closed_id: uuid.UUID) -> ClosedQuarter:
    """Compute a quarter's donor figures once, keep them, and put them before a second coordinator."""
    if viewer.account_id is None:
        raise Forbidden("A quarter is closed by a coordinator who signed in.")
    window = check_may_close(quarter, today)
    check_may_publish(window.name, published_quarters())
    if any(
        one.quarter == window.name and proposal.decision is not Decision.REJECTED
        for one, proposal in closed_quarters()
        if proposal is not None and (proposal.decided_at or proposal.expires_at > clock.now())
    ):
        raise RuleBroken(f"The quarter {window.name} is closed already.", "quarter")
    closed = ClosedQuarter(
        id=closed_id,
        quarter=window.name,
        figures=donor_figures(window, today),
        funding=funding_in(window),
        closed_by=viewer.account_id,
        closed_at=clock.now(),
        published_at=None,
    )
    db.session.add(closed)
    propose(viewer, ApprovalKind.RELEASE, closed.id, f"release {window.name}")
    record("close_quarter", "closed_quarter", closed.id, details={"quarter": window.name})
    return closed


def decide_release(viewer: Viewer, closed: ClosedQuarter, decision: Decision) -> None:
    """Approve or reject a closed quarter as the second person; an approved one is published."""
    proposal = approval_of(ApprovalKind.RELEASE, closed.id)
    if proposal is None:
        raise RuleBroken("This quarter was never put before a second person.")
    decide(viewer, proposal, decision)
    if decision is Decision.APPROVED:
        publish(closed)


def publish(closed: ClosedQuarter) -> None:
    """Write an approved quarter into the release store, once however often it is asked for.

    The two stores commit one after the other. Whichever comes first before a crash, asking again finishes:
    what is in the release store already is left as it is, what is missing is written.
    """
    proposal = approval_of(ApprovalKind.RELEASE, closed.id)
    if proposal is None or proposal.decision is not Decision.APPROVED:
        raise RuleBroken("A second person has to approve this first.")
    now = clock.now()
    # First the trail of the release store: its head puts those who publish in order.
    already = release_of(closed.quarter)
    if already is None:
        record_release("publish", "release", closed.id, details={"quarter": closed.quarter})
        check_may_publish(closed.quarter, published_quarters())
        last = last_release()
        number = 1 if last is None else last.number + 1
        previous = FIRST_HASH if last is None else last.hash
        content = content_of(number, closed.quarter, closed.figures, closed.funding, now.isoformat())
        db.session.add(
            Release(
                id=closed.id,
                number=number,
                quarter=closed.quarter,
                figures=closed.figures,
                published_at=now,
                previous=previous,
                hash=entry_hash(previous, content),
            )
        )
        db.session.flush()
        db.session.add_all(
            ReleaseFunding(release_id=closed.id, donor_code=donor, programme_code=code)
            for donor, codes in closed.funding.items()
            for code in codes
        )
    elif already.id != closed.id:
        raise RuleBroken(f"The quarter {closed.quarter} is published already.")
    if closed.published_at is None:
        closed.published_at = now if already is None else already.published_at
        record("publish", "closed_quarter", closed.id, details={"quarter": closed.quarter})


def export_report(
    viewer: Viewer, quarter: str, scope: Scope | None, today: date, *, internal: bool, file_format: FileFormat
) -> Book:
    """Write a report as a file and say so in the trail; sentences that concern the scope stand beside it."""
    try:
        made = book(viewer, quarter, scope, today, internal=internal, file_format=file_format)
    except Refused as error:
        raise RuleBroken(error.message, "scope") from None
    record(
        "export_report",
        "report",
        quarter,
        details={"scope": str(scope or "own"), "internal": internal, "format": file_format.value},
    )
    return made
