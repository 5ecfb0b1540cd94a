"""Pages of what a person agreed to and took back, and of what else the use of their data rests on."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.access.queries import names_of
from tracker.audit.queries import account_ids
from tracker.people import operations, queries
from tracker.people.forms import (
    BASIS_WORDS,
    LANGUAGE_WORDS,
    PURPOSE_WORDS,
    BasisForm,
    ConsentForm,
    WithdrawalForm,
)
from tracker.people.rules.answers import LawfulBasis, Purpose
from tracker.people.views.persons import leave_a_trace, pages
from tracker.permissions import Permission
from tracker.web.blueprint import viewer
from tracker.web.pages import done, page

_GET_AND_POST = ("GET", "POST")


@pages.route("/<uuid:person_id>/consents", permission=Permission.CASES_EDIT, methods=_GET_AND_POST)
def consents(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a person agreed to, and keep a new consent."""
    person = queries.own_person(viewer(), person_id)
    leave_a_trace(person_id)
    form = ConsentForm()
    given = queries.consents(person_id)
    here = url_for("people.consents", person_id=person_id)
    if form.is_submitted() and any(one.id == form.new_id() for one in given):
        return redirect(here)
    if form.accepts(
        lambda: operations.give_consent(
            viewer(),
            person,
            Purpose(form.purpose.data),
            given_on=form.given_on.data or clock.today(),
            wording=form.wording.data or "",
            version=form.wording_version.data or "",
            language=form.spoken(),
            consent_id=form.new_id(),
        )
    ):
        done(_("The consent is kept."))
        return redirect(here)
    writers = [who for one in given for who in (one.recorded_by, one.withdrawn_by)]
    return page(
        "people/consents.html",
        form=form,
        person=person,
        consents=given,
        purpose_words=PURPOSE_WORDS,
        language_words=LANGUAGE_WORDS,
        bases=queries.bases_noted(person_id),
        basis_words=BASIS_WORDS,
        names={str(one): name for one, name in names_of(account_ids(writers)).items()},
    )


@pages.route(
    "/<uuid:person_id>/consents/<uuid:consent_id>/withdraw",
    permission=Permission.CASES_EDIT,
    methods=_GET_AND_POST,
)
def withdraw_consent(person_id: uuid.UUID, consent_id: uuid.UUID) -> ResponseReturnValue:
    """Keep that a person took a consent back."""
    person = queries.own_person(viewer(), person_id)
    leave_a_trace(person_id)
    consent = queries.consent(person_id, consent_id)
    form = WithdrawalForm()
    back = url_for("people.consents", person_id=person_id)
    if form.accepts(
        lambda: operations.withdraw_consent(
            viewer(), person, consent, withdrawn_on=form.withdrawn_on.data or clock.today()
        )
    ):
        done(_("The withdrawal is kept. It counts from its day on."))
        return redirect(back)
    consequences = [_("From that day on the consent no longer covers anything.")]
    if consent.purpose is Purpose.STATISTICS:
        consequences.append(_("Their origin counts as not disclosed in every figure computed after it."))
    return page(
        "layout/confirm.html",
        title=_("Withdraw a consent of %(code)s", code=person.case_code),
        consequences=consequences,
        form=form,
        act=_("Withdraw it"),
        cancel_url=back,
    )


@pages.route("/<uuid:person_id>/consents/basis", permission=Permission.CASES_EDIT, methods=_GET_AND_POST)
def basis(person_id: uuid.UUID) -> ResponseReturnValue:
    """Keep on what the use of a person's data rests where it is not their consent."""
    person = queries.own_person(viewer(), person_id)
    leave_a_trace(person_id)
    form = BasisForm()
    back = redirect(url_for("people.consents", person_id=person_id))
    if form.is_submitted() and any(one.id == form.new_id() for one in queries.bases_noted(person_id)):
        return back
    if form.accepts(
        lambda: operations.note_basis(
            viewer(),
            person,
            Purpose(form.purpose.data),
            LawfulBasis(form.basis.data),
            since=form.since.data or clock.today(),
            basis_id=form.new_id(),
        )
    ):
        done(_("Kept."))
        return back
    return page("people/basis.html", form=form, person=person)
