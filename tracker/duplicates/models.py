"""The table of judgements."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId
from tracker.duplicates.rules import Judged


class Judgement(HasId, Base):
    """What somebody decided about two persons; one row for each pair, the lower id first."""

    __tablename__ = "judgements"
    __table_args__ = (
        Index(None, "one_id", "other_id", unique=True),
        Index(None, "other_id"),
        CheckConstraint("one_id < other_id", name="order"),
    )

    one_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    verdict: Mapped[Judged]
    judged_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    judged_at: Mapped[datetime]
    one_change: Mapped[int]
    """The number of the person's last change when they were judged."""
    other_change: Mapped[int]
