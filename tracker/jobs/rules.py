"""The states of a job, what a kind of job is, and what happens to one that was interrupted. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tracker.permissions import Viewer


class JobState(StrEnum):
    """How a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


OPEN = frozenset({JobState.QUEUED, JobState.RUNNING})
MOST_ATTEMPTS = 3
"""A job whose worker dies this often is not begun again: it may be what kills it."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a job is: so many of so many; both 0 while nobody knows."""

    done: int = 0
    total: int = 0


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """What a worker hands to whoever does a job: ids, and on whose behalf."""

    job_id: uuid.UUID
    record_id: uuid.UUID
    viewer: Viewer
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """One kind of job, registered by the room that does it."""

    words: Any
    """What it is called on its page."""
    run: Callable[[Assignment], str]
    """Do it in the transaction that is open, without committing; return a sentence that names nobody.

    It may be begun again after a crash: whatever it does lies in that one transaction, or may be done twice.
    """
    leads_to: Callable[[uuid.UUID], str] | None = None
    """Return the address of the record's page."""


Chore = Callable[[], None]
"""What every worker does by itself, each hour or each minute, without being asked for; it commits by itself, and may be done by two at once."""


def after_interruption(attempts: int) -> JobState:
    """Return what becomes of a job whose worker died: it waits again, unless it was begun too often."""
    return JobState.QUEUED if attempts < MOST_ATTEMPTS else JobState.FAILED
