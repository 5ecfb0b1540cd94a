"""Pages of calendar links: one's own, whether they are allowed, and what a calendar finds behind one."""

from __future__ import annotations

import uuid

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.access.operations import guesses_too_often, note_guess
from tracker.permissions import Permission
from tracker.reminders import operations, queries
from tracker.reminders.feed import calendar_of
from tracker.web.blueprint import GuardedBlueprint, after_reading, viewer
from tracker.web.errors import error_page
from tracker.web.forms import BaseForm
from tracker.web.pages import done, page

pages = GuardedBlueprint("calendar", __name__)


@pages.route("/me/calendar", permission=Permission.TASKS_KEEP, methods=("GET", "POST"))
def mine() -> ResponseReturnValue:
    """List one's own calendar links, and make one; it is shown this once."""
    form = BaseForm()
    tokens: list[str] = []
    address = None
    if form.accepts(lambda: tokens.append(operations.make_calendar_link(viewer()))):
        address = url_for("calendar.feed", token=tokens[0], _external=True)
    return page(
        "reminders/calendar.html",
        form=form,
        address=address,
        allowed=queries.calendars_allowed(),
        links=queries.own_calendar_links(viewer()),
    )


@pages.route("/me/calendar/<uuid:calendar_link_id>/end", permission=Permission.TASKS_KEEP, methods=("POST",))
def end_link(calendar_link_id: uuid.UUID) -> ResponseReturnValue:
    """End one of one's own calendar links."""
    operations.end_calendar_link(queries.own_calendar_link(viewer(), calendar_link_id))
    done(_("The link is ended; calendars that use it find nothing any more."))
    return redirect(url_for("calendar.mine"))


@pages.route("/calendar-links", permission=Permission.ACCOUNTS_MANAGE, methods=("GET", "POST"))
def allowance() -> ResponseReturnValue:
    """Decide whether calendar links may be used here."""
    form, allowed = BaseForm(), queries.calendars_allowed()
    wanted = request.form.get("allowed") == "yes"
    if form.accepts(lambda: operations.allow_calendars(viewer(), allowed=wanted)):
        done(_("Calendar links may be used.") if wanted else _("Calendar links are switched off."))
        return redirect(url_for("calendar.allowance"))
    return page("reminders/allowance.html", form=form, allowed=allowed)


@pages.route("/calendar/<token>", permission=Permission.PUBLIC)
def feed(token: str) -> ResponseReturnValue:
    """Tell a calendar the days of its owner's reminders."""
    address = request.remote_addr or ""
    if guesses_too_often(address):
        return error_page(429)
    found = queries.calendar_link(token)
    if found is None:
        after_reading(lambda: note_guess(address))
        return error_page(404)
    link, owner = found
    days = queries.reminder_days(owner, clock.today())
    return Response(calendar_of(link.id, days), mimetype="text/calendar")
