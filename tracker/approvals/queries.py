"""Reading proposals."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable

from flask import current_app
from sqlalchemy import select

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.rules import ApprovalKind
from tracker.db import db
from tracker.errors import NotFound
from tracker.permissions import Permission, Viewer

_ASKED_FOR = {
    ApprovalKind.TARGET_SET: Permission.TARGETS_MANAGE,
    ApprovalKind.RELEASE: Permission.REPORTS_EXPORT,
    ApprovalKind.QUARTERLY_REPORT: Permission.REPORTS_EXPORT,
    ApprovalKind.MERGE: Permission.PERSONS_MERGE,
    ApprovalKind.UNDO_MERGE: Permission.PERSONS_MERGE,
    ApprovalKind.FRAMEWORK: Permission.FRAMEWORKS_DECIDE,
    ApprovalKind.REVEAL_QUOTA: Permission.APPROVALS_DECIDE,
    ApprovalKind.LIST_EXPORT: Permission.CASES_VIEW,
    ApprovalKind.PERSON_COPY: Permission.COPIES_DECIDE,
    ApprovalKind.ERASURE: Permission.ERASURES_DECIDE,
}
"""What somebody must be allowed to do themselves before they can be the second person in it."""


Reach = Callable[[Viewer, Collection[uuid.UUID]], set[uuid.UUID]]
"""Return those of the records that a viewer may decide about; the room that keeps the records says which."""


def decidable_kinds(viewer: Viewer) -> frozenset[ApprovalKind]:
    """Return the kinds of proposals that this viewer may see and, as the second person, decide."""
    return frozenset(kind for kind, permission in _ASKED_FOR.items() if viewer.may(permission))


def waiting_for(viewer: Viewer) -> list[Approval]:
    """Return the open proposals that this viewer can decide: other people's, the oldest first."""
    others = [one for one in waiting(decidable_kinds(viewer)) if one.proposed_by != viewer.account_id]
    return _within_reach(viewer, others)


def proposed_by(viewer: Viewer, limit: int = 50) -> list[Approval]:
    """Return what this viewer proposed, decided or not, the newest first."""
    return list(
        db.session.scalars(
            select(Approval)
            .where(Approval.proposed_by == viewer.account_id)
            .order_by(Approval.proposed_at.desc())
            .limit(limit)
        )
    )


def visible_approval(viewer: Viewer, approval_id: uuid.UUID) -> Approval:
    """Return a proposal that this viewer may decide; raise `NotFound` for every other."""
    found = approval(approval_id)
    if found.kind not in decidable_kinds(viewer) or not _within_reach(viewer, [found]):
        raise NotFound
    return found


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


def _within_reach(viewer: Viewer, proposals: Iterable[Approval]) -> list[Approval]:
    """Leave out proposals about records beyond the viewer's scope; the roof names who knows it for each kind."""
    reach: dict[str, Reach] = current_app.extensions.get("approval_reach", {})
    kept = list(proposals)
    for kind, within in reach.items():
        asked = {one.record_id for one in kept if one.kind == kind}
        theirs = within(viewer, asked) if asked else set()
        kept = [one for one in kept if one.kind != kind or one.record_id in theirs]
    return kept
