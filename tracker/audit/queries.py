"""Reading the trail."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import func, select

from tracker.audit.models import Entry, Head, ReleaseEntry, ReleaseHead
from tracker.audit.rules import (
    Fault,
    Link,
    NotedHead,
    first_contradiction,
    first_fault,
    read_heads,
    sentence_digest,
)
from tracker.db import db
from tracker.vault.columns import sealed_bytes
from tracker.vault.models import DataKey

_ASKED_AT_ONCE = 500

LOOKING = ("view", "reveal")
"""The deeds that are nothing but looking at somebody."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One time that somebody looked at a person, as the trail keeps it."""

    at: datetime
    actor: str
    deed: str
    details: dict[str, Any]
    sentence: str
    """Empty for none, and for one that was erased."""


def account_ids(actors: Iterable[str | None]) -> set[uuid.UUID]:
    """Return the accounts among actors; commands, links and nobody are left out."""
    return {one for actor in actors if (one := account_of(actor)) is not None}


def account_of(actor: str | None) -> uuid.UUID | None:
    """Return the account that an actor is; None for a command, a link or nobody."""
    try:
        return uuid.UUID(actor or "")
    except ValueError:
        return None


def sights_of(person_ids: Collection[uuid.UUID], limit: int) -> list[Sight]:
    """Return when these persons were looked at, the latest first, with the sentences that can still be read.

    For who may read the reasons; the caller asked that.
    """
    entries = db.session.scalars(
        select(Entry)
        .where(Entry.person_id.in_(person_ids), Entry.deed.in_(LOOKING))
        .order_by(Entry.number.desc())
        .limit(limit)
    ).all()
    readable = set(db.session.scalars(select(DataKey.owner_id).where(DataKey.owner_id.in_(person_ids))))
    return [
        Sight(
            at=one.at,
            actor=one.actor,
            deed=one.deed,
            details=one.details,
            sentence=one.sentence if one.person_id in readable and sealed_bytes(one, "sentence") else "",
        )
        for one in entries
    ]


def entries_by_actor(first: datetime, before: datetime) -> dict[str, int]:
    """Count what each actor did, other than looking, from one moment until before another."""
    counted = (
        select(Entry.actor, func.count())
        .where(Entry.at >= first, Entry.at < before, Entry.deed.not_in(LOOKING))
        .group_by(Entry.actor)
    )
    return {actor: count for actor, count in db.session.execute(counted)}  # noqa: C416 - a row is no pair to dict()


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


@dataclass(frozen=True, slots=True)
class TrailFault:
    """The first place at which one of the two trails does not hold; 0 where it is no entry that is wrong."""

    store: str
    number: int
    reason: str


MAIN_TRAIL, RELEASE_TRAIL = "main", "release"
_TRAILS: tuple[tuple[str, type[Entry | ReleaseEntry], type[Head | ReleaseHead]], ...] = (
    (MAIN_TRAIL, Entry, Head),
    (RELEASE_TRAIL, ReleaseEntry, ReleaseHead),
)


def faults(noted: Path) -> list[TrailFault]:
    """Walk both trails, compare them with the heads that were noted in a file, and return what does not hold."""
    found = [
        TrailFault(store, fault.number, fault.reason)
        for store, fault in ((MAIN_TRAIL, verify()), (RELEASE_TRAIL, verify_release()))
        if fault is not None
    ]
    try:
        heads = noted_heads(noted)
    except ValueError as error:
        return [*found, TrailFault(MAIN_TRAIL, 0, f"line {error} of {noted} says nothing: it was changed")]
    for store, entries, _head in _TRAILS:
        mine = [one for one in heads if one.store == store]
        if (fault := first_contradiction(mine, _hashes(entries, mine))) is not None:
            found.append(TrailFault(store, fault.number, fault.reason))
    return found


def noted_heads(noted: Path) -> list[NotedHead]:
    """Return the heads that were noted in a file, none where there is none; raise `ValueError` with a bad line's number."""
    return read_heads(noted.read_text(encoding="utf-8").splitlines()) if noted.exists() else []


def heads_now() -> list[tuple[str, int, str]]:
    """Return how many entries each trail has, and the hash of the last."""
    heads = [
        (store, cast("Head | ReleaseHead | None", db.session.scalars(select(head)).one_or_none()))
        for store, _entries, head in _TRAILS
    ]
    return [(store, head.number, head.hash) for store, head in heads if head is not None and head.number]


def _hashes(entry_class: type[Entry | ReleaseEntry], heads: list[NotedHead]) -> dict[int, str]:
    table = entry_class.__table__.c
    found: dict[int, str] = {}
    numbers = sorted({one.number for one in heads})
    for start in range(0, len(numbers), _ASKED_AT_ONCE):
        batch = numbers[start : start + _ASKED_AT_ONCE]
        rows = db.session.execute(select(table.number, table.hash).where(table.number.in_(batch)))
        found |= {number: said for number, said in rows}  # noqa: C416 - a row is no pair to dict()
    return found


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


def last_time(deed: str) -> datetime | None:
    """Return when something was done last, as the trail keeps it."""
    asked = select(Entry.at).where(Entry.deed == deed).order_by(Entry.number.desc())
    return db.session.scalars(asked.limit(1)).one_or_none()


def times(deed: str) -> int:
    """Count how often something was done, as the trail keeps it."""
    return db.session.scalar(select(func.count()).select_from(Entry).where(Entry.deed == deed)) or 0


def exports_with(digest: str) -> list[Entry]:
    """Return the exports of a file with this SHA-256, the first one first."""
    found = db.session.scalars(select(Entry).where(Entry.deed == "export_report").order_by(Entry.number))
    return [one for one in found if one.details.get("sha256") == digest]
