"""Pages of programmes, events and grants: the staff reads them, the administrator keeps them."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.organisations.queries import donors, organisations
from tracker.permissions import Permission
from tracker.programmes import operations, queries
from tracker.programmes.forms import (
    HORIZON_WORDS,
    EventForm,
    GrantForm,
    NewEventForm,
    NewGrantForm,
    NewProgrammeForm,
    ProgrammeForm,
)
from tracker.reference.queries import host_state_names
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import asked_id, done, page

pages = GuardedBlueprint("programmes", __name__, "/programmes")


@pages.route("", permission=Permission.REFERENCE_VIEW)
def overview() -> ResponseReturnValue:
    """List the programmes."""
    return page(
        "programmes/overview.html",
        programmes=queries.programmes_with_host_states(),
        horizon_words=HORIZON_WORDS,
        host_states=host_state_names(),
    )


@pages.route("/<uuid:programme_id>", permission=Permission.REFERENCE_VIEW)
def show(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Show a programme with its events, and its grants to those who keep them."""
    keeps = viewer().may(Permission.PROGRAMMES_MANAGE)
    return page(
        "programmes/show.html",
        programme=queries.programme(programme_id),
        events=queries.events_of(programme_id),
        grants=queries.grants_of(programme_id) if keeps else [],
        keeps=keeps,
        horizon_words=HORIZON_WORDS,
        host_states=host_state_names(),
    )


@pages.route("/new", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """Enter a programme."""
    form = NewProgrammeForm()
    made = url_for("programmes.show", programme_id=form.new_id())
    if request.method == "POST" and queries.is_known(form.new_id()):
        return redirect(made)
    if form.accepts(lambda: operations.enter_programme(**form.facts())):
        done(_("%(code)s is entered. Add its grants and events here.", code=form.code.data))
        return redirect(made)
    return page("programmes/new.html", form=form, can_begin=bool(organisations()))


@pages.route("/<uuid:programme_id>/edit", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST"))
def edit(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Change a programme."""
    programme = queries.programme(programme_id)
    form = ProgrammeForm() if request.method == "POST" else ProgrammeForm.of(programme)
    if form.accepts(lambda: operations.change_programme(programme, **form.facts())):
        done(_("%(code)s is changed.", code=programme.code))
        return redirect(url_for("programmes.show", programme_id=programme_id))
    return page("programmes/edit.html", form=form, programme=programme)


@pages.route("/events", permission=Permission.PROGRAMMES_MANAGE)
def events() -> ResponseReturnValue:
    """List all events, those of organisations too."""
    return page("programmes/events.html", events=queries.events(), host_states=host_state_names())


@pages.route("/events/new", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST"))
def new_event() -> ResponseReturnValue:
    """Enter an event."""
    form = NewEventForm(programme_id=str(asked_id("programme") or ""))
    if request.method == "POST" and queries.is_known(form.new_id()):
        return redirect(url_for("programmes.events"))
    if form.accepts(lambda: operations.enter_event(**form.facts())):
        done(_("%(code)s is entered.", code=form.code.data))
        return redirect(url_for("programmes.events"))
    return page("programmes/new_event.html", form=form)


@pages.route("/events/<uuid:event_id>", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST"))
def edit_event(event_id: uuid.UUID) -> ResponseReturnValue:
    """Change an event."""
    event = queries.event(event_id)
    form = EventForm() if request.method == "POST" else EventForm.of(event)
    if form.accepts(lambda: operations.change_event(event, **form.facts())):
        done(_("%(code)s is changed.", code=event.code))
        return redirect(url_for("programmes.events"))
    return page("programmes/edit_event.html", form=form, event=event)


@pages.route(
    "/<uuid:programme_id>/grants/new", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST")
)
def new_grant(programme_id: uuid.UUID) -> ResponseReturnValue:
    """Enter what a donor gives to a programme."""
    programme = queries.programme(programme_id)
    back = url_for("programmes.show", programme_id=programme_id)
    form = NewGrantForm()
    if request.method == "POST" and queries.is_known(form.new_id()):
        return redirect(back)
    if form.accepts(lambda: operations.enter_grant(programme_id=programme_id, **form.facts())):
        done(_("The grant is entered."))
        return redirect(back)
    return page("programmes/new_grant.html", form=form, programme=programme, can_begin=bool(donors()))


@pages.route("/grants/<uuid:grant_id>", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST"))
def edit_grant(grant_id: uuid.UUID) -> ResponseReturnValue:
    """Change a grant."""
    grant = queries.grant(grant_id)
    form = GrantForm() if request.method == "POST" else GrantForm.of(grant)
    if form.accepts(lambda: operations.change_grant(grant, **form.facts())):
        done(_("The grant is changed."))
        return redirect(url_for("programmes.show", programme_id=grant.programme_id))
    return page("programmes/edit_grant.html", form=form, grant=grant)
