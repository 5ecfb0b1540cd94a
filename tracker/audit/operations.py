"""Writing the trail: `record` is called by every operation, in the transaction of what it records.

When the trail cannot be written the transaction fails, and with it the deed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select

from tracker import clock
from tracker.audit.models import Entry, Head, ReleaseEntry, ReleaseHead, content_of
from tracker.audit.rules import FIRST_HASH, entry_hash, sentence_digest
from tracker.db import db
from tracker.vault.bulk import sealed_rows, write_rows
from tracker.vault.columns import sealed_bytes

_actor: ContextVar[str] = ContextVar("actor", default="nobody")
_HEAD_ID = 1


def set_actor(actor: str) -> None:
    """Name who acts from here on in this request or command."""
    _actor.set(actor)


def actor() -> str:
    """Return who acts: an account's id, `command:USER`, or `nobody` before anyone signed in."""
    return _actor.get()


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """Name who acts inside this block."""
    token = _actor.set(name)
    try:
        yield
    finally:
        _actor.reset(token)


def record(
    deed: str,
    record_kind: str,
    record_id: uuid.UUID | str,
    *,
    person_id: uuid.UUID | None = None,
    details: dict[str, Any] | None = None,
    sentence: str = "",
) -> Entry:
    """Write one entry to the main trail.

    `details` holds codes, numbers and ISO dates only. `sentence` is sealed with the person's key.
    """
    entry = Entry(
        deed=deed,
        record_kind=record_kind,
        record_id=str(record_id),
        person_id=person_id,
        details=details or {},
        sentence=sentence,
    )
    _chain(entry, Head)
    return entry


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed among many that are recorded at once; each becomes an entry of its own."""

    deed: str
    record_kind: str
    record_id: uuid.UUID
    person_id: uuid.UUID
    details: dict[str, Any]


def record_all(deeds: Iterable[Deed]) -> None:
    """Write the entries of many deeds to the main trail, one for each and in their order, as `record` writes one."""
    head = cast("Head", _locked_head(Head))
    write_rows(Entry, _chained(sealed_rows(Entry, _entries(deeds, after=head.number)), head))


def _entries(deeds: Iterable[Deed], *, after: int) -> Iterator[dict[str, Any]]:
    now, who = clock.now(), actor()
    for number, deed in enumerate(deeds, start=after + 1):
        yield {
            "number": number,
            "at": now,
            "actor": who,
            "deed": deed.deed,
            "record_kind": deed.record_kind,
            "record_id": str(deed.record_id),
            "person_id": deed.person_id,
            "details": deed.details,
        }


def _chained(entries: Iterable[dict[str, Any]], head: Head) -> Iterator[dict[str, Any]]:
    """Chain each entry to the one before it; the head follows."""
    number, last = head.number, head.hash
    for entry in entries:
        entry["sentence_digest"] = sentence_digest(entry["sentence"])
        entry["previous"] = last
        entry["hash"] = last = entry_hash(last, content_of(entry))
        number = entry["number"]
        yield entry
    head.number, head.hash = number, last


def record_release(
    deed: str, record_kind: str, record_id: uuid.UUID | str, *, details: dict[str, Any] | None = None
) -> ReleaseEntry:
    """Write one entry to the release store's trail."""
    entry = ReleaseEntry(
        deed=deed, record_kind=record_kind, record_id=str(record_id), person_id=None, details=details or {}
    )
    _chain(entry, ReleaseHead)
    return entry


def _chain(entry: Entry | ReleaseEntry, head_class: type[Head | ReleaseHead]) -> None:
    """Give the entry its number, its actor and its place in the chain, and write it."""
    head = _locked_head(head_class)
    entry.number = head.number + 1
    entry.at = clock.now()
    entry.actor = actor()
    entry.sentence_digest = sentence_digest(sealed_bytes(entry, "sentence"))
    entry.previous = head.hash
    entry.hash = entry_hash(entry.previous, entry.content())
    head.number, head.hash = entry.number, entry.hash
    db.session.add(entry)


def _locked_head(head_class: type[Head | ReleaseHead]) -> Head | ReleaseHead:
    """Return the head, locked until this transaction ends: the lock puts writers in order."""
    transaction = db.session().get_transaction()
    held = db.session.info.get(head_class)
    if held is not None and held[0] is transaction:
        return cast("Head | ReleaseHead", held[1])
    asked = select(head_class).where(head_class.id == _HEAD_ID).with_for_update()
    head: Head | ReleaseHead | None = db.session.scalars(asked).one_or_none()  # type: ignore[assignment] # mypy joins both to their base
    if head is None:
        head = head_class(id=_HEAD_ID, number=0, hash=FIRST_HASH)
        db.session.add(head)
    db.session.info[head_class] = (db.session().get_transaction(), head)
    return head
