"""The table of proposals that wait for, or had, a second person."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.approvals.rules import ApprovalKind, Decision
from tracker.db import Base, HasId


class Approval(HasId, Base):
    """One proposal: what, by whom, until when; decided once by somebody else."""

    __tablename__ = "approvals"
    __table_args__ = (CheckConstraint("decided_by <> proposed_by", name="somebody_else"),)

    kind: Mapped[ApprovalKind]
    record_id: Mapped[uuid.UUID] = mapped_column(index=True)
    """What is proposed; a plain id, because rooms above keep the record."""
    summary: Mapped[str] = mapped_column(String(300))
    """In codes and numbers, such as `release 2026-Q3`; names nobody."""
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[Decision | None]
