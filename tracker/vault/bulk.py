"""Writing many new rows at once: sealed value by value as single ones are, without an object for each row."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, cast

from sqlalchemy import Table, insert

from tracker.db import Base, Versioned, db
from tracker.vault.columns import SealedField
from tracker.vault.keys import vault
from tracker.vault.models import INSTALLATION
from tracker.vault.sealing import KEY_ID_BYTES, pad, seal_many

_AT_ONCE = 2_000

_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class _Field:
    """One sealed value of a table: its name, its label, how it is written, and what stands when nothing is said."""

    name: str
    label: str
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
        fields.append(_Field(name, f"{kind.__tablename__}.{name}", field.dump, field.default, padded))
    return fields


def sealed_row(kind: type[Base], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a table keeps of a new row: an id, its plain values, and its sealed ones sealed."""
    row = {"id": uuid.uuid4(), **values}
    if issubclass(kind, Versioned):
        row.setdefault("version", 1)
    owned_by = getattr(kind, "__sealed_for__", None)
    fields = _fields(kind)
    if not fields:
        return row
    owner = (row[owned_by] if owned_by else None) or INSTALLATION
    key, key_id = vault().data_key(owner), owner.bytes[:KEY_ID_BYTES]
    to_seal: list[tuple[str, bytes]] = []
    for field in fields:
        value = row.get(field.name, field.default)
        padded = field.padded_default if value == field.default else _padded(field.dump(value))
        to_seal.append((field.label, padded))
    sealed = seal_many(key, key_id, f":{row['id']}:{owner}", to_seal)
    row.update(zip((field.name for field in fields), sealed, strict=True))
    return row


def write_rows(kind: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write many rows that `sealed_row` made; what was added to the session before them is written first."""
    db.session.flush()
    waiting = iter(rows)
    while batch := list(islice(waiting, _AT_ONCE)):
        db.session.execute(insert(cast("Table", kind.__table__)), batch)


def _padded(value: Any) -> bytes:
    return pad(_encoded(value).encode())
