"""Pages of the second person: what waits for me, what I proposed.

What happens after a proposal is accepted is the deed of the room that keeps the record; its own page
shows what would change, decides through `approvals.operations` and acts, in one transaction. The roof
says which page that is (`app.extensions["approval_pages"]`). Rejecting changes nothing else, so it is
done here.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker import clock
from tracker.access.queries import names_of
from tracker.approvals import operations, queries
from tracker.approvals.rules import REASONED
from tracker.permissions import Permission
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import done, page

pages = GuardedBlueprint("approvals", __name__, "/approvals")

KIND_WORDS = {
    "target_set": _l("Target set"),
    "release": _l("Publishing"),
    "merge": _l("Merging two persons"),
    "undo_merge": _l("Undoing a merge"),
    "framework": _l("Framework catalogue"),
    "reveal_quota": _l("More reveals for a day"),
    "quarterly_report": _l("A quarterly report"),
    "list_export": _l("A list with names as a file"),
    "person_copy": _l("A copy of everything about a person"),
    "erasure": _l("Erasing a person"),
}


@pages.route("", permission=Permission.APPROVALS_DECIDE)
def overview() -> ResponseReturnValue:
    """Show what waits for the viewer, and what the viewer proposed."""
    waiting = queries.waiting_for(viewer())
    return page(
        "approvals/overview.html",
        waiting=waiting,
        proposed=queries.proposed_by(viewer()),
        names=names_of({one.proposed_by for one in waiting}),
        kind_words=KIND_WORDS,
        now=clock.now(),
        reasoned=REASONED,
        address_of=_address_of,
    )


@pages.route("/<uuid:approval_id>/reject", permission=Permission.APPROVALS_DECIDE, methods=("GET", "POST"))
def reject(approval_id: uuid.UUID) -> ResponseReturnValue:
    """Reject a proposal, after saying what that means."""
    approval = queries.visible_approval(viewer(), approval_id)
    form = BaseForm()
    if form.accepts(lambda: operations.reject(viewer(), approval)):
        done(_("The proposal is rejected. Nothing else was changed."))
        return redirect(url_for("approvals.overview"))
    return page(
        "layout/confirm.html",
        title=_("Reject the proposal: %(what)s", what=approval.summary),
        consequences=[
            _("The proposal is closed and nothing of it takes effect."),
            _("Who proposed it sees that it was rejected, and can propose it again."),
            _("That you rejected it is kept in the trail."),
        ],
        form=form,
        act=_("Reject the proposal"),
        cancel_url=url_for("approvals.overview"),
        breadcrumb=[(_("Approvals"), url_for("approvals.overview")), (_("Reject"), None)],
    )


def _address_of(kind: str, record_id: uuid.UUID) -> str | None:
    """Return the page on which a proposal of this kind is looked at and decided; None when there is none."""
    known = current_app.extensions.get("approval_pages", {}).get(kind)
    if known is None:
        return None
    endpoint, argument = known
    values: dict[str, Any] = {argument: record_id}
    return url_for(endpoint, **values)
