"""A ring sealed with a passphrase: it opens with that one alone, and nothing of it lies in the file."""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker import private_files
from tracker.errors import KeyRingUnusable, RuleBroken
from tracker.vault import ringseal
from tracker.vault.keyring import KeyRing

NOW = datetime(2026, 11, 25, tzinfo=UTC)
PASSPHRASE = "invented words for a test ring"


@pytest.fixture
def ring(tmp_path: Path) -> tuple[Path, KeyRing]:
    path = tmp_path / "keyring.json"
    made = KeyRing.create(path, NOW)
    private_files.replace(path, ringseal.sealed(made.written(), PASSPHRASE))
    return path, made


def test_the_passphrase_opens_it_and_another_does_not(ring: tuple[Path, KeyRing]) -> None:
    path, made = ring
    assert KeyRing.load(path, lambda: PASSPHRASE) == made
    with pytest.raises(KeyRingUnusable, match="does not open"):
        KeyRing.load(path, lambda: PASSPHRASE + ".")


def test_no_key_stands_in_the_file_and_the_mode_stays(ring: tuple[Path, KeyRing]) -> None:
    path, made = ring
    content = path.read_text(encoding="utf-8")
    for key in (made.base, *(one.key for one in made.keys.values())):
        assert base64.b64encode(key).decode() not in content
        assert key.hex() not in content
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_ring_is_not_opened_when_nobody_gives_the_passphrase(ring: tuple[Path, KeyRing]) -> None:
    with pytest.raises(KeyRingUnusable, match="sealed"):
        KeyRing.load(ring[0])


def test_a_flipped_bit_is_noticed(ring: tuple[Path, KeyRing]) -> None:
    path, _made = ring
    content = json.loads(path.read_text(encoding="utf-8"))
    value = bytearray(base64.b64decode(content["sealed"]["content"]))
    value[-1] ^= 1
    content["sealed"]["content"] = base64.b64encode(bytes(value)).decode()
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(KeyRingUnusable, match="does not open"):
        KeyRing.load(path, lambda: PASSPHRASE)


@pytest.mark.parametrize("cost", [0, -1, 10**9])
def test_a_cost_that_would_stop_the_machine_is_damage(ring: tuple[Path, KeyRing], cost: int) -> None:
    path, _made = ring
    content = json.loads(path.read_text(encoding="utf-8"))
    content["sealed"]["memory_kib"] = cost
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(KeyRingUnusable, match="damaged"):
        KeyRing.load(path, lambda: PASSPHRASE)


def test_a_passphrase_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(RuleBroken, match="20 characters"):
        ringseal.sealed(b"{}", "short")


def test_the_passphrase_comes_from_a_descriptor_or_a_credential(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.write(writing, f"{PASSPHRASE}\n".encode())
    os.close(writing)
    assert ringseal.passphrase_at_start(reading) == PASSPHRASE
    assert ringseal.passphrase_at_start(reading) == PASSPHRASE  # it is asked for again when the ring changes
    (tmp_path / ringseal.CREDENTIAL).write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert ringseal.passphrase_at_start() == PASSPHRASE


def test_secrets_stay_when_the_key_that_they_came_from_leaves(tmp_path: Path) -> None:
    """Rings of before have no base: their secrets came from their first key."""
    path = tmp_path / "keyring.json"
    made = KeyRing.create(path, NOW)
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["base"]
    path.write_text(json.dumps(content), encoding="utf-8")
    before = KeyRing.load(path)
    secret = before.secret("account address")
    grown, key_id = before.with_new_key(NOW)
    private_files.replace(path, grown.without(made.current, current=key_id).written())
    assert list(KeyRing.load(path).keys) == [key_id]
    assert KeyRing.load(path).secret("account address") == secret
