"""Settling overlaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tracker import clock
from tracker.audit.operations import record
from tracker.coordination.models import OverlapDecision
from tracker.coordination.queries import OverlapShown
from tracker.coordination.rules import ENDINGS, Settled, avoided, check_last_day, check_reason, ending_one
from tracker.db import db
from tracker.errors import Forbidden, RuleBroken
from tracker.permissions import Permission, Viewer


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What is decided about an overlap, why, and the last day of what ends."""

    settled: Settled
    reason: str = field(repr=False)
    last_day: date | None = None


def settle_overlap(
    viewer: Viewer, shown: OverlapShown, said: Settlement, *, before: Settled | None
) -> OverlapDecision:
    """Keep what was decided about an overlap that the viewer was shown; raise `RuleBroken` when somebody did meanwhile.

    `before` is what stood when it was shown. The programme's officer ends the support itself: coordinators keep no files.
    """
    if not viewer.may(Permission.OVERLAPS_SETTLE):
        raise Forbidden("Coordinators settle overlaps.")
    met, kept = shown.met, shown.decision
    if kept is not None and kept.settled is not before:
        raise RuleBroken(
            "Somebody settled this overlap in the meantime. Look at what they decided, then decide."
        )
    reason = check_reason(said.reason)
    last_day, money = None, None
    if said.settled in ENDINGS:
        ends = ending_one(met, said.settled)
        last_day = check_last_day(ends, said.last_day)
        money = avoided(met, ends, last_day)
    row = kept or OverlapDecision(
        person_id=met.one.person_id,
        one_support_id=met.one.support_id,
        other_support_id=met.other.support_id,
    )
    row.settled, row.reason, row.last_day = said.settled, reason, last_day
    row.avoided_amount = None if money is None else money.amount
    row.avoided_currency = None if money is None else money.currency
    row.decided_by, row.decided_at = viewer.account_id, clock.now()
    db.session.add(row)
    db.session.flush()
    details = {"settled": said.settled.value, "last_day": None if last_day is None else last_day.isoformat()}
    for person_id in sorted(set(shown.persons)):
        record("settle_overlap", "overlap", row.id, person_id=person_id, details=details)
    return row
