"""The ring's keys change while the tracker serves and writes, and whatever is killed is gone on with."""

from __future__ import annotations

import json
import random
import signal
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from browsing import Browser
from builders.accounts import an_administrator, sign_in
from builders.people import a_person, some_facts
from builders.programs import run_program, run_tracker
from flask import Flask
from sqlalchemy import select

from tracker import clock
from tracker.app import create_app
from tracker.audit.models import Entry
from tracker.config import Settings
from tracker.custody import operations, queries
from tracker.custody.cli import keys
from tracker.custody.rotation import rewrap_all
from tracker.db import db, writing
from tracker.errors import KeyRingUnusable, RuleBroken
from tracker.people.models import Person
from tracker.vault.keyring import KeyRing
from tracker.vault.keys import vault
from tracker.vault.models import RingHost


def in_use() -> str:
    return next(one.key_id for one in queries.ring_status() if one.state == "writing")


def rotate(settings: Settings) -> tuple[str, str]:
    """Add a key and wrap everything anew; return the old key's id and the new one's."""
    old = in_use()
    new = operations.add_key(settings)
    db.session.commit()
    rewrap_all(lambda _done: None)
    return old, new


def test_a_ring_key_is_added_used_and_the_old_one_retired(app: Flask, settings: Settings) -> None:
    person = a_person(some_facts(surname="Perevertova"))
    person_id = person.id
    db.session.commit()
    old, new = rotate(settings)
    assert queries.wrapped_by()[old] == 0
    runner = app.test_cli_runner()
    assert runner.invoke(keys, ["retire", old]).exit_code == 0
    assert list(KeyRing.load(settings.keyring).keys) == [bytes.fromhex(new)]
    db.session.remove()
    assert db.session.get_one(Person, person_id).surname == "Perevertova"
    deeds = list(
        db.session.scalars(select(Entry.deed).where(Entry.record_kind == "ring_key").order_by(Entry.number))
    )
    assert deeds == ["add_ring_key", "take_ring_key_into_use", "rewrap", "retire_ring_key"]
    status = json.loads(runner.invoke(keys, ["status", "--json"]).stdout)
    assert {one["id"]: one["state"] for one in status["keys"]} == {old: "retired", new: "writing"}


def test_who_signed_in_before_a_rotation_signs_in_after_it(app: Flask, settings: Settings) -> None:
    """Addresses are found by a keyed hash, whose secret must not leave with the key."""
    account = an_administrator()
    old, _new = rotate(settings)
    operations.retire_key(old)
    db.session.commit()
    operations.take_out_retired(settings)
    sign_in(Browser(app), account).get("/accounts")


def test_a_key_that_data_keys_need_is_not_retired(app: Flask, settings: Settings) -> None:
    old = in_use()
    operations.add_key(settings)
    with pytest.raises(RuleBroken, match="in use for writing"):
        operations.retire_key(old)
    operations.take_into_use()
    db.session.commit()
    with pytest.raises(RuleBroken, match="still need"):
        operations.retire_key(old)
    assert bytes.fromhex(old) in KeyRing.load(settings.keyring).keys


def test_a_new_key_waits_for_every_host_that_serves(app: Flask, settings: Settings) -> None:
    operations.add_key(settings)
    now = clock.now()
    db.session.add(RingHost(host="harbour", holds={"keys": [in_use()]}, seen_at=now))
    db.session.add(RingHost(host="gone", holds={"keys": []}, seen_at=now - timedelta(days=1)))
    db.session.commit()
    with pytest.raises(RuleBroken, match="harbour"):
        operations.take_into_use()
    new = next(one.key_id for one in queries.ring_status() if one.state == "announced")
    db.session.merge(RingHost(host="harbour", holds={"keys": [in_use(), new]}, seen_at=now))
    assert operations.take_into_use() == new


def test_another_process_opens_and_writes_with_a_key_that_came_after_it_began(
    app: Flask, settings: Settings
) -> None:
    serving = create_app(settings, testing=True)
    with serving.app_context(), writing():
        vault().ring  # noqa: B018 - reads the ring as it is now
        a_person(some_facts(surname="Rannaya"))
        db.session.commit()
        db.session.remove()
    _old, new = rotate(settings)
    before = queries.wrapped_by()[new]
    db.session.remove()
    with serving.app_context(), writing():
        late = a_person(some_facts(surname="Pozdnyaya"))
        db.session.commit()
        assert late.surname == "Pozdnyaya"
        db.session.remove()
        assert sorted(one.surname for one in db.session.scalars(select(Person))) == ["Pozdnyaya", "Rannaya"]
        assert queries.wrapped_by()[new] == before + 1
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def test_adding_goes_on_where_it_was_interrupted(app: Flask, settings: Settings) -> None:
    new = operations.add_key(settings)
    db.session.rollback()  # killed between the file and the database
    assert operations.add_key(settings) == new
    db.session.commit()
    assert len(KeyRing.load(settings.keyring).keys) == 2
    with pytest.raises(RuleBroken, match="waits"):
        operations.add_key(settings)


