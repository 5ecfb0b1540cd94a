"""The worker: one for each instance folder, alone (`tracker work`) or kept beside the server by one of its processes."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

from tracker.jobs.operations import take_stock
from tracker.jobs.queries import workshop

LOOK_AGAIN = 1.0
"""Seconds after which a worker looks for work that nobody woke it for, and a new one is started for one that died."""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other process holds this lock; it is free again when its holder dies, however it dies."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def work(folder: Path) -> None:
    """Do jobs until told to stop, beginning with what the last worker left; one at a time."""
    with alone(folder / "worker.lock"):
        take_stock()
        workshop().broker.huey.create_consumer(workers=1, max_delay=LOOK_AGAIN).run()


def stop_with_whoever_started_this() -> None:
    """Stop this worker when its standard input closes: whoever held the other end is gone."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def keep_a_worker(folder: Path) -> None:
    """Keep a worker beside this process for as long as it lives, unless another process of the server does."""

    def keep() -> None:
        with alone(folder / "keeper.lock"):
            while True:
                with subprocess.Popen(
                    [sys.executable, "-m", "tracker.cli", "work", "--beside"], stdin=subprocess.PIPE
                ) as worker:
                    worker.wait()
                threading.Event().wait(LOOK_AGAIN)

    threading.Thread(target=keep, daemon=True).start()


def folder_here() -> Path:
    """Return the instance folder of the running application."""
    return Path(current_app.instance_path)
