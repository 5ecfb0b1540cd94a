"""The ledger of reminders: what was sent to whom, once."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId
from tracker.reminders.rules import ReminderKind


class Reminder(HasId, Base):
    """One reminder of one account: begun, and sent or still being sent."""

    __tablename__ = "reminders"
    __table_args__ = (Index(None, "account_id", "kind", "record_id", "on", "band", unique=True),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[ReminderKind]
    record_id: Mapped[uuid.UUID]
    """Of the permit or the task; a reminder outlives what it was about."""
    on: Mapped[date]
    band: Mapped[int]
    claimed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
