"""The migrations of both stores: each has one linear history under `migrations/`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData
from sqlalchemy.engine import make_url

from tracker.config import PROJECT_ROOT
from tracker.db import RELEASE, Base, ReleaseBase, db

MAIN = "tracker"
STORES: dict[str, MetaData] = {MAIN: Base.metadata, RELEASE: ReleaseBase.metadata}


def engine_of(store: str) -> Engine:
    """Return the engine of one store in the running application."""
    return db.engines[RELEASE if store == RELEASE else None]


def alembic_config(store: str, engine: Engine) -> Config:
    """Return alembic's configuration for one store."""
    config = Config()
    config.set_main_option("script_location", str(PROJECT_ROOT / "migrations" / store))
    config.attributes["engine"] = engine
    config.attributes["metadata"] = STORES[store]
    return config


def upgrade() -> None:
    """Bring both stores of the running application to the newest version."""
    for store in STORES:
        command.upgrade(alembic_config(store, engine_of(store)), "head")


def create_missing_files(paths: list[Path]) -> None:
    """Make empty SQLite files where there are none; ordinary start-up never creates one."""
    for path in paths:
        if not path.exists():
            path.touch(mode=0o600)


def sqlite_file(url: str) -> Path | None:
    """Return the file behind a SQLite address, None for a server."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database.removeprefix("file:"))
