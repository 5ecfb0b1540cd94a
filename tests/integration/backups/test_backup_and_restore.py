"""A backup that the server cannot read brings everything back on an empty machine, but nobody who was erased."""

from __future__ import annotations

import io
import shutil
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser
from builders.accounts import a_coordinator, as_viewer, sign_in
from builders.cases import an_office
from builders.merges import an_own_person
from builders.people import some_facts
from builders.two_desks import a_house
from click.testing import CliRunner
from conftest import close
from flask import Flask
from sqlalchemy import select

from tracker import clock
from tracker.access.models import Account
from tracker.app import create_app
from tracker.approvals.rules import Decision
from tracker.audit.queries import last_time, verify
from tracker.backups import keyfiles
from tracker.backups.envelope import Header, SealingWriter
from tracker.backups.operations import make_backup, restore
from tracker.backups.rules import keys_beside
from tracker.config import Settings
from tracker.db import db, reading, writing
from tracker.errors import KeyRingUnusable, Refused
from tracker.migrating import STORES, engine_of
from tracker.people.models import Person
from tracker.rights.operations import ask_for_erasure, decide_erasure
from tracker.rights.operations.erasing import keep_in_ledger
from tracker.rights.queries import ledger_lines
from tracker.rights.rules.erasing import Ground, LedgerEntry
from tracker.vault.keyring import KeyRing
from tracker.vault.models import DataKey

CHANGED_BY_A_RESTORE = {"sign_ins", "donor_sign_ins", "trail_entries", "trail_head", "alembic_version"}


@pytest.fixture
def backed_up(app: Flask, tmp_path: Path) -> Settings:
    """Let an installation know its backup key, whose private half is in `tmp_path`."""
    settings: Settings = app.extensions["settings"]
    public, _mark = keyfiles.make_pair(tmp_path / "backup-key")
    shutil.copy2(public, settings.backup_key)
    return settings


