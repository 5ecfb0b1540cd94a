"""Say what is wrong with an installation, from what was found of it; one sentence for each fault, with what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LEAST_FREE = 2 * 1024**3
"""So many bytes free on the disk at least: a backup and the journal of a large import fit in."""
LEAST_FREE_PART = 0.05
OLDEST_BACKUP = timedelta(days=2)
"""A backup is made each day."""
OTHERS = 0o077
"""What a file may allow to anybody but its owner: nothing of this."""


class Check(StrEnum):
    """Name what is looked at, in the order in which faults are told."""

    FILES = "files"
    KEYS = "keys"
    DEBUG = "debug"
    WAY_IN = "way-in"
    MIGRATIONS = "migrations"
    TRAIL = "trail"
    BACKUP = "backup"
    DISK = "disk"
    DEMO = "demo"
    CORE_DUMPS = "core-dumps"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and what to do about it."""

    check: Check
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of an installation and its machine."""

    modes: dict[str, int]
    """Of the instance folder and of each file in it and of the key rings, by path: the bits of permission."""
    ring_lies_beside_the_data: bool
    ring_fault: str
    """Why the key ring cannot be used; empty where it can."""
    is_debugging: bool
    host: str
    is_loopback: bool
    address: str
    """Where people reach it."""
    behind: tuple[str, ...]
    """The stores whose tables are not those of this version."""
    trail_faults: tuple[str, ...]
    now: datetime
    backed_up_at: datetime | None
    """When the last backup was made; None where there never was one, or the tables are of another version."""
    free: int
    """Bytes on the disk of the instance folder."""
    size: int
    is_demo: bool
    core_pattern: str
    """What the machine does with the memory of a process that died; empty where it keeps none."""
    dumps_core: bool
    """Whether a process started from here may leave its memory on the disk."""
    swaps: tuple[str, ...]
    """Where memory is written to when it is short."""


def faults(found: Found) -> list[Fault]:
    """Return everything that is wrong, what endangers people most first."""
    order = list(Check)
    return sorted(_faults(found), key=lambda fault: order.index(fault.check))


def _faults(found: Found) -> Iterator[Fault]:
    yield from _files(found)
    if found.ring_fault:
        yield Fault(Check.KEYS, found.ring_fault)
    if found.ring_lies_beside_the_data:
        yield Fault(
            Check.KEYS,
            "The key ring lies beside the data, so whoever takes the one takes the other: "
            "tracker keys seal, or move it and name its place in TRACKER_KEYRING.",
        )
    if found.is_debugging:
        yield Fault(Check.DEBUG, "Debugging is on: take FLASK_DEBUG out of the environment.")
    yield from _way_in(found)
    for store in found.behind:
        yield Fault(
            Check.MIGRATIONS, f"The tables of the {store} store are not of this version: tracker instance"
        )
    for told in found.trail_faults:
        yield Fault(
            Check.TRAIL, f"The trail is not whole: {told}. Keep the machine as it is, and look into it."
        )
    yield from _backup(found)
    if found.free < max(LEAST_FREE, int(found.size * LEAST_FREE_PART)):
        yield Fault(Check.DISK, f"Only {found.free // 1024**2} MB are free on the disk: make room.")
    if found.is_demo:
        yield Fault(
            Check.DEMO,
            "This is a demonstration, with passwords in a file. Never put real people into it: "
            "start an empty one with make run DEMO=0.",
        )
    yield from _memory(found)


def _files(found: Found) -> Iterator[Fault]:
    for path, mode in sorted(found.modes.items()):
        if mode & OTHERS:
            yield Fault(
                Check.FILES, f"{path} can be read or changed by others on this machine: chmod go= {path}"
            )


def _backup(found: Found) -> Iterator[Fault]:
    if found.backed_up_at is None:
        yield Fault(Check.BACKUP, "No backup was ever made: tracker backup FILE, each day.")
    elif found.now - found.backed_up_at > OLDEST_BACKUP:
        days = (found.now - found.backed_up_at).days
        yield Fault(Check.BACKUP, f"The last backup is {days} days old: tracker backup FILE, each day.")


def _way_in(found: Found) -> Iterator[Fault]:
    if not found.is_loopback:
        yield Fault(
            Check.WAY_IN,
            f"The server listens on {found.host}, where others can read what passes: "
            "take HOST out of the environment, and let a reverse proxy with TLS stand in front.",
        )
    if found.address.startswith("http://") and not found.address.startswith(
        ("http://127.0.0.1", "http://localhost", "http://[::1]")
    ):
        yield Fault(Check.WAY_IN, "People reach it without TLS: TRACKER_ADDRESS has to begin with https://.")


def _memory(found: Found) -> Iterator[Fault]:
    if found.dumps_core and found.core_pattern:
        yield Fault(
            Check.CORE_DUMPS,
            "A command that dies can leave its memory, with names in it, on the disk: "
            "ulimit -c 0 in the shell or LimitCORE=0 in the unit.",
        )
    for device in found.swaps:
        yield Fault(
            Check.SWAP,
            f"Memory, with names in it, can be written to {device}: swapoff {device}, or encrypt it.",
        )


def holds_no_plain_text(device: str) -> bool:
    """Say whether a place for swapped memory keeps it in memory, or is a mapped device, which encrypts as a rule."""
    return device.startswith(("/dev/zram", "/dev/dm-", "/dev/mapper/"))
