"""The table of transfers: each offer of a case, and what became of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.cases.models import Case
from tracker.db import Base, HasId
from tracker.programmes.models import Programme
from tracker.transfers.rules import TransferState
from tracker.vault.columns import sealed_text


class Transfer(HasId, Base):
    """One offer of a case to another officer, programme or organisation; both sides keep it."""

    __tablename__ = "transfers"
    __sealed_for__ = "person_id"
    __table_args__ = (
        Index(None, "case_id", "state"),
        Index(None, "to_programme_id", "state"),
        Index(None, "from_programme_id", "offered_at"),
        Index(None, "person_id"),
    )

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    from_programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"))
    from_officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    """Who looked after the person, and offered the case."""
    to_programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programmes.id"))
    to_officer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    """None: whoever of the programme takes it."""
    sentence = sealed_text()
    """What the giver says to the receiver, who does not know yet who it is."""
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[TransferState]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    answer = sealed_text()
    """Why it was declined."""
    received_case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cases.id"))
    """The case that the receiver's organisation keeps since; the same one within an organisation."""

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    from_programme: Mapped[Programme] = relationship(
        foreign_keys=[from_programme_id], lazy="joined", innerjoin=True
    )
    to_programme: Mapped[Programme] = relationship(
        foreign_keys=[to_programme_id], lazy="joined", innerjoin=True
    )
