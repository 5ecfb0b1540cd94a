"""Sealing of single values: AES-256-GCM, one key for each column, lengths hidden by padding. Pure.

A sealed value is `1 byte form | 8 bytes key id | 12 bytes nonce | ciphertext and tag`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
KEY_ID_BYTES = 8
NONCE_BYTES = 12
FORM = b"\x01"
_HEADER = 1 + KEY_ID_BYTES + NONCE_BYTES
_PAD_TO = 32
_PAD_LONG_TO = 256
# RFC 2104: what every byte of the key is combined with before the inner and the outer hash.
_INNER_PAD = bytes(byte ^ 0x36 for byte in range(256))
_OUTER_PAD = bytes(byte ^ 0x5C for byte in range(256))


class DoesNotOpen(Exception):
    """The bytes are not a value sealed with this key at this place."""


def derive(key: bytes, label: str) -> bytes:
    """Return the key for one use.

    This is HKDF-Expand (RFC 5869, section 2.3) for one block of SHA-256; the extract step is left out
    as section 3.3 allows, because `key` is uniformly random already. Written out because the library's
    object costs several times the encryption it serves; a test holds it against the library.
    """
    return hmac.digest(key, label.encode() + b"\x01", hashlib.sha256)


class ColumnKeys:
    """The keys that `derive` gives for one key, for whoever needs many: what an HMAC does of its key is done once."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        block = key.ljust(hashlib.sha256().block_size, b"\x00")
        self._inner = hashlib.sha256(block.translate(_INNER_PAD))
        self._outer = hashlib.sha256(block.translate(_OUTER_PAD))

    def of(self, label: bytes) -> bytes:
        """Return the key for one use."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(label + b"\x01")
        outer.update(inner.digest())
        return outer.digest()


def pad(plain: bytes) -> bytes:
    """Lengthen to the next step (32 bytes, above 256 bytes: 256), so that lengths say little."""
    step = _PAD_TO if len(plain) < _PAD_LONG_TO else _PAD_LONG_TO
    return plain + b"\x80" + b"\x00" * (-(len(plain) + 1) % step)


def unpad(padded: bytes) -> bytes:
    """Undo `pad`."""
    plain, mark, _zeros = padded.rpartition(b"\x80")
    if not mark:
        raise DoesNotOpen
    return plain


def seal(key: bytes, key_id: bytes, place: str, plain: bytes) -> bytes:
    """Seal `plain` with an already derived key; `place` (table, column, row, owner) is bound to it."""
    nonce = os.urandom(NONCE_BYTES)
    header = FORM + key_id
    return header + nonce + AESGCM(key).encrypt(nonce, pad(plain), header + place.encode())


def seal_many(
    keys: ColumnKeys, key_id: bytes, row: str, values: Sequence[tuple[bytes, bytes]]
) -> list[bytes]:
    """Seal the padded values of one row under its owner's keys, as `seal` does one; `row` is row and owner.

    Each value comes with its label (table and column), from which its key is derived and its place is made.
    """
    header, end = FORM + key_id, row.encode()
    chance = os.urandom(NONCE_BYTES * len(values))
    nonces = [chance[at : at + NONCE_BYTES] for at in range(0, len(chance), NONCE_BYTES)]
    key_of = keys.of
    return [
        header + nonce + AESGCM(key_of(label)).encrypt(nonce, padded, header + label + end)
        for nonce, (label, padded) in zip(nonces, values, strict=True)
    ]


def unseal(key: bytes, place: str, sealed: bytes) -> bytes:
    """Open a sealed value; raise `DoesNotOpen` for another key, another place or changed bytes."""
    if len(sealed) <= _HEADER or sealed[:1] != FORM:
        raise DoesNotOpen
    header, nonce = sealed[: 1 + KEY_ID_BYTES], sealed[1 + KEY_ID_BYTES : _HEADER]
    try:
        return unpad(AESGCM(key).decrypt(nonce, sealed[_HEADER:], header + place.encode()))
    except InvalidTag as error:
        raise DoesNotOpen from error


def key_id_of(sealed: bytes) -> bytes:
    """Return the id of the key that a value says it was sealed with."""
    return sealed[1 : 1 + KEY_ID_BYTES]
