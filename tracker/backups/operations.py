"""Making a backup while the tracker serves, and restoring one into an empty installation."""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from alembic import command
from alembic.runtime.migration import MigrationContext
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from sqlalchemy import Connection, Engine, delete, inspect

from tracker import clock, migrating
from tracker.access.models import DonorSignIn, SignIn
from tracker.app import create_app
from tracker.audit.operations import acting_as, record
from tracker.backups import keyfiles
from tracker.backups.envelope import Header, SealingWriter, opened, read_header
from tracker.backups.rows import Writer, packed, store_lines, unpacked
from tracker.backups.rules import Part, keys_beside, keys_have_expired
from tracker.config import Settings
from tracker.db import RELEASE, db, reading, writing
from tracker.errors import Refused
from tracker.instance import lay_stores_out
from tracker.rights.operations import replay_ledger
from tracker.rights.queries import ledger_lines
from tracker.vault.keys import vault
from tracker.vault.models import INSTALLATION, DataKey

KEYS_TABLE = DataKey.__tablename__


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup that was made holds, and what was cleared away beside it."""

    rows: int
    expired: tuple[str, ...]
    """Names of files of data keys that had lived their time and were deleted."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored."""

    rows: int
    erased: int
    """How many erasures were done again."""


def make_backup(settings: Settings, path: Path) -> Made:
    """Write all records to a file and the data keys beside it, sealed for the backup key; others go on working.

    Raises `Refused` where there is no backup key, or a file of that name. What is written under another name first takes its own once
    it is whole.
    """
    to = keyfiles.read_public(settings.backup_key)
    beside = keys_beside(path)
    for one in (path, beside):
        if one.exists():
            raise Refused(f"There is a file {one.name} already; it is not replaced.")
    set_id, made_at = uuid.uuid4().hex, clock.now().isoformat()
    db.session.rollback()
    counted = _Counted()
    with (
        _moment(migrating.engine_of(migrating.MAIN)) as main,
        _moment(migrating.engine_of(RELEASE)) as release,
    ):
        _write(beside, Header(Part.KEYS, set_id, made_at), to, _keys(main))
        _write(path, Header(Part.RECORDS, set_id, made_at), to, counted.of(_records(main, release)))
    record("make_backup", "backup", set_id, details={"rows": counted.rows})
    return Made(counted.rows, _forget_expired(path.parent))


def restore(settings: Settings, path: Path, keys: Path, private: X25519PrivateKey) -> Restored:
    """Restore records with the data keys of the same or a later backup, and do every erasure of their ledger again.

    Both files are read to their ends before anything is written. Raises `Refused` for a file that is not whole or was made for
    another key, where there is data already, and where the key rings are not back in their places.
    """
    _check(path, Part.RECORDS, private)
    _check(keys, Part.KEYS, private)
    for ring in (settings.keyring, settings.release_keyring):
        if not ring.exists():
            raise Refused(f"Put the key ring back first: {ring} is missing, and no backup holds it.")
    made = [
        file
        for url in _urls(settings)
        if (file := migrating.sqlite_file(url)) is not None and not file.exists()
    ]
    migrating.create_missing_files(made)
    try:
        return _restore(settings, path, keys, private)
    except BaseException:
        for file in made:
            for ending in ("", "-wal", "-shm"):
                file.with_name(file.name + ending).unlink(missing_ok=True)
        raise


def _restore(settings: Settings, path: Path, keys: Path, private: X25519PrivateKey) -> Restored:
    with _application(settings):
        for store in migrating.STORES:
            if inspect(migrating.engine_of(store)).get_table_names():
                raise Refused("There is data here already. A backup is restored into an empty installation.")
        _check_ring(_lines(keys, private))
        rows = _fill(_lines(path, private), _lines(keys, private))
    lay_stores_out(settings)
    with _application(settings), writing():
        erased = replay_ledger(_ledger(keys, private))
        for sign_ins in (SignIn, DonorSignIn):  # whoever holds an old cookie signs in anew
            db.session.execute(delete(sign_ins))
        record("restore_backup", "backup", _header(path).set_id, details={"rows": rows, "erased": erased})
        db.session.commit()
    return Restored(rows, erased)


