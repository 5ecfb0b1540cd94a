"""Pages of organisations: everybody on the staff reads them, the administrator keeps them."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.organisations import operations, queries
from tracker.organisations.forms import KIND_WORDS, NewOrganisationForm, OrganisationForm
from tracker.permissions import Permission
from tracker.reference.queries import host_state_names
from tracker.web.blueprint import GuardedBlueprint
from tracker.web.pages import done, page

pages = GuardedBlueprint("organisations", __name__, "/organisations")


@pages.route("", permission=Permission.REFERENCE_VIEW)
def overview() -> ResponseReturnValue:
    """List the organisations."""
    return page(
        "organisations/overview.html",
        organisations=queries.organisations(),
        kind_words=KIND_WORDS,
        host_states=host_state_names(),
    )


@pages.route("/new", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """Enter an organisation."""
    form = NewOrganisationForm()
    if request.method == "POST" and queries.is_known(form.new_id()):
        return redirect(url_for("organisations.overview"))
    if form.accepts(lambda: operations.enter_organisation(**form.facts())):
        done(_("%(code)s is entered.", code=form.code.data))
        return redirect(url_for("organisations.overview"))
    return page("organisations/new.html", form=form)


@pages.route("/<uuid:organisation_id>", permission=Permission.PROGRAMMES_MANAGE, methods=("GET", "POST"))
def edit(organisation_id: uuid.UUID) -> ResponseReturnValue:
    """Change an organisation."""
    organisation = queries.organisation(organisation_id)
    form = OrganisationForm() if request.method == "POST" else OrganisationForm.of(organisation)
    if form.accepts(lambda: operations.change_organisation(organisation, **form.facts())):
        done(_("%(code)s is changed.", code=organisation.code))
        return redirect(url_for("organisations.overview"))
    return page("organisations/edit.html", form=form, organisation=organisation)
