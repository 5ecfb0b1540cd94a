"""Reading the trail."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, select

from tracker.audit.models import Entry, Head, ReleaseEntry, ReleaseHead
from tracker.audit.rules import Fault, Link, first_fault, sentence_digest
from tracker.db import db
from tracker.vault.columns import sealed_bytes
from tracker.vault.models import DataKey

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
