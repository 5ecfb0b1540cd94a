"""Writing many new rows at once: sealed value by value as single ones are, without an object for each row."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any, cast

from sqlalchemy import Dialect, LargeBinary, Table, insert
from sqlalchemy.types import TypeEngine

from tracker.db import Base, Versioned, db
from tracker.vault.columns import SealedField
from tracker.vault.keys import vault
from tracker.vault.models import INSTALLATION
from tracker.vault.sealing import KEY_ID_BYTES, pad, seal_many

_AT_ONCE = 500

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class _Field:
    """One sealed value of a table: its name, its label, how it is written, and what stands when nothing is said."""

    name: str
    label: bytes
    dump: Callable[[Any], Any]
    default: Any
    padded_default: bytes


@cache
def _fields(kind: type[Base]) -> list[_Field]:
    """Return the sealed values of a table."""
    fields: list[_Field] = []
    for name, stand_in in kind.stand_ins.items():
        field = cast("SealedField[Any]", stand_in)
        padded = _padded(field.dump(field.default))
        label = f"{kind.__tablename__}.{name}".encode()
        fields.append(_Field(name, label, field.dump, field.default, padded))
    return fields


def sealed_rows(kind: type[Base], rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Return what a table keeps of new rows: of each an id, its plain values, and its sealed ones sealed."""
    fields = _fields(kind)
    owned_by: str | None = getattr(kind, "__sealed_for__", None)
    version = {"version": 1} if issubclass(kind, Versioned) else {}
    keys = vault().column_keys()
    for values in rows:
        row = {"id": uuid.uuid4(), **version, **values}
        if fields:
            owner: uuid.UUID = (row[owned_by] if owned_by else None) or INSTALLATION
            to_seal = [
                (
                    field.label,
                    field.padded_default
                    if (value := row.get(field.name, field.default)) == field.default
                    else _padded(field.dump(value)),
                )
                for field in fields
            ]
            place = f":{row['id']}:{owner}"
            sealed = seal_many(keys[owner], owner.bytes[:KEY_ID_BYTES], place, to_seal)
            for field, value in zip(fields, sealed, strict=True):
                row[field.name] = value
        yield row


def write_rows(kind: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write many new rows with the same columns; what was added to the session before them is written first.

    The driver is handed each value as the column's type writes it: for so many rows the way through SQLAlchemy would
    take longer than the database.
    """
    db.session.flush()
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return
    connection = db.session.connection()
    statement, parameters = _insertion(cast("Table", kind.__table__), list(first), connection.dialect)
    together = chain([first], waiting)
    while batch := [parameters(row) for row in islice(together, _AT_ONCE)]:
        connection.exec_driver_sql(statement, batch)


def _insertion(
    table: Table, names: list[str], dialect: Dialect
) -> tuple[str, Callable[[Mapping[str, Any]], Any]]:
    """Return the statement that inserts a row with these columns, and what makes a row's parameters for the driver."""
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    bound = [(name, _as_bound(table.c[name].type, dialect)) for name in compiled.positiontup or names]
    if compiled.positiontup is None:
        return str(compiled), lambda row: {
            name: bind(row[name]) if bind else row[name] for name, bind in bound
        }
    return str(compiled), lambda row: tuple([bind(row[name]) if bind else row[name] for name, bind in bound])


def _as_bound(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return how a value of a column is handed to the driver; None where it is as it is, as bytes are."""
    return None if isinstance(kind, LargeBinary) else kind.dialect_impl(dialect).bind_processor(dialect)


def _padded(value: Any) -> bytes:
    return pad(_encoded(value).encode())
