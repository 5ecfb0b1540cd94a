"""Run as a program of its own: wrap data keys anew and be killed, as by kill -9, after so many."""

from __future__ import annotations

import os
import signal
import sys

from tracker.app import create_app
from tracker.config import Settings
from tracker.custody.rotation import rewrap_all
from tracker.db import writing


def main(after: str) -> None:
    """Rewrap, one key in a commit, and die without a word once so many are done."""

    def told(done: int) -> None:
        if done >= int(after):
            os.kill(os.getpid(), signal.SIGKILL)

    with create_app(Settings.from_environment()).app_context(), writing():
        rewrap_all(told, at_once=1)


if __name__ == "__main__":
    main(sys.argv[1])
