"""The keys at hand: the rings of the running process and the data keys that the current work needs."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, cast

from flask import Flask, current_app
from sqlalchemy import delete, insert, select

from tracker.config import Settings
from tracker.db import db
from tracker.errors import KeyRingUnusable
from tracker.vault.keyring import KeyRing, RingKeyMissing, file_stamp
from tracker.vault.models import INSTALLATION, DataKey, KnownRingKey, RingKeyState
from tracker.vault.ringseal import passphrase_at_start
from tracker.vault.sealing import KEY_BYTES, ColumnKeys

_AT_HAND = "data_keys"
_IN_USE = "ring key in use"
_COLUMN_KEYS = "column_keys"
_BATCH = 500  # below SQLite's limit of bound parameters on every build


class _ByOwner(dict[uuid.UUID, ColumnKeys]):
    """Keys of columns, made when an owner's are first asked for."""

    def __init__(self, data_key: Callable[[uuid.UUID], bytes]) -> None:
        super().__init__()
        self._data_key = data_key

    def __missing__(self, owner_id: uuid.UUID) -> ColumnKeys:
        keys = self[owner_id] = ColumnKeys(self._data_key(owner_id))
        return keys


class Vault:
    """The two rings of this process, read when first needed: donor pages never need the first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._installation_key: bytes | None = None
        self._ring: KeyRing | None = None
        self._ring_stamp: tuple[int, ...] = ()
        self.given: str | None = None
        """The passphrase that opened sealed rings here; None while none was needed."""
        self.opened_own: dict[tuple[str, uuid.UUID, bytes], Any] = {}
        """What was opened of the installation's own rows, such as names of staff, by column, row and sealed bytes."""

    @property
    def ring(self) -> KeyRing:
        """Return the ring of the main database."""
        return self._ring or self.read_again()

    def read_again(self) -> KeyRing:
        """Read the ring of the main database from its file: it may hold other keys than when this process began."""
        path = self._settings.keyring
        stamp = file_stamp(path)
        if self._ring is None or stamp != self._ring_stamp:
            self._ring, self._ring_stamp = KeyRing.load(path, self.passphrase), stamp
        return self._ring

    @cached_property
    def release_ring(self) -> KeyRing:
        """Return the ring of the release store."""
        return KeyRing.load(self._settings.release_keyring, self.passphrase)

    def passphrase(self) -> str:
        """Return the passphrase of sealed rings, as it was given to this process."""
        if self.given is None:
            self.given = passphrase_at_start(self._settings.passphrase_descriptor)
        return self.given

    def wrap(self, key: bytes, owner_id: uuid.UUID) -> bytes:
        """Seal a data key with the ring key that the database says is in use for writing."""
        in_use = _in_use_for_writing()
        try:
            return self.ring.wrap(key, str(owner_id), in_use)
        except RingKeyMissing:
            return self.read_again().wrap(key, str(owner_id), in_use)

    def unwrap(self, wrapped: bytes, owner: str) -> bytes:
        """Open a data key, with a key that came to the ring since this process began too."""
        try:
            return self.ring.unwrap(wrapped, owner)
        except RingKeyMissing:
            return self.read_again().unwrap(wrapped, owner)

    def data_key(self, owner_id: uuid.UUID) -> bytes:
        """Return an owner's key; raise `KeyRingUnusable` when there is none."""
        if owner_id == INSTALLATION:
            # One row that never changes while the process lives: asked once.
            if self._installation_key is None:
                self._installation_key = self._fetch([INSTALLATION])[INSTALLATION]
            return self._installation_key
        at_hand = keys_at_hand()
        if owner_id not in at_hand:
            at_hand.update(self._fetch([owner_id]))
        return at_hand[owner_id]

    def column_keys(self) -> Mapping[uuid.UUID, ColumnKeys]:
        """Return the keys of columns by owner, for this unit of work; asking for those of no owner raises."""
        at_hand = db.session.info.get(_COLUMN_KEYS)
        if at_hand is None:
            at_hand = db.session.info[_COLUMN_KEYS] = _ByOwner(self.data_key)
        return cast("_ByOwner", at_hand)

    def fetch(self, owner_ids: Iterable[uuid.UUID]) -> None:
        """Bring the keys of many owners to hand with few queries, before their values are read."""
        at_hand = keys_at_hand()
        missing = iter({owner for owner in owner_ids if owner not in at_hand})
        while batch := list(islice(missing, _BATCH)):
            at_hand.update(self._fetch(batch))

    def make_key(self, owner_id: uuid.UUID) -> None:
        """Make the key of a new owner and bring it to hand."""
        key = secrets.token_bytes(KEY_BYTES)
        db.session.add(DataKey(owner_id=owner_id, wrapped=self.wrap(key, owner_id)))
        keys_at_hand()[owner_id] = key

    def make_keys(self, owner_ids: Iterable[uuid.UUID]) -> None:
        """Make the keys of many new owners at once and bring them to hand."""
        made = {owner: secrets.token_bytes(KEY_BYTES) for owner in owner_ids}
        rows = [{"owner_id": owner, "wrapped": self.wrap(key, owner)} for owner, key in made.items()]
        if rows:
            db.session.execute(insert(DataKey), rows)
        keys_at_hand().update(made)

    def destroy_keys(self, owner_ids: Iterable[uuid.UUID]) -> None:
        """Destroy the keys of owners: whatever is still kept under them can never be read again."""
        gone = list(owner_ids)
        for start in range(0, len(gone), _BATCH):
            db.session.execute(delete(DataKey).where(DataKey.owner_id.in_(gone[start : start + _BATCH])))
        for owner in gone:
            keys_at_hand().pop(owner, None)
            db.session.info.get(_COLUMN_KEYS, {}).pop(owner, None)

    def _fetch(self, owner_ids: list[uuid.UUID]) -> dict[uuid.UUID, bytes]:
        with db.session.no_autoflush:
            rows = db.session.execute(
                select(DataKey.owner_id, DataKey.wrapped).where(DataKey.owner_id.in_(owner_ids))
            ).all()
        if len(rows) < len(owner_ids):
            raise KeyRingUnusable("The key of a record is missing: what it sealed can no longer be read.")
        return {owner: self.unwrap(wrapped, str(owner)) for owner, wrapped in rows}


def _in_use_for_writing() -> bytes | None:
    """Return the id of the ring key for new data keys; None while the database knows of none.

    Asked once in a transaction and locked until it ends: nobody retires a ring key that is just being used.
    """
    transaction = db.session().get_transaction()
    held = db.session.info.get(_IN_USE)
    if held is not None and held[0] is transaction:
        return cast("bytes | None", held[1])
    asked = select(KnownRingKey.key_id).where(KnownRingKey.state == RingKeyState.WRITING)
    with db.session.no_autoflush:
        found = db.session.scalar(asked.with_for_update(read=True))
    key_id = bytes.fromhex(found) if found else None
    db.session.info[_IN_USE] = (db.session().get_transaction(), key_id)
    return key_id


def init_vault(app: Flask, settings: Settings) -> None:
    """Give the application its vault."""
    app.extensions["vault"] = Vault(settings)


def vault() -> Vault:
    """Return the vault of the running application."""
    return cast("Vault", current_app.extensions["vault"])


def keys_at_hand() -> dict[uuid.UUID, bytes]:
    """Return the opened keys of this unit of work; they go when its database session goes."""
    return cast("dict[uuid.UUID, bytes]", db.session.info.setdefault(_AT_HAND, {}))
