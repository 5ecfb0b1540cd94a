"""Guarded blueprints: a route cannot exist without its permission, and one place commits.

pages = GuardedBlueprint("cases", __name__)

@pages.route("/cases/<uuid:case_id>", permission=Permission.CASES_VIEW)
def show(case_id: uuid.UUID) -> str: ...
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, ParamSpec, cast

from flask import Blueprint, Response, abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.db import db, out_of_the_queue, writing
from tracker.permissions import Permission, Viewer

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FRESH_TO_OPEN = timedelta(minutes=5)
FRESH_TO_SEND = timedelta(minutes=15)
"""How old a second factor may be for what asks for a fresh one; a form may be filled in meanwhile."""


class GuardedBlueprint:
    """A Flask blueprint whose routes all name their permission; forgetting it is an error at import."""

    def __init__(
        self, name: str, import_name: str, url_prefix: str | None = None, *, for_guests: bool = False
    ) -> None:
        """Make the blueprint; pages for guests show nothing of the site around them, errors included."""
        self.for_guests = for_guests
        self.blueprint = Blueprint(name, import_name, url_prefix=url_prefix)
        self.permissions: dict[str, Permission] = {}
        self.fresh: set[str] = set()

    def route(
        self,
        rule: str,
        *,
        permission: Permission,
        methods: tuple[str, ...] = ("GET",),
        fresh: bool = False,
    ) -> Callable[[View[P]], View[P]]:
        """Register a view that opens with `permission`; a `fresh` one, which shows a page, for who proved themselves lately."""

        def register(view: View[P]) -> View[P]:
            endpoint = f"{self.blueprint.name}.{view.__name__}"
            self.permissions[endpoint] = permission
            self.fresh |= {endpoint} if fresh else set()
            self.blueprint.add_url_rule(
                rule,
                endpoint=view.__name__,
                view_func=_guarded(view, permission, fresh=fresh),
                methods=list(methods),
            )
            return view

        return register


def register_pages(app: Any, *rooms: GuardedBlueprint) -> None:
    """Put the rooms' pages into the application, and their permissions where tests can read them."""
    app.extensions.setdefault("route_permissions", {})
    app.extensions["fresh_routes"] = {endpoint for room in rooms for endpoint in room.fresh}
    app.extensions["guest_rooms"] = {room.blueprint.name for room in rooms if room.for_guests}
    for room in rooms:
        app.register_blueprint(room.blueprint)
        app.extensions["route_permissions"].update(room.permissions)


def current_viewer() -> Viewer | None:
    """Return who is signed in, or None."""
    return cast("Viewer | None", g.get("viewer"))


def viewer() -> Viewer:
    """Return who is signed in; only for views whose permission asks for somebody."""
    someone = current_viewer()
    if someone is None:
        abort(401)
    return someone


def after_reading(write: Callable[[], None]) -> None:
    """Have `write` run, and be committed, once this request's page is made and before it is sent.

    For the read trail and the last use of a sign-in, the only things that a GET may write. When it
    fails, the page is not sent.
    """
    g.setdefault("after_reading", []).append(write)


@contextmanager
def reading_first() -> Iterator[None]:
    """Let others write while a view of an unsafe method reads what takes long; what it loaded before is loaded again."""
    with out_of_the_queue():
        yield


def at_once(write: Callable[[], None]) -> None:
    """Run `write` and commit it before this request does anything else, whatever becomes of the request.

    For what an attempt costs: paid before it is judged, it stays paid when the attempt is refused. Rows that were
    read so far are read again when they are next used.
    """
    db.session.rollback()
    write()
    db.session.commit()


def _guarded(view: View[P], permission: Permission, *, fresh: bool) -> View[P]:
    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if permission is not Permission.PUBLIC:
            someone = current_viewer()
            if someone is None:
                if request.method in SAFE:
                    return redirect(url_for("access.sign_in", next=request.full_path.rstrip("?")))
                abort(401)
            if not someone.may(permission):
                abort(403)
            if fresh and not _is_fresh():
                return redirect(url_for("access.prove_again", next=request.full_path.rstrip("?")))
        response = make_response(current_app.ensure_sync(view)(*args, **kwargs))
        _finish(response)
        return response

    return guarded


def _is_fresh() -> bool:
    """Say whether whoever is signed in showed a second factor lately enough to open, or to send, this page."""
    allowed = FRESH_TO_OPEN if request.method in SAFE else FRESH_TO_SEND
    return bool(clock.now() - g.proved_at < allowed)


def _finish(response: Response) -> None:
    """Commit what an accepted unsafe request changed; a refused one and a reading one leave nothing."""
    if request.method not in SAFE and response.status_code < 400:
        db.session.commit()
        return
    db.session.rollback()
    if writes := g.pop("after_reading", []):
        with writing():
            for write in writes:
                write()
            db.session.commit()
