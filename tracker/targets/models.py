"""The table of target sets: the brief's sentences as numbers, proposed by one and confirmed by another."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId
from tracker.programmes.models import Programme


class TargetSet(HasId, Base):
    """One set of targets, immutable; it counts from `in_effect_on` once `confirmed_at` is set."""

    __tablename__ = "target_sets"
    __table_args__ = (Index(None, "programme_id", "in_effect_on"),)

    name: Mapped[str] = mapped_column(String(120))
    sentence: Mapped[str] = mapped_column(String(2000))
    """The sentence of the brief, or of the programme's own paper, that it comes from."""
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"))
    """None for the default, by which events without a programme and wider scopes are judged."""
    in_effect_on: Mapped[date]
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The numbers, shares as texts such as `1/2`; see `targets.rules.Rules`."""
    entered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    programme: Mapped[Programme | None] = relationship(lazy="joined")
