"""The tables of imports: which file was read when, and what stood in each row."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId
from tracker.vault.columns import sealed_dict, sealed_text


class Import(HasId, Base):
    """One file that was read, known by a keyed digest of its bytes; its name is sealed."""

    __tablename__ = "imports"

    file_name = sealed_text()
    digest: Mapped[str] = mapped_column(String(64), index=True)
    """Keyed, so that nobody without the ring can tell which file was read."""
    imported_at: Mapped[datetime]
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"))
    rows_read: Mapped[int]
    persons_made: Mapped[int]
    doubts: Mapped[int]
    left_out: Mapped[int]


class ImportedRow(HasId, Base):
    """The original cells of one row, sealed under the key of the person they became."""

    __tablename__ = "imported_rows"
    __sealed_for__ = "person_id"

    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("imports.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    row: Mapped[int]
    """As the file counts: the spreadsheet's row, or the record with the header as 1."""
    sub: Mapped[int]
    """1 for the person of the row; their companions and then the relatives named in it follow."""
    cells = sealed_dict()
    doubts = sealed_dict()
    """Column to reason, for what was not taken over."""
