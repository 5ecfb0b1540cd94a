"""The worker: one for each instance folder, alone (`tracker work`) or kept beside the server by one of its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from flask import current_app

from tracker.jobs.operations import take_stock
from tracker.jobs.queries import workshop
from tracker.private_files import alone

LOOK_AGAIN = 1.0
"""Seconds after which a worker looks for work that nobody woke it for, and a new one is started for one that died."""


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


def keep_a_worker(folder: Path, passphrase: str | None = None) -> None:
    """Keep a worker beside this process for as long as it lives, unless another process of the server does.

    The passphrase of sealed key rings is handed over through a pipe.
    """

    def keep() -> None:
        with alone(folder / "keeper.lock"):
            while True:
                with _started(passphrase) as worker:
                    worker.wait()
                threading.Event().wait(LOOK_AGAIN)

    threading.Thread(target=keep, daemon=True).start()


def _started(passphrase: str | None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tracker.cli", "work", "--beside"]
    if passphrase is None:
        return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - ours
    reading, writing = os.pipe()
    os.write(writing, passphrase.encode())
    os.close(writing)
    environment = os.environ | {"TRACKER_PASSPHRASE_FD": str(reading)}
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, pass_fds=(reading,))  # noqa: S603 - ours
    finally:
        os.close(reading)


def folder_here() -> Path:
    """Return the instance folder of the running application."""
    return Path(current_app.instance_path)
