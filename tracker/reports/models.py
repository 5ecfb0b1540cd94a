"""The tables of closed quarters (main database) and of releases (release store)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId, ReleaseBase


class ClosedQuarter(HasId, Base):
    """A quarter's donor figures, computed once by one coordinator, waiting for another to publish."""

    __tablename__ = "closed_quarters"

    quarter: Mapped[str] = mapped_column(String(7), index=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What donors will see and nothing else: hidden figures are not in it."""
    funding: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Donor code to the codes of the programmes it funded in the quarter."""
    closed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    closed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class Release(HasId, ReleaseBase):
    """The figures of one closed quarter as donors may read them; immutable, chained by hash."""

    __tablename__ = "releases"

    number: Mapped[int] = mapped_column(unique=True)
    quarter: Mapped[str] = mapped_column(String(7), unique=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class ReleaseFunding(ReleaseBase):
    """Which donor funded which programme in a release: what a donor may open."""

    __tablename__ = "release_funding"

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    donor_code: Mapped[str] = mapped_column(String(30), primary_key=True)
    programme_code: Mapped[str] = mapped_column(String(30), primary_key=True)
