"""Pages of coordination: overlaps, those that are settled, and settling one."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.coordination import operations, queries
from tracker.coordination.forms import SETTLED_WORDS, SettleForm
from tracker.permissions import Permission
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import done, page
from tracker.web.paging import asked_page

pages = GuardedBlueprint("coordination", __name__)


@pages.route("/overlaps", permission=Permission.OVERLAPS_SETTLE)
def overlaps() -> ResponseReturnValue:
    """List the overlaps that nobody settled."""
    found = queries.overlaps(viewer(), asked_page(), settled=False)
    return page("coordination/overlaps.html", overlaps=found, words=SETTLED_WORDS, settled=False)


@pages.route("/overlaps/settled", permission=Permission.OVERLAPS_SETTLE)
def settled_overlaps() -> ResponseReturnValue:
    """List the overlaps that were settled, and what that avoided."""
    found = queries.overlaps(viewer(), asked_page(), settled=True)
    return page("coordination/overlaps.html", overlaps=found, words=SETTLED_WORDS, settled=True)


@pages.route(
    "/overlaps/<uuid:support_id>/<uuid:other_support_id>",
    permission=Permission.OVERLAPS_SETTLE,
    methods=("GET", "POST"),
)
def overlap(support_id: uuid.UUID, other_support_id: uuid.UUID) -> ResponseReturnValue:
    """Show one overlap, and settle it."""
    shown = queries.overlap(viewer(), support_id, other_support_id)
    form = (SettleForm.of(shown) if request.method == "GET" else SettleForm()).offer(shown)
    if form.accepts(
        lambda: operations.settle_overlap(viewer(), shown, form.settlement(), before=form.settled_before())
    ):
        done(_("The overlap is settled."))
        return redirect(url_for("coordination.overlaps"))
    return page("coordination/overlap.html", form=form, overlap=shown, words=SETTLED_WORDS)
