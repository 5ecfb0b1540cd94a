"""Sealing of a file for a public key: whoever writes it cannot read it.

X25519 with a key made for this one file; HKDF-SHA256; AES-256-GCM over chunks whose nonces count and say which one is the last
(as in the STREAM construction), so that a chunk that was changed, moved, left out or cut off does not open.

A file is `magic | 4 bytes length | header | chunks`, a chunk `4 bytes length | ciphertext and tag`.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tracker.backups.rules import TORN
from tracker.errors import Refused

MAGIC = b"tracker backup 1\n"
CHUNK = 256 * 1024
_LENGTH: Final = struct.Struct(">I")
_TAG = 16
_LONGEST_HEADER = 4096
OTHER_KEY: Final = "This backup was made for another backup key. Nothing was restored."


@dataclass(frozen=True)
class Header:
    """What stands in the clear at the beginning of a file."""

    part: str
    """`records` or `data keys`."""
    set_id: str
    """The same in both files of one backup."""
    made_at: str


def fingerprint(key: X25519PublicKey) -> str:
    """Return what a backup key is known by."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:32]


class SealingWriter:
    """Writes bytes into a file that only the holder of the private key can read; `close` makes it whole."""

    def __init__(self, file: BinaryIO, header: Header, to: X25519PublicKey) -> None:
        alone = X25519PrivateKey.generate()
        content = {
            "part": header.part,
            "set": header.set_id,
            "made_at": header.made_at,
            "for": fingerprint(to),
            "one_time_key": alone.public_key().public_bytes_raw().hex(),
        }
        head = json.dumps(content).encode()
        self._file = file
        self._aead, self._bound = _keyed(alone.exchange(to), alone.public_key(), to, head)
        self._held = bytearray()
        self._number = 0
        file.write(MAGIC + _LENGTH.pack(len(head)) + head)

    def write(self, content: bytes) -> None:
        """Take more bytes."""
        self._held += content
        while len(self._held) > CHUNK:  # the last chunk is sealed by `close`, and is never empty-handed
            self._seal(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]

    def close(self) -> None:
        """Seal the last chunk."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        sealed = self._aead.encrypt(_nonce(self._number, last=last), plain, self._bound)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._number += 1


def read_header(file: BinaryIO) -> Header:
    """Read the header of a file, whose word has to be proved by opening the rest; raise `Refused`."""
    content, _head = _header(file)
    return Header(content["part"], content["set"], content["made_at"])


def opened(file: BinaryIO, key: X25519PrivateKey) -> Iterator[bytes]:
    """Return what a file holds, chunk by chunk; raise `Refused` at the first that is not as it was written."""
    content, head = _header(file)
    if content["for"] != fingerprint(key.public_key()):
        raise Refused(OTHER_KEY)
    try:
        alone = X25519PublicKey.from_public_bytes(bytes.fromhex(content["one_time_key"]))
        aead, bound = _keyed(key.exchange(alone), alone, key.public_key(), head)
    except ValueError:
        raise Refused(TORN) from None
    number = 0
    chunk = _chunk(file)
    while chunk:
        following = _chunk(file)
        try:
            yield aead.decrypt(_nonce(number, last=not following), chunk, bound)
        except InvalidTag:
            raise Refused(TORN) from None
        number, chunk = number + 1, following
    if not number:
        raise Refused(TORN)


def _header(file: BinaryIO) -> tuple[dict[str, Any], bytes]:
    try:
        if file.read(len(MAGIC)) != MAGIC:
            raise Refused("This file is not a backup of the tracker.")
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
        head = file.read(min(length, _LONGEST_HEADER))
        content: dict[str, Any] = json.loads(head)
        if any(
            not isinstance(content[name], str) for name in ("part", "set", "made_at", "for", "one_time_key")
        ):
            raise Refused(TORN)
    except (struct.error, ValueError, KeyError, TypeError):
        raise Refused(TORN) from None
    return content, head


def _chunk(file: BinaryIO) -> bytes:
    """Return the next chunk, nothing at the end; raise `Refused` for half of one."""
    length = file.read(_LENGTH.size)
    if not length:
        return b""
    if len(length) < _LENGTH.size or not _TAG <= _LENGTH.unpack(length)[0] <= CHUNK + _TAG:
        raise Refused(TORN)
    chunk = file.read(_LENGTH.unpack(length)[0])
    if len(chunk) < _LENGTH.unpack(length)[0]:
        raise Refused(TORN)
    return chunk


def _keyed(shared: bytes, alone: X25519PublicKey, to: X25519PublicKey, head: bytes) -> tuple[AESGCM, bytes]:
    """Return what seals the chunks of one file, and what each is bound to."""
    salt = alone.public_bytes_raw() + to.public_bytes_raw()
    key = HKDF(algorithm=SHA256(), length=32, salt=salt, info=MAGIC).derive(shared)
    return AESGCM(key), hashlib.sha256(MAGIC + head).digest()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
