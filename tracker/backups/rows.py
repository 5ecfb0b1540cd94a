"""Rows as lines of text, the same from SQLite and PostgreSQL: a backup of one can be restored into the other.

A line is a JSON value. `{"store": …, "revision": …}` begins a store, `{"table": …, "columns": [[name, kind], …], "own": [names]}` a table, whose
columns `own` refer to rows of the same table; a list is one row of it.
"""

from __future__ import annotations

import base64
import json
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Connection,
    Date,
    Enum,
    Integer,
    LargeBinary,
    Numeric,
    String,
    Table,
    Uuid,
    bindparam,
    column,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.types import TypeEngine

from tracker.backups.rules import TORN
from tracker.db import UTCDateTime
from tracker.errors import Refused

AT_ONCE: Final = 500
LONGEST_LINE: Final = 64 * 1024 * 1024
"""No row is longer: a chunk of a document is far below."""


def _same(value: Any) -> Any:
    return value


def _text_of_bytes(value: bytes) -> str:
    return base64.b64encode(value).decode()


@dataclass(frozen=True, slots=True)
class _Kind:
    """How values of one kind are asked for, written into a line, and read from it."""

    type: TypeEngine[Any]
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


_KINDS: Final[dict[str, _Kind]] = {
    "uuid": _Kind(Uuid(), str, uuid.UUID),
    "moment": _Kind(UTCDateTime(), datetime.isoformat, datetime.fromisoformat),
    "day": _Kind(Date(), date.isoformat, date.fromisoformat),
    "bytes": _Kind(LargeBinary(), _text_of_bytes, base64.b64decode),
    "json": _Kind(JSON(none_as_null=True), _same, _same),
    "yes_no": _Kind(Boolean(), _same, _same),
    "whole": _Kind(BigInteger(), _same, _same),
    "exact": _Kind(Numeric(38, 2), str, Decimal),
    "text": _Kind(String(), _same, _same),
}
_KIND_OF: Final[tuple[tuple[type[TypeEngine[Any]], str], ...]] = (
    (UTCDateTime, "moment"),
    (Uuid, "uuid"),
    (Date, "day"),
    (LargeBinary, "bytes"),
    (JSON, "json"),
    (Boolean, "yes_no"),
    (Integer, "whole"),  # BigInteger is one
    (Numeric, "exact"),
    (Enum, "text"),  # by value, so that a word of another version is kept too
    (String, "text"),
)


def store_lines(connection: Connection, store: str, revision: str, tables: Iterable[Table]) -> Iterator[Any]:
    """Yield the lines of some tables of a store, in an order in which they can be written again."""
    yield {"store": store, "revision": revision}
    for one in tables:
        kinds = [(each.name, _kind(each.type)) for each in one.columns]
        own = [each.parent.name for each in one.foreign_keys if each.column.table is one]
        yield {"table": one.name, "columns": kinds, "own": own}
        asked = select(*(column(name, _KINDS[kind].type) for name, kind in kinds)).select_from(
            table(one.name)
        )
        rows = connection.execution_options(stream_results=True, yield_per=AT_ONCE).execute(asked)
        writes = [_KINDS[kind].write for _name, kind in kinds]
        for row in rows:
            yield [None if value is None else write(value) for value, write in zip(row, writes, strict=True)]


def packed(lines: Iterable[Any]) -> Iterator[bytes]:
    """Return lines as bytes, compressed."""
    packer = zlib.compressobj(6)
    for line in lines:
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
        if piece := packer.compress(text.encode()):
            yield piece
    yield packer.flush()


def unpacked(pieces: Iterable[bytes]) -> Iterator[Any]:
    """Return the lines that bytes hold; raise `Refused` where they hold none."""
    unpacker = zlib.decompressobj()
    rest = b""
    try:
        for piece in pieces:
            rest += unpacker.decompress(piece)
            *whole, rest = rest.split(b"\n")
            for line in whole:
                yield json.loads(line)
            if len(rest) > LONGEST_LINE:
                raise Refused(TORN)
        if rest or not unpacker.eof:
            raise Refused(TORN)
    except (ValueError, zlib.error):
        raise Refused(TORN) from None


class Writer:
    """Writes the rows of one table after the other into a database whose tables are laid out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[dict[str, Any]] = []
        self._statement: Any = None
        self._later: list[tuple[Any, list[dict[str, Any]]]] = []
        self._kinds: list[tuple[str, str]] = []
        self._own: set[str] = set()
        self.rows = 0

    def begin(self, line: dict[str, Any]) -> None:
        """Begin a table."""
        self.flush()
        self._kinds = [(name, kind) for name, kind in line["columns"]]
        self._own = set(line["own"])
        into = table(line["table"], *(column(name, _KINDS[kind].type) for name, kind in self._kinds))
        self._statement = insert(into)
        self._later = [
            (
                update(into)
                .where(into.c.id == bindparam("of_id"))
                .values({name: bindparam("refers_to", type_=Uuid())}),
                [],
            )
            for name in sorted(self._own)
        ]

    def take(self, line: list[Any]) -> None:
        """Take one row; what refers to its own table is put in once all of it is there."""
        row = {
            name: None if value is None else _KINDS[kind].read(value)
            for (name, kind), value in zip(self._kinds, line, strict=True)
        }
        for name, (_statement, found) in zip(sorted(self._own), self._later, strict=True):
            if row[name] is not None:
                found.append({"of_id": row["id"], "refers_to": row[name]})
                row[name] = None
        self._rows.append(row)
        self.rows += 1
        if len(self._rows) >= AT_ONCE:
            self._send()

    def flush(self) -> None:
        """Write what is held, and the references inside the table that ends here."""
        self._send()
        for statement, found in self._later:
            if found:
                self._connection.execute(statement, found)
        self._later = []

    def _send(self) -> None:
        if self._rows:
            self._connection.execute(self._statement, self._rows)
            self._rows = []


def _kind(of: TypeEngine[Any]) -> str:
    for type_, kind in _KIND_OF:
        if isinstance(of, type_):
            return kind
    raise TypeError(f"no backup keeps values of the type {type(of).__name__}")
