"""Pages that open a case, change its status and risk, and hand it on; the case page itself is at the desk."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.cases import operations, queries
from tracker.cases.forms import OfficerForm, OpenCaseForm, RiskForm, StatusForm
from tracker.cases.rules import CaseStatus, ClosingReason, RiskLevel
from tracker.people.queries import care_of
from tracker.people.queries import person as visible_person
from tracker.permissions import Permission
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import done, page

pages = GuardedBlueprint("cases", __name__)


@pages.route("/cases/open/<uuid:person_id>", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def open_case(person_id: uuid.UUID) -> ResponseReturnValue:
    """Open a case for a person who was logged."""
    person = visible_person(viewer(), person_id)
    care = next(iter(care_of(person_id)), None)
    form = OpenCaseForm(
        programme_id=None if care is None else str(care.programme_id),
        officer_id=str((None if care is None else care.officer_id) or viewer().account_id),
    )
    form.offer(viewer())
    existing = queries.cases_of(viewer(), person_id)
    if form.is_submitted() and any(one.id == form.new_id() for one in existing):
        return redirect(url_for("desk.case", case_id=form.new_id()))
    if form.accepts(
        lambda: operations.open_case(viewer(), person, form.care(), on=form.on.data, case_id=form.new_id())
    ):
        done(_("The case is open."))
        return redirect(url_for("desk.case", case_id=form.new_id()))
    return page("cases/open_case.html", form=form, person=person, existing=existing)


@pages.route("/cases/<uuid:case_id>/status", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def status(case_id: uuid.UUID) -> ResponseReturnValue:
    """Take the next step of a case."""
    case = queries.case(viewer(), case_id)
    form = StatusForm.next_of(case)
    if form.accepts(
        lambda: operations.change_status(
            case,
            CaseStatus(form.status.data),
            on=form.on.data,
            version=form.version.data,
            reason=ClosingReason(form.reason.data),
        )
    ):
        done(_("The status is changed."))
        return redirect(url_for("desk.case", case_id=case_id))
    return page("cases/status.html", form=form, case=case)


@pages.route("/cases/<uuid:case_id>/risk", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def risk(case_id: uuid.UUID) -> ResponseReturnValue:
    """Keep how high the risk to a person is; only their officer judges and sees it."""
    case = queries.own_case(viewer(), case_id)
    form = RiskForm() if request.method == "POST" else RiskForm.of(case)
    if form.accepts(
        lambda: operations.set_risk(
            case, RiskLevel(form.level.data), on=form.on.data, version=form.version.data
        )
    ):
        done(_("The risk is kept with its day."))
        return redirect(url_for("desk.case", case_id=case_id))
    return page("cases/risk.html", form=form, case=case)


@pages.route("/cases/<uuid:case_id>/officer", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def officer(case_id: uuid.UUID) -> ResponseReturnValue:
    """Hand a case to another officer or programme of its organisation."""
    case = queries.case(viewer(), case_id)
    care = next(iter(queries.care_for(case)), None)
    form = OfficerForm(programme_id=None if care is None else str(care.programme_id))
    form.offer(viewer(), case)
    if form.accepts(lambda: operations.reassign(viewer(), case, form.care())):
        done(_("The case is in other hands now."))
        if queries.cases_of(viewer(), case.person_id):
            return redirect(url_for("desk.case", case_id=case_id))
        return redirect(url_for("desk.cases"))
    return page("cases/officer.html", form=form, case=case)
