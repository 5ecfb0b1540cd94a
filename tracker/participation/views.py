"""Pages that enrol persons, log support, and show events with their guests."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import NotFound
from tracker.participation import operations, queries
from tracker.participation.forms import (
    ROLE_WORDS,
    EnrolForm,
    ParticipationForm,
    RemoveTallyForm,
    SupportForm,
    TallyForm,
)
from tracker.people.queries import names_for, own_ids, own_person
from tracker.people.queries import person as visible_person
from tracker.permissions import Permission
from tracker.programmes.queries import events_for
from tracker.reference.queries import code_labels, host_state_names
from tracker.reference.rules import Facet
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import done, page

pages = GuardedBlueprint("participation", __name__)


@pages.route(
    "/participations/new/<uuid:person_id>", permission=Permission.CASES_EDIT, methods=("GET", "POST")
)
def enrol(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let a person take part in a programme or an event."""
    person = visible_person(viewer(), person_id)
    form = EnrolForm()
    form.offer(viewer())
    if form.is_submitted() and queries.exists(form.new_id()):
        return redirect(url_for("desk.case_of", person_id=person_id))
    if form.accepts(
        lambda: operations.enrol(
            viewer(), person, form.chosen(viewer()), form.period(), participation_id=form.new_id()
        )
    ):
        done(_("The participation is logged."))
        return redirect(url_for("desk.case_of", person_id=person_id))
    return page("participation/enrol.html", form=form, person=person)


@pages.route("/participations/<uuid:participation_id>", permission=Permission.CASES_VIEW)
def participation(participation_id: uuid.UUID) -> ResponseReturnValue:
    """Show a participation and what was given in it."""
    shown = queries.participation(viewer(), participation_id)
    is_own = bool(own_ids(viewer(), [shown.person_id]))
    return page(
        "participation/participation.html",
        participation=shown,
        support=queries.support_of([participation_id]),
        kinds=code_labels(Facet.SUPPORT_KIND) if is_own else None,
        role_words=ROLE_WORDS,
    )


@pages.route(
    "/participations/<uuid:participation_id>/edit", permission=Permission.CASES_EDIT, methods=("GET", "POST")
)
def edit_participation(participation_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a participation, or end it."""
    shown = queries.participation(viewer(), participation_id)
    form = ParticipationForm() if request.method == "POST" else ParticipationForm.of(shown)
    if form.accepts(lambda: operations.amend_participation(shown, form.period(), version=form.version.data)):
        done(_("The participation is saved."))
        return redirect(url_for("participation.participation", participation_id=participation_id))
    return page("participation/edit_participation.html", form=form, participation=shown)


@pages.route(
    "/support/new/<uuid:participation_id>", permission=Permission.CASES_EDIT, methods=("GET", "POST")
)
def give_support(participation_id: uuid.UUID) -> ResponseReturnValue:
    """Log something given in a participation; what kind of thing it was is for the person's officer."""
    shown = queries.participation(viewer(), participation_id)
    own_person(viewer(), shown.person_id)
    form = SupportForm()
    if form.is_submitted() and queries.support_exists(form.new_id()):
        return redirect(url_for("participation.participation", participation_id=participation_id))
    if form.accepts(lambda: operations.give_support(shown, form.facts(), support_id=form.new_id())):
        done(_("The support is logged."))
        return redirect(url_for("participation.participation", participation_id=participation_id))
    return page("participation/give_support.html", form=form, participation=shown)


@pages.route("/events", permission=Permission.CASES_VIEW)
def events() -> ResponseReturnValue:
    """List the events in scope with the number of their guests."""
    shown = events_for(viewer())
    ids = [one.id for one in shown]
    return page(
        "participation/events.html",
        events=shown,
        guests=queries.guests_logged(ids),
        tallies=queries.tallies(ids),
        host_names=host_state_names(),
    )


@pages.route("/events/<uuid:event_id>", permission=Permission.CASES_VIEW)
def event(event_id: uuid.UUID) -> ResponseReturnValue:
    """Show an event: who took part, or what was counted."""
    shown = queries.event_for(viewer(), event_id)
    guests = queries.guests_of(viewer(), event_id)
    return page(
        "participation/event.html",
        event=shown,
        guests=guests,
        logged=queries.guests_logged([event_id]).get(event_id, 0),
        names=names_for(viewer(), [one.person_id for one in guests]),
        tally=queries.tally_of(event_id),
        role_words=ROLE_WORDS,
        host_names=host_state_names(),
    )


@pages.route("/events/<uuid:event_id>/tally", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def tally(event_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was counted at an event without names."""
    shown = queries.event_for(viewer(), event_id)
    taken = queries.tally_of(event_id)
    if request.method == "POST":
        form = TallyForm()
    else:
        form = TallyForm.empty_for(shown) if taken is None else TallyForm.of(taken)
    if form.accepts(lambda: operations.record_tally(shown, form.facts(), version=form.version.data)):
        done(_("The tally is kept."))
        return redirect(url_for("participation.event", event_id=event_id))
    return page("participation/tally.html", form=form, event=shown, tally=taken)


@pages.route(
    "/events/<uuid:event_id>/tally/remove", permission=Permission.CASES_EDIT, methods=("GET", "POST")
)
def remove_tally(event_id: uuid.UUID) -> ResponseReturnValue:
    """Take a tally back, so that guests can be logged one by one."""
    shown = queries.event_for(viewer(), event_id)
    taken = queries.tally_of(event_id)
    if taken is None:
        raise NotFound
    form = RemoveTallyForm() if request.method == "POST" else RemoveTallyForm.of(taken)
    if form.accepts(lambda: operations.remove_tally(taken, version=form.version.data)):
        done(_("The tally is removed. Guests can be logged one by one now."))
        return redirect(url_for("participation.event", event_id=event_id))
    return page(
        "layout/confirm.html",
        title=_("Remove the tally"),
        consequences=[
            _(
                "The numbers counted at %(event)s are deleted; they no longer count in its figures.",
                event=shown.code,
            ),
            _("Guests of the event can be logged one by one afterwards."),
            _("The trail keeps that a tally was removed, and when."),
        ],
        form=form,
        act=_("Remove the tally"),
        cancel_url=url_for("participation.event", event_id=event_id),
    )
