"""The register of fields tells the truth about every column of both stores."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary, MetaData

from tracker.app import create_app  # noqa: F401 - brings in the models of every room
from tracker.db import Base, ReleaseBase
from tracker.vault.chunks import SEALED_IN_CHUNKS
from tracker.vault.register import FieldClass, register

STORES = {"main": Base, "release": ReleaseBase}


def columns(metadata: MetaData) -> set[tuple[str, str]]:
    return {(table.name, column.name) for table in metadata.tables.values() for column in table.columns}


@pytest.mark.parametrize("store", STORES)
def test_every_column_stands_in_the_register_and_nothing_else_does(store: str) -> None:
    registered = [(one.table, one.column) for one in register() if one.store == store]
    assert len(registered) == len(set(registered))
    assert set(registered) == columns(STORES[store].metadata)


@pytest.mark.parametrize("store", STORES)
def test_what_the_register_calls_sealed_is_sealed_in_the_model_and_never_null(store: str) -> None:
    base = STORES[store]
    sealed = {
        (str(mapper.class_.__tablename__), name)
        for mapper in base.registry.mappers
        for name in mapper.class_.stand_ins
    } | {
        (table.name, column.name)
        for table in base.metadata.tables.values()
        for column in table.columns
        if SEALED_IN_CHUNKS in column.info
    }
    assert {(one.table, one.column) for one in register() if one.store == store and one.sealed} == sealed
    for table, column in sealed:
        kept = base.metadata.tables[table].columns[column]
        assert isinstance(kept.type, LargeBinary), (table, column)
        assert not kept.nullable, (table, column)


def test_whatever_names_or_characterises_a_person_is_sealed() -> None:
    open_fields = {
        (one.table, one.column)
        for one in register()
        if one.field_class in {FieldClass.IDENTITY, FieldClass.SPECIAL} and not one.sealed
    }
    assert open_fields == set()


def test_every_line_says_why_on_what_ground_and_how_long() -> None:
    for one in register():
        assert one.purpose, one
        assert one.lawful_basis, one
        assert one.retention, one
