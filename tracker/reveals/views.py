"""Pages on which an identity is revealed, on which its officer reads who looked, and on which the quota is raised."""

from __future__ import annotations

import uuid

from flask import make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.access.queries import names_of, staff_account
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.people.forms import CHANNEL_WORDS, country_names
from tracker.people.queries import own_person
from tracker.permissions import Permission
from tracker.reveals import operations, queries
from tracker.reveals.forms import REASON_WORDS, RaiseDecisionForm, RaiseForm, RevealForm
from tracker.reveals.rules import WINDOW, RevealReason
from tracker.web.blueprint import GuardedBlueprint, after_reading, viewer
from tracker.web.pages import attention, done, page

pages = GuardedBlueprint("reveals", __name__)

_GET_AND_POST = ("GET", "POST")
_LOOKS = 200
"""How many looks the page shows at most."""


@pages.route(
    "/people/<uuid:person_id>/reveal",
    permission=Permission.IDENTITIES_REVEAL,
    methods=_GET_AND_POST,
    fresh=True,
)
def ask(person_id: uuid.UUID) -> ResponseReturnValue:
    """Ask why somebody needs to know who a person is; the answer is in the trail before anything is shown."""
    person = queries.person_to_reveal(viewer(), person_id)
    shown = redirect(url_for("reveals.show", person_id=person_id))
    if queries.open_reveal(viewer(), person_id) is not None:
        return shown
    form = RevealForm()
    if form.accepts(
        lambda: operations.reveal(
            viewer(),
            person,
            RevealReason(form.reason.data),
            form.sentence.data or "",
            reveal_id=form.new_id(),
        )
    ):
        return shown
    return page(
        "reveals/ask.html",
        form=form,
        person=person,
        quota=queries.quota(viewer()),
        minutes=int(WINDOW.total_seconds()) // 60,
    )


@pages.route("/people/<uuid:person_id>/revealed", permission=Permission.IDENTITIES_REVEAL)
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show who a person is while the window is open; then the page leaves by itself."""
    person = queries.person_to_reveal(viewer(), person_id)
    made = queries.open_reveal(viewer(), person_id)
    if made is None:
        attention(_("The time is over. Say again what you need it for."))
        return redirect(url_for("reveals.ask", person_id=person_id))
    after_reading(lambda: operations.note_view_of_reveal(made))
    left = made.ends_at - clock.now()
    answer = make_response(
        page(
            "reveals/show.html",
            person=person,
            reveal=made,
            seconds_left=max(int(left.total_seconds()), 1),
            reason_words=REASON_WORDS,
            country_names=country_names(),
            channel_words=CHANNEL_WORDS,
        )
    )
    away = url_for("people.show", person_id=person_id)
    answer.headers["Refresh"] = f"{max(int(left.total_seconds()), 1)}; url={away}"
    return answer


@pages.route("/people/<uuid:person_id>/looked", permission=Permission.CASES_EDIT)
def looked(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show the officer who looked at a person of theirs, when, and what they said they needed it for."""
    person = own_person(viewer(), person_id)
    return page(
        "reveals/looked.html",
        person=person,
        looks=queries.who_looked(viewer(), person_id, _LOOKS),
        reason_words=REASON_WORDS,
    )


@pages.route("/reveals/quota", permission=Permission.QUOTA_RAISE, methods=_GET_AND_POST, fresh=True)
def propose_raise() -> ResponseReturnValue:
    """Propose that somebody may reveal more persons on one day."""
    form = RaiseForm()
    form.offer(queries.who_reveals())
    if form.accepts(
        lambda: operations.propose_raise(
            viewer(),
            staff_account(uuid.UUID(form.account_id.data)),
            up_to=form.up_to.data or 0,
            day=form.day.data,
            sentence=form.sentence.data or "",
        )
    ):
        done(_("The raise is proposed. A second person decides about it; until then the usual number holds."))
        return redirect(url_for("approvals.overview"))
    return page("reveals/raise.html", form=form)


@pages.route(
    "/reveals/quota/<uuid:raise_id>",
    permission=Permission.APPROVALS_DECIDE,
    methods=_GET_AND_POST,
    fresh=True,
)
def decide_raise(raise_id: uuid.UUID) -> ResponseReturnValue:
    """Show a raise that waits for a second person; they decide here."""
    asked = queries.raise_asked(raise_id)
    approval = approval_of(ApprovalKind.REVEAL_QUOTA, raise_id)
    form = RaiseDecisionForm()
    if form.accepts(lambda: operations.decide_raise(viewer(), asked, Decision(form.decision.data))):
        done(_("Your decision is kept."))
        return redirect(url_for("approvals.overview"))
    ids = {asked.account_id} | ({approval.proposed_by} if approval else set())
    return page("reveals/decide_raise.html", form=form, asked=asked, approval=approval, names=names_of(ids))