def _fill(records: Iterable[Any], keys: Iterable[Any]) -> int:
    """Write all rows into stores that are laid out as they were when the backup was made."""
    written = 0
    for store, lines in _by_store(records):
        engine = migrating.engine_of(store["store"])
        command.upgrade(migrating.alembic_config(store["store"], engine), store["revision"])
        with engine.begin() as connection:
            writer = Writer(connection)
            for line in lines:
                _take(writer, line)
            writer.flush()
            written += writer.rows
    with writing(), migrating.engine_of(migrating.MAIN).begin() as connection:
        writer = Writer(connection)
        for line in keys:
            if not (isinstance(line, dict) and line.keys() & {"store", "ledger"}):
                _take(writer, line)
        writer.flush()
    return written + writer.rows


def _check_ring(keys: Iterable[Any]) -> None:
    """Raise `KeyRingUnusable` unless the ring at hand opens the installation's own key."""
    for line in keys:
        if isinstance(line, list) and line[0] == str(INSTALLATION):
            vault().unwrap(base64.b64decode(line[1]), line[0])


def _take(writer: Writer, line: Any) -> None:
    if isinstance(line, dict):
        writer.begin(line)
    else:
        writer.take(line)


def _by_store(lines: Iterable[Any]) -> Iterator[tuple[dict[str, str], Iterator[Any]]]:
    """Divide lines by the store that they belong to; each part is read before the next is asked for."""
    rest = iter(lines)
    begun: list[dict[str, str]] = [line for line in [next(rest, None)] if isinstance(line, dict)]

    def until_the_next() -> Iterator[Any]:
        for line in rest:
            if isinstance(line, dict) and "store" in line:
                begun.append(line)
                return
            yield line

    while begun:
        yield begun.pop(), until_the_next()


def _records(main: Connection, release: Connection) -> Iterator[Any]:
    for store, connection in ((migrating.MAIN, main), (RELEASE, release)):
        tables = [one for one in migrating.STORES[store].sorted_tables if one.name != KEYS_TABLE]
        yield from store_lines(connection, store, _revision(connection), tables)


def _keys(main: Connection) -> Iterator[Any]:
    tables = [one for one in migrating.STORES[migrating.MAIN].sorted_tables if one.name == KEYS_TABLE]
    yield from store_lines(main, migrating.MAIN, _revision(main), tables)
    for line in ledger_lines(main):
        yield {"ledger": line}


def _ledger(keys: Path, private: X25519PrivateKey) -> Iterator[str]:
    for line in _lines(keys, private):
        if isinstance(line, dict) and "ledger" in line:
            yield line["ledger"]


def _revision(connection: Connection) -> str:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        raise Refused("The tables are not laid out yet: tracker instance")
    return revision


class _Counted:
    """Counts the rows that pass."""

    def __init__(self) -> None:
        self.rows = 0

    def of(self, lines: Iterable[Any]) -> Iterator[Any]:
        """Pass lines on."""
        for line in lines:
            self.rows += isinstance(line, list)
            yield line


@contextmanager
def _moment(engine: Engine) -> Iterator[Connection]:
    """Read everything as it stood at one moment, whatever others write meanwhile."""
    with reading(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":  # there each statement sees its own moment unless told
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def _write(path: Path, header: Header, to: X25519PublicKey, lines: Iterable[Any]) -> None:
    """Seal lines into a file that takes its name once it is whole and on the disk."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            writer = SealingWriter(file, header, to)
            for piece in packed(lines):
                writer.write(piece)
            writer.close()
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _check(path: Path, part: Part, private: X25519PrivateKey) -> None:
    """Read a file to its end, so that nothing is begun with half of one."""
    if _header(path).part != part:
        raise Refused(f"{path.name} does not hold the {part.value} of a backup.")
    for _line in _lines(path, private):
        pass


def _header(path: Path) -> Header:
    with _open(path) as file:
        return read_header(file)


def _lines(path: Path, private: X25519PrivateKey) -> Iterator[Any]:
    with _open(path) as file:
        yield from unpacked(opened(file, private))


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None


def _forget_expired(folder: Path) -> tuple[str, ...]:
    """Delete data keys of backups in this folder that have lived their time; return the names of their files."""
    gone = []
    for path in sorted(folder.glob("*.keys")):
        with suppress(Refused, OSError, ValueError, TypeError):  # whatever else lies there
            header = _header(path)
            if header.part == Part.KEYS and keys_have_expired(header.made_at, clock.now()):
                path.unlink()
                gone.append(path.name)
    return tuple(gone)


def _urls(settings: Settings) -> tuple[str, str]:
    return settings.database_url, settings.release_database_url


@contextmanager
def _application(settings: Settings) -> Iterator[None]:
    """Act inside an application of these settings, and let go of its connections afterwards."""
    with create_app(settings).app_context(), acting_as("command:restore"):
        try:
            yield
        finally:
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
