"""The tables of lists: the columns that somebody chose, lists kept under a name, and files that take a second person."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId
from tracker.lists.rules import FileFormat
from tracker.vault.columns import sealed_file, sealed_text


class ChosenColumns(HasId, Base):
    """The columns that somebody wants to see in lists of cases."""

    __tablename__ = "chosen_columns"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    columns: Mapped[str] = mapped_column(String(300))
    """Separated by commas."""


class KeptList(HasId, Base):
    """Filters of the list of cases under a name; one's own, or shared with a programme or an organisation."""

    __tablename__ = "kept_lists"
    __table_args__ = (
        CheckConstraint("programme_id IS NULL OR organisation_id IS NULL", name="one_audience"),
        Index(None, "account_id"),
        Index(None, "programme_id"),
        Index(None, "organisation_id"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    """Whoever kept it, and alone takes it away."""
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    name = sealed_text()
    """In the officer's words, who may write somebody's name."""
    filters: Mapped[str] = mapped_column(String(600))
    """As they stand in an address: ids, codes and numbers."""
    kept_at: Mapped[datetime]


class ListExport(HasId, Base):
    """A list with identities that somebody wants as a file; made when a second person approves, taken once, then gone."""

    __tablename__ = "list_exports"
    __table_args__ = (Index(None, "account_id", "proposed_at"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    filters: Mapped[str] = mapped_column(String(600))
    sorting: Mapped[str] = mapped_column(String(20))
    columns: Mapped[str] = mapped_column(String(300))
    file_format: Mapped[FileFormat]
    reason = sealed_text()
    """Why the names have to leave the house."""
    proposed_at: Mapped[datetime]
    ready_until: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    content = sealed_file()
    """The file, from its approval until it is taken or expires; nothing otherwise."""
