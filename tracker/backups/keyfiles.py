"""The backup key: its private half in a file on another machine, its public half in the instance folder."""

from __future__ import annotations

import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tracker import private_files
from tracker.backups.envelope import fingerprint
from tracker.errors import Refused

_NO_KEY = "This file holds no backup key: tracker backup-key makes one."


def make_pair(path: Path) -> tuple[Path, str]:
    """Make a pair: the private half in `path`, the public half beside it; return its place and the fingerprint."""
    public_path = path.with_name(f"{path.name}.pub")
    if public_path.exists():
        raise Refused("There is a file of this name already; it is not replaced.")
    private = X25519PrivateKey.generate()
    try:
        private_files.make(path, _written("private", private.private_bytes_raw()))
    except FileExistsError:
        raise Refused("There is a file of this name already; it is not replaced.") from None
    private_files.make(public_path, _written("public", private.public_key().public_bytes_raw()))
    return public_path, fingerprint(private.public_key())


def read_private(path: Path) -> X25519PrivateKey:
    """Read the private half; raise `Refused` when it is missing, another kind of file, or readable by others."""
    content = _read(path, "private")
    if path.stat().st_mode & 0o077:
        raise Refused(
            "The private backup key can be read by other users of this machine. Set its mode to 0600."
        )
    return X25519PrivateKey.from_private_bytes(content)


def read_public(path: Path) -> X25519PublicKey:
    """Read the public half; raise `Refused` when it is missing or another kind of file."""
    return X25519PublicKey.from_public_bytes(_read(path, "public"))


def _written(half: str, key: bytes) -> bytes:
    return (json.dumps({"form": 1, "backup_key": half, "key": key.hex()}) + "\n").encode()


def _read(path: Path, half: str) -> bytes:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["backup_key"] != half:
            raise Refused(f"This is not the {half} half of a backup key.")
        key = bytes.fromhex(content["key"])
    except FileNotFoundError:
        raise Refused(
            "There is no backup key here. Make one on another machine (tracker backup-key FILE) and bring"
            " its public half: FILE.pub."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise Refused(_NO_KEY) from None
    if len(key) != 32:
        raise Refused(_NO_KEY)
    return key
