"""Sealed columns: one word in a model makes an attribute unreadable without its owner's key.

    class Person(HasId, Base):
        surname = sealed_text()

keeps `surname` in a column of that name, as bytes; `Person.surname_sealed` is that column. A value is
bound to its table, column, row and owner, so that moving the bytes elsewhere is noticed. Absence is
sealed too: a sealed column is never NULL.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar, overload

from sqlalchemy import LargeBinary
from sqlalchemy.orm import MappedColumn, mapped_column

from tracker.db import Base
from tracker.errors import Damaged
from tracker.vault.keys import vault
from tracker.vault.models import INSTALLATION
from tracker.vault.sealing import ColumnKeys, DoesNotOpen, derive, seal, unseal

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_HELD_KEY = "_sealing_key"
_KEPT_OPEN = 4000
"""So many values of the installation's own rows are kept opened."""

# Without looking for white space around the value: none was written there.
_decoded = json.JSONDecoder().raw_decode
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class SealedField(Generic[T]):
    """A descriptor that seals on assignment and opens on reading; it keeps no plain copy."""

    def __init__(self, default: T, dump: Callable[[T], Any], load: Callable[[Any], T]) -> None:
        self.default = default
        self.dump = dump
        self.load = load
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def column(self, name: str) -> MappedColumn[bytes]:
        """Return the column of bytes that keeps the sealed value."""
        return mapped_column(name, LargeBinary, nullable=False)

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: object, owner: type) -> T: ...
    def __get__(self, row: Any, owner: type) -> Self | T:
        if row is None:
            return self
        key, _key_id = key_for(row)
        sealed = getattr(row, f"{self._name}_sealed")
        label = self._label(row)
        return self.open(label, derive(key, label), f":{row.id}:{owner_of(row)}", sealed)

    def open(self, label: str, column_key: bytes, place: str, sealed: bytes) -> T:
        """Open a value whose row is not at hand, as for figures over everybody; raise `Damaged`.

        `label` is table and column, from which its key was derived; `place` is row and owner.
        """
        try:
            plain = unseal(column_key, label + place, sealed)
        except DoesNotOpen:
            raise Damaged(label) from None
        return self.load(_decoded(plain.decode())[0])

    def __set__(self, row: Any, value: T) -> None:
        key, key_id = key_for(row)
        plain = _encoded(self.dump(value)).encode()
        sealed = seal(derive(key, self._label(row)), key_id, self._place(row), plain)
        setattr(row, f"{self._name}_sealed", sealed)

    def _label(self, row: Any) -> str:
        return f"{row.__tablename__}.{self._name}"

    def _place(self, row: Any) -> str:
        return f"{row.__tablename__}.{self._name}:{row.id}:{owner_of(row)}"


def open_row(
    model: type[Any], row_id: uuid.UUID, owner_id: uuid.UUID, wrapped: bytes, sealed: Mapping[str, bytes]
) -> dict[str, Any]:
    """Open sealed values, by name, of a row of the main database that was read column by column.

    `wrapped` is the owner's data key as the database keeps it, read in the same query. Raises `Damaged`.
    """
    owner = str(owner_id)
    keys = ColumnKeys(vault().unwrap(wrapped, owner))
    table, place = model.__tablename__, f":{row_id}:{owner}"
    opened: dict[str, Any] = {}
    for name, value in sealed.items():
        label = f"{table}.{name}"
        opened[name] = getattr(model, name).open(label, keys.of(label.encode()), place, value)
    return opened


def open_own(model: type[Any], name: str, row_id: uuid.UUID, sealed: bytes) -> Any:
    """Open a sealed value of a row that the installation owns, and that was read column by column; raise `Damaged`."""
    return open_own_column(model, name, [(row_id, sealed)])[row_id]


def open_own_column(
    model: type[Any], name: str, sealed: Iterable[tuple[uuid.UUID, bytes]]
) -> dict[uuid.UUID, Any]:
    """Open one column of rows that the installation owns, given by row id as the database keeps it; raise `Damaged`.

    Opened once in a process: forms offer the names of hundreds of officers.
    """
    label, known = f"{model.__tablename__}.{name}", vault().opened_own
    field, owner = getattr(model, name), f":{INSTALLATION}"
    opened: dict[uuid.UUID, Any] = {}
    for row_id, value in sealed:
        if (one := (label, row_id, value)) not in known:
            if len(known) >= _KEPT_OPEN:
                known.clear()
            key = derive(vault().data_key(INSTALLATION), label)
            known[one] = field.open(label, key, f":{row_id}{owner}", value)
        opened[row_id] = known[one]
    return opened


def sealed_bytes(row: object, name: str) -> bytes:
    """Return what the database keeps for a sealed attribute."""
    return bytes(getattr(row, f"{name}_sealed"))


def owner_of(row: Any) -> uuid.UUID:
    """Return whose key seals this row: what `__sealed_for__` names, else the installation."""
    attribute = getattr(row, "__sealed_for__", None)
    owner = getattr(row, attribute) if attribute else None
    return INSTALLATION if owner is None else owner


def key_for(row: Any) -> tuple[bytes, bytes]:
    """Return the key that seals this row's values, and its id (8 bytes).

    Looked up once for each row in memory: a person has two dozen sealed values.
    """
    held: tuple[bytes, bytes] | None = row.__dict__.get(_HELD_KEY)
    if held is None:
        held = row.__dict__[_HELD_KEY] = _look_up(row)
    return held


def _look_up(row: Any) -> tuple[bytes, bytes]:
    if not isinstance(row, Base):
        # A row of the release store: its own ring, which opens nothing in the main database.
        ring = vault().release_ring
        return ring.keys[ring.current].key, ring.current
    owner = owner_of(row)
    return vault().data_key(owner), owner.bytes[:8]


def _same(value: Any) -> Any:
    return value


def sealed_text() -> SealedField[str]:
    """Seal a text; empty when nothing is known."""
    return SealedField("", _same, _same)


def sealed_list() -> SealedField[list[Any]]:
    """Seal several values as one list (texts, or dictionaries of texts)."""
    return SealedField([], _same, _same)


def sealed_dict() -> SealedField[dict[str, Any]]:
    """Seal a small dictionary of texts and numbers."""
    return SealedField({}, _same, _same)


def sealed_file() -> SealedField[bytes]:
    """Seal the bytes of a file; empty when there is none."""
    return SealedField(b"", lambda content: base64.b64encode(content).decode(), base64.b64decode)


def sealed_choice(default: E) -> SealedField[E]:
    """Seal one member of an enumeration; `default` stands until something else is said."""
    kind = type(default)
    return SealedField(default, lambda member: member.value, kind)
