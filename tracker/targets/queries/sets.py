"""Reading target sets: which one judges a scope in a window, and which wait for a second person."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import select

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.permissions import Permission, Role, Viewer
from tracker.programmes.queries import in_scope, programmes
from tracker.targets.models import TargetSet
from tracker.targets.rules import Rules, Window


class TargetSets:
    """The confirmed target sets, read once to judge many scopes."""

    def __init__(self) -> None:
        confirmed = db.session.scalars(select(TargetSet).where(TargetSet.confirmed_at.is_not(None)))
        # The latest first; of two that start on one day the one confirmed later counts.
        self._latest_first = sorted(
            confirmed, key=lambda one: (one.in_effect_on, one.confirmed_at, one.entered_at), reverse=True
        )

    def on(self, programme_id: uuid.UUID | None, day: date) -> TargetSet | None:
        """Return the set of a programme, or else the default, that is in effect on a day."""
        for owner in dict.fromkeys((programme_id, None)):
            for one in self._latest_first:
                if one.programme_id == owner and one.in_effect_on <= day:
                    return one
        return None

    def judging(self, programme_id: uuid.UUID | None, window: Window) -> TargetSet:
        """Return the set that judges a window: the one in effect on its last day. Raises `RuleBroken`."""
        found = self.on(programme_id, window.last)
        if found is None:
            raise RuleBroken(
                f"No target set was in effect on {window.last.isoformat()}: choose a later window.", "window"
            )
        return found


def rules_on(programme_id: uuid.UUID | None, day: date) -> Rules | None:
    """Return the rules by which a programme (None: everything without one) is judged on a day."""
    found = TargetSets().on(programme_id, day)
    return None if found is None else Rules.of_record(found.rules)


def owner_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Return whose target sets the viewer may propose, as the choices of a select; empty means all."""
    everybody = (
        [("", _("All programmes without a set of their own"))] if may_manage(viewer, None, None) else []
    )
    return everybody + [
        (str(one.id), f"{one.code} · {one.title}")
        for one in programmes()
        if may_manage(viewer, one.id, one.organisation_id)
    ]


def target_set_for(programme_id: uuid.UUID | None, window: Window) -> TargetSet:
    """Return the set that judges one programme, or with None the wider scopes, in a window."""
    return TargetSets().judging(programme_id, window)


def target_set(viewer: Viewer, set_id: uuid.UUID) -> TargetSet:
    """Return one target set that concerns the viewer; raise `NotFound` also for one that is hidden."""
    found = db.session.get(TargetSet, set_id)
    if found is None or not _concerns(viewer, found):
        raise NotFound
    return found


def target_set_exists(set_id: uuid.UUID) -> bool:
    """Say whether a set with this id was saved already (a button clicked twice)."""
    return db.session.get(TargetSet, set_id) is not None


class SetState(StrEnum):
    """Where a target set stands."""

    IN_FORCE = "in_force"
    LATER = "later"
    """Confirmed, its first day is still to come."""
    REPLACED = "replaced"
    WAITING = "waiting"
    """For a second person."""
    REJECTED = "rejected"
    EXPIRED = "expired"
    """Nobody decided in time, or its first day passed while it waited."""


@dataclass(frozen=True)
class SetRow:
    """One target set and where it stands."""

    target_set: TargetSet
    state: SetState
    proposed_by: uuid.UUID | None
    """None for the set that the installation came with."""


def sets_for(viewer: Viewer, today: date) -> list[SetRow]:
    """Return the default sets and those of programmes that concern the viewer, the latest first."""
    in_force = TargetSets()
    proposals = {
        one.record_id: one
        for one in db.session.scalars(select(Approval).where(Approval.kind == ApprovalKind.TARGET_SET))
    }
    rows = db.session.scalars(
        select(TargetSet).order_by(TargetSet.in_effect_on.desc(), TargetSet.entered_at.desc())
    )
    return [_row(one, proposals.get(one.id), in_force, today) for one in rows if _concerns(viewer, one)]


def set_row(viewer: Viewer, set_id: uuid.UUID, today: date) -> SetRow:
    """Return one target set with where it stands; raise `NotFound` also for one that is hidden."""
    one = target_set(viewer, set_id)
    return _row(one, approval_of(ApprovalKind.TARGET_SET, set_id), TargetSets(), today)


def may_manage(viewer: Viewer, programme_id: uuid.UUID | None, organisation_id: uuid.UUID | None) -> bool:
    """Say whether the viewer proposes and confirms sets here; the default needs somebody who sees everything.

    Administrators keep the sets of all programmes, as they keep the programmes.
    """
    if not viewer.may(Permission.TARGETS_MANAGE):
        return False
    if viewer.everything or Role.ADMINISTRATOR in viewer.roles:
        return True
    return programme_id is not None and organisation_id in viewer.organisations


def decidable_sets(viewer: Viewer, set_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the target sets that the viewer may confirm or reject."""
    rows = db.session.scalars(select(TargetSet).where(TargetSet.id.in_(set_ids)))
    return {
        one.id
        for one in rows
        if may_manage(viewer, one.programme_id, one.programme.organisation_id if one.programme else None)
    }


def _concerns(viewer: Viewer, one: TargetSet) -> bool:
    return (
        one.programme is None
        or in_scope(viewer, one.programme)
        or may_manage(viewer, one.programme_id, one.programme.organisation_id)
    )


def _row(one: TargetSet, proposal: Approval | None, sets: TargetSets, today: date) -> SetRow:
    return SetRow(one, _state(one, proposal, sets, today), proposal.proposed_by if proposal else None)


def _state(one: TargetSet, proposal: Approval | None, sets: TargetSets, today: date) -> SetState:
    if one.confirmed_at is not None:
        if one.in_effect_on > today:
            return SetState.LATER
        return SetState.IN_FORCE if sets.on(one.programme_id, today) is one else SetState.REPLACED
    if proposal is None or proposal.decision is Decision.REJECTED:
        return SetState.REJECTED
    is_late = one.in_effect_on < today or proposal.expires_at <= clock.now()
    return SetState.EXPIRED if is_late else SetState.WAITING
