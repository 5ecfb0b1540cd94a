"""What needs a second person, how long a proposal waits, and who may decide it. Pure."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.errors import Forbidden, RuleBroken


class ApprovalKind(StrEnum):
    """What needs a second person."""

    TARGET_SET = "target_set"
    RELEASE = "release"
    QUARTERLY_REPORT = "quarterly_report"
    """Exact figures of a quarter, frozen once a second coordinator publishes them."""
    MERGE = "merge"
    """Two persons who are one, across programmes."""
    UNDO_MERGE = "undo_merge"
    FRAMEWORK = "framework"
    """A change of the framework catalogue."""
    REVEAL_QUOTA = "reveal_quota"
    """More reveals of identities on one day."""
    LIST_EXPORT = "list_export"
    """A list of cases with names, as a file."""
    PERSON_COPY = "person_copy"
    """A copy of everything about a person, for them."""
    ERASURE = "erasure"
    """A person who is to be erased for good."""


class Decision(StrEnum):
    """What the second person said."""

    APPROVED = "approved"
    REJECTED = "rejected"


REASONED = frozenset({ApprovalKind.FRAMEWORK})
"""What is turned down with a reason only, on the page that shows it."""

OPEN_FOR = timedelta(days=14)


def check_may_decide(
    *,
    proposed_by: uuid.UUID,
    decided_by: uuid.UUID | None,
    already_decided: bool,
    expires_at: datetime,
    now: datetime,
) -> None:
    """Raise unless a second person decides an open proposal in time; a command is nobody in particular."""
    if decided_by is None or decided_by == proposed_by:
        raise Forbidden("A second person has to decide this; you proposed it.")
    if already_decided:
        raise RuleBroken("Somebody has decided this already.")
    if now >= expires_at:
        raise RuleBroken("This proposal has expired. Propose it again.")
