"""The key ring: a private file, never replaced, never guessed at."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.errors import KeyRingUnusable
from tracker.vault.keyring import KeyRing

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keyring.json"


def test_a_new_ring_is_private_and_reads_back(path: Path) -> None:
    made = KeyRing.create(path, NOW)
    assert path.stat().st_mode & 0o777 == 0o600
    assert KeyRing.load(path) == made


def test_a_ring_that_is_there_is_never_replaced(path: Path) -> None:
    made = KeyRing.create(path, NOW)
    with pytest.raises(KeyRingUnusable, match="not replaced"):
        KeyRing.create(path, NOW)
    assert KeyRing.load(path) == made


def test_a_missing_ring_is_a_sentence_and_makes_no_new_one(path: Path) -> None:
    with pytest.raises(KeyRingUnusable, match="missing"):
        KeyRing.load(path)
    assert not path.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o644])
def test_a_ring_that_others_can_read_is_refused(path: Path, mode: int) -> None:
    KeyRing.create(path, NOW)
    path.chmod(mode)
    with pytest.raises(KeyRingUnusable, match="0600"):
        KeyRing.load(path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "not json",
        '{"current": "00", "keys": []}',
        '{"current": "zz", "keys": [{"id": "zz", "key": "x"}]}',
    ],
)
def test_a_damaged_ring_is_a_sentence(path: Path, content: str) -> None:
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(KeyRingUnusable, match="damaged"):
        KeyRing.load(path)


def test_a_key_of_the_wrong_length_is_damage(path: Path) -> None:
    KeyRing.create(path, NOW)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["keys"][0]["key"] = "c2hvcnQ="
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(KeyRingUnusable, match="damaged"):
        KeyRing.load(path)


def test_another_ring_opens_nothing(tmp_path: Path) -> None:
    one, other = (KeyRing.create(tmp_path / name, NOW) for name in ("one.json", "other.json"))
    wrapped = one.wrap(b"k" * 32, "owner")
    assert one.unwrap(wrapped, "owner") == b"k" * 32
    with pytest.raises(KeyRingUnusable, match="did not seal"):
        other.unwrap(wrapped, "owner")
    with pytest.raises(KeyRingUnusable, match="damaged"):
        one.unwrap(wrapped, "another owner")
