"""Say which steps an application may take, and where it stood on any day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import RuleBroken


class ApplicationStatus(StrEnum):
    """Name where an application to a programme can stand."""

    LOGGED = "logged"
    SCREENING = "screening"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SUPPORTED = "supported"
    CLOSED = "closed"


_S = ApplicationStatus

MAY_FOLLOW: dict[ApplicationStatus, frozenset[ApplicationStatus]] = {
    _S.LOGGED: frozenset({_S.SCREENING, _S.WITHDRAWN}),
    _S.SCREENING: frozenset({_S.IN_REVIEW, _S.REJECTED, _S.WITHDRAWN}),
    _S.IN_REVIEW: frozenset({_S.ACCEPTED, _S.WAITLISTED, _S.REJECTED, _S.WITHDRAWN}),
    _S.WAITLISTED: frozenset({_S.ACCEPTED, _S.REJECTED, _S.WITHDRAWN}),
    _S.ACCEPTED: frozenset({_S.SUPPORTED, _S.WITHDRAWN}),
    _S.REJECTED: frozenset({_S.IN_REVIEW}),  # an appeal
    _S.SUPPORTED: frozenset({_S.CLOSED}),
    _S.WITHDRAWN: frozenset(),
    _S.CLOSED: frozenset(),
}
"""What may follow what; nothing else may. A history begins with `logged`."""


WAITING = (_S.LOGGED, _S.SCREENING, _S.IN_REVIEW, _S.WAITLISTED)
"""Where an application waits for somebody to decide."""


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one dated step of an application; `position` is the order of logging and decides within a day."""

    status: ApplicationStatus
    on: date
    position: int = 0


def in_date_order(steps: Iterable[Step]) -> list[Step]:
    """Sort steps by day, and those of one day as they were logged."""
    return sorted(steps, key=lambda step: (step.on, step.position))


def status_on(steps: Iterable[Step], day: date) -> ApplicationStatus | None:
    """Return where the application stood at the end of that day; None before it was logged."""
    taken = [step for step in in_date_order(steps) if step.on <= day]
    return taken[-1].status if taken else None


def check_may_follow(steps: Iterable[Step], new: Step, *, has_participation: bool) -> None:
    """Refuse a step that may not follow the last one, is dated before it, or has nothing to show for `supported`.

    `has_participation` says whether the applicant takes part in the programme applied to. Raises `RuleBroken`.
    """
    taken = in_date_order(steps)
    if not taken:
        if new.status is not ApplicationStatus.LOGGED:
            raise RuleBroken("An application begins with being logged.", "status")
        return
    last = taken[-1]
    if new.status not in MAY_FOLLOW[last.status]:
        raise RuleBroken(f"An application that is {last.status} cannot become {new.status}.", "status")
    if new.on < last.on:
        raise RuleBroken(f"The step before is dated {last.on}; this one cannot be earlier.", "on")
    if new.status is ApplicationStatus.SUPPORTED and not has_participation:
        raise RuleBroken(
            "Enrol the person in the programme first: supported means that they take part.", "status"
        )
