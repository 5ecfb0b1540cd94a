"""Pages of transfers: offering a case, answering, what became of it, and handing over everything of an officer."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker import clock
from tracker.access.queries import names_of
from tracker.cases import forms as case_words
from tracker.cases.queries import own_case
from tracker.permissions import Permission
from tracker.reference.queries import host_state_names
from tracker.transfers import operations, queries
from tracker.transfers.forms import STATE_TONES, STATE_WORDS, DeclineForm, HandOverForm, OfferForm
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import attention, done, page
from tracker.web.paging import asked_page

pages = GuardedBlueprint("transfers", __name__)


@pages.route("/transfers", permission=Permission.CASES_VIEW)
def overview() -> ResponseReturnValue:
    """List the offers that wait for the viewer, and what became of others."""
    return page(
        "transfers/overview.html",
        waiting=queries.offers_to(viewer()),
        list=queries.others(viewer(), asked_page()),
        state_words=STATE_WORDS,
        state_tones=STATE_TONES,
        may_hand_over=viewer().may(Permission.CASES_HAND_OVER),
    )


@pages.route("/transfers/<uuid:transfer_id>", permission=Permission.CASES_VIEW)
def transfer(transfer_id: uuid.UUID) -> ResponseReturnValue:
    """Show one offer: the least of the case that is needed to answer it, while it is open."""
    found = queries.transfer(viewer(), transfer_id)
    return page(
        "transfers/transfer.html",
        line=queries.lines([found])[0],
        offered=queries.offered(viewer(), found, clock.today()),
        may_answer=queries.may_answer(viewer(), found),
        may_take_back=queries.may_take_back(viewer(), found),
        form=DeclineForm(formdata=None),
        host_names=host_state_names(),
        words=case_words,
        state_words=STATE_WORDS,
        state_tones=STATE_TONES,
    )


@pages.route("/cases/<uuid:case_id>/transfer", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def offer(case_id: uuid.UUID) -> ResponseReturnValue:
    """Offer a case to another officer, programme or organisation."""
    case = own_case(viewer(), case_id)
    form = OfferForm()
    form.offer(viewer(), case)
    if form.is_submitted() and queries.transfer_exists(form.new_id()):
        return redirect(url_for("transfers.transfer", transfer_id=form.new_id()))
    if form.accepts(
        lambda: operations.offer_case(
            viewer(), case, form.care(), form.sentence.data or "", transfer_id=form.new_id()
        )
    ):
        done(_("The case is offered. It stays yours until somebody accepts it."))
        return redirect(url_for("transfers.transfer", transfer_id=form.new_id()))
    return page("transfers/offer.html", form=form, case=case)


@pages.route("/transfers/<uuid:transfer_id>/accept", permission=Permission.CASES_EDIT, methods=("POST",))
def accept(transfer_id: uuid.UUID) -> ResponseReturnValue:
    """Take a case that was offered."""
    found = queries.offer_to(viewer(), transfer_id)
    taken: list[uuid.UUID] = []
    form = BaseForm()
    if form.accepts(lambda: taken.append(operations.accept_case(viewer(), found).id)):
        done(_("The case is yours now."))
        return redirect(url_for("desk.case", case_id=taken[0]))
    return _stays(transfer_id, form)


@pages.route("/transfers/<uuid:transfer_id>/decline", permission=Permission.CASES_EDIT, methods=("POST",))
def decline(transfer_id: uuid.UUID) -> ResponseReturnValue:
    """Decline a case that was offered."""
    found = queries.offer_to(viewer(), transfer_id)
    form = DeclineForm()
    if form.accepts(lambda: operations.decline_case(viewer(), found, form.answer.data or "")):
        done(_("The offer is declined. Who made it reads why."))
        return redirect(url_for("transfers.overview"))
    return _stays(transfer_id, form)


@pages.route("/transfers/<uuid:transfer_id>/take-back", permission=Permission.CASES_EDIT, methods=("POST",))
def take_back(transfer_id: uuid.UUID) -> ResponseReturnValue:
    """Take back an offer that nobody has answered."""
    found = queries.own_offer(viewer(), transfer_id)
    form = BaseForm()
    if form.accepts(lambda: operations.take_back(viewer(), found)):
        done(_("The offer is taken back."))
        return redirect(url_for("desk.case", case_id=found.case_id))
    return _stays(transfer_id, form)


@pages.route(
    "/transfers/hand-over", permission=Permission.CASES_HAND_OVER, methods=("GET", "POST"), fresh=True
)
def hand_over() -> ResponseReturnValue:
    """Put everybody whom an officer looks after in a programme into another one's hands, after saying how many."""
    form = HandOverForm()
    form.offer(viewer())
    if form.is_submitted() and form.shown.data is None and form.validate():
        programme_id, leaving_id, taking_id = form.ids()
        form.shown.data, form.shown.raw_data = (
            form.count(),
            None,
        )  # drawn is what was sent, as long as there is any
        return page(
            "transfers/hand_over.html",
            form=form,
            programme=operations.programme_to_hand_over(viewer(), programme_id),
            names=names_of({leaving_id, taking_id}),
        )
    count: list[int] = []

    def hand_them_over() -> None:
        programme_id, leaving_id, taking_id = form.ids()
        shown = form.shown.data or 0
        count.append(operations.hand_over_all(viewer(), programme_id, leaving_id, taking_id, shown=shown))

    if form.accepts(hand_them_over):
        done(ngettext("%(num)s person is in other hands.", "%(num)s persons are in other hands.", count[0]))
        return redirect(url_for("transfers.hand_over"))
    form.shown.data = None
    return page("transfers/hand_over.html", form=form, programme=None, names={})


def _stays(transfer_id: uuid.UUID, form: BaseForm) -> ResponseReturnValue:
    """Lead back to the offer and say there why nothing was done."""
    sentences = [*form.form_errors, *(one for errors in form.errors.values() for one in errors)]
    attention(" ".join(str(one) for one in sentences))
    return redirect(url_for("transfers.transfer", transfer_id=transfer_id))
