"""Choosing columns, and keeping and forgetting lists under a name."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.lists import operations, queries
from tracker.lists.forms import ColumnsForm, KeepForm
from tracker.lists.views.asked import asked_list, pages
from tracker.permissions import Permission
from tracker.web.blueprint import viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import attention, done, page


@pages.route("/cases/columns", permission=Permission.CASES_VIEW, methods=("GET", "POST"))
def columns() -> ResponseReturnValue:
    """Choose which columns lists of cases show."""
    asked = asked_list()
    form = ColumnsForm()
    form.offer(viewer())
    if request.method == "GET":
        form.columns.data = list(queries.columns_of(viewer()))
    if form.accepts(lambda: operations.choose_columns(viewer(), form.columns.data or [])):
        done(_("Your lists show these columns from now on."))
        return redirect(asked.address("desk.cases"))
    return page("lists/columns.html", form=form, back=asked.address("desk.cases"))


@pages.route("/cases/lists/new", permission=Permission.CASES_VIEW, methods=("GET", "POST"))
def keep() -> ResponseReturnValue:
    """Keep what the list is narrowed to under a name."""
    asked = asked_list()
    back = asked.address("desk.cases")
    if not asked.form.on():
        attention(_("Narrow the list first; what is kept is what it is narrowed to."))
        return redirect(back)
    form = KeepForm()
    form.offer(viewer())
    if form.is_submitted() and queries.kept_exists(form.new_id()):
        return redirect(back)
    if form.accepts(
        lambda: operations.keep_list(
            viewer(),
            form.name.data or "",
            asked.form.as_kept(),
            form.audience.data or "",
            list_id=form.new_id(),
        )
    ):
        done(_("The list is kept. You find it above your cases."))
        return redirect(back)
    return page("lists/keep.html", form=form, narrowed=asked.narrowed(), back=back)


@pages.route("/cases/lists/<uuid:list_id>/forget", permission=Permission.CASES_VIEW, methods=("GET", "POST"))
def forget(list_id: uuid.UUID) -> ResponseReturnValue:
    """Take a kept list away, after saying what that means."""
    kept = queries.own_kept_list(viewer(), list_id)
    form = BaseForm()
    if form.accepts(lambda: operations.forget_list(kept)):
        done(_("The list is taken away. No case was changed."))
        return redirect(url_for("desk.cases"))
    return page(
        "layout/confirm.html",
        title=_("Take the list “%(name)s” away", name=kept.name),
        consequences=[
            _("Its name and its filters are deleted, also for those with whom it is shared."),
            _("No case is changed."),
        ],
        form=form,
        act=_("Take it away"),
        cancel_url=url_for("desk.cases"),
        breadcrumb=[(_("Cases"), url_for("desk.cases")), (_("Take a list away"), None)],
    )
