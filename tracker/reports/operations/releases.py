"""Closing a quarter, and publishing its release by a second person."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.operations import decide, propose
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.operations import record, record_release
from tracker.audit.rules import FIRST_HASH, entry_hash
from tracker.db import db, out_of_the_queue
from tracker.errors import Forbidden, RuleBroken
from tracker.jobs.operations import enqueue, progress
from tracker.jobs.queries import open_job
from tracker.jobs.rules import Assignment
from tracker.permissions import Viewer
from tracker.reports.models import ClosedQuarter, Release, ReleaseFunding, ReleaseMembers
from tracker.reports.queries.building import Built, work_out
from tracker.reports.queries.history import all_releases, superseded, to_bytes
from tracker.reports.queries.records import funding_in
from tracker.reports.queries.releases import (
    closed_quarter,
    closed_quarters,
    content_of,
    last_release,
    release_with,
)
from tracker.reports.rules import check_comes_next, check_may_close, name_of

BUILD = "release"
"""The kind of background work that builds a release."""


def close_quarter(viewer: Viewer, quarter: str, today: date, closed_id: uuid.UUID) -> ClosedQuarter:
    """Close a quarter, or one that is published already once more to revise it, and let a worker build its release."""
    if viewer.account_id is None:
        raise Forbidden("A quarter is closed by a coordinator who signed in.")
    window = check_may_close(quarter, today)
    revision = check_comes_next(window.name, [one.quarter for one in all_releases()])
    if any(
        (one.quarter, one.revision) == (window.name, revision) and _is_underway(one, proposal)
        for one, proposal in closed_quarters()
    ):
        raise RuleBroken(f"The quarter {window.name} is closed already.", "quarter")
    closed = ClosedQuarter(
        id=closed_id,
        quarter=window.name,
        revision=revision,
        figures={},
        funding=funding_in(window),
        closed_by=viewer.account_id,
        closed_at=clock.now(),
        published_at=None,
        built_at=None,
        working={},
    )
    db.session.add(closed)
    enqueue(viewer, BUILD, closed.id)
    record("close_quarter", "closed_quarter", closed.id, details={"quarter": name_of(window.name, revision)})
    return closed


def build_as_asked(assignment: Assignment) -> str:
    """Build the release of a closed quarter in the background, others' writing meanwhile let through."""

    def told(audits: int, most: int) -> None:
        progress(assignment.job_id, audits, most)

    with out_of_the_queue():
        closed = closed_quarter(assignment.record_id)
        built = None if closed.built_at is not None else work_out(closed, clock.today(), told)
    if built is not None:
        keep(assignment.viewer, closed_quarter(assignment.record_id), built)
    return "The release is built. Another coordinator has to look at it and publish it."


def build(viewer: Viewer, closed: ClosedQuarter, today: date) -> None:
    """Build the release of a closed quarter here and now, as commands and invented offices do."""
    keep(viewer, closed, work_out(closed, today, lambda _audits, _most: None))


def keep(viewer: Viewer, closed: ClosedQuarter, built: Built) -> None:
    """Keep a release that was built, with whom its new figures are about, and put it before a second coordinator."""
    if closed.built_at is not None:
        return
    check_comes_after(closed, built)
    closed.figures, closed.working, closed.built_at = built.figures, built.working, clock.now()
    db.session.add_all(_members(closed, built))
    name = name_of(closed.quarter, closed.revision)
    propose(viewer, ApprovalKind.RELEASE, closed.id, f"release {name}")
    record("build_release", "closed_quarter", closed.id, details={"audits": built.audits})


def check_comes_after(closed: ClosedQuarter, built: Built) -> None:
    """Refuse figures that were judged by fewer releases than there are now: donors know more since."""
    last = last_release()
    if built.after != (0 if last is None else last.number):
        raise RuleBroken(
            f"Another release was published meanwhile: close the quarter {closed.quarter} again."
        )


def _is_underway(closed: ClosedQuarter, proposal: Approval | None) -> bool:
    """Say whether a closed quarter is being built, or waits for a second person."""
    if closed.published_at is not None:
        return False
    if proposal is not None:
        return proposal.decision is Decision.APPROVED or (
            proposal.decision is None and proposal.expires_at > clock.now()
        )
    return open_job(BUILD, closed.id) is not None


def _members(closed: ClosedQuarter, built: Built) -> Iterator[ReleaseMembers]:
    for cell, tokens in built.members.items():
        row = ReleaseMembers(id=uuid.uuid4(), closed_id=closed.id, cell=cell)
        row.tokens = to_bytes(tokens)
        yield row


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
    already = release_with(closed.id)
    if already is None:
        record_release("publish_release", "release", closed.id, details={"quarter": closed.quarter})
        last = last_release()
        if (last.number if last is not None else 0) != closed.working.get("after"):
            raise RuleBroken(
                f"Another release was published since {closed.quarter} was closed: close it again."
            )
        number = 1 if last is None else last.number + 1
        previous = FIRST_HASH if last is None else last.hash
        content = content_of(number, closed.quarter, closed.figures, closed.funding, now.isoformat())
        db.session.add(
            Release(
                id=closed.id,
                number=number,
                quarter=closed.quarter,
                revision=closed.revision,
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
    if closed.published_at is None:
        closed.published_at = now if already is None else already.published_at
        for row in superseded(all_releases()):
            db.session.delete(row)
        record("publish", "closed_quarter", closed.id, details={"quarter": closed.quarter})
