"""The tables of programmes, events and grants."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Versioned
from tracker.organisations.models import Organisation


class Horizon(StrEnum):
    """How far a programme looks: 1-2 years, about 5, longer."""

    SHORT = "short"
    MID = "mid"
    LONG = "long"


class Programme(HasId, Versioned, Base):
    """A funded line of support, with dates and the states in which it hosts."""

    __tablename__ = "programmes"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),)

    code: Mapped[str] = mapped_column(String(30), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    horizon: Mapped[Horizon]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    """Whether its released figures may be published as an IATI activity."""

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    host_states: Mapped[list[ProgrammeHostState]] = relationship(
        cascade="all, delete-orphan", order_by="ProgrammeHostState.iso2"
    )


class ProgrammeHostState(Base):
    """One host state of a programme."""

    __tablename__ = "programme_host_states"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    iso2: Mapped[str] = mapped_column(ForeignKey("host_states.iso2"), primary_key=True)


class Event(HasId, Versioned, Base):
    """A dated gathering; without a programme it is its organisation's alone."""

    __tablename__ = "events"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="dates"),)

    code: Mapped[str] = mapped_column(String(30), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    host_iso2: Mapped[str | None] = mapped_column(ForeignKey("host_states.iso2"))

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    programme: Mapped[Programme | None] = relationship(lazy="joined")


class Grant(HasId, Versioned, Base):
    """What one donor gives to one programme, for a period."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"), index=True)
    donor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(14, 2))
    currency: Mapped[str] = mapped_column(String(3))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)
    donor: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
