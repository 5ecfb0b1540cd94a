"""Say how a case may open, rest, move on and close, and how high its risk is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import RuleBroken


class CaseStatus(StrEnum):
    """Name where a case can stand."""

    OPEN = "open"
    ON_HOLD = "on_hold"
    TRANSFERRED = "transferred"
    CLOSED = "closed"


class ClosingReason(StrEnum):
    """Name why a case was closed; `none` while it is not."""

    MOVED_ON = "moved_on"
    NATURALISED = "naturalised"
    RETURNED = "returned"
    LOST_CONTACT = "lost_contact"
    DIED = "died"
    OTHER = "other"
    NONE = "none"


class RiskLevel(StrEnum):
    """Name how high the risk to the person is, lowest first; it is kept with the day it was judged."""

    LOW = "low"
    RAISED = "raised"
    HIGH = "high"


_S = CaseStatus

MAY_FOLLOW: dict[CaseStatus, frozenset[CaseStatus]] = {
    _S.OPEN: frozenset({_S.ON_HOLD, _S.TRANSFERRED, _S.CLOSED}),
    _S.ON_HOLD: frozenset({_S.OPEN, _S.TRANSFERRED, _S.CLOSED}),
    _S.TRANSFERRED: frozenset({_S.OPEN, _S.CLOSED}),  # the person came back
    _S.CLOSED: frozenset({_S.OPEN}),  # people return, and cases are closed by mistake
}
"""What may follow what. A case begins open; it is reopened, never opened twice for the same person."""

ACTIVE = frozenset({_S.OPEN, _S.ON_HOLD})
"""A case on which the organisation still works."""


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one dated change of a case's status; `position` is the order of logging and decides within a day."""

    status: CaseStatus
    on: date
    reason: ClosingReason = ClosingReason.NONE
    position: int = 0


def in_date_order(steps: Iterable[Step]) -> list[Step]:
    """Sort steps by day, and those of one day as they were logged."""
    return sorted(steps, key=lambda step: (step.on, step.position))


def status_on(steps: Iterable[Step], day: date) -> CaseStatus | None:
    """Return where the case stood at the end of that day; None before it was opened."""
    taken = [step for step in in_date_order(steps) if step.on <= day]
    return taken[-1].status if taken else None


def check_may_follow(steps: Iterable[Step], new: Step) -> None:
    """Refuse a step that may not follow the last one or is dated before it, and a closing without its reason.

    Raises `RuleBroken` with the field `status`, `on` or `reason`.
    """
    taken = in_date_order(steps)
    if not taken and new.status is not CaseStatus.OPEN:
        raise RuleBroken("A case begins with being opened.", "status")
    if taken and new.status not in MAY_FOLLOW[taken[-1].status]:
        raise RuleBroken(f"A case that is {taken[-1].status} cannot become {new.status}.", "status")
    if taken and new.on < taken[-1].on:
        raise RuleBroken(f"The step before is dated {taken[-1].on}; this one cannot be earlier.", "on")
    if new.status is CaseStatus.CLOSED and new.reason is ClosingReason.NONE:
        raise RuleBroken("Say why the case is closed.", "reason")
    if new.status is not CaseStatus.CLOSED and new.reason is not ClosingReason.NONE:
        raise RuleBroken("Only a case that is closed has a closing reason.", "reason")
