"""Pages of a person's rights: asking for an erasure, deciding it, its certificate, the record of processing."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.approvals.rules import Decision
from tracker.people.queries import person as visible_person
from tracker.permissions import Permission
from tracker.rights import operations, queries
from tracker.rights.forms import GROUND_WORDS, DecisionForm, ErasureForm
from tracker.rights.rules.erasing import Ground, LedgerEntry
from tracker.rights.rules.processing import activities
from tracker.rights.wording import TABLE_WORDS
from tracker.vault.register import register
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import done, page

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
        may_decide=may_decide,
        consequences=_consequences(),
        form=form,
        breadcrumb=[(_("Approvals"), url_for("approvals.overview")), (_("Erasure"), None)],
    )


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
        _("Backups keep a key of this person for 35 days at most; a restore erases them again."),
    ]
