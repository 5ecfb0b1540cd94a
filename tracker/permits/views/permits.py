"""Pages that log a permit and its steps."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.people.queries import host_state_on, own_ids
from tracker.people.queries import person as visible_person
from tracker.permissions import Permission
from tracker.permits import operations, queries
from tracker.permits.forms import (
    KIND_WORDS,
    STATUS_TONES,
    STATUS_WORDS,
    EntryForm,
    NewPermitForm,
    PermitForm,
)
from tracker.permits.rules import end_on, status_on
from tracker.reference.queries import host_state_names
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import done, page

pages = GuardedBlueprint("permits", __name__)


@pages.route("/permits/new/<uuid:person_id>", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def new_permit(person_id: uuid.UUID) -> ResponseReturnValue:
    """Log a permit with where it stands."""
    person = visible_person(viewer(), person_id)
    form = NewPermitForm(host_iso2=host_state_on([person_id], clock.today()).get(person_id, ""))
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
    """Show a permit with its history."""
    shown = queries.permit(viewer(), permit_id)
    entries = queries.history(shown).entries
    return page(
        "permits/permit.html",
        permit=shown,
        status=status_on(entries, clock.today()),
        end=end_on(entries, clock.today()),
        number=shown.number if own_ids(viewer(), [shown.person_id]) else None,
        host_names=host_state_names(),
        kind_words=KIND_WORDS,
        status_words=STATUS_WORDS,
        status_tones=STATUS_TONES,
    )


@pages.route("/permits/<uuid:permit_id>/edit", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def edit_permit(permit_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what a permit is; only for the person's officer, since it shows the document's number."""
    shown = queries.own_permit(viewer(), permit_id)
    form = PermitForm() if request.method == "POST" else PermitForm.of(shown)
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
