"""The doctor looks a real installation over: what it finds is what was done to it."""

from __future__ import annotations

import json

import pytest
from builders.organisations import a_programme
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from tracker.config import Settings
from tracker.db import db
from tracker.upkeep.cli import doctor


def told() -> dict[str, list[str]]:
    """Return the sentences of the doctor, by what they are about."""
    answer = CliRunner().invoke(doctor, ["--json"], catch_exceptions=False)
    found: dict[str, list[str]] = {}
    for one in json.loads(answer.stdout):
        found.setdefault(one["check"], []).append(one["sentence"])
    assert answer.exit_code == (1 if found else 0)
    return found


@pytest.mark.usefixtures("app")
def test_a_new_installation_keeps_its_tables_and_its_trail() -> None:
    assert told().keys().isdisjoint({"migrations", "trail", "debug", "way-in", "demo"})


def test_a_file_that_others_can_read_is_named(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    settings.keyring.chmod(0o644)
    found = told()
    (sentence,) = (one for one in found["files"] if str(settings.keyring) in one)
    assert sentence.endswith(f"chmod go= {settings.keyring}")
    assert any("Set its mode to 0600" in one for one in found["keys"])
    settings.keyring.chmod(0o600)
    assert not any(str(settings.keyring) in one for one in told().get("files", []))


@pytest.mark.usefixtures("app")
def test_an_entry_that_was_changed_is_named() -> None:
    a_programme()
    db.session.commit()
    db.session.execute(text("UPDATE trail_entries SET deed = 'nothing' WHERE number = 1"))
    db.session.commit()
    assert "main store, entry 1" in told()["trail"][0]


@pytest.mark.usefixtures("app")
def test_tables_of_another_version_are_told_and_nothing_is_read_of_them() -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    db.session.commit()
    found = told()
    assert found["migrations"] == ["The tables of the main store are not of this version: tracker instance"]
    assert "trail" not in found


def test_each_line_stands_for_one_fault(app: Flask) -> None:
    app.debug = True
    answer = CliRunner().invoke(doctor, catch_exceptions=False)
    assert answer.exit_code == 1
    assert any(line.startswith("debug: ") for line in answer.stdout.splitlines())
