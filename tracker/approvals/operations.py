"""Proposing and deciding: race-safe, so that two people who decide at once cannot both have decided."""

from __future__ import annotations

import uuid

from sqlalchemy import update

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.rules import OPEN_FOR, REASONED, ApprovalKind, Decision, check_may_decide
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.permissions import Viewer


def propose(viewer: Viewer, kind: ApprovalKind, record_id: uuid.UUID, summary: str) -> Approval:
    """Put something before a second person; `summary` holds codes and numbers only."""
    if viewer.account_id is None:
        raise Forbidden("A proposal needs a person who signed in.")
    now = clock.now()
    approval = Approval(
        kind=kind,
        record_id=record_id,
        summary=summary,
        proposed_by=viewer.account_id,
        proposed_at=now,
        expires_at=now + OPEN_FOR,
        decided_by=None,
        decided_at=None,
        decision=None,
    )
    db.session.add(approval)
    record("propose", kind.value, record_id, details={"approval": str(approval.id)})
    return approval


def take_back(approval: Approval) -> None:
    """Close a proposal that nobody decided, because another took its place."""
    approval.expires_at = clock.now()
    record("take_back", approval.kind.value, approval.record_id, details={"approval": str(approval.id)})


def decide(viewer: Viewer, approval: Approval, decision: Decision) -> None:
    """Decide a proposal as the second person.

    Raises `Forbidden` for the proposer and `RuleBroken` when it was decided or has expired, also when
    somebody else decides at the same moment.
    """
    now = clock.now()
    check_may_decide(
        proposed_by=approval.proposed_by,
        decided_by=viewer.account_id,
        already_decided=approval.decided_at is not None,
        expires_at=approval.expires_at,
        now=now,
    )
    won = db.session.execute(
        update(Approval)
        .where(Approval.id == approval.id, Approval.decided_at.is_(None))
        .values(decided_by=viewer.account_id, decided_at=now, decision=decision)
        .returning(Approval.id),
        execution_options={"synchronize_session": False},
    ).all()
    if not won:
        raise RuleBroken("Somebody has decided this already.")
    db.session.refresh(approval)
    record("decide", approval.kind.value, approval.record_id, details={"decision": decision.value})


def reject(viewer: Viewer, approval: Approval) -> None:
    """Reject a proposal as the second person; nothing of it takes effect.

    Raises `RuleBroken` for what is turned down only with a reason, on the page that shows it.
    """
    if approval.kind in REASONED:
        raise RuleBroken("Open the proposal, and say there why you decline it.")
    decide(viewer, approval, Decision.REJECTED)
