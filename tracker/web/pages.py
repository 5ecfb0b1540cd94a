"""Rendering: one function for every page, and the words and filters that all templates share."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_bootstrap import Bootstrap5
from jinja2 import StrictUndefined

from tracker import clock
from tracker.config import Settings
from tracker.permissions import Permission, Role, Viewer
from tracker.web import pieces
from tracker.web.blueprint import current_viewer
from tracker.web.catalogues import SENTENCES
from tracker.web.drawing import shape
from tracker.web.forms import BaseForm

K = TypeVar("K")

ROLE_WORDS = {
    Role.OFFICER: _l("Programme officer"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.DONOR: _l("Donor"),
    Role.EXPERT: _l("Expert"),
    Role.ADMINISTRATOR: _l("Administrator"),
}


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main navigation."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Destination:
    """A page that the main navigation offers to those who may open it."""

    label: Any
    endpoint: str
    permission: Permission
    reached_through: Permission | None = None
    """Who has this permission finds a link on another page; their navigation stays short."""
    holds: tuple[str, ...] = ()
    """Other rooms, and single pages, that are reached from here."""


def page(template: str, **context: Any) -> ResponseReturnValue:
    """Render a page; one that shows a refused form answers 422."""
    forms = [value for value in context.values() if isinstance(value, BaseForm)]
    status = 422 if any(form.was_refused for form in forms) else 200
    return render_template(template, **context), status


def done(sentence: str) -> None:
    """Say on the next page what was done."""
    flash(sentence, "done")


def attention(sentence: str) -> None:
    """Say on the next page what needs attention."""
    flash(sentence, "attention")


def asked_id(name: str) -> uuid.UUID | None:
    """Return an id from the query string; None when it is absent or no id."""
    try:
        return uuid.UUID(request.args.get(name, ""))
    except ValueError:
        return None


def spoken(words: Mapping[K, Any]) -> dict[K, str]:
    """Return words in the reader's language, for a list that says each of them many times."""
    return {key: str(word) for key, word in words.items()}


def init_pages(app: Flask, settings: Settings, destinations: list[Destination]) -> None:
    """Prepare Jinja: undefined names are errors, and every template knows who is looking."""
    Bootstrap5(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        local_date=pieces.local_date, moment=pieces.moment, iso=pieces.iso, shape=shape
    )
    app.jinja_env.globals.update(pieces=pieces)
    # Straight to the catalogue: the library looks for it anew for each sentence.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # of the library's extension
        lambda text: SENTENCES.get_translations().gettext(text),
        lambda one, many, number: SENTENCES.get_translations().ngettext(one, many, number),
        newstyle=True,
    )

    @app.context_processor
    def shared() -> dict[str, Any]:
        someone = current_viewer()
        here = place_of(request.endpoint or "", destinations)
        items = [
            NavigationItem(
                str(one.label),
                url_for(one.endpoint),
                current=one.endpoint == here,
            )
            for one in destinations
            if someone is not None and someone.may(one.permission)
            if one.reached_through is None or not someone.may(one.reached_through)
        ]
        return {
            "viewer": someone,
            "viewer_words": "" if someone is None else _viewer_words(someone),
            "navigation": items,
            "demo": settings.is_demo,
            "today": clock.today(),
        }


def place_of(endpoint: str, destinations: list[Destination]) -> str | None:
    """Return the destination to which a page belongs: who holds it, else who holds its room, else its room's first."""
    room = endpoint.split(".", maxsplit=1)[0]
    for name in (endpoint, room):
        for one in destinations:
            if name in {one.endpoint, *one.holds}:
                return one.endpoint
    return next((one.endpoint for one in destinations if one.endpoint.split(".")[0] == room), None)


def _viewer_words(viewer: Viewer) -> str:
    """Say in which roles somebody is here, and how far they see."""
    words = [str(ROLE_WORDS[role]) for role in Role if role in viewer.roles] or [_("no role yet")]
    if viewer.everything:
        words.append(_("all organisations"))
    elif viewer.organisations:
        number = len(viewer.organisations)
        words.append(ngettext("%(num)s organisation", "%(num)s organisations", number))
    if viewer.programmes:
        words.append(ngettext("%(num)s programme", "%(num)s programmes", len(viewer.programmes)))
    if viewer.donor_code:
        words.append(viewer.donor_code)
    return " · ".join(words)
