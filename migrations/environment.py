"""What both stores' migrations have in common: one connection, one transaction, batch mode for SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal, cast

from alembic import context
from sqlalchemy import Connection, Enum

from tracker.db import UTCDateTime


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | Literal[False]:
    """Write our own types into migrations by what they are in the database."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def compare_type(
    _context: Any, _inspected: Any, _metadata: Any, inspected_type: Any, metadata_type: Any
) -> bool | None:
    """Take an enumeration for the text that it is kept as."""
    if isinstance(metadata_type, Enum):
        return getattr(inspected_type, "length", None) != metadata_type.length
    return None


@contextmanager
def _rebuilding_tables(connection: Connection) -> Iterator[None]:
    """Let SQLite, which changes a table by making it anew, drop one that others refer to; what referred still has to fit."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Past SQLAlchemy, which would begin a transaction first; inside one this setting is ignored.
    database = cast("sqlite3.Connection", connection.connection.driver_connection)
    database.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if broken := database.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"The migration left {len(broken)} rows that refer to nothing.")
    finally:
        database.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Run the migrations on the engine that the caller handed in."""
    engine = context.config.attributes["engine"]
    with engine.connect() as connection, _rebuilding_tables(connection):
        context.configure(
            connection=connection,
            target_metadata=context.config.attributes["metadata"],
            render_as_batch=True,
            render_item=render_item,
            compare_type=compare_type,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
