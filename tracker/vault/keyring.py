"""The key ring: a file of mode 0600 whose keys wrap all other keys. Lose it and everything is lost."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.errors import KeyRingUnusable
from tracker.vault.sealing import KEY_BYTES, KEY_ID_BYTES, DoesNotOpen, derive, key_id_of, seal, unseal


@dataclass(frozen=True)
class KeyRing:
    """The keys of one ring, and which of them new values are wrapped with."""

    keys: dict[bytes, bytes]
    """Key id to key."""
    current: bytes
    """The id of the key in use for writing."""

    @classmethod
    def create(cls, path: Path, at: datetime) -> KeyRing:
        """Make a new ring with one random key; refuse to touch a file that is there already."""
        key_id, key = secrets.token_bytes(KEY_ID_BYTES), secrets.token_bytes(KEY_BYTES)
        content = {
            "form": 1,
            "current": key_id.hex(),
            "keys": [{"id": key_id.hex(), "made_at": at.isoformat(), "key": base64.b64encode(key).decode()}],
        }
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise KeyRingUnusable("There is a key ring already; it is not replaced.") from None
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        return cls({key_id: key}, key_id)

    @classmethod
    def load(cls, path: Path) -> KeyRing:
        """Read a ring; raise `KeyRingUnusable` when it is missing, damaged or readable by others."""
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
            keys = {bytes.fromhex(row["id"]): base64.b64decode(row["key"]) for row in content["keys"]}
            current = bytes.fromhex(content["current"])
        except (ValueError, KeyError, TypeError) as error:
            raise KeyRingUnusable("The key ring is damaged. Restore it from its backup.") from error
        if current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise KeyRingUnusable("The key ring is damaged. Restore it from its backup.")
        return cls(keys, current)

    def wrap(self, key: bytes, place: str) -> bytes:
        """Seal a data key with the ring's current key."""
        return seal(derive(self.keys[self.current], "wrap"), self.current, place, key)

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """Open a data key; raise `KeyRingUnusable` when the ring lacks the key that wrapped it."""
        ring_key = self.keys.get(key_id_of(wrapped))
        if ring_key is None:
            raise KeyRingUnusable(
                "This key ring did not seal this database. Use the ring that belongs to it."
            )
        try:
            return unseal(derive(ring_key, "wrap"), place, wrapped)
        except DoesNotOpen:
            raise KeyRingUnusable("A key in the database is damaged.") from None

    def secret(self, label: str) -> bytes:
        """Return a secret for one use, the same as long as the ring's first key stays."""
        return derive(self.keys[next(iter(self.keys))], f"secret:{label}")
