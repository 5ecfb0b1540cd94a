"""The bodies of releases: read once, drawn once in each process, and the same bytes for everybody who may see them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeVar

from flask import current_app, render_template
from flask_babel import get_locale
from markupsafe import Markup

from tracker.errors import NotFound
from tracker.reports import wording
from tracker.reports.pictures import draw
from tracker.reports.queries.releases import OnShelf, content
from tracker.reports.rules import ReleasedQuarter

T = TypeVar("T")
_MOST_KEPT: Final = 200


def content_of(shelved: OnShelf) -> ReleasedQuarter:
    """Return what a release says; it never changes, so it is read once."""
    return _kept(("content", shelved.hash), lambda: content(shelved.id))


def body_of(shelved: OnShelf, code: str) -> Markup:
    """Return the drawn figures of all programmes together (no code) or of one programme."""
    return _kept(("body", shelved.hash, code, str(get_locale())), lambda: _drawn(content_of(shelved), code))


def _drawn(release: ReleasedQuarter, code: str) -> Markup:
    line = release.programme(code) if code else release.everything
    if line is None:
        raise NotFound
    # The template escapes all that goes into it; what comes out is markup of ours.
    return Markup(render_template("dashboards/_body.html", drawn=draw(release, line), words=wording))  # noqa: S704


def _kept(key: tuple[str, ...], make: Callable[[], T]) -> T:
    """Return what was made for a key, the oldest forgotten when there are many; two threads may both make it."""
    kept: OrderedDict[tuple[str, ...], T] = current_app.extensions.setdefault("releases_drawn", OrderedDict())
    if (found := kept.get(key)) is None:
        found = kept[key] = make()
        while len(kept) > _MOST_KEPT:
            kept.popitem(last=False)
    return found
