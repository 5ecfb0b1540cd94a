"""Say who lives with whom, since when and until when: one household at a time, one principal in each.

A stay runs from `since` to `until`, both days included, as everywhere in the house: whoever moves is in the old
household until the day before. A change of principal ends two stays and begins two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from uuid import UUID

from tracker.errors import RuleBroken


class Relationship(StrEnum):
    """Name what a member is to the household's principal."""

    PRINCIPAL = "principal"
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
class Stay:
    """Hold one person's time in a household, as the checks need it."""

    household_id: UUID
    person_id: UUID
    since: date
    until: date | None = None
    is_principal: bool = False

    def holds_on(self, day: date) -> bool:
        """Say whether the person belongs to the household on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


def members_on(stays: Iterable[Stay], household_id: UUID, day: date) -> list[Stay]:
    """Return who belongs to the household on that day, the principal first, then by the day they joined."""
    members = [stay for stay in stays if stay.household_id == household_id and stay.holds_on(day)]
    return sorted(members, key=lambda stay: (not stay.is_principal, stay.since))


def household_on(stays: Iterable[Stay], person_id: UUID, day: date) -> UUID | None:
    """Return the household in which the person is on that day, if any."""
    return next(
        (stay.household_id for stay in stays if stay.person_id == person_id and stay.holds_on(day)), None
    )


def check_stays(stays: Iterable[Stay]) -> None:
    """Refuse stays that contradict each other: hand in all those of the households and persons concerned.

    A person is in one household at a time; as long as a household has members it has exactly one principal.
    Raises `RuleBroken` with the field `until`, `person` or `principal`.
    """
    everyone = list(stays)
    for stay in everyone:
        if stay.until is not None and stay.until < stay.since:
            raise RuleBroken(f"Nobody leaves a household before they join it ({stay.since}).", "until")
    for own in _grouped(everyone, lambda stay: stay.person_id):
        _check_one_at_a_time(own)
    for members in _grouped(everyone, lambda stay: stay.household_id):
        _check_one_principal(members)


def _check_one_at_a_time(stays: Sequence[Stay]) -> None:
    for earlier, later in pairwise(sorted(stays, key=lambda stay: stay.since)):
        if earlier.until is None or later.since <= earlier.until:
            raise RuleBroken(
                f"This person is in a household already on {later.since}; they leave it the day before at the latest.",
                "person",
            )


def _check_one_principal(stays: Sequence[Stay]) -> None:
    ends = {stay.until + timedelta(days=1) for stay in stays if stay.until is not None}
    for turn in sorted({stay.since for stay in stays} | ends):
        present = [stay for stay in stays if stay.holds_on(turn)]
        principals = sum(stay.is_principal for stay in present)
        if present and not principals:
            raise RuleBroken(
                f"From {turn} on the household has no principal; name one of its members.", "principal"
            )
        if principals > 1:
            raise RuleBroken(f"On {turn} the household has two principals; it can have one.", "principal")


def _grouped(stays: Iterable[Stay], by: Callable[[Stay], UUID]) -> Iterator[list[Stay]]:
    for _, group in groupby(sorted(stays, key=by), by):
        yield list(group)
