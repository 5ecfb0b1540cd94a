"""Say who lives with whom, since when and until when: one household at a time, one principal in each.

A membership begins on `joined_on` and ends before `left_on`: whoever leaves one household and joins another on the same
day is in the second. A change of principal is two memberships, one ended and one begun on the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise
from uuid import UUID

from tracker.errors import RuleBroken


class Relationship(StrEnum):
    """Name what a member is to the household's principal."""

    SPOUSE = "spouse"
    PARTNER = "partner"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    WARD = "ward"
    GUARDIAN = "guardian"
    OTHER_RELATIVE = "other_relative"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Membership:
    """Hold one stay of a person in a household; `relationship` is None for the principal, and only there."""

    household: UUID
    person: UUID
    joined_on: date
    left_on: date | None = None
    relationship: Relationship | None = None

    @property
    def is_principal(self) -> bool:
        """Say whether this member is the principal."""
        return self.relationship is None

    def holds_on(self, day: date) -> bool:
        """Say whether the person belongs to the household on that day."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


def members_on(memberships: Iterable[Membership], household: UUID, day: date) -> list[Membership]:
    """Return who belongs to the household on that day, the principal first, then by the day they joined."""
    members = [one for one in memberships if one.household == household and one.holds_on(day)]
    return sorted(members, key=lambda one: (not one.is_principal, one.joined_on))


def household_on(memberships: Iterable[Membership], person: UUID, day: date) -> UUID | None:
    """Return the household in which the person is on that day, if any."""
    return next((one.household for one in memberships if one.person == person and one.holds_on(day)), None)


def check_memberships(memberships: Iterable[Membership]) -> None:
    """Refuse memberships that contradict each other: hand in all those of the households and persons concerned.

    A stay lasts at least a day; a person is in one household at a time; as long as a household has members it has
    exactly one principal. Raises `RuleBroken` with the field `left_on`, `person` or `principal`.
    """
    stays = list(memberships)
    for stay in stays:
        if stay.left_on is not None and stay.left_on <= stay.joined_on:
            raise RuleBroken("Somebody leaves a household on a later day than they join it.", "left_on")
    for _, own in _grouped(stays, lambda stay: stay.person):
        _check_one_at_a_time(own)
    for _, members in _grouped(stays, lambda stay: stay.household):
        _check_one_principal(members)


def _check_one_at_a_time(stays: Sequence[Membership]) -> None:
    for earlier, later in pairwise(sorted(stays, key=lambda stay: stay.joined_on)):
        if earlier.left_on is None or later.joined_on < earlier.left_on:
            raise RuleBroken(
                f"This person is in a household already on {later.joined_on}; end that membership first.",
                "person",
            )


def _check_one_principal(stays: Sequence[Membership]) -> None:
    turns = {stay.joined_on for stay in stays} | {stay.left_on for stay in stays if stay.left_on is not None}
    for turn in sorted(turns):
        present = [stay for stay in stays if stay.holds_on(turn)]
        principals = sum(stay.is_principal for stay in present)
        if present and not principals:
            raise RuleBroken(
                f"From {turn} on the household has no principal; name one of its members.", "principal"
            )
        if principals > 1:
            raise RuleBroken(f"On {turn} the household has two principals; it can have one.", "principal")


def _grouped(
    stays: Iterable[Membership], by: Callable[[Membership], UUID]
) -> Iterator[tuple[UUID, list[Membership]]]:
    for key, group in groupby(sorted(stays, key=by), by):
        yield key, list(group)
