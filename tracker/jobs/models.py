"""The table of jobs: kinds, ids, counts and times; nothing in it says who anybody is."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId
from tracker.jobs.rules import JobState


class Job(HasId, Base):
    """One piece of background work."""

    __tablename__ = "jobs"

    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[uuid.UUID]
    """What the work is about; a plain id, because rooms above keep the record."""
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """On whose behalf; None for a command."""
    state: Mapped[JobState] = mapped_column(index=True)
    done: Mapped[int]
    """What was counted when it ended; while it runs the broker knows (`queries.progress_of`)."""
    total: Mapped[int]
    said: Mapped[str] = mapped_column(String(400))
    """How it ended, in a sentence that names nobody."""
    attempts: Mapped[int]
    runner: Mapped[str] = mapped_column(String(80))
    """The host whose worker runs it: what it was doing when it died is known by this."""
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
