"""What is known of the ring's keys, and whether the ring at hand is the one this database needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from tracker import clock
from tracker.config import Settings
from tracker.custody.rules import HostReport
from tracker.db import db
from tracker.errors import KeyRingUnusable
from tracker.vault.keyring import read_file
from tracker.vault.keys import vault
from tracker.vault.models import INSTALLATION, DataKey, KnownRingKey, RingHost, RingKeyState
from tracker.vault.ringseal import is_sealed

OTHER_RING = "This key ring did not seal this database. Use the ring that belongs to it."


@dataclass(frozen=True)
class RingKeyStatus:
    """What `tracker keys status` says of one ring key."""

    key_id: str
    state: str
    """A state of the database, or `not announced` for a key that only the ring holds."""
    fingerprint: str
    changed_at: datetime | None
    in_ring: bool
    data_keys: int
    """How many data keys it wraps."""


def known_keys() -> dict[str, KnownRingKey]:
    """Return the ring keys that the database knows, by id."""
    found = db.session.scalars(select(KnownRingKey).order_by(KnownRingKey.changed_at))
    return {one.key_id: one for one in found}


def reports() -> list[HostReport]:
    """Return what hosts said they hold."""
    found = db.session.scalars(select(RingHost).order_by(RingHost.host))
    return [HostReport(one.host, frozenset(one.holds["keys"]), one.seen_at) for one in found]


def wrapped_by() -> Counter[str]:
    """Return how many data keys each ring key wraps."""
    key_id = func.substr(DataKey.wrapped, 2, 8)
    found = db.session.execute(select(key_id, func.count()).group_by(key_id))
    return Counter({bytes(one).hex(): count for one, count in found})


def ring_status() -> list[RingKeyStatus]:
    """Return what is known of every ring key, those in the ring and those the database knows."""
    ring, known, wrapped = vault().read_again(), known_keys(), wrapped_by()
    in_ring = {one.hex(): one for one in ring.keys}
    return [
        RingKeyStatus(
            key_id=one,
            state=known[one].state.value if one in known else "not announced",
            fingerprint=known[one].fingerprint if one in known else ring.fingerprint(in_ring[one]),
            changed_at=known[one].changed_at if one in known else None,
            in_ring=one in in_ring,
            data_keys=wrapped[one],
        )
        for one in [*known, *(one for one in in_ring if one not in known)]
    ]


def check_ring() -> None:
    """Raise `KeyRingUnusable` unless the ring at hand holds every key that this database needs."""
    ring = vault().ring
    needed = [
        one for one in known_keys().values() if one.state in {RingKeyState.WRITING, RingKeyState.READING}
    ]
    for one in needed:
        key_id = bytes.fromhex(one.key_id)
        if key_id not in ring.keys or ring.fingerprint(key_id) != one.fingerprint:
            raise KeyRingUnusable(OTHER_RING)
    # A database of before knows no ring keys; its own key has to open, or another ring would be taken for good.
    wrapped = db.session.scalar(select(DataKey.wrapped).where(DataKey.owner_id == INSTALLATION))
    if wrapped is not None:
        vault().unwrap(wrapped, str(INSTALLATION))


def ring_is_sealed() -> bool:
    """Say whether the ring's file is sealed with a passphrase."""
    return is_sealed(read_file(_settings().keyring))


def ring_is_elsewhere() -> bool:
    """Say whether the ring's file lies outside the instance folder."""
    settings = _settings()
    return settings.instance not in settings.keyring.resolve().parents


def lies_beside_the_data() -> bool:
    """Say whether a thief of the instance folder, or of this machine's disk, gets the ring with the database."""
    return not (ring_is_elsewhere() or ring_is_sealed())


def as_json(hosts: list[HostReport], keys: list[RingKeyStatus]) -> dict[str, Any]:
    """Return the status of the ring as a machine reads it."""
    now = clock.now()
    return {
        "sealed": ring_is_sealed(),
        "elsewhere": ring_is_elsewhere(),
        "keys": [
            {
                "id": one.key_id,
                "state": one.state,
                "fingerprint": one.fingerprint,
                "since": one.changed_at and one.changed_at.isoformat(),
                "in_ring": one.in_ring,
                "data_keys": one.data_keys,
            }
            for one in keys
        ],
        "hosts": [
            {
                "host": one.host,
                "holds": sorted(one.key_ids),
                "seen_at": one.seen_at.isoformat(),
                "serves": one.serves(now),
            }
            for one in hosts
        ],
    }


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
