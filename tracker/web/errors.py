"""Errors become pages here and nowhere else: what happened, what was kept, what to do."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from tracker.db import db
from tracker.errors import (
    Damaged,
    EditedMeanwhile,
    Forbidden,
    KeyRingUnusable,
    NotFound,
    NotSent,
    Refused,
    RuleBroken,
    TrackerError,
)
from tracker.permissions import Viewer
from tracker.web.blueprint import SAFE, current_viewer
from tracker.web.catalogues import speaking
from tracker.web.forms import RecordForm, two_versions

log = logging.getLogger(__name__)

Forward = Callable[[Viewer, uuid.UUID], "uuid.UUID | None"]
"""Return what a record that was merged became, if the viewer may see it."""

STATUS: dict[type[TrackerError], int] = {
    NotFound: 404,
    Forbidden: 403,
    RuleBroken: 422,
    Refused: 422,
    NotSent: 503,
    Damaged: 500,
    KeyRingUnusable: 503,
}


GUEST_LANGUAGES = ("en", "ru")
"""The languages in which people without an account are spoken to."""


@dataclass(frozen=True)
class Explanation:
    """What an error page says."""

    title: str
    happened: str
    to_do: str


def init_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(EditedMeanwhile, _edited_meanwhile)
    app.register_error_handler(StaleDataError, _at_the_same_moment)
    app.register_error_handler(IntegrityError, _at_the_same_moment)
    app.register_error_handler(TrackerError, _tracker_error)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _store_unavailable)
    app.register_error_handler(Exception, _unexpected)


def error_page(status: int, happened: str = "") -> ResponseReturnValue:
    """Render the page for a status; it shows nothing of what was asked for."""
    db.session.rollback()
    if request.blueprint in current_app.extensions["guest_rooms"]:
        # In every language at once: nothing tells which one somebody reads whose link is not known.
        return render_template("layout/guest_error.html", texts=_for_guests(status)), status
    explanation = _explain(status, happened)
    return render_template("layout/error.html", status=status, explanation=explanation), status


def _for_guests(status: int) -> list[tuple[str, Explanation]]:
    """Return what a guest is told, by language; every link that is not good is answered with the same words."""
    texts = []
    for language in GUEST_LANGUAGES:
        with speaking(language):
            texts.append((language, _explain_to_guest(status)))
    return texts


def _explain_to_guest(status: int) -> Explanation:
    if status == 404:
        return Explanation(
            _("This link cannot be used"),
            _(
                "A link works once, and for seven days. If you have just sent your answers with it, they have"
                " arrived, and there is nothing more to do."
            ),
            _("Otherwise ask for a new link where you were given this one."),
        )
    if status == 429:
        return Explanation(
            _("Please wait a little"),
            _("Too many links that cannot be used were opened from your network."),
            _("Try again in a quarter of an hour."),
        )
    return Explanation(
        _("Your answers were not sent"),
        _("Something went wrong on the way, and nothing was saved."),
        _(
            "Open the link once more; your browser has to accept cookies from this page. If that does not help,"
            " ask for a new link."
        ),
    )


def _explain(status: int, happened: str) -> Explanation:
    back = _("Go back and try again; if it happens again, tell your administrator the time.")
    texts = {
        400: (
            _("This request was not understood"),
            _("Part of the request was missing or out of date."),
            back,
        ),
        401: (_("Please sign in"), _("Your sign-in has ended."), _("Sign in and do it again.")),
        403: (
            _("You may not do this"),
            _("Your role does not include this page or this action."),
            _("If you need it for your work, ask an administrator."),
        ),
        404: (
            _("There is nothing here"),
            _("There is nothing at this address, or it is not for you to see."),
            _("Check the address, or start again from the first page."),
        ),
        405: (_("This cannot be done here"), _("This address does not take that kind of request."), back),
        413: (
            _("That is too large"),
            _("The file or text is larger than the limit."),
            _("Send a smaller one."),
        ),
        422: (_("This could not be taken"), _("A rule says no."), back),
        503: (
            _("Not available at the moment"),
            _("A part of the tracker cannot be reached. Nothing was changed."),
            _("Try again in a minute. If it stays so, an administrator has to look at it."),
        ),
    }
    title, default, to_do = texts.get(
        status, (_("Something went wrong"), _("The fault is ours. Nothing of this request was saved."), back)
    )
    return Explanation(title, happened or default, to_do)


def _edited_meanwhile(error: EditedMeanwhile) -> ResponseReturnValue:
    db.session.rollback()
    form = g.get("form")
    if not isinstance(form, RecordForm):
        return error_page(409, error.message)
    theirs = type(form).of(error.record)
    rows = two_versions(form, theirs)
    form.version.data = error.record.version  # type: ignore[attr-defined] # versioned records only
    form.version.raw_data = None
    body = render_template("layout/conflict.html", form=form, rows=rows, here=request.path)
    return body, 409


def _at_the_same_moment(_error: StaleDataError | IntegrityError) -> ResponseReturnValue:
    # Operations check first; what the database still refuses was done by somebody else in between.
    return error_page(
        409, _("Somebody else saved this at the same moment. Open it again and repeat the change.")
    )


def _tracker_error(error: TrackerError) -> ResponseReturnValue:
    if isinstance(error, NotFound) and (address := _now_at()) is not None:
        return redirect(address)
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    if status >= 500:
        log.error("%s", error.message)
    return error_page(status, "" if status == 404 else error.message)


def _now_at() -> str | None:
    """Return the address of what is left of a record that was merged; None for what leads nowhere.

    The roof names for each argument of an address who knows that (`app.extensions["forwarding"]`). Asked for every
    address that holds such an argument, so that what is hidden answers like what does not exist.
    """
    forwarding: dict[str, Forward] = current_app.extensions.get("forwarding", {})
    someone, named = current_viewer(), dict(request.view_args or {})
    if request.method not in SAFE or someone is None or request.endpoint is None:
        return None
    left = {
        name: now
        for name, forward in forwarding.items()
        if name in named and (now := forward(someone, named[name])) is not None
    }
    return url_for(request.endpoint, **{**named, **left}) if left else None


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    if request.blueprint not in current_app.extensions["guest_rooms"]:
        flash(_("The page had been open too long. Nothing was saved; please send it again."), "attention")
    return error_page(400)


def _http(error: HTTPException) -> ResponseReturnValue:
    return error_page(error.code) if error.code is not None and error.code >= 400 else error


def _store_unavailable(error: OperationalError) -> ResponseReturnValue:
    # Only the class: the statement's parameters may hold what must not reach a log.
    log.error("a store is not available: %s", type(error.orig).__name__)
    db.session.remove()
    return error_page(503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    # The place, not the message: a message may carry a value of the person the request was about.
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    log.error("unexpected %s at %s", type(error).__name__, place)
    return error_page(500)
