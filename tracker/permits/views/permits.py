"""Pages of permits: logging one and its steps, changing its track, trips that count against it."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.people.forms import country_names
from tracker.people.queries import host_state_on, own_ids, own_person
from tracker.people.queries import person as visible_person
from tracker.permissions import Permission
from tracker.permits import operations, queries
from tracker.permits.forms import (
    ALLOWED_WORDS,
    CONCERN_TONES,
    KIND_WORDS,
    STATUS_TONES,
    STATUS_WORDS,
    EntryForm,
    NewPermitForm,
    PermitForm,
    TrackForm,
    TripForm,
    sentence_of,
)
from tracker.permits.rules import end_on, status_on, tolerated_until
from tracker.reference.queries import days_at, host_state_names
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import done, page

pages = GuardedBlueprint("permits", __name__)


@pages.route("/permits/new/<uuid:person_id>", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def new_permit(person_id: uuid.UUID) -> ResponseReturnValue:
    """Log a permit with where it stands."""
    person = visible_person(viewer(), person_id)
    form = NewPermitForm(host_iso2=host_state_on([person_id], clock.today()).get(person_id, ""))
    form.offer_to_derive(queries.derivable_permits(viewer(), person_id, clock.today()))
    if form.is_submitted() and queries.permit_exists(form.new_id()):
        return redirect(url_for("desk.case_of", person_id=person_id))
    if form.accepts(
        lambda: operations.add_permit(person, form.facts(), form.entry(), permit_id=form.new_id())
    ):
        done(_("The permit is logged."))
        return redirect(url_for("desk.case_of", person_id=person_id))
    return page("permits/new_permit.html", form=form, person=person)


@pages.route("/permits/<uuid:permit_id>", permission=Permission.CASES_VIEW)
def permit(permit_id: uuid.UUID) -> ResponseReturnValue:
    """Show a permit with its history, and what is to be told of it today."""
    shown = queries.permit(viewer(), permit_id)
    entries = queries.history(shown).entries
    own = own_ids(viewer(), [shown.person_id])
    days = days_at(clock.now())
    today = days.of(shown.host_iso2)
    names = host_state_names()
    return page(
        "permits/permit.html",
        permit=shown,
        is_own=bool(own),
        status=status_on(entries, today),
        end=end_on(entries, today),
        tolerated=tolerated_until(entries, today),
        warnings=[
            (sentence_of(warning, today, country_names()), CONCERN_TONES[warning.concern])
            for one in queries.warned_permits(queries.permits_of(shown.person_id), own, days)
            if one.permit_id == permit_id
            for warning in one.warnings
        ],
        number=shown.number if own else None,
        conditions=queries.conditions_row(permit_id) if own else None,
        trips=queries.trips_of(shown.person_id) if own else [],
        leads_to_principal=queries.is_visible(viewer(), shown.derived_from),
        host_names=names,
        country_names=country_names(),
        kind_words=KIND_WORDS,
        status_words=STATUS_WORDS,
        status_tones=STATUS_TONES,
        allowed_words=ALLOWED_WORDS,
    )


@pages.route("/permits/<uuid:permit_id>/edit", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def edit_permit(permit_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what a permit is; only for the person's officer, since it shows the document's number."""
    shown = queries.own_permit(viewer(), permit_id)
    form = PermitForm() if request.method == "POST" else PermitForm.of(shown)
    offered = queries.derivable_permits(viewer(), shown.person_id, clock.today())
    if shown.derived_from is not None and shown.derived_from not in offered:
        offered.append(shown.derived_from)
    form.offer_to_derive(offered)
    if form.accepts(lambda: operations.amend_permit(shown, form.facts(), version=form.version.data)):
        done(_("The permit is saved."))
        return redirect(url_for("permits.permit", permit_id=permit_id))
    return page("permits/edit_permit.html", form=form, permit=shown)


