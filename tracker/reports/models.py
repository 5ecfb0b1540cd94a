"""The tables of closed quarters (main database) and of releases (release store)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId, ReleaseBase
from tracker.vault.columns import sealed_dict, sealed_file


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
    revision: Mapped[int]
    """1, or how often the quarter is released when this one corrects another."""
    built_at: Mapped[datetime | None]
    """When its figures were worked out; None while that goes on, or where it failed."""
    working = sealed_dict()
    """Why each hidden figure is hidden, for coordinators; of no use to anybody once the release is old."""


class ReleaseMembers(HasId, Base):
    """Whom a figure was about when a release showed it, as tokens: a later value is compared with them."""

    __tablename__ = "release_members"
    __table_args__ = (UniqueConstraint("closed_id", "cell"),)

    closed_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("closed_quarters.id"))
    cell: Mapped[str] = mapped_column(String(120))
    tokens = sealed_file()


class Release(HasId, ReleaseBase):
    """The figures of one closed quarter as donors may read them; immutable, chained by hash."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("quarter", "revision"),)

    number: Mapped[int] = mapped_column(unique=True)
    quarter: Mapped[str] = mapped_column(String(7))
    revision: Mapped[int]
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
