"""The end of the time in which a merge can be undone: what stood before is destroyed, and the other key."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from tracker import clock
from tracker.approvals.rules import OPEN_FOR
from tracker.audit.operations import record
from tracker.db import db
from tracker.stewardship.models import Merge, MergeMove, MergeProposal
from tracker.vault.keys import vault

_PROPOSALS_FOR = OPEN_FOR + timedelta(days=1)


def end_undo_windows() -> int:
    """Destroy what merges kept whose time to be undone is over, and proposals nobody decides any more; count merges."""
    now = clock.now()
    over = db.session.scalars(
        select(Merge).where(Merge.undo_until <= now, Merge.undone_at.is_(None), Merge.ended_at.is_(None))
    ).all()
    for merge in over:
        forget_moves(merge)
        vault().destroy_keys([merge.gone_id])
        merge.ended_at = now
        record("end_undo", "merge", merge.id, details={"gone": merge.gone_code})
    db.session.execute(delete(MergeProposal).where(MergeProposal.proposed_at <= now - _PROPOSALS_FOR))
    return len(over)


def forget_moves(merge: Merge) -> None:
    """Destroy what a merge kept of how things stood before."""
    merge.rows_left = {}
    db.session.execute(delete(MergeMove).where(MergeMove.merge_id == merge.id))
