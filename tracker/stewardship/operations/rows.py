"""Rows of any table, taken up, changed and written back as one: what a merge does, and what its undo puts back.

A row is a mapping of column names whose sealed columns are opened; it is sealed anew only where its owner or its value
changed, and where it returns to what it once was, the very bytes of then are put back.
"""

from __future__ import annotations

import base64
import enum
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, TypeDecorator, delete, insert, select, update

from tracker.db import Base, db
from tracker.vault.resealing import sealed_table

Raw = dict[str, Any]
"""A row as the database has it."""


@dataclass
class Row:
    """One row: what stands in the database, and what shall stand."""

    table: str
    id: uuid.UUID
    stood: Raw | None
    """None for a row that is not there yet."""
    values: dict[str, Any]
    """What shall stand, sealed columns opened."""
    gone: bool = False
    remembered: Raw | None = None
    """How it stood once; its sealed bytes serve again where its values return."""

    def raw(self) -> Raw | None:
        """Return the row as it shall stand in the database; None when it goes."""
        if self.gone:
            return None
        sealing = sealed_table(self.table)
        fresh: Raw | None = None
        result = dict(self.values)
        known = [
            (sealing.owner(one), one, sealing.opened(one)) for one in (self.stood, self.remembered) if one
        ]
        for name in sealing.columns:
            same = (
                raw[name]
                for owner, raw, opened in known
                if owner == sealing.owner(self.values) and opened[name] == self.values[name]
            )
            found = next(same, None)
            if found is None:
                fresh = fresh or sealing.sealed(self.values)
                found = fresh[name]
            result[name] = found
        return result


@dataclass
class Rows:
    """The rows that one deed takes up; each is taken up once, however it is asked for."""

    held: dict[tuple[str, uuid.UUID], Row] = field(default_factory=dict)

    def take(self, table: str, condition: ColumnElement[bool]) -> list[Row]:
        """Take up the rows of a table that meet a condition, as they stood before this deed."""
        found = db.session.execute(select(table_of(table)).where(condition)).mappings()
        return [self._held(table, dict(raw)) for raw in found]

    def one(self, table: str, row_id: uuid.UUID) -> Row | None:
        """Take up one row by its id; None when it is not there."""
        return next(iter(self.take(table, table_of(table).c.id == row_id)), None)

    def add(self, table: str, values: Mapping[str, Any], *, remembered: Raw | None = None) -> Row:
        """Put in a row that is not there yet."""
        row = Row(table, values["id"], None, dict(values), remembered=remembered)
        self.held[table, row.id] = row
        return row

    def changed(self) -> Iterator[tuple[Row, Raw | None]]:
        """Yield the rows that change, each with how it shall stand, parents before their children."""
        place = {table.name: number for number, table in enumerate(Base.metadata.sorted_tables)}
        for row in sorted(self.held.values(), key=lambda one: (place[one.table], str(one.id))):
            raw = row.raw()
            if raw != row.stood:
                yield row, raw

    def write(self, *, children_first: bool) -> list[tuple[Row, Raw | None]]:
        """Write what changed, and return it.

        A merge empties children before it takes their parents out, and makes room before it moves something there; its
        undo puts parents back before their children return.
        """
        changed = list(self.changed())
        tables = list(dict.fromkeys(row.table for row, _raw in changed))
        for table in reversed(tables) if children_first else tables:
            for step in (_delete, _update, _insert):
                for row, raw in changed:
                    if row.table == table:
                        step(row, raw)
        _forget({(row.table, row.id) for row, _raw in changed})
        return changed

    def _held(self, table: str, raw: Raw) -> Row:
        key = (table, raw["id"])
        if key not in self.held:
            self.held[key] = Row(table, raw["id"], raw, sealed_table(table).opened(raw))
        return self.held[key]


def table_of(name: str) -> Table:
    """Return a table of the main database."""
    return Base.metadata.tables[name]


def referring_to(table: str) -> list[Column[Any]]:
    """Return every column of the main database that refers to the ids of a table."""
    target = table_of(table)
    return [
        key.parent
        for one in Base.metadata.sorted_tables
        for key in sorted(one.foreign_keys, key=lambda key: str(key.parent.name))
        if key.column.table is target
    ]


def as_record(raw: Raw | None) -> dict[str, Any]:
    """Return a row in the form in which it is remembered; empty for none."""
    return {} if raw is None else {name: _written(value) for name, value in raw.items()}


def of_record(table: str, record: Mapping[str, Any]) -> Raw | None:
    """Read what `as_record` returned; columns that the table has got since then are not in it."""
    if not record:
        return None
    columns = table_of(table).c
    return {name: _read(value, columns[name]) for name, value in record.items()}


def dumped(value: Any) -> bytes:
    """Return a value in the opened form of a sealed column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _written(value: Any) -> Any:
    match value:
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case enum.Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case uuid.UUID() | Decimal():
            return str(value)
        case _:
            return value


def _read(value: Any, column: Column[Any]) -> Any:
    if value is None:
        return None
    stored = column.type
    kind = (stored.impl_instance if isinstance(stored, TypeDecorator) else stored).python_type
    if issubclass(kind, bytes):
        return base64.b64decode(value)
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    if issubclass(kind, uuid.UUID | Decimal | enum.Enum):
        return kind(value)
    return value


def _delete(row: Row, raw: Raw | None) -> None:
    if raw is None:
        table = table_of(row.table)
        db.session.execute(delete(table).where(table.c.id == row.id))


def _update(row: Row, raw: Raw | None) -> None:
    if raw is not None and row.stood is not None:
        table = table_of(row.table)
        different = {name: value for name, value in raw.items() if row.stood[name] != value}
        db.session.execute(update(table).where(table.c.id == row.id).values(different))


def _insert(row: Row, raw: Raw | None) -> None:
    if row.stood is None and raw is not None:
        db.session.execute(insert(table_of(row.table)).values(raw))


def _forget(changed: set[tuple[str, uuid.UUID]]) -> None:
    """Let the session forget rows that changed under its feet; their keys are held with them."""
    held: Any
    for held in list(db.session):
        # A case takes its steps along when it is let go.
        if (held.__tablename__, getattr(held, "id", None)) in changed and held in db.session:
            db.session.expunge(held)
