"""The ledger of reminders, and the links by which a calendar asks for their days."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
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


class CalendarLink(HasId, Base):
    """An address at which a calendar finds the days of somebody's reminders, known by the hash of its token."""

    __tablename__ = "calendar_links"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CalendarAllowance(HasId, Base):
    """One decision of an administrator whether calendar links may be used here; the last one holds."""

    __tablename__ = "calendar_allowances"

    allowed: Mapped[bool]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime] = mapped_column(index=True)
