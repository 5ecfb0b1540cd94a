"""The arithmetic of the chain. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FIRST_HASH = "0" * 64
"""What the first entry is chained to."""

_encoded = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Link:
    """One entry as the chain sees it; `content` is what its hash covers."""

    number: int
    content: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True)
class Fault:
    """The first place at which the trail does not hold."""

    number: int
    reason: str


def entry_hash(previous: str, content: dict[str, Any]) -> str:
    """Return the hash that chains `content` to the entry before it."""
    text = _encoded(content)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def sentence_digest(sealed: bytes) -> str:
    """Return the digest of a sealed sentence, over its bytes: erasure blanks them and breaks no chain."""
    return hashlib.sha256(sealed).hexdigest()


@dataclass(frozen=True, slots=True)
class NotedHead:
    """A head as it was noted outside the database: so many entries there were, and this was the hash of the last."""

    at: str
    store: str
    number: int
    hash: str

    @property
    def line(self) -> str:
        """Return it as one line of the file."""
        return _encoded({"at": self.at, "store": self.store, "number": self.number, "hash": self.hash})


def read_heads(lines: Iterable[str]) -> list[NotedHead]:
    """Return the heads that were noted; raise `ValueError` with the number of a line that says nothing."""
    heads = []
    for place, line in enumerate(lines, start=1):
        try:
            said = json.loads(line)
            heads.append(NotedHead(said["at"], said["store"], int(said["number"]), said["hash"]))
        except (ValueError, TypeError, KeyError):
            raise ValueError(place) from None
    return heads


def first_contradiction(heads: Iterable[NotedHead], hashes: Mapping[int, str]) -> Fault | None:
    """Return the first noted head with which the entries of today, given by number, do not agree."""
    for head in sorted(heads, key=lambda one: one.number):
        if head.number not in hashes:
            return Fault(head.number, f"the entry was there at {head.at}, and is cut off")
        if hashes[head.number] != head.hash:
            return Fault(head.number, f"the entry is not the one that was there at {head.at}")
    return None


def first_fault(links: Iterable[Link], head: tuple[int, str] | None) -> Fault | None:
    """Walk the trail in order and return the first fault: changed, missing, moved or cut off at the end."""
    number, previous = 0, FIRST_HASH
    for link in links:
        if link.number != number + 1:
            return Fault(number + 1, "the entry is missing")
        if link.previous != previous:
            return Fault(link.number, "the entry does not follow from the one before it")
        if link.hash != entry_hash(link.previous, link.content):
            return Fault(link.number, "the entry was changed")
        number, previous = link.number, link.hash
    if head is not None and head != (number, previous):
        return Fault(number + 1, "the trail was cut off: its head names an entry that is not there")
    if head is None and number:
        return Fault(1, "the head of the trail is missing")
    return None
