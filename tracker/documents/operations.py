"""Adding documents, saying what they are, and deleting them; their content is sealed before it is written anywhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, insert

from tracker import clock
from tracker.audit.operations import record
from tracker.cases.models import Case
from tracker.db import db
from tracker.documents.apart import cleaned_apart
from tracker.documents.models import Document, DocumentChunk
from tracker.documents.queries import chunks_kept
from tracker.documents.rules.contents import Cleaned
from tracker.documents.rules.keeping import CHUNK_BYTES, DocumentKind, check_room, file_name
from tracker.errors import Refused, RuleBroken
from tracker.permissions import Viewer
from tracker.vault.chunks import chunks_needed, new_content_key, seal_chunks


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """What a document is, and until when what it says holds."""

    kind: DocumentKind
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A file that was looked at and cleaned, under the name that it came with."""

    name: str = field(repr=False)
    cleaned: Cleaned


def look_at(name: str, content: bytes) -> Looked:
    """Look at a file and clean it, in a process of its own; raise `RuleBroken` for one that is not taken."""
    try:
        return Looked(name=name, cleaned=cleaned_apart(content))
    except Refused as error:
        raise RuleBroken(error.message, "file") from error


def add_document(
    viewer: Viewer, case: Case, looked: Looked, facts: DocumentFacts, *, document_id: uuid.UUID | None = None
) -> Document:
    """Keep a file on a case whose person the viewer looks after; all of it is written, or nothing."""
    cleaned = looked.cleaned
    chunks = chunks_needed(len(cleaned.content), CHUNK_BYTES)
    of_case, of_organisation = chunks_kept(case)
    check_room(chunks, of_case=of_case, of_organisation=of_organisation)
    key = new_content_key()
    document = Document(
        id=document_id or uuid.uuid4(),
        case_id=case.id,
        person_id=case.person_id,
        file_name=file_name(looked.name, cleaned.kind),
        kind=facts.kind,
        file_kind=cleaned.kind,
        size=str(len(cleaned.content)),
        content_key=key,
        chunks=chunks,
        ends_on=facts.ends_on,
        added_by=viewer.account_id,
        added_at=clock.now(),
    )
    db.session.add(document)
    db.session.flush()
    sealed = seal_chunks(key, str(document.id), _pieces(cleaned.content), CHUNK_BYTES)
    for number, chunk in enumerate(sealed):
        db.session.execute(
            insert(DocumentChunk), {"document_id": document.id, "number": number, "content": chunk}
        )
    _record("add_document", document)
    return document


def amend_document(document: Document, facts: DocumentFacts, *, version: int) -> None:
    """Say anew what a document is and until when it holds."""
    document.expect_version(version)
    document.kind = facts.kind
    document.ends_on = facts.ends_on
    _record("amend_document", document)


def delete_document(document: Document) -> None:
    """Delete a document and its content for good."""
    _record("delete_document", document)
    db.session.execute(delete(DocumentChunk).where(DocumentChunk.document_id == document.id))
    db.session.delete(document)


def note_download(document_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Write down that somebody took a document out."""
    record("download", "document", document_id, person_id=person_id)


def note_damage(document_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """Write down that a document does not open whole, and that nothing of it was sent."""
    record("found_damaged", "document", document_id, person_id=person_id)


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + CHUNK_BYTES] for start in range(0, len(content), CHUNK_BYTES))


def _record(deed: str, document: Document) -> None:
    details = {"case": str(document.case_id)}
    if document.ends_on is not None:
        details["ends_on"] = document.ends_on.isoformat()
    record(deed, "document", document.id, person_id=document.person_id, details=details)
