"""Reading the trail."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import cast

from sqlalchemy import select

from tracker.audit.models import Entry, Head, ReleaseEntry, ReleaseHead
from tracker.audit.rules import Fault, Link, first_fault, sentence_digest
from tracker.db import db
from tracker.vault.columns import sealed_bytes


def verify() -> Fault | None:
    """Walk the main trail and return its first fault."""
    return _verify(Entry, Head)


def verify_release() -> Fault | None:
    """Walk the release store's trail and return its first fault."""
    return _verify(ReleaseEntry, ReleaseHead)


def length() -> int:
    """Return the number of entries that the main trail's head names."""
    head = db.session.scalars(select(Head)).one_or_none()
    return head.number if head else 0


def _verify(entry_class: type[Entry | ReleaseEntry], head_class: type[Head | ReleaseHead]) -> Fault | None:
    head = cast("Head | ReleaseHead | None", db.session.scalars(select(head_class)).one_or_none())
    with closing(_links(entry_class)) as links:
        return first_fault(links, (head.number, head.hash) if head else None)


def _links(entry_class: type[Entry | ReleaseEntry]) -> Generator[Link, None, None]:
    asked = select(entry_class).order_by(entry_class.number).execution_options(yield_per=1000)
    with closing(db.session.scalars(asked)) as found:
        yield from _as_links(cast("Iterable[Entry | ReleaseEntry]", found))


def _as_links(rows: Iterable[Entry | ReleaseEntry]) -> Iterator[Link]:
    for row in rows:
        content = row.content()
        sealed = sealed_bytes(row, "sentence")
        # A blanked sentence (erasure) keeps its digest; one that was swapped no longer fits it.
        if sealed and sentence_digest(sealed) != row.sentence_digest:
            content["sentence"] = "changed"
        yield Link(row.number, content, row.previous, row.hash)
