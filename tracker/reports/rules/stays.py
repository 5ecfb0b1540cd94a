"""What a person's permits say on the last day of a quarter: how long the stay is secured, and whether they may work. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tracker.permits.rules import (
    HELD,
    RESIDENCE_KINDS,
    WORK_KINDS,
    PermitHistory,
    PermitStatus,
    end_on,
    status_on,
)
from tracker.permits.rules.conditions import Allowed

SOON_MONTHS: Final = 6
LONG_MONTHS: Final = 24
_MONTHS_OF_A_YEAR: Final = 12

IN_HAND: Final = HELD | {PermitStatus.RENEWAL_APPLIED}
"""While a renewal is awaited the permit before it still carries the stay."""

ENDED: Final = frozenset({PermitStatus.EXPIRED, PermitStatus.REVOKED, PermitStatus.WITHDRAWN})


class Secured(StrEnum):
    """How long a stay is secured from a day: none, less than 6 months, 6 to 24, more, or by a permit without an end."""

    NONE = "none"
    UNDER_6 = "under_6"
    FROM_6_TO_24 = "from_6_to_24"
    OVER_24 = "over_24"
    END_NOT_RECORDED = "end_not_recorded"


class RightToWork(StrEnum):
    """Whether a person may work, as far as it is recorded."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True, slots=True)
class Stay:
    """One permit of a person: where, on which track (or of what kind), its dated history, and whether it allows work."""

    host: str
    track: str
    history: PermitHistory
    work: Allowed = Allowed.NOT_RECORDED

    def status_on(self, day: date) -> PermitStatus | None:
        """Return how it stood on a day; None before its first entry."""
        return status_on(self.history.entries, day)

    def is_in_hand(self, day: date) -> bool:
        """Say whether it was held, or being renewed, on a day."""
        return self.status_on(day) in IN_HAND


def secured_on(stays: Iterable[Stay], day: date) -> Secured:
    """Say how long a stay is secured from a day, by the residence permit in hand that ends last.

    A permit whose end nobody recorded says nothing of the time, so it counts only where no other end is known.
    """
    held = [one for one in stays if one.history.kind_on(day) in RESIDENCE_KINDS and one.is_in_hand(day)]
    if not held:
        return Secured.NONE
    ends = [end.latest for one in held if (end := end_on(one.history.entries, day)) is not None]
    if not ends:
        return Secured.END_NOT_RECORDED
    last = max(ends)
    if last < day:
        return Secured.NONE
    if last < months_after(day, SOON_MONTHS):
        return Secured.UNDER_6
    return Secured.FROM_6_TO_24 if last <= months_after(day, LONG_MONTHS) else Secured.OVER_24


def right_to_work_on(stays: Iterable[Stay], day: date) -> RightToWork:
    """Say whether somebody may work on a day: the best that any permit in hand allows, then what its kind is for.

    What a permit says of work is kept without dates, so of a past day it is taken as it stands now.
    """
    held = [one for one in stays if one.is_in_hand(day)]
    said = {one.work for one in held}
    if Allowed.YES in said or any(
        one.history.kind_on(day) in WORK_KINDS and one.work is Allowed.NOT_RECORDED for one in held
    ):
        return RightToWork.YES
    if Allowed.LIMITED in said:
        return RightToWork.LIMITED
    if not held:
        return RightToWork.NO
    return RightToWork.NO if said == {Allowed.NO} else RightToWork.NOT_RECORDED


def ended_between(stay: Stay, eve: date, last: date) -> bool:
    """Say whether a permit that was in hand on the eve, or granted later, had ended by the last day without renewal."""
    if stay.status_on(last) not in ENDED:
        return False
    if stay.is_in_hand(eve):
        return True
    return any(entry.status in HELD and eve < entry.on <= last for entry in stay.history.entries)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month where it is shorter."""
    number = day.year * _MONTHS_OF_A_YEAR + day.month - 1 + months
    year, month = divmod(number, _MONTHS_OF_A_YEAR)
    following = date(year + (month + 1) // _MONTHS_OF_A_YEAR, (month + 1) % _MONTHS_OF_A_YEAR + 1, 1)
    longest = (following - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, longest))
