"""Reading the files with identities that were asked for: one's own, and those that one may decide about."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from tracker import clock
from tracker.access.queries import staff_account, viewer_of
from tracker.approvals.models import Approval
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.db import db
from tracker.errors import NotFound
from tracker.lists.models import ListExport
from tracker.lists.rules import ExportState, export_state
from tracker.permissions import Viewer
from tracker.programmes.models import Programme


@dataclass(frozen=True, kw_only=True)
class ExportLine:
    """A file that somebody asked for, and where it stands."""

    export: ListExport
    state: ExportState


def own_export(viewer: Viewer, export_id: uuid.UUID) -> ListExport:
    """Return a file that the viewer asked for; raise `NotFound` for others'."""
    found = db.session.get(ListExport, export_id)
    if found is None or found.account_id != viewer.account_id:
        raise NotFound
    return found


def export_exists(export_id: uuid.UUID) -> bool:
    """Say whether a file with this id was asked for already."""
    return db.session.get(ListExport, export_id) is not None


def export_to_decide(viewer: Viewer, export_id: uuid.UUID) -> ListExport:
    """Return a file that the viewer asked for or may decide about; raise `NotFound` for others'."""
    found = db.session.get(ListExport, export_id)
    if found is None or not (found.account_id == viewer.account_id or decidable_exports(viewer, [export_id])):
        raise NotFound
    return found


def exports_of(viewer: Viewer, limit: int = 20) -> list[ExportLine]:
    """Return the files that the viewer asked for, the newest first."""
    rows = db.session.execute(
        select(ListExport, Approval)
        .join(Approval, (Approval.record_id == ListExport.id) & (Approval.kind == ApprovalKind.LIST_EXPORT))
        .where(ListExport.account_id == viewer.account_id)
        .order_by(ListExport.proposed_at.desc(), ListExport.id)
        .limit(limit)
    )
    return [ExportLine(export=one, state=state_of(one, approval)) for one, approval in rows]


def approval_of_export(export: ListExport) -> Approval:
    """Return the proposal that puts a file before a second person; raise `NotFound`."""
    found = approval_of(ApprovalKind.LIST_EXPORT, export.id)
    if found is None:
        raise NotFound
    return found


def state_of(export: ListExport, approval: Approval) -> ExportState:
    """Say where a file stands by now."""
    return export_state(
        approved=None if approval.decision is None else approval.decision is Decision.APPROVED,
        proposal_ends=approval.expires_at,
        ready_until=export.ready_until,
        taken_at=export.taken_at,
        now=clock.now(),
    )


def proposer_of(export: ListExport) -> Viewer:
    """Return the viewer that whoever asked for a file acts as by now: the file holds what they may see."""
    return viewer_of(staff_account(export.account_id))


def decidable_exports(viewer: Viewer, export_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the files that the viewer may decide about: of officers all of whose organisations they look across."""
    if viewer.everything:
        return set(export_ids)
    if not viewer.is_coordinator:
        return set()
    rows = db.session.scalars(select(ListExport).where(ListExport.id.in_(export_ids)))
    return {one.id for one in rows if _organisations_of(proposer_of(one)) <= viewer.organisations}


def run_out() -> list[ListExport]:
    """Return the files that lay ready and were not taken in time."""
    return list(
        db.session.scalars(
            select(ListExport).where(ListExport.taken_at.is_(None), ListExport.ready_until <= clock.now())
        )
    )


def _organisations_of(proposer: Viewer) -> set[uuid.UUID]:
    asked = select(Programme.organisation_id).where(Programme.id.in_(proposer.programmes))
    return set(db.session.scalars(asked)) | proposer.organisations
