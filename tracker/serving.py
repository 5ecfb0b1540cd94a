"""The server: one process tree that serves the tracker, with a refusal where it would not be safe."""

from __future__ import annotations

import logging
import os
import re
import resource
from typing import Any, Final

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from tracker.access.signing import DemoLinks
from tracker.app import create_app
from tracker.config import Settings
from tracker.custody.rotation import report_by_itself
from tracker.db import db
from tracker.errors import Refused
from tracker.jobs.working import keep_a_worker
from tracker.vault.keys import vault

THREADS = 4

_TOKENS: Final = re.compile(r"/(in-your-words(?=/)|invitation(?=/)|calendar(?=/)|demo/[^/\s]+)/[^\s?#\"']+")
"""Addresses whose last part opens something for whoever reads it."""


class DiscreetLogger(Logger):  # type: ignore[misc] # gunicorn ships no types
    """Gunicorn's log, in which an address that opens something is cut off before the part that opens it.

    Nothing logs requests here; a server that fails over one still names its address, and an operator who turns the
    access log on must not find people's links in it.
    """

    def setup(self, cfg: Any) -> None:
        """Set the logs up, and read along."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            if not any(isinstance(one, HidesTokens) for one in log.filters):
                log.addFilter(HidesTokens())


class HidesTokens(logging.Filter):
    """Cut the tokens off the addresses in what is being logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the sentence together here, without tokens; nothing is kept back."""
        record.msg, record.args = without_tokens(record.getMessage()), ()
        return True


def without_tokens(text: str) -> str:
    """Return a text in which no address keeps the part that opens something."""
    return _TOKENS.sub(r"/\1/…", text)


class Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    """Gunicorn with our settings instead of its command line."""

    def __init__(self, app: Flask, settings: Settings, *, works: bool) -> None:
        """Serve an application; `works` keeps a worker for what is done in the background."""
        self._app = app
        self._settings = settings
        self._works = works
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn would read from its own configuration."""
        options: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": self._settings.workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "accesslog": None,  # addresses of pages name records; the trail says who did what
            "logger_class": DiscreetLogger,
            "errorlog": "-",
            "loglevel": "warning",
            "control_socket_disable": True,
            "forwarded_allow_ips": "127.0.0.1,::1",
            "post_worker_init": self._keep_a_worker,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def _keep_a_worker(self, _process: object) -> None:
        if self._works:
            keep_a_worker(self._settings.instance, self._app.extensions["vault"].given)

    def load(self) -> Flask:
        """Hand the application over."""
        return self._app


def serve(settings: Settings, *, for_donors: bool = False) -> None:
    """Serve until stopped; refuse a demonstration beyond loopback, and key rings that cannot be used or are others.

    `for_donors` serves what donors read from the release store and its key alone, as on a host of its own.
    """
    if settings.is_demo and not settings.is_loopback:
        raise Refused(
            "A demonstration listens on this machine only. Make an instance with DEMO=0 for real work."
        )
    keep_memory_here()
    app = create_app(settings)
    with app.app_context():
        vault().release_ring  # noqa: B018 - reading it is the check
        if not for_donors:
            report_by_itself()  # checks it against the database first
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()  # the processes that are forked from this one open their own
    address = f"http://{settings.host}:{settings.port}"
    click.echo(f"Tracker: {address}")
    if settings.is_demo and not for_donors:
        _print_demo_links(app.extensions["demo_links"], address)
    Server(app, settings, works=not for_donors).run()


def keep_memory_here() -> None:
    """Let nothing of this process, which holds keys and names, reach the disk: no core dumps, no files for others."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(0o077)


def _print_demo_links(links: DemoLinks, address: str) -> None:
    click.echo("Demonstration: invented people only. One click signs in, until the server stops:")
    for role, token in links.tokens().items():
        click.echo(f"  {role.value:14} {address}/demo/{role.value}/{token}")
