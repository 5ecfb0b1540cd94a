"""The record of processing (GDPR article 30): the register of fields, gathered by what the data are for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Line = tuple[str, str, str, str, str, str, bool]
"""Store, table, class, purpose, lawful basis, retention, sealed."""


@dataclass
class Activity:
    """What is done with data for one purpose, on one ground, for as long."""

    purpose: str
    lawful_basis: str
    retention: str
    classes: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    columns: int = 0
    sealed: int = 0


def activities(lines: Iterable[Line]) -> list[Activity]:
    """Gather the lines of the register by purpose, ground and retention; every line is in exactly one."""
    found: dict[tuple[str, str, str], Activity] = {}
    for store, table, field_class, purpose, basis, retention, sealed in lines:
        one = found.setdefault((purpose, basis, retention), Activity(purpose, basis, retention))
        one.classes.add(field_class)
        one.tables.add(table if store == "main" else f"{table} ({store})")
        one.columns += 1
        one.sealed += sealed
    return sorted(found.values(), key=lambda one: (one.purpose, one.lawful_basis, one.retention))
