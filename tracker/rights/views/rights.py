"""Pages of a person's rights: asking for an erasure, deciding it, its certificate, the record of processing."""

from __future__ import annotations

import json
import uuid

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.approvals.rules import Decision
from tracker.people.queries import own_person
from tracker.people.queries import person as visible_person
from tracker.permissions import Permission
from tracker.rights import operations, queries
from tracker.rights.forms import GROUND_WORDS, CopyDecisionForm, DecisionForm, ErasureForm, TrailForm
from tracker.rights.queries import copies, trail
from tracker.rights.rules.erasing import Ground, LedgerEntry
from tracker.rights.rules.processing import activities
from tracker.rights.wording import TABLE_WORDS
from tracker.vault.register import register
from tracker.web.blueprint import GuardedBlueprint, after_reading, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import done, page
from tracker.web.paging import asked_page

pages = GuardedBlueprint("rights", __name__)

_GET_AND_POST = ("GET", "POST")


@pages.route(
    "/people/<uuid:person_id>/erasure",
    permission=Permission.ERASURES_ASK,
    methods=_GET_AND_POST,
    fresh=True,
)
def ask(person_id: uuid.UUID) -> ResponseReturnValue:
    """Say what an erasure does, and put it before a second person."""
    person = visible_person(viewer(), person_id)
    form = ErasureForm()
    if form.accepts(lambda: operations.ask_for_erasure(viewer(), person, Ground(form.ground.data))):
        done(_("The erasure is proposed. A coordinator decides about it; until then nothing changes."))
        return redirect(url_for("people.show", person_id=person_id))
    back = url_for("people.show", person_id=person_id)
    return page(
        "layout/confirm.html",
        title=_("Erase person %(code)s", code=person.case_code),
        consequences=[
            _("Nothing happens before a coordinator who did not ask for it agrees."),
            *_consequences(),
        ],
        form=form,
        act=_("Propose the erasure"),
        cancel_url=back,
        breadcrumb=[(person.case_code, back), (_("Erasure"), None)],
    )


@pages.route(
    "/erasures/requests/<uuid:request_id>",
    permission=Permission.ERASURES_DECIDE,
    methods=_GET_AND_POST,
    fresh=True,
)
def decide(request_id: uuid.UUID) -> ResponseReturnValue:
    """Show an erasure that waits for a second person; they decide here, and what they agree to is done."""
    asked, person = queries.request(viewer(), request_id)
    form = DecisionForm()
    code, ground, done_as = person.case_code, GROUND_WORDS[asked.ground], list[LedgerEntry | None]()
    may_decide = queries.waiting_request(person.id) is asked and not queries.is_proposer(viewer(), asked)
    if form.accepts(
        lambda: done_as.append(operations.decide_erasure(viewer(), asked, Decision(form.decision.data)))
    ):
        done(_("Your decision is kept."))
        if (erased := done_as[-1]) is not None:
            return redirect(url_for("rights.certificate", erasure_id=erased.id))
        return redirect(url_for("approvals.overview"))
    return page(
        "rights/decide.html",
        title=_("Erase person %(code)s", code=code),
        ground=ground,
        tone="danger",
        may_decide=may_decide,
        consequences=_consequences(),
        form=form,
        breadcrumb=[(_("Approvals"), url_for("approvals.overview")), (_("Erasure"), None)],
    )


@pages.route(
    "/people/<uuid:person_id>/copy", permission=Permission.COPIES_ASK, methods=_GET_AND_POST, fresh=True
)
def ask_copy(person_id: uuid.UUID) -> ResponseReturnValue:
    """Say what a copy holds and put it before a second person; lead to one that can be taken."""
    person = own_person(viewer(), person_id)
    if ready := copies.ready_for(viewer(), person_id):
        return redirect(url_for("rights.copy", copy_id=ready))
    form = BaseForm()
    back = url_for("people.show", person_id=person_id)
    if form.accepts(lambda: operations.ask_for_copy(viewer(), person)):
        done(_("The copy is proposed. A coordinator decides about it; then you find it here for seven days."))
        return redirect(back)
    return page(
        "layout/confirm.html",
        title=_("Copy of everything about %(code)s", code=person.case_code),
        consequences=_about_copies(),
        form=form,
        act=_("Propose the copy"),
        cancel_url=back,
        breadcrumb=[(person.case_code, back), (_("Copy"), None)],
    )


