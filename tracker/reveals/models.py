"""The tables of reveals and of what raises their quota for a day."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId
from tracker.reveals.rules import RevealReason
from tracker.vault.columns import sealed_text


class Reveal(HasId, Base):
    """That one account may see who one person is, until its window ends; the sentence stands in the trail."""

    __tablename__ = "reveals"
    __table_args__ = (
        CheckConstraint("ends_at > revealed_at", name="window"),
        Index(None, "person_id", "revealed_at"),
        Index(None, "account_id", "revealed_at"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[RevealReason]
    revealed_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class QuotaRaise(HasId, Base):
    """That an account may reveal more persons on one day, once a second person agreed."""

    __tablename__ = "reveal_quota_raises"
    __table_args__ = (Index(None, "account_id", "day"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    """Whose quota."""
    day: Mapped[date]
    up_to: Mapped[int]
    sentence = sealed_text()
    """Why; names nobody, and is read by who decides."""
    agreed_at: Mapped[datetime | None]
