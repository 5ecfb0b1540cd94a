"""The tables of participation, support and tallies."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Versioned
from tracker.participation.rules import ParticipationRole
from tracker.people.models import Person
from tracker.programmes.models import Event, Programme
from tracker.vault.columns import sealed_text


class Participation(HasId, Versioned, Base):
    """A person takes part in a programme or an event, from a day to a day, both included."""

    __tablename__ = "participations"
    __table_args__ = (
        CheckConstraint("(programme_id IS NULL) <> (event_id IS NULL)", name="programme_or_event"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
        Index(None, "person_id"),
        Index(None, "programme_id", "starts_on"),
        Index(None, "event_id", "starts_on"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"))
    event_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("events.id"))
    role: Mapped[ParticipationRole]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship()
    programme: Mapped[Programme | None] = relationship(lazy="joined")
    event: Mapped[Event | None] = relationship(lazy="joined")


class Support(HasId, Versioned, Base):
    """Something given in a participation; what kind of thing is sealed, what it cost is not."""

    __tablename__ = "support"
    __sealed_for__ = "person_id"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
        CheckConstraint("(amount IS NULL) = (currency IS NULL)", name="money"),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
        Index(None, "person_id"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    participation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participations.id"), index=True)
    kind = sealed_text()
    """A code of the list `support_kind`."""
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    currency: Mapped[str | None] = mapped_column(String(3))

    participation: Mapped[Participation] = relationship()


class Tally(HasId, Versioned, Base):
    """A count of an event's guests, taken on the day without names."""

    __tablename__ = "tallies"
    __table_args__ = (
        CheckConstraint("women_count + women_undisclosed <= guests", name="women"),
        CheckConstraint("origin_count + origin_undisclosed <= guests", name="origin"),
    )

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("events.id"), unique=True)
    taken_on: Mapped[date]
    guests: Mapped[int]
    women_count: Mapped[int]
    women_undisclosed: Mapped[int]
    origin_count: Mapped[int]
    origin_undisclosed: Mapped[int]

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)
