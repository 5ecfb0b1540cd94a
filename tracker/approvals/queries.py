"""Reading proposals."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from tracker import clock
from tracker.approvals.models import Approval, ApprovalKind
from tracker.db import db
from tracker.errors import NotFound


def waiting(kinds: frozenset[ApprovalKind]) -> list[Approval]:
    """Return the open proposals of these kinds, the oldest first."""
    return list(
        db.session.scalars(
            select(Approval)
            .where(Approval.decided_at.is_(None), Approval.expires_at > clock.now(), Approval.kind.in_(kinds))
            .order_by(Approval.proposed_at)
        )
    )


def approval(approval_id: uuid.UUID) -> Approval:
    """Return one proposal; raise `NotFound`."""
    found = db.session.get(Approval, approval_id)
    if found is None:
        raise NotFound
    return found


def approval_of(kind: ApprovalKind, record_id: uuid.UUID) -> Approval | None:
    """Return the newest proposal about a record."""
    return db.session.scalars(
        select(Approval)
        .where(Approval.kind == kind, Approval.record_id == record_id)
        .order_by(Approval.proposed_at.desc())
        .limit(1)
    ).one_or_none()