@pages.route(
    "/permits/<uuid:permit_id>/entries/new", permission=Permission.CASES_EDIT, methods=("GET", "POST")
)
def new_entry(permit_id: uuid.UUID) -> ResponseReturnValue:
    """Log the next step of a permit, or one that was forgotten."""
    shown = queries.permit(viewer(), permit_id)
    form = EntryForm()
    if form.is_submitted() and queries.entry_exists(form.new_id()):
        return redirect(url_for("permits.permit", permit_id=permit_id))
    if form.accepts(lambda: operations.add_permit_entry(shown, form.entry(), entry_id=form.new_id())):
        done(_("The step is logged."))
        return redirect(url_for("permits.permit", permit_id=permit_id))
    return page(
        "permits/new_entry.html",
        form=form,
        permit=shown,
        status=status_on(queries.history(shown).entries, clock.today()),
        kind_words=KIND_WORDS,
        status_words=STATUS_WORDS,
    )


@pages.route("/permits/<uuid:permit_id>/track", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def change_track(permit_id: uuid.UUID) -> ResponseReturnValue:
    """Log that a permit went on as another kind, under another track or in another state."""
    shown = queries.permit(viewer(), permit_id)
    form = TrackForm(
        kind=shown.kind.value, framework_id=str(shown.framework_id or ""), host_iso2=shown.host_iso2 or ""
    )
    if form.is_submitted() and queries.term_exists(form.new_id()):
        return redirect(url_for("permits.permit", permit_id=permit_id))
    if form.accepts(
        lambda: operations.change_track(shown, form.terms(), form.since.data, term_id=form.new_id())
    ):
        done(_("The change is logged; what it was before stays."))
        return redirect(url_for("permits.permit", permit_id=permit_id))
    return page("permits/change_track.html", form=form, permit=shown)


@pages.route("/permits/trips/<uuid:person_id>/new", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def new_trip(person_id: uuid.UUID) -> ResponseReturnValue:
    """Log a trip outside the host state; only for the person's officer."""
    person = own_person(viewer(), person_id)
    form = TripForm()
    back = url_for("desk.case_of", person_id=person_id)
    if form.is_submitted() and queries.trip_exists(form.new_id()):
        return redirect(back)
    if form.accepts(lambda: operations.log_trip(person, form.trip(), trip_id=form.new_id())):
        done(_("The trip is logged."))
        return redirect(back)
    return page("permits/trip.html", form=form, person=person, trip=None)


@pages.route(
    "/permits/trips/<uuid:person_id>/<uuid:trip_id>",
    permission=Permission.CASES_EDIT,
    methods=("GET", "POST"),
)
def edit_trip(person_id: uuid.UUID, trip_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a trip, such as by the day of return."""
    person = own_person(viewer(), person_id)
    trip = queries.trip(person_id, trip_id)
    facts = trip.facts
    form = TripForm(state=facts.state, left_on=facts.left_on, returned_on=facts.returned_on)
    if form.accepts(lambda: operations.amend_trip(person, trip, form.trip())):
        done(_("The trip is saved."))
        return redirect(url_for("desk.case_of", person_id=person_id))
    return page("permits/trip.html", form=form, person=person, trip=trip)


@pages.route(
    "/permits/trips/<uuid:person_id>/<uuid:trip_id>/remove",
    permission=Permission.CASES_EDIT,
    methods=("GET", "POST"),
)
def remove_trip(person_id: uuid.UUID, trip_id: uuid.UUID) -> ResponseReturnValue:
    """Take back a trip that was logged by mistake, after saying what that means."""
    person = own_person(viewer(), person_id)
    trip = queries.trip(person_id, trip_id)
    form = BaseForm()
    if form.accepts(lambda: operations.remove_trip(person, trip)):
        done(_("The trip is taken back."))
        return redirect(url_for("desk.case_of", person_id=person_id))
    return page(
        "layout/confirm.html",
        title=_("Take back a trip"),
        consequences=[
            _(
                "The trip is removed, and no longer counts towards days abroad or trips that can end a permit."
            ),
            _("That you took it back is kept in the trail."),
        ],
        form=form,
        act=_("Take back the trip"),
        cancel_url=url_for("permits.edit_trip", person_id=person_id, trip_id=trip_id),
        breadcrumb=[(_("Cases"), url_for("desk.cases")), (_("Trip"), None)],
    )
