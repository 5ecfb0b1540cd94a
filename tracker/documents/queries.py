"""Reading documents: only for the officers who look after the person; to everybody else none is there."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, lazyload

from tracker.access.queries import names_beside
from tracker.cases.models import Case
from tracker.cases.queries import visible_case
from tracker.db import db
from tracker.documents.models import Document, DocumentChunk
from tracker.documents.rules.keeping import ending_days
from tracker.errors import Damaged, Forbidden, NotFound
from tracker.people.queries import is_own, own_ids
from tracker.permissions import Viewer
from tracker.vault.chunks import open_chunks
from tracker.vault.keys import vault
from tracker.vault.sealing import DoesNotOpen
from tracker.web.paging import SCREENFUL, Page

_PLACE = "document_chunks.content"


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """One document in a list."""

    document: Document
    added_by: str


def own_document(viewer: Viewer, document_id: uuid.UUID) -> Document:
    """Return one document that this viewer may read and change.

    Raises `NotFound` also for a hidden one, and `Forbidden` for one of a visible case that others look after.
    """
    found = db.session.scalars(
        select(Document)
        .join(Case, Case.id == Document.case_id)
        .options(joinedload(Document.case).options(joinedload(Case.person), lazyload(Case.organisation)))
        .where(Document.id == document_id, visible_case(viewer))
    ).one_or_none()
    if found is None:
        raise NotFound
    if not own_ids(viewer, [found.person_id]):
        raise Forbidden("Only the officer who looks after this person reads and keeps documents.")
    return found


def document_exists(document_id: uuid.UUID) -> bool:
    """Say whether a document with this id was added already (a button clicked twice)."""
    return db.session.get(Document, document_id) is not None


# By the table where only columns are asked for: the case page shows them, and every desk counts them.
_documents = Document.__table__.c
_LATEST_FIRST = select(Document).order_by(_documents.added_at.desc(), _documents.id)


def documents_of_case(viewer: Viewer, case: Case) -> list[DocumentLine]:
    """Return the documents of a case that the viewer was shown, the latest first; none unless they look after the person."""
    asked = _LATEST_FIRST.where(_documents.case_id == case.id, is_own(viewer, _documents.person_id))
    found = list(db.session.scalars(asked))
    names = names_beside(viewer, {one.added_by for one in found})
    return [DocumentLine(document=one, added_by=names.get(one.added_by, "")) for one in found]


def content_of(document: Document) -> Iterator[bytes]:
    """Yield a document's content, opened chunk by chunk; raise `Damaged` for whatever is not the whole of it."""
    return _opened(document.id, document.content_key)


def check_whole(document: Document) -> None:
    """Open all of a document once and keep nothing; raise `Damaged` when it is not whole.

    Before the first byte is sent: what was sent cannot be taken back.
    """
    length = sum(len(one) for one in content_of(document))
    if str(length) != document.size:
        raise Damaged(_PLACE)


def _opened(document_id: uuid.UUID, key: bytes) -> Iterator[bytes]:
    asked = (
        select(DocumentChunk.content)
        .where(DocumentChunk.document_id == document_id)
        .order_by(DocumentChunk.number)
        .execution_options(yield_per=1)
    )
    try:
        # Closed also when whoever reads stops half way.
        with closing(db.session.scalars(asked)) as sealed:
            yield from open_chunks(key, str(document_id), sealed)
    except DoesNotOpen:
        raise Damaged(_PLACE) from None


def ending_documents(viewer: Viewer, number: int, today: date) -> Page[Document]:
    """Return one screenful of the documents of the viewer's own cases that end soon or ended lately, the first first."""
    asked = (
        select(Document)
        .options(joinedload(Document.case).options(joinedload(Case.person), lazyload(Case.organisation)))
        .where(*_ending(viewer, today))
        .order_by(Document.ends_on, Document.id)
        .offset((number - 1) * SCREENFUL)
        .limit(SCREENFUL)
    )
    found = list(db.session.scalars(asked))
    vault().fetch(one.person_id for one in found)
    return Page(found, number, count_ending_documents(viewer, today))


def count_ending_documents(viewer: Viewer, today: date) -> int:
    """Count the documents that `ending_documents` lists."""
    return db.session.scalar(select(func.count(_documents.id)).where(*_ending(viewer, today))) or 0


def _ending(viewer: Viewer, today: date) -> list[ColumnElement[bool]]:
    first, last = ending_days(today)
    return [_documents.ends_on.between(first, last), is_own(viewer, _documents.person_id)]


def chunks_kept(case: Case) -> tuple[int, int]:
    """Return how many chunks the documents of a case take, and those of its organisation."""
    of_case = select(func.coalesce(func.sum(Document.chunks), 0)).where(Document.case_id == case.id)
    of_organisation = (
        select(func.coalesce(func.sum(Document.chunks), 0))
        .join(Case, Case.id == Document.case_id)
        .where(Case.organisation_id == case.organisation_id)
    )
    return db.session.scalar(of_case) or 0, db.session.scalar(of_organisation) or 0
