"""The settings of one installation: frozen, and read from the environment in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an installation may choose; the defaults serve one office on one machine."""

    instance: Path
    """The folder that holds what this installation keeps."""
    database_url: str
    """The main database."""
    release_database_url: str
    """The release store, the only thing that donor pages read."""
    keyring: Path
    """The key ring that wraps the keys of persons."""
    release_keyring: Path
    """The key of the release store; it opens nothing in the main database."""
    jobs_url: str
    """The broker of background work: a file of its own, a PostgreSQL database, Redis, or `immediate:` for none."""
    host: str = "127.0.0.1"
    port: int = 5000
    workers: int = 2
    """Server processes, each with a few threads."""

    @property
    def demo_accounts(self) -> Path:
        """Where a demonstration writes its invented accounts; its presence marks the instance as one."""
        return self.instance / "demo-accounts.json"

    @property
    def is_demo(self) -> bool:
        """Say whether this instance was made as a demonstration."""
        return self.demo_accounts.exists()

    @property
    def is_loopback(self) -> bool:
        """Say whether the server listens on this machine alone."""
        return self.host in LOOPBACK

    @classmethod
    def in_folder(cls, instance: Path, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings for one instance folder; what the environment does not name is default."""
        environ = environ or {}
        instance = instance.resolve()
        return cls(
            instance=instance,
            database_url=environ.get("TRACKER_DATABASE_URL", sqlite_url(instance / "tracker.db")),
            release_database_url=environ.get(
                "TRACKER_RELEASE_DATABASE_URL", sqlite_url(instance / "release.db")
            ),
            keyring=Path(environ.get("TRACKER_KEYRING", instance / "keyring.json")),
            release_keyring=Path(environ.get("TRACKER_RELEASE_KEYRING", instance / "release-keyring.json")),
            jobs_url=environ.get("TRACKER_JOBS_URL", f"sqlite:///{instance / 'jobs.db'}"),
            host=environ.get("HOST", "127.0.0.1"),
            port=int(environ.get("PORT", "5000")),
            workers=int(environ.get("TRACKER_WORKERS", "2")),
        )

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the settings of the installation that this process serves."""
        folder = os.environ.get("TRACKER_INSTANCE") or PROJECT_ROOT / "instance"
        return cls.in_folder(Path(folder), os.environ)


def sqlite_url(path: Path) -> str:
    """Return the address of a SQLite file that is opened only if it exists.

    Plain addresses create an empty file in place of a missing one; a store that was moved away
    must be noticed, not replaced.
    """
    return f"sqlite:///file:{path}?mode=rw&uri=true"
