"""Proposing and confirming target sets, by two; and the set that every installation starts with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.operations import decide, propose
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.audit.operations import record
from tracker.db import db
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.permissions import Viewer
from tracker.programmes.models import Programme
from tracker.programmes.queries import programme
from tracker.targets.models import TargetSet
from tracker.targets.queries import may_manage
from tracker.targets.rules import Rules

BRIEF_SENTENCE = (
    "Women make up around half of the participants of all supported events and programmes, and people of "
    "non-Russian ethnic origin reach at least 15-20 %, in accordance with the official data on the "
    "ethno-national make-up of the Russian Federation."
)
BRIEF_NAME = "Policy brief “Russia in Exile”, 15 November 2023"
BRIEF_IN_EFFECT_ON = date(2022, 1, 1)
"""The brief looks back on support given since 2022, so windows from that year on are judged by it."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a target set says."""

    name: str
    sentence: str
    programme_id: uuid.UUID | None
    """None for the default."""
    in_effect_on: date
    rules: Rules


def enter_default_set() -> TargetSet:
    """Enter the brief's targets as the default, once; nobody confirms what the installation comes with."""
    known = db.session.scalars(
        select(TargetSet).where(TargetSet.programme_id.is_(None)).order_by(TargetSet.entered_at).limit(1)
    ).one_or_none()
    if known is not None:
        return known
    now = clock.now()
    entered = TargetSet(
        name=BRIEF_NAME,
        sentence=BRIEF_SENTENCE,
        programme_id=None,
        in_effect_on=BRIEF_IN_EFFECT_ON,
        rules=Rules().as_record(),
        entered_at=now,
        confirmed_at=now,
    )
    db.session.add(entered)
    record("enter", "target_set", entered.id, details={"in_effect_on": BRIEF_IN_EFFECT_ON.isoformat()})
    return entered


def propose_set(
    viewer: Viewer, proposal: Proposal, today: date, *, set_id: uuid.UUID | None = None
) -> TargetSet:
    """Put a target set before a second person.

    It counts from its own first day, never from a day before it was entered: what was judged stays judged.
    Raises `RuleBroken` for such a day, `NotFound` for a programme that is not the viewer's to judge.
    """
    owner = _programme(proposal.programme_id)
    if not may_manage(viewer, proposal.programme_id, owner.organisation_id if owner else None):
        if owner is None:
            raise Forbidden("Only somebody who sees all organisations proposes targets for all of them.")
        raise NotFound
    if proposal.in_effect_on < today:
        raise RuleBroken(
            "Choose today or a later day: figures of days past stay as they were.", "in_effect_on"
        )
    entered = TargetSet(
        id=set_id or uuid.uuid4(),
        name=proposal.name.strip(),
        sentence=proposal.sentence.strip(),
        programme_id=proposal.programme_id,
        in_effect_on=proposal.in_effect_on,
        rules=proposal.rules.as_record(),
        entered_at=clock.now(),
        confirmed_at=None,
    )
    db.session.add(entered)
    code = owner.code if owner else "default"
    propose(
        viewer,
        ApprovalKind.TARGET_SET,
        entered.id,
        f"target set {code} from {proposal.in_effect_on.isoformat()}",
    )
    return entered


def decide_set(viewer: Viewer, target_set: TargetSet, decision: Decision, today: date) -> None:
    """Confirm or reject a proposed target set as the second person.

    A set that waited past its first day can only be rejected, or it would judge days that are over anew.
    """
    owner = target_set.programme
    if not may_manage(viewer, target_set.programme_id, owner.organisation_id if owner else None):
        raise Forbidden("This target set is for somebody with a wider scope to decide.")
    if decision is Decision.APPROVED and target_set.in_effect_on < today:
        raise RuleBroken(
            "The day from which this set should count has passed. Reject it and propose it anew."
        )
    decide(viewer, _approval(target_set), decision)
    if decision is Decision.APPROVED:
        target_set.confirmed_at = clock.now()
        record(
            "put_in_effect",
            "target_set",
            target_set.id,
            details={"in_effect_on": target_set.in_effect_on.isoformat()},
        )


def _approval(target_set: TargetSet) -> Approval:
    found = approval_of(ApprovalKind.TARGET_SET, target_set.id)
    if found is None:
        raise RuleBroken("This target set waits for nobody.")
    return found


def _programme(programme_id: uuid.UUID | None) -> Programme | None:
    return None if programme_id is None else programme(programme_id)
