"""Merges that were made, and whether they can be undone."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import FormerPerson
from tracker.people.queries import care_of, case_codes, own_ids, visible, visible_ids
from tracker.permissions import Permission, Viewer
from tracker.stewardship.models import Merge, MergeProposal
from tracker.stewardship.queries.pairs import is_open
from tracker.stewardship.rules import why_not_undone


def merge(viewer: Viewer, merge_id: uuid.UUID) -> Merge:
    """Return a merge whose person is in the viewer's scope; raise `NotFound` also for one that is hidden."""
    found = db.session.scalars(
        select(Merge).where(Merge.id == merge_id, visible(viewer, Merge.kept_id))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def merges_for(viewer: Viewer) -> list[Merge]:
    """Return the merges that can still be undone of persons in the viewer's scope, the latest first."""
    return list(
        db.session.scalars(
            select(Merge)
            .where(Merge.undone_at.is_(None), Merge.undo_until > clock.now(), visible(viewer, Merge.kept_id))
            .order_by(Merge.merged_at.desc())
        )
    )


def merged_already(viewer: Viewer, one_id: uuid.UUID, other_id: uuid.UUID) -> uuid.UUID | None:
    """Return the visible person who is left of two that were merged into each other."""
    return db.session.scalar(
        select(FormerPerson.person_id).where(
            or_(
                and_(FormerPerson.id == one_id, FormerPerson.person_id == other_id),
                and_(FormerPerson.id == other_id, FormerPerson.person_id == one_id),
            ),
            visible(viewer, FormerPerson.person_id),
        )
    )


def why_not(one: Merge) -> str | None:
    """Return the sentence that says why a merge cannot be undone; None when it can."""
    later = select(Merge.gone_code).where(
        Merge.kept_id == one.kept_id,
        Merge.merged_at > one.merged_at,
        Merge.undone_at.is_(None),
    )
    return why_not_undone(
        undone_at=one.undone_at,
        undo_until=one.undo_until,
        now=clock.now(),
        later_code=db.session.scalars(later.order_by(Merge.merged_at.desc()).limit(1)).one_or_none(),
    )


def undo_needs_second_person(viewer: Viewer, one: Merge) -> bool:
    """Say whether undoing takes a second person: the merge did, or more than the viewer's own office is concerned."""
    if one.by_two or not own_ids(viewer, [one.kept_id]):
        return True
    return len({row.organisation_id for row in care_of(one.kept_id)}) != 1


def open_undo(one: Merge) -> Approval | None:
    """Return the proposal to undo a merge that waits for a second person."""
    found = approval_of(ApprovalKind.UNDO_MERGE, one.id)
    return found if is_open(found) else None


@dataclass(frozen=True)
class UndoState:
    """What the viewer may do about a merge that could be undone."""

    why_not: str | None
    by_two: bool
    waits: bool
    """For a second person."""
    may_decide: bool

    @property
    def may_act(self) -> bool:
        """Say whether the viewer may undo it, or propose that."""
        return self.why_not is None and not self.waits


def undo_state(viewer: Viewer, one: Merge) -> UndoState:
    """Return what the viewer may do about a merge."""
    proposed = open_undo(one)
    return UndoState(
        why_not=why_not(one),
        by_two=undo_needs_second_person(viewer, one),
        waits=proposed is not None,
        may_decide=_may_decide(viewer, proposed),
    )


@dataclass(frozen=True)
class ProposalState:
    """Where a proposal to merge stands, and whether the viewer may decide it."""

    waits: bool
    may_decide: bool


def proposal_state(viewer: Viewer, proposed: MergeProposal) -> ProposalState:
    """Return where a proposal stands."""
    approval = approval_of(ApprovalKind.MERGE, proposed.id)
    return ProposalState(
        waits=is_open(approval), may_decide=is_open(approval) and _may_decide(viewer, approval)
    )


def _may_decide(viewer: Viewer, proposed: Approval | None) -> bool:
    return (
        proposed is not None
        and proposed.proposed_by != viewer.account_id
        and viewer.may(Permission.APPROVALS_DECIDE)
    )


def decidable_merges(viewer: Viewer, proposal_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the proposals whose two persons are both in the viewer's scope."""
    rows = list(db.session.scalars(select(MergeProposal).where(MergeProposal.id.in_(proposal_ids))))
    ids = {one for row in rows for one in (row.one_id, row.other_id)}
    seen = visible_ids(viewer, case_codes(ids).keys())  # who was merged elsewhere meanwhile is not among them
    return {row.id for row in rows if {row.one_id, row.other_id} <= seen}


def decidable_undos(viewer: Viewer, merge_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the merges whose person is in the viewer's scope."""
    asked = select(Merge.id).where(Merge.id.in_(merge_ids), visible(viewer, Merge.kept_id))
    return set(db.session.scalars(asked))
