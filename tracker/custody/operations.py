"""Deeds on the ring: a key is added, taken into use, its data keys wrapped anew, and retired.

Files and database cannot change in one step. Whatever comes first is what a second try finds and goes on from: a new key is in the
file before the database knows it, a retired one is retired in the database before it leaves the file.
"""

from __future__ import annotations

from sqlalchemy import func, select, update

from tracker import clock, private_files
from tracker.audit.operations import record
from tracker.config import Settings, this_host
from tracker.custody import queries
from tracker.custody.rules import hosts_without, must_say
from tracker.db import db
from tracker.errors import KeyRingUnusable, RuleBroken
from tracker.vault import ringseal
from tracker.vault.keyring import KeyRing, read_file
from tracker.vault.keys import vault
from tracker.vault.models import DataKey, KnownRingKey, RingHost, RingKeyState

_KIND = "ring_key"


def enter_ring() -> None:
    """Let a database that knows no ring keys know those of the ring that sealed it."""
    queries.check_ring()
    ring = vault().ring
    if queries.known_keys():
        return
    for key_id in ring.keys:
        _announce(ring, key_id, RingKeyState.WRITING if key_id == ring.current else RingKeyState.READING)
    db.session.flush()


def report_ring() -> None:
    """Say which ring keys this host holds: read anew from its file, as every process here does when it lacks one."""
    key_ids = frozenset(one.hex() for one in vault().read_again().keys)
    now, host = clock.now(), this_host()
    held = next((one for one in queries.reports() if one.host == host), None)
    if must_say(held, key_ids, now):
        db.session.merge(RingHost(host=host, holds={"keys": sorted(key_ids)}, seen_at=now))


def add_key(settings: Settings) -> str:
    """Put a new key into the ring, unless one is waiting there, and announce it; return its id."""
    enter_ring()
    known = queries.known_keys()
    if any(one.state is RingKeyState.ANNOUNCED for one in known.values()):
        raise RuleBroken("A new key waits to be taken into use already: tracker keys rewrap")
    ring = vault().read_again()
    waiting = [one for one in ring.keys if one.hex() not in known]
    if waiting:  # whoever added it was interrupted
        key_id = waiting[0]
    else:
        ring, key_id = ring.with_new_key(clock.now())
        _write(settings, ring)
    _announce(ring, key_id, RingKeyState.ANNOUNCED)
    record("add_ring_key", _KIND, key_id.hex())
    report_ring()
    return key_id.hex()


def take_into_use() -> str | None:
    """Let the announced key wrap new data keys; return its id, None when none is announced.

    Refused while a serving host does not hold it: that host could not open what others write.
    """
    report_ring()
    db.session.flush()
    known = queries.known_keys()
    new = next((one for one in known.values() if one.state is RingKeyState.ANNOUNCED), None)
    if new is None:
        return None
    if bytes.fromhex(new.key_id) not in vault().ring.keys:
        raise KeyRingUnusable(queries.OTHER_RING)
    without = hosts_without(new.key_id, queries.reports(), clock.now())
    if without:
        raise RuleBroken(
            f"The new key is not on every host yet: {', '.join(without)}. Bring the ring there; each host reports within a minute."
        )
    now = clock.now()
    for one in known.values():
        if one.state is RingKeyState.WRITING:
            one.state, one.changed_at = RingKeyState.READING, now
    db.session.flush()  # waits for whoever is just writing with the old one
    new.state, new.changed_at = RingKeyState.WRITING, now
    record("take_ring_key_into_use", _KIND, new.key_id)
    return new.key_id


def rewrap_some(at_once: int) -> int:
    """Wrap so many data keys anew with the ring key in use; return how many, 0 when none is left.

    A data key that goes meanwhile (an erasure) stays gone: only the bytes that were read are replaced.
    """
    in_use = _in_use()
    not_yet = select(DataKey.owner_id, DataKey.wrapped).where(func.substr(DataKey.wrapped, 2, 8) != in_use)
    found = db.session.execute(not_yet.order_by(DataKey.owner_id).limit(at_once)).all()
    for owner_id, wrapped in found:
        anew = vault().wrap(vault().unwrap(wrapped, str(owner_id)), owner_id)
        db.session.execute(
            update(DataKey)
            .where(DataKey.owner_id == owner_id, DataKey.wrapped == wrapped)
            .values(wrapped=anew)
        )
    return len(found)


def note_rewrapped(count: int) -> None:
    """Write into the trail that data keys were wrapped anew."""
    record("rewrap", _KIND, _in_use().hex(), details={"data_keys": count})


def retire_key(key_id: str) -> None:
    """Retire a ring key that no data key needs, for good."""
    known = db.session.scalars(
        select(KnownRingKey).where(KnownRingKey.key_id == key_id).with_for_update()
    ).one_or_none()
    if known is None:
        raise RuleBroken("The database knows no ring key with this id: tracker keys status")
    if known.state is RingKeyState.WRITING:
        raise RuleBroken("This key is in use for writing. Add another and rewrap first.")
    needing = queries.wrapped_by()[key_id]
    if needing:
        raise RuleBroken(
            f"{needing} data keys still need this key. Wrap them anew first: tracker keys rewrap"
        )
    if known.state is not RingKeyState.RETIRED:
        known.state, known.changed_at = RingKeyState.RETIRED, clock.now()
        record("retire_ring_key", _KIND, key_id)


def take_out_retired(settings: Settings) -> None:
    """Take retired keys out of the ring's file; called once their retirement is committed."""
    ring = vault().read_again()
    for one in queries.known_keys().values():
        key_id = bytes.fromhex(one.key_id)
        if one.state is RingKeyState.RETIRED and key_id in ring.keys:
            ring = ring.without(key_id, current=_in_use())
            _write(settings, ring)


def seal_rings(settings: Settings, passphrase: str) -> None:
    """Seal the files of both rings with a passphrase, a new one when they are sealed already."""
    vault_here = vault()
    queries.check_ring()
    for path, ring in (
        (settings.keyring, vault_here.read_again()),
        (settings.release_keyring, vault_here.release_ring),
    ):
        private_files.replace(path, ringseal.sealed(ring.written(), passphrase))
    record("seal_ring", _KIND, _in_use().hex())


def _announce(ring: KeyRing, key_id: bytes, state: RingKeyState) -> None:
    db.session.add(
        KnownRingKey(
            key_id=key_id.hex(), fingerprint=ring.fingerprint(key_id), state=state, changed_at=clock.now()
        )
    )


def _in_use() -> bytes:
    asked = select(KnownRingKey.key_id).where(KnownRingKey.state == RingKeyState.WRITING)
    return bytes.fromhex(db.session.scalars(asked).one())


def _write(settings: Settings, ring: KeyRing) -> None:
    """Write the ring's file as it was: in the clear, or sealed with the passphrase that opened it."""
    content = ring.written()
    if ringseal.is_sealed(read_file(settings.keyring)):
        content = ringseal.sealed(content, vault().passphrase())
    private_files.replace(settings.keyring, content)
    vault().read_again()
