"""The tables of erasures (what was asked for, and the ledger of what was done), of copies, and of holds."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId
from tracker.rights.rules.erasing import Ground
from tracker.vault.columns import sealed_text


class ErasureRequest(HasId, Base):
    """An erasure that waits for a second person; it goes with the person."""

    __tablename__ = "erasure_requests"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    ground: Mapped[Ground]
    asked_at: Mapped[datetime]


class Erasure(HasId, Base):
    """One line of the ledger: an erasure that was done, for its certificate and for a restore to do again."""

    __tablename__ = "erasures"

    erased_on: Mapped[date]
    owners: Mapped[dict[str, Any]]
    """`{"ids": […]}`: the random ids under which the person was kept."""
    kinds: Mapped[dict[str, Any]]
    """`{"tables": […]}`: the kinds of data that were there."""


class CopyRequest(HasId, Base):
    """A copy of everything about a person: asked for, decided by a second person, taken for a few days."""

    __tablename__ = "copy_requests"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    asked_at: Mapped[datetime]


class RetentionHold(HasId, Base):
    """Why a person's data are kept longer than the schedule says, and until when."""

    __tablename__ = "retention_holds"
    __sealed_for__ = "person_id"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    until: Mapped[date]
    set_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    set_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    reason = sealed_text()
