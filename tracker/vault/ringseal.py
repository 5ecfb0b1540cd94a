"""A key ring sealed with a passphrase (Argon2id), and where the passphrase comes from.

It is asked at the terminal, or read from a systemd credential or from a file descriptor; an argument or a variable of the
environment would stand in the list of processes.
"""

from __future__ import annotations

import base64
import getpass
import json
import os
import secrets
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw

from tracker.errors import KeyRingUnusable, RuleBroken
from tracker.vault.sealing import KEY_BYTES, KEY_ID_BYTES, DoesNotOpen, seal, unseal

CREDENTIAL = "tracker-passphrase"
"""The name of the systemd credential."""
SHORTEST = 20
_COST: Final = {"time": 3, "memory_kib": 128 * 1024, "lanes": 4}
# A damaged file must not make a start take hours or all memory.
_MOST: Final = {"time": 64, "memory_kib": 4 * 1024 * 1024, "lanes": 64}
_PLACE = "key ring"
_DAMAGED = "The key ring is damaged. Restore it from its backup."


def is_sealed(content: dict[str, Any]) -> bool:
    """Say whether a ring's file is sealed."""
    return "sealed" in content


def sealed(plain: bytes, passphrase: str) -> bytes:
    """Return the file of a ring sealed with a passphrase; one that can be guessed is refused."""
    if len(passphrase) < SHORTEST:
        raise RuleBroken(
            f"A passphrase for the key ring has at least {SHORTEST} characters: whoever steals it can guess in peace."
        )
    salt = secrets.token_bytes(16)
    key = _stretched(passphrase, salt, _COST)
    content = {
        "form": 2,
        "sealed": {
            "with": "argon2id",
            **_COST,
            "salt": base64.b64encode(salt).decode(),
            "content": base64.b64encode(seal(key, bytes(KEY_ID_BYTES), _PLACE, plain)).decode(),
        },
    }
    return json.dumps(content, indent=1).encode()


def opened(content: dict[str, Any], passphrase: str) -> dict[str, Any]:
    """Return what a sealed ring says; raise `KeyRingUnusable` for another passphrase."""
    try:
        box = content["sealed"]
        cost = {name: int(box[name]) for name in _COST}
        salt, value = base64.b64decode(box["salt"]), base64.b64decode(box["content"])
    except (ValueError, KeyError, TypeError) as error:
        raise KeyRingUnusable(_DAMAGED) from error
    if any(not 1 <= cost[name] <= most for name, most in _MOST.items()):
        raise KeyRingUnusable(_DAMAGED)
    try:
        plain = unseal(_stretched(passphrase, salt, cost), _PLACE, value)
    except DoesNotOpen:
        raise KeyRingUnusable("This passphrase does not open the key ring.") from None
    found: dict[str, Any] = json.loads(plain)
    return found


def passphrase_at_start(descriptor: int | None = None) -> str:
    """Return the passphrase from the descriptor that was named, a systemd credential, or whoever sits at the terminal."""
    if descriptor is not None:
        return read_from(descriptor)
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if folder and (Path(folder) / CREDENTIAL).exists():
        return (Path(folder) / CREDENTIAL).read_text(encoding="utf-8").rstrip("\r\n")
    if sys.stdin is not None and sys.stdin.isatty():
        return _asked_at_terminal()
    return nobody_asked()


def nobody_asked() -> str:
    """Refuse: there is nobody and nothing to give the passphrase."""
    raise KeyRingUnusable(
        "The key ring is sealed. Start at a terminal, or give its passphrase as the systemd credential"
        f" {CREDENTIAL} or through the descriptor that TRACKER_PASSPHRASE_FD names."
    )


@cache
def read_from(descriptor: int) -> str:
    """Return what a descriptor holds; it can be read once in the life of a process, so it is kept."""
    try:
        with os.fdopen(descriptor, "rb") as file:
            return file.read().decode().rstrip("\r\n")
    except OSError:
        raise KeyRingUnusable(
            "The descriptor that TRACKER_PASSPHRASE_FD names is not open. Give it to this process."
        ) from None


@cache
def _asked_at_terminal() -> str:
    return getpass.getpass("Passphrase of the key ring: ")


def _stretched(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=cost["time"],
        memory_cost=cost["memory_kib"],
        parallelism=cost["lanes"],
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
