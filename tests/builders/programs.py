"""Run programs of their own on a test's installation."""

from __future__ import annotations

import os
import subprocess
import sys

from tracker.config import PROJECT_ROOT, Settings


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment in which a program acts on this installation alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return kept | {
        "PYTHONPATH": f"{PROJECT_ROOT}{os.pathsep}{PROJECT_ROOT / 'tests'}",
        "TRACKER_INSTANCE": str(settings.instance),
        "TRACKER_DATABASE_URL": settings.database_url,
        "TRACKER_RELEASE_DATABASE_URL": settings.release_database_url,
        "TRACKER_WORKERS": "1",
    }


def run_program(
    settings: Settings, *words: str, said: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run Python with these words on this installation; `said` is what it reads, `more` its environment."""
    return subprocess.run(  # noqa: S603 - our own program with our own words
        [sys.executable, *words],
        env=environment_of(settings) | more,
        cwd=PROJECT_ROOT,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


def run_tracker(
    settings: Settings, *words: str, said: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run one of the tracker's commands on this installation."""
    return run_program(settings, "-m", "tracker.cli", *words, said=said, **more)
