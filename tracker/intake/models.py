"""The tables of imports: which file was read when, what was staged of it, what stood in each row and before an update."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId
from tracker.intake.rules.staging import ImportState
from tracker.vault.columns import sealed_dict, sealed_file, sealed_list, sealed_text


class Import(HasId, Base):
    """One file that was uploaded or read, known by a keyed digest of its bytes; its name is sealed."""

    __tablename__ = "imports"
    __table_args__ = (Index(None, "uploaded_by", "uploaded_at"), Index(None, "organisation_id"))

    file_name = sealed_text()
    """Empty once an import is discarded."""
    digest: Mapped[str] = mapped_column(String(64), index=True)
    """Keyed, so that nobody without the ring can tell which file was read."""
    state: Mapped[ImportState]
    uploaded_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    """None for a command on the host."""
    uploaded_at: Mapped[datetime]
    imported_at: Mapped[datetime | None]
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """None, as the programme, for a list whose people wait in the queue."""
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"))
    rows_read: Mapped[int]
    persons_made: Mapped[int]
    doubts: Mapped[int]
    left_out: Mapped[int]
    last_entry: Mapped[int | None]
    """The number of the trail's last entry about this import: what comes later was built on it."""


class StagedList(HasId, Base):
    """An uploaded file with what was decided about it, under a key that is destroyed with the decision."""

    __tablename__ = "staged_lists"
    __sealed_for__ = "import_id"

    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("imports.id"), unique=True)
    content = sealed_file()
    decisions = sealed_dict()
    """What each column means, what is known of all rows, and which rows are left out."""
    layout = sealed_dict()
    """What every row becomes, as it was laid out when the columns were decided."""


class SavedMapping(HasId, Base):
    """What the columns of a list meant to an organisation: headers and meanings, never a value."""

    __tablename__ = "saved_mappings"
    __table_args__ = (Index(None, "headers_digest", "organisation_id"),)

    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    headers_digest: Mapped[str] = mapped_column(String(64))
    """Keyed: the same headers in the same order have the same."""
    meanings = sealed_list()
    """For each column what it holds, or an empty text; sealed, for a header can be a mistaken first row."""


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
    settled: Mapped[list[int]] = mapped_column(JSON)
    """The places, in the order of `doubts`, of those that somebody has looked after."""
    source_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    """Keyed: by what a form knows its answer, within one organisation."""


class ImportedUpdate(HasId, Base):
    """What a later export changed of a person who was here before, so that its undo puts back what stood."""

    __tablename__ = "imported_updates"
    __sealed_for__ = "person_id"
    __table_args__ = (Index(None, "import_id", "person_id", unique=True),)

    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("imports.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    stood = sealed_dict()
    """Old values of the person by name; which host states, permits, entries and consents came, and which host states went."""
