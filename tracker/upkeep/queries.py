"""Reading what an installation and its machine are like; nothing is changed."""

from __future__ import annotations

import resource
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from tracker import clock, migrating
from tracker.audit import queries as trail
from tracker.config import Settings
from tracker.custody.queries import lies_beside_the_data
from tracker.db import db
from tracker.errors import KeyRingUnusable
from tracker.upkeep.rules import Found, holds_no_plain_text

_SWAPS = Path("/proc/swaps")
_CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")


def look(settings: Settings) -> Found:
    """Look at the installation of these settings, on this machine; the trail is read from end to end."""
    disk = shutil.disk_usage(settings.instance)
    behind = tuple(_behind())
    beside, ring_fault = _ring()
    return Found(
        modes=_modes(settings),
        ring_lies_beside_the_data=beside,
        ring_fault=ring_fault,
        is_debugging=current_app.debug,
        host=settings.host,
        is_loopback=settings.is_loopback,
        address=settings.address,
        behind=behind,
        # Of tables of another version nothing can be read.
        trail_faults=()
        if behind
        else tuple(
            f"{one.store} store, entry {one.number}: {one.reason.rstrip('.')}"
            for one in trail.faults(settings.trail_heads)
        ),
        now=clock.now(),
        backed_up_at=None if behind else trail.last_time("make_backup"),
        free=disk.free,
        size=disk.total,
        is_demo=settings.is_demo,
        core_pattern=_read(_CORE_PATTERN).strip(),
        dumps_core=resource.getrlimit(resource.RLIMIT_CORE)[0] != 0,
        swaps=tuple(one for one in _swaps() if not holds_no_plain_text(one)),
    )


def _modes(settings: Settings) -> dict[str, int]:
    kept = [settings.instance, *settings.instance.rglob("*"), settings.keyring, settings.release_keyring]
    return {
        str(path): stat.S_IMODE(path.stat().st_mode)
        for path in kept
        if path.exists() and path.name != ".gitignore"
    }


def _ring() -> tuple[bool, str]:
    """Say whether the ring lies beside the data, and why it cannot be used, if it cannot."""
    try:
        return lies_beside_the_data(), ""
    except KeyRingUnusable as error:
        return False, error.message


def _behind() -> Iterator[str]:
    for store in migrating.STORES:
        engine = migrating.engine_of(store)
        head = ScriptDirectory.from_config(migrating.alembic_config(store, engine)).get_current_head()
        connection = db.session.connection(bind_arguments={"bind": engine})
        if MigrationContext.configure(connection).get_current_revision() != head:
            yield "main" if store == migrating.MAIN else store


def _swaps() -> Iterator[str]:
    for line in _read(_SWAPS).splitlines()[1:]:
        yield line.split()[0]


def _read(path: Path) -> str:
    """Return what a file of the kernel says; nothing where there is none, as on another system."""
    return path.read_text(encoding="utf-8") if path.exists() else ""
