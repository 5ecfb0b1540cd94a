"""Read an uploaded file in a process of its own, so that no file can hold up, fill or break the one that serves.

The process is a fresh interpreter, not a copy of the server: it has no key, no connection and no setting of ours, gets
the file by its standard input and answers with lines of JSON. See `tracker.sheets.child` for what it gives up.
"""

from __future__ import annotations

import contextlib
import json
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass

from tracker.errors import Refused
from tracker.sheets.answer import AnswerBroken, book_of_lines
from tracker.sheets.limits import (
    DEFAULT_LIMITS,
    READER_STOPPED,
    TOO_LONG_READ,
    TOO_MUCH_TEXT,
    Limits,
    too_large,
)
from tracker.sheets.table import Book

log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the reading process may use."""

    cpu_seconds_per_megabyte: int = 5
    least_cpu_seconds: int = 5
    memory_bytes: int = 512 * MEGABYTE
    answer_bytes: int = 96 * MEGABYTE
    waiting_seconds: int = 30
    """How long it may wait on a busy machine, beside three times what it may compute."""

    def cpu_seconds(self, size: int) -> int:
        """Return the seconds of computing for a file of so many bytes."""
        return max(self.least_cpu_seconds, self.cpu_seconds_per_megabyte * size // MEGABYTE)


DEFAULT_BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Ended:
    """How the reading process ended."""

    answer: bytes
    signal: int
    """The signal that ended it; 0 when it ended by itself."""
    waited_too_long: bool

    @property
    def took_too_long(self) -> bool:
        """Say whether it was stopped for the time that it took."""
        return self.waited_too_long or self.signal == signal.SIGXCPU


def read_bounded(
    name: str, content: bytes, limits: Limits = DEFAULT_LIMITS, bounds: Bounds = DEFAULT_BOUNDS
) -> Book:
    """Read every sheet of an uploaded file; raise `Refused` with the reason where it cannot be taken."""
    if len(content) > limits.file_bytes:
        raise too_large(limits)
    return read_answer(name, read_apart(name, content, limits, bounds), bounds)


def read_answer(name: str, ended: Ended, bounds: Bounds = DEFAULT_BOUNDS) -> Book:
    """Return the book that the reading process answered; raise `Refused` where it refused, or broke off."""
    if len(ended.answer) > bounds.answer_bytes:
        raise Refused(TOO_MUCH_TEXT)
    try:
        return book_of_lines(name, ended.answer.splitlines())
    except AnswerBroken:
        log.warning("a file was not read: signal %d", ended.signal)
        raise Refused(TOO_LONG_READ if ended.took_too_long else READER_STOPPED) from None


def read_apart(
    name: str,
    content: bytes,
    limits: Limits = DEFAULT_LIMITS,
    bounds: Bounds = DEFAULT_BOUNDS,
    started: Callable[[int], object] | None = None,
) -> Ended:
    """Run the reading process, and say how it ended; whoever asks is told its number once it runs."""
    asked = {
        "size": len(content),
        "cpu_seconds": bounds.cpu_seconds(len(content)),
        "memory_bytes": bounds.memory_bytes,
        "limits": asdict(limits),
    }
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        [sys.executable, "-I", "-X", "utf8", "-m", "tracker.sheets.child", json.dumps(asked)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser that breaks may print a cell
        env={},
        cwd="/",
        start_new_session=True,
    )
    too_long = threading.Event()

    def stop() -> None:
        too_long.set()
        process.kill()

    patience = threading.Timer(3 * bounds.cpu_seconds(len(content)) + bounds.waiting_seconds, stop)
    patience.start()
    answer = b""
    try:
        if started is not None:
            started(process.pid)
        answer = _converse(process, name, content, bounds.answer_bytes + 1)
    finally:
        patience.cancel()
        patience.join()
        process.kill()  # It has said everything, or too much.
        process.wait()
    return Ended(answer, max(0, -process.returncode), too_long.is_set())


def _converse(process: subprocess.Popen[bytes], name: str, content: bytes, most: int) -> bytes:
    """Hand the file over and return the answer, of which no more than `most` bytes are taken."""
    given, taken = process.stdin, process.stdout
    if given is None or taken is None:
        raise RuntimeError("the reading process has no pipes")
    with taken:
        # It reads everything before it answers, so neither waits for the other; one that died is known by its answer.
        with contextlib.suppress(BrokenPipeError), given:
            given.write(json.dumps(name).encode() + b"\n")
            given.write(content)
        return taken.read(most)
