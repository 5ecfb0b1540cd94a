"""The tables of closed quarters (main database) and of releases (release store)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId, ReleaseBase
from tracker.vault.columns import sealed_dict, sealed_file, sealed_text


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


class QuarterlyReport(HasId, Base):
    """The exact figures of one scope and quarter: a draft, then frozen and chained once a second coordinator publishes it.

    No row of a person is referred to: a report outlives those whom it counts.
    """

    __tablename__ = "quarterly_reports"
    __table_args__ = (UniqueConstraint("quarter", "scope", "revision"),)

    quarter: Mapped[str] = mapped_column(String(7), index=True)
    scope: Mapped[str] = mapped_column(String(60))
    """`all`, or kind and code, as in `programme:PRESS`."""
    revision: Mapped[int]
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    """None for a command."""
    made_at: Mapped[datetime]
    built_at: Mapped[datetime | None]
    """When its figures were there; None while they are being counted, or where that failed."""
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    reviewed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    number: Mapped[int | None] = mapped_column(unique=True)
    """Its place in the chain of published reports; None before."""
    previous: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))
    content = sealed_file()
    """The canonical text of the report; sealed, since exact figures of a few say who they are."""
    changed = sealed_text()
    """For a correction: what changed and why."""
