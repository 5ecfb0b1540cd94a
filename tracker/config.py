"""The settings of one installation: frozen, and read from the environment in one place."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from tracker.errors import Refused

PROJECT_ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


class MailTLS(StrEnum):
    """How the way to the mail server is kept secret."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only to a server on this machine."""


USUAL_PORTS = {MailTLS.STARTTLS: 587, MailTLS.TLS: 465, MailTLS.NONE: 25}


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """The server that takes this installation's mail."""

    host: str
    port: int
    tls: MailTLS
    sender: str
    """The address that mail comes from."""
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def named_in(cls, environ: Mapping[str, str]) -> MailServer | None:
        """Read the mail server from the environment; None when it names none, `Refused` when it names half of one."""
        host = environ.get("TRACKER_MAIL_HOST", "")
        if not host:
            return None
        try:
            tls = MailTLS(environ.get("TRACKER_MAIL_TLS", MailTLS.STARTTLS))
            port = int(environ.get("TRACKER_MAIL_PORT", USUAL_PORTS[tls]))
        except ValueError:
            raise Refused("TRACKER_MAIL_TLS is starttls, tls or none, TRACKER_MAIL_PORT a number.") from None
        if tls is MailTLS.NONE and host not in LOOPBACK:
            raise Refused(
                "Mail leaves this machine only over TLS: TRACKER_MAIL_TLS has to be starttls or tls."
            )
        sender = environ.get("TRACKER_MAIL_FROM", "")
        if not sender:
            raise Refused("TRACKER_MAIL_FROM has to say which address mail comes from.")
        return cls(
            host=host,
            port=port,
            tls=tls,
            sender=sender,
            user=environ.get("TRACKER_MAIL_USER", ""),
            password=environ.get("TRACKER_MAIL_PASSWORD", ""),
        )


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
    trail_heads: Path
    """Where the heads of both trails are noted, best on another disk: entries that are cut off later are missed by it."""
    backup_key: Path
    """The public half of the backup key; backups are sealed for it."""
    host: str = "127.0.0.1"
    port: int = 5000
    workers: int = 2
    """Server processes, each with a few threads."""
    passphrase_descriptor: int | None = None
    """The open file from which this process reads the passphrase of sealed key rings."""
    mail: MailServer | None = None
    """Who takes mail; None when this installation sends none."""
    address: str = "http://127.0.0.1:5000"
    """Where people reach this installation: what links in mails begin with."""

    @property
    def demo_accounts(self) -> Path:
        """Where a demonstration writes its invented accounts; its presence marks the instance as one."""
        return self.instance / "demo-accounts.json"

    @property
    def demo_unfinished(self) -> Path:
        """Where a demonstration that is being made marks the instance, until it is whole."""
        return self.instance / "demo-unfinished"

    @property
    def is_demo(self) -> bool:
        """Say whether this instance was made as a demonstration."""
        return self.demo_accounts.exists()

    @property
    def is_loopback(self) -> bool:
        """Say whether the server listens on this machine alone."""
        return self.host in LOOPBACK

    @property
    def reached_by_tls(self) -> bool:
        """Say whether browsers reach it by https alone: beyond this machine, or through a proxy that ends TLS here."""
        return not self.is_loopback or self.address.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names by which it may be asked: of this machine, where it listens, and where people reach it."""
        return LOOPBACK | {self.host, urlsplit(self.address).hostname or self.host}

    @classmethod
    def in_folder(cls, instance: Path, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings for one instance folder; what the environment does not name is default."""
        environ = environ or {}
        instance = instance.resolve()
        port = int(environ.get("PORT", "5000"))
        return cls(
            instance=instance,
            database_url=environ.get("TRACKER_DATABASE_URL", sqlite_url(instance / "tracker.db")),
            release_database_url=environ.get(
                "TRACKER_RELEASE_DATABASE_URL", sqlite_url(instance / "release.db")
            ),
            keyring=Path(environ.get("TRACKER_KEYRING", instance / "keyring.json")),
            release_keyring=Path(environ.get("TRACKER_RELEASE_KEYRING", instance / "release-keyring.json")),
            jobs_url=environ.get("TRACKER_JOBS_URL", f"sqlite:///{instance / 'jobs.db'}"),
            trail_heads=Path(environ.get("TRACKER_TRAIL_HEADS", instance / "trail-heads.jsonl")),
            backup_key=Path(environ.get("TRACKER_BACKUP_KEY", instance / "backup-key.pub")),
            host=environ.get("HOST", "127.0.0.1"),
            port=port,
            workers=int(environ.get("TRACKER_WORKERS", "2")),
            passphrase_descriptor=int(environ["TRACKER_PASSPHRASE_FD"])
            if "TRACKER_PASSPHRASE_FD" in environ
            else None,
            mail=MailServer.named_in(environ),
            address=environ.get("TRACKER_ADDRESS", f"http://127.0.0.1:{port}").rstrip("/"),
        )

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the settings of the installation that this process serves."""
        folder = os.environ.get("TRACKER_INSTANCE") or PROJECT_ROOT / "instance"
        return cls.in_folder(Path(folder), os.environ)


def this_host() -> str:
    """Return the name under which this machine is known to the others that serve the same installation."""
    return socket.gethostname()[:80]


def sqlite_url(path: Path) -> str:
    """Return the address of a SQLite file that is opened only if it exists.

    Plain addresses create an empty file in place of a missing one; a store that was moved away
    must be noticed, not replaced.
    """
    return f"sqlite:///file:{path}?mode=rw&uri=true"
