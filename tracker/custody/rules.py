"""When a host counts, and whether a ring key may be used. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

SERVES_FOR = timedelta(minutes=15)
"""A host says each minute what it holds; one that has been silent for so long does not serve."""
SAYS_AGAIN = timedelta(minutes=5)
"""A host that holds what it held says so again after this time: a row is not written each minute for nothing."""


@dataclass(frozen=True)
class HostReport:
    """What a host said it holds."""

    host: str
    key_ids: frozenset[str]
    seen_at: datetime

    def serves(self, now: datetime) -> bool:
        """Say whether the host is taken to be serving."""
        return now - self.seen_at < SERVES_FOR


def hosts_without(key_id: str, reports: Iterable[HostReport], now: datetime) -> list[str]:
    """Return the serving hosts that do not hold a ring key yet, in order."""
    return sorted(one.host for one in reports if one.serves(now) and key_id not in one.key_ids)


def must_say(held: HostReport | None, key_ids: frozenset[str], now: datetime) -> bool:
    """Say whether a host has something to report."""
    return held is None or held.key_ids != key_ids or now - held.seen_at >= SAYS_AGAIN
