"""The migrations of both stores: up, down and up again, without drift, on both databases."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from migrations.environment import compare_type
from tracker.migrating import STORES, alembic_config, engine_of

VERSION_TABLE = "alembic_version"


def tables_of(store: str) -> set[str]:
    return set(inspect(engine_of(store)).get_table_names()) - {VERSION_TABLE}


@pytest.mark.parametrize("store", STORES)
def test_the_tables_are_what_the_models_say(app: Flask, store: str) -> None:
    with engine_of(store).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": compare_type})
        assert compare_metadata(context, STORES[store]) == []
    assert tables_of(store) == set(STORES[store].tables)


@pytest.mark.parametrize("store", STORES)
def test_the_history_is_one_line_from_nothing(app: Flask, store: str) -> None:
    script = ScriptDirectory.from_config(alembic_config(store, engine_of(store)))
    assert len(script.get_bases()) == 1
    assert len(script.get_heads()) == 1
    assert not any(
        revision.is_branch_point or revision.is_merge_point for revision in script.walk_revisions()
    )


@pytest.mark.parametrize("store", STORES)
def test_going_down_with_data_and_up_again_leaves_a_whole_store(app: Flask, store: str) -> None:
    # The template installation has reference facts, a data key and a target set in it.
    config = alembic_config(store, engine_of(store))
    command.downgrade(config, "base")
    assert tables_of(store) == set()
    command.upgrade(config, "head")
    assert tables_of(store) == set(STORES[store].tables)