@pytest.fixture
def empty(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Prepare an empty machine with the same key rings, and empty databases of the same kind."""
    folder = tmp_path / "elsewhere"
    folder.mkdir(mode=0o700)
    for ring in (settings.keyring, settings.release_keyring):
        shutil.copy2(ring, folder / ring.name)
    made = Settings.in_folder(folder)
    if settings.database_url.startswith("sqlite"):
        yield made
        return
    server = request.getfixturevalue("postgres")
    names = [f"empty_{kind}_{uuid.uuid4().hex[:12]}" for kind in STORES]
    for name in names:
        server.execute("CREATE DATABASE {}", name)
    main, release = map(server.address, names)
    yield replace(made, database_url=main, release_database_url=release)
    for name in names:
        server.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def everything() -> dict[str, Counter[str]]:
    """Return all rows of both stores as text, by table."""
    found: dict[str, Counter[str]] = {}
    for store, metadata in STORES.items():
        with engine_of(store).connect() as connection:
            for table in metadata.sorted_tables:
                rows = connection.execute(select(table)).all()
                found[f"{store}.{table.name}"] = Counter(str(tuple(row)) for row in rows)
    return found


def private_half(tmp_path: Path) -> Any:
    return keyfiles.read_private(tmp_path / "backup-key")


def test_everything_comes_back_on_an_empty_machine(
    app: Flask, backed_up: Settings, empty: Settings, tmp_path: Path
) -> None:
    house = a_house(app)
    email, case_id = house.here.office.officer.email, house.here.ids["case_id"]
    db.session.commit()
    before = everything()
    file = tmp_path / "monday"
    made = make_backup(backed_up, file)
    db.session.commit()
    assert made.rows > 300
    assert last_time("make_backup") is not None
    with pytest.raises(Refused, match="not replaced"):
        make_backup(backed_up, file)
    db.session.remove()

    found = restore(empty, file, keys_beside(file), private_half(tmp_path))
    assert found.rows >= made.rows
    again = create_app(empty, testing=True)
    with again.app_context(), writing():
        after = everything()
        for name, rows in before.items():
            if name.partition(".")[2] not in CHANGED_BY_A_RESTORE:
                assert after[name] == rows, name
        assert before["tracker.trail_entries"] <= after["tracker.trail_entries"]
        assert verify() is None
        account = next(one for one in db.session.scalars(select(Account)) if one.email == email)
        page = sign_in(Browser(again), account).get(f"/cases/{case_id}")
        assert house.here.case_code in page.text
        db.session.remove()
    close(again)
    with pytest.raises(Refused, match="data here already"):
        restore(empty, file, keys_beside(file), private_half(tmp_path))


def test_whoever_was_erased_after_the_backup_stays_erased(
    backed_up: Settings, empty: Settings, tmp_path: Path
) -> None:
    office = an_office()
    gone = an_own_person(office, some_facts(surname="Zlatogorskaya"))
    kept = an_own_person(office, some_facts(surname="Bleibtreu"))
    db.session.commit()
    old, new, ids = tmp_path / "old", tmp_path / "new", (gone.id, kept.id)
    make_backup(backed_up, old)
    db.session.commit()
    request = ask_for_erasure(as_viewer(office.officer), gone, Ground.ASKED)
    db.session.flush()
    decide_erasure(as_viewer(a_coordinator()), request, Decision.APPROVED)
    db.session.commit()
    make_backup(backed_up, new)
    db.session.commit()
    db.session.remove()
    for file in (old, new, keys_beside(old), keys_beside(new)):
        content = file.read_bytes()
        for word in ("Zlatogorskaya", "Bleibtreu"):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert word.encode(encoding) not in content

    found = restore(empty, old, keys_beside(new), private_half(tmp_path))
    assert found.erased == 1
    again = create_app(empty, testing=True)
    with again.app_context(), writing():
        assert set(db.session.scalars(select(Person.id).where(Person.id.in_(ids)))) == {ids[1]}
        assert db.session.get(DataKey, ids[0]) is None
        assert db.session.get_one(Person, ids[1]).surname == "Bleibtreu"
        db.session.remove()
    close(again)


@pytest.mark.usefixtures("app")
def test_keys_and_ledger_of_a_backup_are_of_one_moment() -> None:
    at_once = {} if db.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with reading(), db.engine.connect().execution_options(**at_once) as connection, connection.begin():
        assert list(connection.scalars(select(DataKey.owner_id)))
        keep_in_ledger(LedgerEntry(uuid.uuid4(), clock.today(), (uuid.uuid4(),), ("persons",)))
        db.session.commit()
        assert not list(ledger_lines(connection))
    assert len(list(ledger_lines(db.session.connection()))) == 1


def test_a_file_that_is_not_right_is_refused_and_leaves_nothing(
    backed_up: Settings, empty: Settings, tmp_path: Path
) -> None:
    an_own_person(an_office())
    db.session.commit()
    file = tmp_path / "backup"
    make_backup(backed_up, file)
    db.session.commit()
    db.session.remove()
    keys, private = keys_beside(file), private_half(tmp_path)
    content = file.read_bytes()
    torn, turned = tmp_path / "torn", tmp_path / "turned"
    torn.write_bytes(content[:-1])
    turned.write_bytes(content[:2000] + bytes([content[2000] ^ 1]) + content[2001:])
    other = keyfiles.make_pair(tmp_path / "other-key")[0].with_suffix("")
    for broken, sentence in ((torn, "not whole"), (turned, "not whole"), (keys, "does not hold the records")):
        with pytest.raises(Refused, match=sentence):
            restore(empty, broken, keys, private)
    with pytest.raises(Refused, match="another backup key"):
        restore(empty, file, keys, keyfiles.read_private(other))
    empty.keyring.rename(tmp_path / "ring")
    with pytest.raises(Refused, match="Put the key ring back"):
        restore(empty, file, keys, private)
    KeyRing.create(empty.keyring, clock.now())
    with pytest.raises(KeyRingUnusable):
        restore(empty, file, keys, private)
    empty.keyring.unlink()
    (tmp_path / "ring").rename(empty.keyring)
    assert not list(empty.instance.glob("*.db*"))
    assert restore(empty, file, keys, private).rows


def test_keys_of_persons_are_cleared_away_after_their_time(backed_up: Settings, tmp_path: Path) -> None:
    for name, age in (("old.keys", 36), ("young.keys", 34)):
        content = io.BytesIO()
        made_at = (clock.now() - timedelta(days=age)).isoformat()
        SealingWriter(
            content, Header("data keys", "a" * 32, made_at), keyfiles.read_public(backed_up.backup_key)
        ).close()
        (tmp_path / name).write_bytes(content.getvalue())
    (tmp_path / "letter.keys").write_text("not ours")
    assert make_backup(backed_up, tmp_path / "today").expired == ("old.keys",)
    assert {one.name for one in tmp_path.glob("*.keys")} == {"letter.keys", "today.keys", "young.keys"}


def test_the_commands_make_a_key_a_backup_and_an_installation(
    settings: Settings, empty: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.cli import main

    def run(at: Settings, *words: str, status: int = 0) -> str:
        monkeypatch.setenv("TRACKER_INSTANCE", str(at.instance))
        monkeypatch.setenv("TRACKER_DATABASE_URL", at.database_url)
        monkeypatch.setenv("TRACKER_RELEASE_DATABASE_URL", at.release_database_url)
        answer = CliRunner().invoke(main, list(words))
        assert answer.exit_code == status, answer.output
        return answer.output

    file, key = str(tmp_path / "backup"), tmp_path / "key"
    assert "no backup key here" in run(settings, "backup", file, status=2)
    assert "stays here, off the server" in run(settings, "backup-key", str(key))
    monkeypatch.setenv("TRACKER_BACKUP_KEY", f"{key}.pub")
    assert "Keep the two in different places" in run(settings, "backup", file)
    assert "signs in anew" in run(empty, "restore", file, "--key", str(key))
    if empty.database_url.startswith("sqlite"):
        assert (empty.instance / "tracker.db").stat().st_mode & 0o077 == 0
    assert "backup" not in run(settings, "doctor", status=1).split("\n")