def test_rewrapping_killed_at_random_moments_loses_nothing(app: Flask, settings: Settings) -> None:
    surnames = sorted(a_person().surname for _number in range(12))
    vault().make_keys(uuid.uuid4() for _number in range(60))
    old = in_use()
    operations.add_key(settings)
    db.session.commit()
    db.session.remove()
    kills = 0
    chance = random.Random(20261125)  # noqa: S311 - where to be killed is no secret
    while queries.wrapped_by()[old]:
        db.session.remove()
        died = run_program(settings, "-m", "builders.killed_rewrap", str(chance.randint(1, 30)))
        assert died.returncode in {0, -signal.SIGKILL}, died.stderr
        kills += died.returncode == -signal.SIGKILL
    assert kills >= 2
    db.session.remove()
    assert sorted(one.surname for one in db.session.scalars(select(Person))) == surnames
    operations.retire_key(old)
    db.session.commit()
    operations.take_out_retired(settings)
    db.session.remove()
    assert sorted(one.surname for one in db.session.scalars(select(Person))) == surnames


def test_a_server_refuses_a_ring_that_is_not_this_databases(app: Flask, settings: Settings) -> None:
    settings.keyring.unlink()
    KeyRing.create(settings.keyring, clock.now())
    served = run_tracker(settings, "serve")
    assert served.returncode == 2
    assert "did not seal this database" in served.stderr
    assert len(KeyRing.load(settings.keyring).keys) == 1


def test_a_ring_with_the_right_id_and_another_key_is_another_ring(app: Flask, settings: Settings) -> None:
    ring = KeyRing.load(settings.keyring)
    content = json.loads(settings.keyring.read_text(encoding="utf-8"))
    content["keys"][0]["key"] = "A" * 43 + "="
    settings.keyring.write_text(json.dumps(content), encoding="utf-8")
    vault().read_again()
    with pytest.raises(KeyRingUnusable, match="did not seal"):
        queries.check_ring()
    settings.keyring.write_bytes(ring.written())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_sealed_ring_asks_at_start(app: Flask, settings: Settings) -> None:
    operations.seal_rings(settings, "invented words for a test ring")
    db.session.commit()
    refused = run_tracker(settings, "keys", "status")
    assert refused.returncode == 2
    assert "sealed" in refused.stderr
    given = run_tracker(
        settings, "keys", "status", said="invented words for a test ring", TRACKER_PASSPHRASE_FD="0"
    )
    assert given.returncode == 0, given.stderr
    assert "The ring is sealed." in given.stdout
    wrong = run_tracker(
        settings, "keys", "status", said="other words for a test ring", TRACKER_PASSPHRASE_FD="0"
    )
    assert wrong.returncode == 2
    assert "does not open" in wrong.stderr
    added = run_tracker(
        settings, "keys", "add", said="invented words for a test ring", TRACKER_PASSPHRASE_FD="0"
    )
    assert added.returncode == 0, added.stderr
    assert "sealed" in json.loads(settings.keyring.read_text(encoding="utf-8"))


def test_the_commands_name_who_runs_them(app: Flask, settings: Settings) -> None:
    db.session.remove()
    added = run_tracker(settings, "--as", "the board", "keys", "add")
    assert added.returncode == 0, added.stderr
    entry = db.session.scalars(select(Entry).order_by(Entry.number.desc()).limit(1)).one()
    assert entry.deed == "add_ring_key"
    assert entry.actor.startswith("command:")
    assert entry.actor.endswith(" as the board")


def test_where_the_ring_lies_is_told(app: Flask, settings: Settings) -> None:
    assert queries.lies_beside_the_data()
    app.extensions["settings"] = replace(settings, keyring=settings.instance.parent / "keyring.json")
    settings.keyring.rename(settings.instance.parent / "keyring.json")
    assert not queries.lies_beside_the_data()
