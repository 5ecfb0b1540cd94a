"""Keyed digests by which a file, a row of a form and a set of headers are known again, and by nobody without the ring."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Collection

from tracker.vault.keys import vault


def digest_of(content: bytes) -> str:
    """Return a keyed digest of a file's bytes, by which it is known again and cannot be guessed."""
    return _keyed("imported file", content)


def source_digest(organisation_id: uuid.UUID | None, source_id: str) -> str:
    """Return a keyed digest of what a form knows its answer by, within one organisation."""
    return _keyed("form answer", f"{organisation_id}:{source_id}".encode())


def headers_digest(headers: Collection[str]) -> str:
    """Return a keyed digest of a table's headers in their order."""
    return _keyed("column headers", "\0".join(headers).encode())


def _keyed(purpose: str, content: bytes) -> str:
    return hmac.new(vault().ring.secret(purpose), content, hashlib.sha256).hexdigest()