@pages.route(
    "/copies/<uuid:copy_id>/decide", permission=Permission.COPIES_DECIDE, methods=_GET_AND_POST, fresh=True
)
def decide_copy(copy_id: uuid.UUID) -> ResponseReturnValue:
    """Show a copy that waits for a second person; they decide here."""
    asked, person = copies.asked_for(viewer(), copy_id)
    form = CopyDecisionForm()
    if form.accepts(lambda: operations.decide_copy(viewer(), asked, Decision(form.decision.data))):
        done(_("Your decision is kept."))
        return redirect(url_for("approvals.overview"))
    return page(
        "rights/decide.html",
        ground=_("The person wants to know what is kept about them."),
        tone="primary",
        title=_("Copy of everything about %(code)s", code=person.case_code),
        may_decide=copies.open_copy(person.id) is asked,
        consequences=_about_copies(),
        form=form,
        breadcrumb=[(_("Approvals"), url_for("approvals.overview")), (_("Copy"), None)],
    )


@pages.route("/copies/<uuid:copy_id>", permission=Permission.COPIES_ASK, fresh=True)
def copy(copy_id: uuid.UUID) -> ResponseReturnValue:
    """Show everything about a person, for them."""
    person = copies.ready_copy(viewer(), copy_id)
    after_reading(lambda: operations.note_copy(person, "page"))
    return page(
        "rights/copy.html",
        person=person,
        copy_id=copy_id,
        told=copies.everything_about(person),
        words=TABLE_WORDS,
    )


@pages.route("/copies/<uuid:copy_id>.json", permission=Permission.COPIES_ASK, fresh=True)
def copy_as_file(copy_id: uuid.UUID) -> ResponseReturnValue:
    """Send everything about a person as a file that machines read."""
    person = copies.ready_copy(viewer(), copy_id)
    after_reading(lambda: operations.note_copy(person, "json"))
    content = json.dumps(copies.everything_about(person), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="copy-{person.case_code}.json"'}
    return Response(content, mimetype="application/json", headers=headers)


@pages.route("/erasures", permission=Permission.PROCESSING_VIEW)
def erasures() -> ResponseReturnValue:
    """List the certificates of erasures, which name nobody."""
    return page("rights/erasures.html", erasures=queries.erasures())


@pages.route("/erasures/<uuid:erasure_id>", permission=Permission.PROCESSING_VIEW)
def certificate(erasure_id: uuid.UUID) -> ResponseReturnValue:
    """Show the certificate of an erasure, to be printed and handed out."""
    erased = queries.erasure(erasure_id)
    kinds = list(dict.fromkeys(str(TABLE_WORDS[one]) for one in erased.kinds if one in TABLE_WORDS))
    return page("rights/certificate.html", erased=erased, kinds=kinds)


@pages.route("/processing", permission=Permission.PROCESSING_VIEW)
def processing() -> ResponseReturnValue:
    """Show the record of processing, made from the register of fields."""
    return page(
        "rights/processing.html",
        activities=activities(
            (
                one.store,
                one.table,
                one.field_class.value,
                one.purpose,
                one.lawful_basis,
                one.retention,
                one.sealed,
            )
            for one in register()
        ),
        words=TABLE_WORDS,
    )


@pages.route("/trail", permission=Permission.TRAIL_VIEW)
def search_trail() -> ResponseReturnValue:
    """Search the trail by person, actor, kind and time."""
    form = TrailForm.of_address(trail.actors(), trail.kinds())
    return page("rights/trail.html", form=form, list=trail.search_trail(form.sought(), asked_page()))


def _about_copies() -> list[str]:
    return [
        _("A coordinator who did not ask for it has to agree."),
        _("The copy holds what every organisation here keeps of the person: it is for them alone."),
        _(
            "Names of their household are left out, and of those who work here. Read through notes for others before you hand it over."
        ),
        _("It can be opened for seven days, as a page and as a file. Each time is written down."),
    ]


def _consequences() -> list[str]:
    return [
        _(
            "The person's key is destroyed, and every record of them: who they are, cases, permits, participation, support, notes, documents, imported rows, and what merges kept."
        ),
        _("Nobody can bring this back, with the host's key ring neither."),
        _(
            "Nobody else of their household is erased. Where they were its principal, whoever joined first takes their place, and what the others are to them has to be written down anew."
        ),
        _(
            "Figures in published reports stay. The trail keeps ids and days; the reasons written about this person are blanked."
        ),
        _(
            "Lists with names that wait to be taken are destroyed and have to be asked for again. Uploaded lists that wait for a decision are destroyed after seven days at most."
        ),
        _("A copy of the database that somebody made before still holds the person: destroy those copies."),
    ]
