"""The pages of what is kept for how long: whose time is over, and who holds them longer."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.people.queries import person as visible_person
from tracker.permissions import Permission
from tracker.rights import operations
from tracker.rights.forms import HoldForm
from tracker.rights.queries import retention
from tracker.rights.rules.keeping import YEARS_KEPT
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import done, page

pages = GuardedBlueprint("retention", __name__)


@pages.route("/retention", permission=Permission.ERASURES_ASK)
def overview() -> ResponseReturnValue:
    """List whose data are no longer needed, and who is held longer."""
    today = clock.today()
    rows = retention.past_their_time(viewer(), today)
    return page(
        "rights/retention.html",
        due=[one for one in rows if one.kept.is_due(today)],
        held=[one for one in rows if not one.kept.is_due(today)],
        years=YEARS_KEPT,
        form=BaseForm(),
    )


@pages.route("/people/<uuid:person_id>/hold", permission=Permission.ERASURES_ASK, methods=("GET", "POST"))
def hold(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a person's data longer than the schedule says."""
    person = visible_person(viewer(), person_id)
    form = HoldForm()
    if form.accepts(
        lambda: operations.hold(viewer(), person, form.reason.data or "", form.until.data or clock.today())
    ):
        done(_("The data of %(code)s are held.", code=person.case_code))
        return redirect(url_for("retention.overview"))
    return page("rights/hold.html", form=form, person=person)


@pages.route("/people/<uuid:person_id>/hold/lift", permission=Permission.ERASURES_ASK, methods=("POST",))
def lift(person_id: uuid.UUID) -> ResponseReturnValue:
    """Lift the hold on a person's data."""
    person = visible_person(viewer(), person_id)
    if BaseForm().validate_on_submit():
        operations.lift(viewer(), person)
        done(_("The hold is lifted."))
    return redirect(url_for("retention.overview"))
