"""Making an installation: its folder, key rings, stores and reference facts; a second time changes nothing."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import select

from tracker import clock
from tracker.app import create_app
from tracker.audit.operations import acting_as
from tracker.config import Settings
from tracker.custody.operations import enter_ring
from tracker.db import db, writing
from tracker.demo.cli import show_making
from tracker.demo.publishing import publish_last_quarter
from tracker.errors import KeyRingUnusable, Refused
from tracker.migrating import create_missing_files, sqlite_file, upgrade
from tracker.permits.operations import load_frameworks
from tracker.reference.operations import load_facts
from tracker.targets.operations import enter_default_set
from tracker.vault.keyring import KeyRing
from tracker.vault.keys import vault
from tracker.vault.models import INSTALLATION, DataKey


def make_instance(settings: Settings, *, demo_people: int | None = None) -> None:
    """Make whatever part of the installation is not there yet; a new one may get so many invented people.

    Their last quarter is published, so that a donor finds something to look at.

    Raises `KeyRingUnusable` instead of making a new key ring beside a database that needs another one.
    """
    os.umask(0o077)
    settings.instance.mkdir(parents=True, exist_ok=True)
    settings.instance.chmod(0o700)  # a checkout makes the folder as the umask of its user says
    if settings.demo_unfinished.exists():
        _clear_away(settings)
    _make_ring(settings.keyring, settings.database_url)
    _make_ring(settings.release_keyring, settings.release_database_url)
    is_new = lay_stores_out(settings)
    if is_new and demo_people is not None:
        settings.demo_unfinished.touch(mode=0o600)
        with create_app(settings).app_context(), writing(), acting_as("command:instance"):
            show_making(settings, people=demo_people)
            publish_last_quarter(clock.today())
            db.session.remove()
        settings.demo_unfinished.unlink()


def _clear_away(settings: Settings) -> None:
    """Clear away a demonstration that was interrupted while it was made: nobody real was ever in it.

    Raises `Refused` where its databases are no files of ours.
    """
    files = [sqlite_file(url) for url in _urls(settings)]
    if not all(files):
        raise Refused(
            "The demonstration was interrupted while it was made. Empty both databases, then delete "
            f"{settings.demo_unfinished} and start again."
        )
    for file in files:
        if file is not None:
            for ending in ("", "-wal", "-shm"):
                file.with_name(file.name + ending).unlink(missing_ok=True)
    settings.demo_accounts.unlink(missing_ok=True)
    settings.trail_heads.unlink(missing_ok=True)
    settings.demo_unfinished.unlink()


def lay_stores_out(settings: Settings) -> bool:
    """Migrate both stores and load what every installation starts with; say whether it is new."""
    create_missing_files([path for path in map(sqlite_file, _urls(settings)) if path])
    app = create_app(settings)
    with app.app_context(), writing():
        upgrade()
        is_new = db.session.scalar(select(DataKey).where(DataKey.owner_id == INSTALLATION)) is None
        enter_ring()
        if is_new:
            vault().make_key(INSTALLATION)
            db.session.flush()
        load_facts()
        load_frameworks()
        enter_default_set()
        db.session.commit()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    return is_new


def _make_ring(path: Path, database_url: str) -> None:
    if path.exists():
        return
    file = sqlite_file(database_url)
    if file is not None and file.exists() and file.stat().st_size > 0:
        raise KeyRingUnusable(
            "There is a database and no key ring that opens it. Put the key ring back; a new one would not help."
        )
    KeyRing.create(path, clock.now())


def _urls(settings: Settings) -> tuple[str, str]:
    return settings.database_url, settings.release_database_url
