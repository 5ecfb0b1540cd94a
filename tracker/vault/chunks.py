"""Sealing of files, chunk by chunk: AES-256-GCM, so that a cut, a swap or a flipped bit is noticed. Pure.

A file has a random key of its own, used for nothing else. Each chunk is `12 bytes nonce | ciphertext and tag`; its number and
whether it is the last one are bound to it, and so is the file's id. All chunks are of one length: the last one is
padded, so that a file's length is known only to the chunk.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tracker.vault.sealing import KEY_BYTES, NONCE_BYTES, DoesNotOpen

SEALED_IN_CHUNKS = "sealed in chunks"
"""The mark of a column that holds such chunks: the register of fields counts it among the sealed ones."""
_END = b"\x80"


def new_content_key() -> bytes:
    """Return a key for one file."""
    return os.urandom(KEY_BYTES)


def chunks_needed(size: int, chunk_bytes: int) -> int:
    """Return how many chunks a file of so many bytes takes; an empty one takes one."""
    return max(1, -(-size // chunk_bytes))


def seal_chunks(key: bytes, file_id: str, content: Iterable[bytes], chunk_bytes: int) -> Iterator[bytes]:
    """Seal a file that is handed over in pieces of any length; yield its chunks, of which only one is held at a time."""
    cipher, number, waiting = AESGCM(key), 0, bytearray()
    for piece in content:
        waiting += piece
        # One is always kept back: only the end of the content says which one is the last.
        while len(waiting) > chunk_bytes:
            yield _seal(cipher, file_id, number, bytes(waiting[:chunk_bytes]), chunk_bytes, is_last=False)
            del waiting[:chunk_bytes]
            number += 1
    yield _seal(cipher, file_id, number, bytes(waiting), chunk_bytes, is_last=True)


def open_chunks(key: bytes, file_id: str, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """Open a file's chunks one after the other; raise `DoesNotOpen` for whatever is not the whole file as it was sealed."""
    cipher, number, held = AESGCM(key), 0, None
    for following in sealed:
        if held is not None:
            yield _open(cipher, file_id, number, held, is_last=False)
            number += 1
        held = following
    if held is None:
        raise DoesNotOpen
    yield _open(cipher, file_id, number, held, is_last=True)


def _seal(
    cipher: AESGCM, file_id: str, number: int, plain: bytes, chunk_bytes: int, *, is_last: bool
) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    padded = (plain + _END).ljust(chunk_bytes + 1, b"\x00")
    return nonce + cipher.encrypt(nonce, padded, _place(file_id, number, is_last=is_last))


def _open(cipher: AESGCM, file_id: str, number: int, sealed: bytes, *, is_last: bool) -> bytes:
    try:
        padded = cipher.decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _place(file_id, number, is_last=is_last)
        )
    except (InvalidTag, ValueError) as error:
        raise DoesNotOpen from error
    plain, end, _zeros = padded.rpartition(_END)
    if not end:
        raise DoesNotOpen
    return plain


def _place(file_id: str, number: int, *, is_last: bool) -> bytes:
    return f"{file_id}:{number}:{'last' if is_last else 'more'}".encode()
