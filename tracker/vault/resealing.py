"""Rows that change hands: open the sealed columns of a table's rows, and seal them again for another owner.

A sealed value is bound to its owner, so a row that goes from one person to another has to be sealed anew.
Here rows are mappings of column names, of any table of the main database; the opened form of a sealed
value is its bytes as they were before they were sealed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.db import Base
from tracker.errors import Damaged
from tracker.vault.keys import vault
from tracker.vault.models import INSTALLATION
from tracker.vault.sealing import DoesNotOpen, derive, seal, unseal


@dataclass(frozen=True)
class SealedTable:
    """Which columns of a table are sealed, and which column names the owner of the key."""

    table: str
    owner_column: str | None
    columns: tuple[str, ...]

    def owner(self, row: Mapping[str, Any]) -> uuid.UUID:
        """Return whose key seals the row."""
        found = row[self.owner_column] if self.owner_column else None
        return INSTALLATION if found is None else found

    def opened(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a row with its sealed columns opened; raise `Damaged`."""
        if not self.columns:
            return dict(row)
        owner = self.owner(row)
        key = vault().data_key(owner)
        return {**row, **{name: self._open(name, row, owner, key) for name in self.columns}}

    def sealed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return an opened row with its columns sealed for its owner."""
        return {**row, **self.sealed_values(row, {name: row[name] for name in self.columns})}

    def sealed_values(self, row: Mapping[str, Any], values: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return values of some columns of a row, sealed for its owner."""
        if not values:
            return {}
        owner = self.owner(row)
        key = vault().data_key(owner)
        return {
            name: seal(
                derive(key, f"{self.table}.{name}"), owner.bytes[:8], self._place(name, row, owner), value
            )
            for name, value in values.items()
        }

    def _open(self, name: str, row: Mapping[str, Any], owner: uuid.UUID, key: bytes) -> bytes:
        label = f"{self.table}.{name}"
        try:
            return unseal(derive(key, label), self._place(name, row, owner), row[name])
        except DoesNotOpen:
            raise Damaged(label) from None

    def _place(self, name: str, row: Mapping[str, Any], owner: uuid.UUID) -> str:
        return f"{self.table}.{name}:{row['id']}:{owner}"


@cache
def sealed_table(table: str) -> SealedTable:
    """Return how a table of the main database is sealed."""
    for mapper in Base.registry.mappers:
        mapped = mapper.class_
        if mapped.__tablename__ == table:
            return SealedTable(table, getattr(mapped, "__sealed_for__", None), tuple(mapped.stand_ins))
    raise KeyError(table)
