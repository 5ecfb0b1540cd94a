"""Pages that log an application and move it on."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.people.queries import own_ids
from tracker.people.queries import person as visible_person
from tracker.permissions import Permission
from tracker.programmes.queries import own_programme, programme_choices
from tracker.selection import operations, queries
from tracker.selection.forms import STATUS_TONES, STATUS_WORDS, ApplicationForm, MoveForm
from tracker.selection.rules import MAY_FOLLOW, ApplicationStatus
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import done, page

pages = GuardedBlueprint("selection", __name__)


@pages.route("/applications/new/<uuid:person_id>", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def log_application(person_id: uuid.UUID) -> ResponseReturnValue:
    """Log that a person asks a programme for support."""
    person = visible_person(viewer(), person_id)
    form = ApplicationForm()
    form.programme_id.choices = programme_choices(viewer())
    if form.is_submitted() and queries.application_exists(form.new_id()):
        return redirect(url_for("desk.case_of", person_id=person_id))
    if form.accepts(
        lambda: operations.log_application(
            viewer(),
            person,
            own_programme(viewer(), uuid.UUID(form.programme_id.data)),
            on=form.on.data,
            reason=form.reason.data or "",
            application_id=form.new_id(),
        )
    ):
        done(_("The application is logged."))
        return redirect(url_for("desk.case_of", person_id=person_id))
    return page("selection/log_application.html", form=form, person=person)


@pages.route("/applications/<uuid:application_id>", permission=Permission.CASES_VIEW)
def application(application_id: uuid.UUID) -> ResponseReturnValue:
    """Show an application and the steps it took."""
    shown = queries.application(viewer(), application_id)
    status = queries.status_of(shown)
    return page(
        "selection/application.html",
        application=shown,
        status=status,
        goes_on=bool(MAY_FOLLOW[status]),
        is_own=bool(own_ids(viewer(), [shown.person_id])),
        by=queries.names_of_steps(shown),
        status_words=STATUS_WORDS,
        status_tones=STATUS_TONES,
    )


@pages.route(
    "/applications/<uuid:application_id>/move", permission=Permission.CASES_EDIT, methods=("GET", "POST")
)
def move(application_id: uuid.UUID) -> ResponseReturnValue:
    """Take the next step of an application."""
    shown = queries.application(viewer(), application_id)
    form = MoveForm.next_of(shown)
    if form.accepts(
        lambda: operations.move_application(
            viewer(),
            shown,
            ApplicationStatus(form.status.data),
            on=form.on.data,
            version=form.version.data,
            reason=form.reason.data or "",
        )
    ):
        done(_("The application has moved on."))
        return redirect(url_for("selection.application", application_id=application_id))
    return page("selection/move.html", form=form, application=shown)
