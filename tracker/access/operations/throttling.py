"""Slowing down who guesses: attempts are counted in the database, before they are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.access.rules.door import FROM_ONE_ADDRESS, Limit, is_slowed
from tracker.access.stores import DONORS, STAFF, Store
from tracker.db import db
from tracker.errors import RuleBroken

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
SLOWED: Final = "Too many attempts from here. Wait a quarter of an hour and try again."


@dataclass(frozen=True)
class Source:
    """Where attempts come from or what they are made on, by its keyed hash, and how many are let through."""

    digest: bytes
    limit: Limit
    refusal: str = SLOWED


def from_address(address: str) -> Source:
    """Return what counts every attempt of one address, on whatever account."""
    return source("attempts", address, FROM_ONE_ADDRESS)


def source(label: str, text: str, limit: Limit, refusal: str = SLOWED) -> Source:
    """Return a source of attempts; all of the door are counted in the release store.

    Counted where the account lives, the counters would tell staff from strangers.
    """
    return Source(DONORS.digest(label, text), limit, refusal)


def spend(sources: Sequence[Source]) -> None:
    """Count an attempt with each of its sources; raise `RuleBroken` when one has made too many.

    Called through `at_once`, so that the count stands before the attempt is judged, however many are made at the
    same moment. An attempt that turned out good is given back.
    """
    for one in sources:
        if _count(DONORS, one.digest, one.limit) > one.limit.attempts:
            raise RuleBroken(one.refusal)


def give_back(sources: Sequence[Source]) -> None:
    """Take back what a good attempt spent, and no more: it does not pay for earlier bad ones."""
    table = DONORS.attempts
    for one in sources:
        db.session.execute(
            update(table)
            .where(table.source_digest == one.digest, table.failures > 0)
            .values(failures=table.failures - 1)
        )


def guesses_too_often(address: str) -> bool:
    """Say whether this address has opened too many links of late that are not good."""
    row = db.session.get(STAFF.attempts, STAFF.digest("link guesses", address))
    return row is not None and is_slowed(row.failures, row.window_started_at, FROM_ONE_ADDRESS, clock.now())


def note_guess(address: str) -> None:
    """Count that an address opened a link that is not good."""
    _count(STAFF, STAFF.digest("link guesses", address), FROM_ONE_ADDRESS)


def _count(store: Store, digest: bytes, limit: Limit) -> int:
    """Count in one statement, so that two first attempts at the same moment do not get into each other's way."""
    table, now = store.attempts, clock.now()
    insert = _INSERTS[db.session.get_bind(table).dialect.name]
    is_over = table.window_started_at <= now - limit.window
    counted = db.session.execute(
        insert(table)
        .values(source_digest=digest, window_started_at=now, failures=1)
        .on_conflict_do_update(
            index_elements=[table.source_digest],
            set_={
                "failures": case((is_over, 1), else_=table.failures + 1),
                "window_started_at": case((is_over, now), else_=table.window_started_at),
            },
        )
        .returning(table.failures)
    )
    return int(counted.scalar_one())
