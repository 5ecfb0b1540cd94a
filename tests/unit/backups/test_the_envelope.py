"""What is sealed for a backup key opens with its private half alone, whole or not at all."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.backups import envelope, keyfiles
from tracker.backups.envelope import CHUNK, Header, SealingWriter, opened, read_header
from tracker.backups.rows import packed, unpacked
from tracker.errors import Refused

KEY = X25519PrivateKey.generate()
HEADER = Header("records", "a" * 32, "2026-11-25T12:00:00+00:00")


def sealed(content: bytes, pieces: int = 3) -> bytes:
    file = io.BytesIO()
    writer = SealingWriter(file, HEADER, KEY.public_key())
    step = max(1, len(content) // pieces)
    for start in range(0, len(content), step):
        writer.write(content[start : start + step])
    writer.close()
    return file.getvalue()


def read(file: bytes, key: X25519PrivateKey = KEY) -> bytes:
    return b"".join(opened(io.BytesIO(file), key))


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_is_read_back(length: int) -> None:
    content = bytes(number % 251 for number in range(length))
    file = sealed(content)
    assert read(file) == content
    assert read_header(io.BytesIO(file)) == HEADER
    assert content[:40] not in file or length < 8


def test_each_file_is_sealed_anew() -> None:
    assert sealed(b"the same") != sealed(b"the same")


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Refused, match="another backup key"):
        read(sealed(b"content"), X25519PrivateKey.generate())


FILE = sealed(bytes(range(256)) * 3000)


@settings(max_examples=60)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused(place: int, change: int) -> None:
    broken = bytearray(FILE)
    broken[place] ^= change
    with pytest.raises(Refused):
        read(bytes(broken))


@settings(max_examples=60)
@given(st.integers(0, len(FILE) - 1))
def test_a_file_that_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(Refused):
        read(FILE[:length])


def test_chunks_that_changed_places_or_came_twice_are_refused() -> None:
    file = io.BytesIO(sealed(bytes(3 * CHUNK)))
    envelope.read_header(file)
    start, whole = file.tell(), file.getvalue()
    step = 4 + CHUNK + 16
    first, second = whole[start : start + step], whole[start + step : start + 2 * step]
    for wrong in (second + first, first + first, second):
        with pytest.raises(Refused, match="damaged or not whole"):
            read(whole[:start] + wrong + whole[start + 2 * step :])


@given(st.lists(st.lists(st.one_of(st.none(), st.booleans(), st.text(), st.integers(-(2**60), 2**60)))))
def test_lines_are_packed_and_unpacked(lines: list[list[object]]) -> None:
    content = b"".join(packed(lines))
    pieces = [content[start : start + 7] for start in range(0, len(content), 7)]
    assert list(unpacked(pieces)) == lines
    with pytest.raises(Refused):
        list(unpacked(pieces[:-1]))


def test_the_private_half_is_for_its_owner_and_no_half_is_taken_for_the_other(tmp_path: Path) -> None:
    private = tmp_path / "backup-key"
    public, mark = keyfiles.make_pair(private)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert mark == envelope.fingerprint(keyfiles.read_public(public))
    assert keyfiles.read_private(private).public_key() == keyfiles.read_public(public)
    with pytest.raises(Refused, match="not replaced"):
        keyfiles.make_pair(private)
    with pytest.raises(Refused, match="not the public half"):
        keyfiles.read_public(private)
    private.chmod(0o644)
    with pytest.raises(Refused, match="0600"):
        keyfiles.read_private(private)
