"""A demonstration of the tracker in its own folder, served by a real process on a free loopback port."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Self

TRACKER: Final = str(Path(sys.executable).parent / "tracker")
_PATIENCE: Final = 600
"""How often a server that is starting is asked, ten times a second; other work may keep the machine busy."""


@dataclass(frozen=True)
class DemoAccount:
    """One line of the file that a demonstration writes its invented accounts to."""

    role: str
    email: str
    password: str
    totp_secret: str
    """What its authenticator was given."""


class Demonstration:
    """An instance with invented people, and the process that serves it; used in a `with`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self._options = options
        self._log = folder.parent / f"{folder.name}.log"
        self._port = _free_port()
        self._output: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def make(cls, folder: Path, people: int) -> Self:
        """Make an instance as a first start does, but with no quarter published: journeys do that themselves."""
        made = cls(folder)
        for asked in (["instance", "--empty"], ["demo", "--people", str(people)]):
            subprocess.run(  # noqa: S603 - our own command, with arguments written here
                [TRACKER, *asked], env=made.environment(), check=True, capture_output=True
            )
        return made

    @classmethod
    def like(cls, pattern: Demonstration, folder: Path) -> Self:
        """Copy an instance that is not being served."""
        shutil.copytree(pattern.folder, folder)
        return cls(folder)

    @classmethod
    def for_donors_alone(cls, served: Demonstration, folder: Path) -> Self:
        """Set up another host that has nothing but the release store and its key."""
        folder.mkdir(mode=0o700)
        for name in ("release-keyring.json", "demo-accounts.json"):
            shutil.copy2(served.folder / name, folder / name)
        with (
            contextlib.closing(sqlite3.connect(served.folder / "release.db")) as here,
            contextlib.closing(sqlite3.connect(folder / "release.db")) as there,
        ):
            here.backup(there)
        return cls(folder, "--donors")

    @property
    def address(self) -> str:
        """Return where it is served."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def main_database(self) -> Path:
        """Return the file of the main database, which donor pages never open."""
        return self.folder / "tracker.db"

    def account(self, role: str, number: int = 1) -> DemoAccount:
        """Return the first or second account of a role."""
        rows = json.loads((self.folder / "demo-accounts.json").read_text(encoding="utf-8"))
        found = [one for one in rows if one["role"] == role][number - 1]
        return DemoAccount(found["role"], found["email"], found["password"], found["totp_secret"])

    def sign_in_link(self, role: str) -> str:
        """Return the link that the server printed for a role."""
        found = re.search(rf"{self.address}/demo/{role}/\S+", self._log.read_text(encoding="utf-8"))
        if found is None:
            raise AssertionError(f"the server printed no link for {role}")
        return found.group()

    def environment(self) -> dict[str, str]:
        """Return the environment of a command that acts on this instance alone."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
        return {
            **kept,
            "TRACKER_INSTANCE": str(self.folder),
            "TRACKER_WORKERS": "1",
            "HOST": "127.0.0.1",
            "PORT": str(self._port),
        }

    def __enter__(self) -> Self:
        """Start the server and wait until it answers."""
        self._output = self._log.open("wb")
        self._process = subprocess.Popen(  # noqa: S603 - our own command, with arguments written here
            [TRACKER, "serve", *self._options],
            env=self.environment(),
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )
        for _attempt in range(_PATIENCE):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 1):
                return self
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(0.1)
                break
        self.__exit__()
        raise AssertionError(f"the server did not start: {self._log.read_text(encoding='utf-8')}")

    def __exit__(self, *_error: object) -> None:
        """Stop the server."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
        if self._output is not None:
            self._output.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
