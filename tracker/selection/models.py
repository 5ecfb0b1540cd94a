"""The tables of applications and their dated steps."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Versioned
from tracker.people.models import Person
from tracker.programmes.models import Programme
from tracker.selection.rules import ApplicationStatus
from tracker.vault.columns import sealed_text


class Application(HasId, Versioned, Base):
    """A person asks one programme for support; its status is that of its last step."""

    __tablename__ = "applications"
    __table_args__ = (
        Index(None, "person_id"),
        Index(None, "programme_id", "status", "since"),
        Index(None, "status", "since"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"))
    status: Mapped[ApplicationStatus]
    """The status of the last step, kept here because lists filter by it."""
    since: Mapped[date]
    """The day of the last step."""

    person: Mapped[Person] = relationship()
    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)
    steps: Mapped[list[ApplicationStep]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        order_by="ApplicationStep.on, ApplicationStep.position",
        back_populates="application",
    )


class ApplicationStep(HasId, Base):
    """One dated step of an application: to which status, by whom, why (sealed)."""

    __tablename__ = "application_steps"
    __sealed_for__ = "person_id"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    status: Mapped[ApplicationStatus]
    on: Mapped[date]
    position: Mapped[int]
    """The order among steps of one day."""
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    """None for a command on the host."""
    entered_at: Mapped[datetime]
    reason = sealed_text()

    application: Mapped[Application] = relationship(back_populates="steps")
