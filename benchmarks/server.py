"""What the bench serves: the tracker with a counter of queries, and a bare application to compare with.

Run as `python -m benchmarks.server PORT FOLDER` for the tracker on the instance in FOLDER, without FOLDER for
the bare application. The counter answers only who asks for it by a header, and is no part of the product.
"""

from __future__ import annotations

import sys
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy import event

from tracker.app import create_app
from tracker.config import Settings
from tracker.db import db
from tracker.permissions import Permission
from tracker.serving import Server
from tracker.web.blueprint import GuardedBlueprint, register_pages
from tracker.web.pages import page

COUNT = "X-Bench-Queries"
BLANK = "/bench/blank"
TEMPLATES = Path(__file__).with_name("templates")
_KEEP_ALIVE = 75

_queries: ContextVar[int] = ContextVar("queries", default=0)


class BenchServer(Server):
    """The tracker's own server, which does not hang up between two rounds, and does nothing beside them."""

    def load_config(self) -> None:
        """Set what the tracker sets, a longer patience, and no background work while pages are timed."""
        super().load_config()
        self.cfg.set("post_worker_init", lambda _process: None)
        self.cfg.set("keepalive", _KEEP_ALIVE)


def bare_app() -> Flask:
    """Make the smallest application that renders a template."""
    app = Flask("bare", template_folder=str(TEMPLATES))

    @app.get("/")
    def bare() -> str:
        return render_template("bare.html", title="Bare", words=["one", "two", "three"])

    return app


def counted_app(settings: Settings) -> Flask:
    """Make the tracker with a blank page, and with the number of queries of a request in its answer."""
    app = create_app(settings)
    pages = GuardedBlueprint("bench", __name__)

    @pages.route(BLANK, permission=Permission.SIGNED_IN)
    def blank() -> ResponseReturnValue:
        return page("blank.html")

    register_pages(app, pages)
    app.jinja_env.loader = ChoiceLoader([app.create_global_jinja_loader(), FileSystemLoader(TEMPLATES)])

    @app.before_request
    def begin() -> None:
        _queries.set(0)

    app.before_request_funcs[None].insert(
        0, app.before_request_funcs[None].pop()
    )  # before the sign-in is looked up

    @app.after_request
    def tell(response: Response) -> Response:
        if COUNT in request.headers:
            response.headers[COUNT] = str(_queries.get())
        return response

    with app.app_context():
        for engine in db.engines.values():
            event.listen(engine, "before_cursor_execute", _count)
    return app


def _count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    if not statement.startswith("BEGIN"):
        _queries.set(_queries.get() + 1)


def main() -> None:
    """Serve until stopped, with one process."""
    port, *folder = sys.argv[1:]
    settings = replace(Settings.in_folder(Path(folder[0]) if folder else Path()), port=int(port), workers=1)
    BenchServer(counted_app(settings) if folder else bare_app(), settings, works=True).run()


if __name__ == "__main__":
    main()
