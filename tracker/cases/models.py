"""The tables of cases and of their dated status."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.cases.rules import CaseStatus, ClosingReason, RiskLevel
from tracker.db import Base, HasId, Versioned
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.vault.columns import sealed_choice


class Case(HasId, Versioned, Base):
    """The file that one organisation keeps on one person."""

    __tablename__ = "cases"
    __sealed_for__ = "person_id"
    __table_args__ = (
        Index(None, "person_id", "organisation_id", unique=True),
        Index(None, "organisation_id", "status", "opened_on"),
        Index(None, "opened_on"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    opened_on: Mapped[date]
    status: Mapped[CaseStatus]
    """The status of the last step, kept here because lists filter by it."""
    risk_level = sealed_choice(RiskLevel.LOW)
    risk_on: Mapped[date | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    steps: Mapped[list[CaseStep]] = relationship(
        cascade="all, delete-orphan", order_by="CaseStep.on, CaseStep.entered_at", back_populates="case"
    )


class FormerCase(HasId, Base):
    """A case that went into another one of the same organisation: its id keeps leading there."""

    __tablename__ = "former_cases"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)


class CaseStep(HasId, Base):
    """One change of a case's status; the reason for closing is sealed."""

    __tablename__ = "case_steps"
    __sealed_for__ = "person_id"

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    status: Mapped[CaseStatus]
    on: Mapped[date]
    entered_at: Mapped[datetime]
    reason = sealed_choice(ClosingReason.NONE)

    case: Mapped[Case] = relationship(back_populates="steps")
