"""The table of notes."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.cases.models import Case
from tracker.db import Base, HasId, Versioned
from tracker.vault.columns import sealed_text


class Note(HasId, Versioned, Base):
    """One note on a case; one that was taken back stays a while, to be put back."""

    __tablename__ = "notes"
    __sealed_for__ = "person_id"
    __table_args__ = (Index(None, "case_id", "on"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    """Of the case; their key seals the text."""
    text = sealed_text()
    on: Mapped[date]
    """The day that the note is about."""
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    """None for a command on the host."""
    written_at: Mapped[datetime]
    amended_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None] = mapped_column(index=True)

    case: Mapped[Case] = relationship()
