"""Deeds on many cases: which ones, what will happen, and doing it."""

from __future__ import annotations

import uuid

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker import clock
from tracker.errors import NotFound, RuleBroken
from tracker.lists import operations, queries
from tracker.lists.forms import AssignForm, BulkForm, HoldForm, TaskForm
from tracker.lists.operations import Chosen
from tracker.lists.rules import AT_ONCE, BulkDeed, check_number, mark_of
from tracker.lists.views.asked import AskedList, asked_list, pages
from tracker.permissions import Permission
from tracker.web.blueprint import viewer
from tracker.web.pages import attention, done, page

DEED_WORDS = {
    BulkDeed.ASSIGN: _l("Put into other hands"),
    BulkDeed.HOLD: _l("Put on hold"),
    BulkDeed.TASK: _l("Write a task down"),
}
_FORMS: dict[BulkDeed, type[BulkForm]] = {
    BulkDeed.ASSIGN: AssignForm,
    BulkDeed.HOLD: HoldForm,
    BulkDeed.TASK: TaskForm,
}
_SHOWN = 50
"""So many codes are named before it is done; the number is true for all."""


@pages.route("/cases/bulk", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def bulk() -> ResponseReturnValue:
    """Say how many cases will be changed and how; then change all of them, or none."""
    asked = asked_list()
    deed = request.args.get("do", "")
    if deed not in set(BulkDeed):
        raise NotFound
    case_ids = _chosen(asked)
    try:
        check_number(len(case_ids))
    except RuleBroken as error:
        attention(error.message)
        return redirect(asked.address("desk.cases"))
    form = _FORMS[BulkDeed(deed)](shown=mark_of(case_ids))
    form.offer(viewer())
    count: list[int] = []
    if form.accepts(lambda: count.append(_act(form, Chosen(case_ids, form.shown.data or "")))):
        done(ngettext("%(num)s case is changed.", "%(num)s cases are changed.", count[0]))
        return redirect(asked.address("desk.cases"))
    return page(
        "lists/bulk.html",
        form=form,
        words=DEED_WORDS[BulkDeed(deed)],
        deed=deed,
        count=len(case_ids),
        codes=queries.codes_of(case_ids)[:_SHOWN],
        back=asked.address("desk.cases"),
    )


def _chosen(asked: AskedList) -> set[uuid.UUID]:
    """Return the ticked cases, or all of the list; raise `NotFound` when one of them is not the viewer's to see."""
    if "everything" in request.args:
        return queries.ids_in_list(viewer(), asked.form.filters(), clock.today())
    ticked = request.args.getlist("cases")
    if len(ticked) > AT_ONCE:
        raise NotFound
    try:
        return queries.visible_case_ids(viewer(), {uuid.UUID(one) for one in ticked})
    except ValueError:
        raise NotFound from None


def _act(form: BulkForm, chosen: Chosen) -> int:
    match form:
        case AssignForm():
            return operations.assign_all(viewer(), chosen, form.care())
        case HoldForm():
            return operations.put_all_on_hold(viewer(), chosen, form.on.data)
        case TaskForm():
            return operations.add_task_to_all(viewer(), chosen, form.title.data or "", form.due_on.data)
    raise NotFound
