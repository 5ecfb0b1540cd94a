"""Sweeping the bytes away that a deleted key leaves in the files of a database.

SQLite overwrites what is deleted (`secure_delete`), and its journal is cut off. PostgreSQL leaves dead rows until the
table of keys is written anew; without their key nothing else that is left can be read.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import event, exists, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import db
from tracker.rights.models import Erasure

_SWEPT_FOR = timedelta(days=2)
_SQLITE = ("PRAGMA busy_timeout=1000", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA busy_timeout=10000")
_POSTGRESQL = ("SET lock_timeout = '1s'", "VACUUM (FULL) data_keys", "RESET lock_timeout")


def sweep_after_commit() -> None:
    """Sweep as soon as this transaction is committed; when somebody is in the way, the hourly round does it."""
    session = db.session()

    @event.listens_for(session, "after_commit", once=True)
    def _sweep(_session: Session) -> None:
        sweep()


def sweep() -> bool:
    """Sweep once, on a connection of its own; say whether nobody was in the way."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    prepare, act, put_back = _SQLITE if is_sqlite else _POSTGRESQL
    # SQLite's connections leave transactions to us already, and have to be left like that.
    options = {} if is_sqlite else {"isolation_level": "AUTOCOMMIT"}
    with db.engine.connect().execution_options(**options) as connection:
        # Past SQLAlchemy, which would begin a transaction: neither statement works inside one.
        cursor = connection.connection.cursor()
        cursor.execute(prepare)
        try:
            cursor.execute(act)
            row = cursor.fetchone() if is_sqlite else None
            return row is None or not row[0]
        except db.engine.dialect.loaded_dbapi.OperationalError:
            return False
        finally:
            cursor.execute(put_back)
            cursor.close()


def sweep_by_itself() -> None:
    """Sweep again for two days after an erasure, for the scheduler of background work."""
    since = clock.today() - _SWEPT_FOR
    due = db.session.scalar(select(exists().where(Erasure.erased_on >= since)))
    db.session.rollback()
    if due:
        sweep()
