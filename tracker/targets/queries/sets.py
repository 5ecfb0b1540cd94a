"""Reading target sets: which one judges a scope in a window, and which wait for a second person."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.permissions import Permission, Role, Viewer
from tracker.programmes.queries import in_scope
from tracker.targets.models import TargetSet
from tracker.targets.rules import Window


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


def set_in_force(programme_id: uuid.UUID | None, day: date) -> TargetSet | None:
    """Return the confirmed set by which a programme (None: everything without one) is judged on a day."""
    return TargetSets().on(programme_id, day)


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


def sets_for(viewer: Viewer) -> list[TargetSet]:
    """Return the default sets and those of programmes that concern the viewer, the latest first."""
    rows = db.session.scalars(
        select(TargetSet).order_by(TargetSet.in_effect_on.desc(), TargetSet.entered_at.desc())
    )
    return [one for one in rows if _concerns(viewer, one)]


def may_manage(viewer: Viewer, programme_id: uuid.UUID | None, organisation_id: uuid.UUID | None) -> bool:
    """Say whether the viewer proposes and confirms sets here; the default needs somebody who sees everything.

    Administrators keep the sets of all programmes, as they keep the programmes.
    """
    if not viewer.may(Permission.TARGETS_MANAGE):
        return False
    if viewer.everything or Role.ADMINISTRATOR in viewer.roles:
        return True
    return programme_id is not None and organisation_id in viewer.organisations


def _concerns(viewer: Viewer, one: TargetSet) -> bool:
    return (
        one.programme is None
        or in_scope(viewer, one.programme)
        or may_manage(viewer, one.programme_id, one.programme.organisation_id)
    )
