"""The table of decisions about overlaps."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.coordination.rules import Settled
from tracker.db import Base, HasId
from tracker.vault.columns import sealed_text


class OverlapDecision(HasId, Base):
    """What was decided about two supports that meet; one row for each two, the lower id first. Overlaps are not stored."""

    __tablename__ = "overlap_decisions"
    __sealed_for__ = "person_id"
    __table_args__ = (
        Index(None, "one_support_id", "other_support_id", unique=True),
        Index(None, "other_support_id"),
        Index(None, "person_id"),
        CheckConstraint("one_support_id < other_support_id", name="order"),
        CheckConstraint("(avoided_amount IS NULL) = (avoided_currency IS NULL)", name="money"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    """Of the first support; their key seals the reason."""
    one_support_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("support.id"))
    other_support_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("support.id"))
    settled: Mapped[Settled]
    reason = sealed_text()
    last_day: Mapped[date | None]
    """Of the support that ends."""
    avoided_amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    """As it was reckoned when it was decided."""
    avoided_currency: Mapped[str | None] = mapped_column(String(3))
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime]
