"""Two persons side by side, and proposals to merge them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.approvals.models import Approval
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import Person
from tracker.people.queries import care_of_all, memberships, own_ids, visible
from tracker.people.queries import person as visible_person
from tracker.permissions import Viewer
from tracker.stewardship.models import MergeProposal
from tracker.stewardship.rules import (
    FIELDS,
    Field,
    HouseholdTime,
    Likeness,
    MergeChoices,
    Side,
    compare,
    households_compete,
)


@dataclass(frozen=True)
class Pair:
    """Two persons who may be one."""

    one: Person
    other: Person

    @property
    def ids(self) -> list[uuid.UUID]:
        """Return the ids of both."""
        return [self.one.id, self.other.id]

    @property
    def versions(self) -> str:
        """Return the versions of both, by which a change in between is noticed."""
        return f"{self.one.version}-{self.other.version}"

    def on(self, side: Side) -> Person:
        """Return the person of a side."""
        return self.one if side is Side.ONE else self.other


@dataclass(frozen=True)
class Compared:
    """One field of two persons, side by side."""

    field: Field
    likeness: Likeness
    one: dict[str, Any]
    other: dict[str, Any]


def pair(viewer: Viewer, one_id: uuid.UUID, other_id: uuid.UUID) -> Pair:
    """Return two persons in the viewer's scope; raise `NotFound` also when either is hidden, or both are the same."""
    one = visible_person(viewer, one_id)
    other = visible_person(viewer, other_id)
    if one.id == other.id:
        raise NotFound
    return Pair(one, other)


def reads_both(viewer: Viewer, two: Pair) -> bool:
    """Say whether the viewer may see who both are: only then is anything said of how they compare."""
    return own_ids(viewer, two.ids) == set(two.ids)


def needs_second_person(viewer: Viewer, two: Pair) -> bool:
    """Say whether a merge reaches beyond the viewer's own cases in one organisation."""
    if not reads_both(viewer, two):
        return True
    cared = [row for rows in care_of_all(two.ids).values() for row in rows]
    return len({row.organisation_id for row in cared}) != 1 or cared[0].organisation_id is None


def laid_side_by_side(viewer: Viewer, two: Pair) -> list[Compared]:
    """Return both field by field, for who may see who both are; nothing for others."""
    if not reads_both(viewer, two):
        return []
    one, other = (_plain(person) for person in (two.one, two.other))
    return [Compared(what, compare(what, one, other), one, other) for what in FIELDS]


def must_choose_household(two: Pair) -> bool:
    """Say whether both were in different households on one day."""
    return households_compete(
        [
            HouseholdTime(row.id, side, row.household_id, row.since, row.until, row.is_principal)
            for side in (Side.ONE, Side.OTHER)
            for row in memberships(two.on(side).id)
        ]
    )


def proposal(viewer: Viewer, proposal_id: uuid.UUID) -> tuple[MergeProposal, Pair]:
    """Return a proposal and its two persons; raise `NotFound` also when either is hidden, or gone meanwhile."""
    seen = [visible(viewer, one) for one in (MergeProposal.one_id, MergeProposal.other_id)]
    found = db.session.scalars(
        select(MergeProposal).where(MergeProposal.id == proposal_id, *seen)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found, pair(viewer, found.one_id, found.other_id)


def choices_of(proposed: MergeProposal) -> MergeChoices:
    """Return what was chosen."""
    return MergeChoices.of_record(proposed.choices)


def open_proposal(two: Pair) -> MergeProposal | None:
    """Return the proposal to merge these two that waits for a second person, whichever way round."""
    asked = select(MergeProposal).where(
        MergeProposal.one_id.in_(two.ids), MergeProposal.other_id.in_(two.ids)
    )
    for one in db.session.scalars(asked):
        if is_open(approval_of(ApprovalKind.MERGE, one.id)):
            return one
    return None


def is_open(approval: Approval | None) -> bool:
    """Say whether a proposal still waits for a second person."""
    return approval is not None and approval.decided_at is None and approval.expires_at > clock.now()


def _plain(person: Person) -> dict[str, Any]:
    columns = [column for what in FIELDS for column in what.columns]
    return {column: getattr(person, column) for column in columns}
