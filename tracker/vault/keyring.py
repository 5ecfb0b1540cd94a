"""The key ring: a file of mode 0600 whose keys wrap all other keys. Lose it and everything is lost.

The file holds the keys in the clear, or sealed with a passphrase (`tracker.vault.ringseal`).
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker import private_files
from tracker.errors import KeyRingUnusable
from tracker.vault import ringseal
from tracker.vault.sealing import KEY_BYTES, KEY_ID_BYTES, DoesNotOpen, derive, key_id_of, seal, unseal

_DAMAGED = "The key ring is damaged. Restore it from its backup."


class RingKeyMissing(KeyRingUnusable):
    """The ring lacks the key that wrapped a data key."""


@dataclass(frozen=True)
class RingKey:
    """One key of a ring."""

    key: bytes
    made_at: str


@dataclass(frozen=True)
class KeyRing:
    """The keys of one ring."""

    keys: Mapping[bytes, RingKey]
    """Key id to key, the oldest first."""
    current: bytes
    """The id of the key that wraps new keys while the database names none."""
    base: bytes
    """What secrets such as keyed hashes are derived from; it outlives the keys, or nobody could sign in after one left."""

    @classmethod
    def create(cls, path: Path, at: datetime) -> KeyRing:
        """Make a new ring with one random key; refuse to touch a file that is there already."""
        key_id = secrets.token_bytes(KEY_ID_BYTES)
        key = RingKey(secrets.token_bytes(KEY_BYTES), at.isoformat())
        ring = cls({key_id: key}, key_id, secrets.token_bytes(KEY_BYTES))
        try:
            private_files.make(path, ring.written())
        except FileExistsError:
            raise KeyRingUnusable("There is a key ring already; it is not replaced.") from None
        return ring

    @classmethod
    def load(cls, path: Path, passphrase: Callable[[], str] = ringseal.nobody_asked) -> KeyRing:
        """Read a ring; raise `KeyRingUnusable` when it is missing, damaged or readable by others.

        `passphrase` is asked only of a sealed one.
        """
        content = read_file(path)
        if ringseal.is_sealed(content):
            content = ringseal.opened(content, passphrase())
        try:
            keys = {
                bytes.fromhex(row["id"]): RingKey(base64.b64decode(row["key"]), str(row.get("made_at", "")))
                for row in content["keys"]
            }
            current = bytes.fromhex(content["current"])
            # Rings of before have none: their secrets came from their first key.
            base = base64.b64decode(content["base"]) if "base" in content else next(iter(keys.values())).key
        except (ValueError, KeyError, TypeError, StopIteration) as error:
            raise KeyRingUnusable(_DAMAGED) from error
        if current not in keys or any(len(one.key) != KEY_BYTES for one in keys.values()):
            raise KeyRingUnusable(_DAMAGED)
        return cls(keys, current, base)

    def written(self) -> bytes:
        """Return what the file of this ring says, in the clear."""
        content = {
            "form": 1,
            "current": self.current.hex(),
            "base": base64.b64encode(self.base).decode(),
            "keys": [
                {"id": key_id.hex(), "made_at": one.made_at, "key": base64.b64encode(one.key).decode()}
                for key_id, one in self.keys.items()
            ],
        }
        return json.dumps(content, indent=1).encode()

    def with_new_key(self, at: datetime) -> tuple[KeyRing, bytes]:
        """Return this ring with one more random key, and the key's id."""
        key_id = secrets.token_bytes(KEY_ID_BYTES)
        new = RingKey(secrets.token_bytes(KEY_BYTES), at.isoformat())
        return replace(self, keys={**self.keys, key_id: new}), key_id

    def without(self, key_id: bytes, *, current: bytes) -> KeyRing:
        """Return this ring without a key, and with another that is current."""
        return replace(
            self, keys={one: key for one, key in self.keys.items() if one != key_id}, current=current
        )

    def fingerprint(self, key_id: bytes) -> str:
        """Return what a key is known by: it tells two keys apart and gives neither away."""
        return derive(self.keys[key_id].key, "fingerprint").hex()

    def wrap(self, key: bytes, place: str, key_id: bytes | None = None) -> bytes:
        """Seal a data key with one of the ring's keys, the current one when none is named."""
        key_id = key_id or self.current
        ring_key = self.keys.get(key_id)
        if ring_key is None:
            raise RingKeyMissing(
                "This key ring lacks the key that is in use for writing. Bring the newest ring to this host."
            )
        return seal(derive(ring_key.key, "wrap"), key_id, place, key)

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """Open a data key; raise `KeyRingUnusable` when the ring lacks the key that wrapped it."""
        ring_key = self.keys.get(key_id_of(wrapped))
        if ring_key is None:
            raise RingKeyMissing("This key ring did not seal this database. Use the ring that belongs to it.")
        try:
            return unseal(derive(ring_key.key, "wrap"), place, wrapped)
        except DoesNotOpen:
            raise KeyRingUnusable("A key in the database is damaged.") from None

    def secret(self, label: str) -> bytes:
        """Return a secret for one use, the same as long as this ring is used, whatever keys come and go."""
        return derive(self.base, f"secret:{label}")


def read_file(path: Path) -> dict[str, Any]:
    """Read what the file of a ring says; raise `KeyRingUnusable` when it is missing or readable by others."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise KeyRingUnusable(
            "The key ring is missing. Put it back where TRACKER_KEYRING says; no new one is made."
        ) from None
    if mode & 0o077:
        raise KeyRingUnusable(
            "The key ring can be read by other users of this machine. Set its mode to 0600."
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise KeyRingUnusable(_DAMAGED) from error
    if not isinstance(content, dict):
        raise KeyRingUnusable(_DAMAGED)
    return content


def file_stamp(path: Path) -> tuple[int, ...]:
    """Return what changes whenever the file of a ring is another one; empty when there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode
