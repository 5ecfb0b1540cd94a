"""Files that nobody else on this machine can read: made, replaced in one step, and held alone."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def make(path: Path, content: bytes) -> None:
    """Write a new file and wait for the disk; raise `FileExistsError` when there is one already."""
    _write(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), content)
    _keep_name(path)


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another: whoever reads, and whatever happens, finds the old one or the new one whole."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)  # of a process that was killed
    _write(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), content)
    beside.replace(path)
    _keep_name(path)


def append(path: Path, content: bytes) -> None:
    """Add to the end of a file, made when there is none, and wait for the disk."""
    _write(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), content)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other process holds this lock; it is free again when its holder dies, however it dies."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(descriptor: int, content: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep_name(path: Path) -> None:
    """Wait until the folder's list of names is on the disk too."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
