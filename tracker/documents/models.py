"""The tables of documents and of the chunks that hold their content."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.cases.models import Case
from tracker.db import Base, HasId, Versioned
from tracker.documents.rules.keeping import DocumentKind, FileKind
from tracker.vault.chunks import SEALED_IN_CHUNKS
from tracker.vault.columns import sealed_choice, sealed_file, sealed_text


class Document(HasId, Versioned, Base):
    """One file on a case; its content is sealed in chunks under a key of its own, which the person's key seals."""

    __tablename__ = "documents"
    __sealed_for__ = "person_id"
    __table_args__ = (Index(None, "case_id", "added_at"),)

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    """Of the case; their key seals the rest."""
    file_name = sealed_text()
    kind = sealed_choice(DocumentKind.OTHER)
    file_kind = sealed_choice(FileKind.TEXT)
    size = sealed_text()
    """In bytes; the plain number of chunks says less."""
    content_key = sealed_file()
    """Seals the chunks; so a merge seals this value anew and leaves the chunks as they are."""
    chunks: Mapped[int]
    ends_on: Mapped[date | None] = mapped_column(index=True)
    """The last day on which what the document says holds; plain, as permits' ends are, because the desk asks for it."""
    added_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    """None for a command on the host."""
    added_at: Mapped[datetime]

    case: Mapped[Case] = relationship()


class DocumentChunk(Base):
    """A part of a document's content, sealed; all are of one length."""

    __tablename__ = "document_chunks"

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, info={SEALED_IN_CHUNKS: True})
