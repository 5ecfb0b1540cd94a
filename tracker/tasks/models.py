"""The table of tasks."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.cases.models import Case
from tracker.db import Base, HasId, Versioned
from tracker.tasks.rules import Recurrence
from tracker.vault.columns import sealed_text


class Task(HasId, Versioned, Base):
    """One thing to do until a day; of a case, or of nobody. What comes again is a new task each time."""

    __tablename__ = "tasks"
    __sealed_for__ = "person_id"
    __table_args__ = (
        Index(None, "assignee_id", "done_at", "due_on"),
        Index(None, "case_id", "due_on"),
        Index(None, "done_at", "due_on"),
    )

    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    """Of the case; their key seals the title."""
    title = sealed_text()
    due_on: Mapped[date]
    recurrence: Mapped[Recurrence]
    counted_from: Mapped[date]
    """The due day that somebody wrote down; what comes again is counted from it."""
    assignee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    """None for a command on the host."""
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))

    case: Mapped[Case | None] = relationship()
