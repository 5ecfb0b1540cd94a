"""Lists as files: at once by code, with names after a second person approved."""

from __future__ import annotations

import uuid

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.access.queries import names_of
from tracker.approvals.rules import Decision
from tracker.lists import operations, queries
from tracker.lists.files import COLUMN_WORDS, ListFile, write_list
from tracker.lists.forms import EXPORT_TONES, EXPORT_WORDS, DecisionForm, ExportForm, FilterForm
from tracker.lists.operations import Asked
from tracker.lists.rules import Column, ExportState, FileFormat, columns_in_order
from tracker.lists.views.asked import AskedList, asked_list, pages
from tracker.permissions import Permission
from tracker.web.blueprint import viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import done, page


@pages.route("/cases/export", permission=Permission.CASES_VIEW, methods=("GET", "POST"), fresh=True)
def export() -> ResponseReturnValue:
    """Write the list as on screen as a file; with names only a second person lets it out."""
    asked = asked_list()
    form = ExportForm()
    count = queries.count_cases(viewer(), asked.form.filters(), clock.today())
    wanted = Asked(
        filters=asked.form.as_kept(),
        sorting=asked.order(),
        columns=queries.columns_of(viewer()),
        file_format=FileFormat(form.file_format.data or FileFormat.XLSX),
        rows=count,
    )
    if form.named.data and viewer().is_officer:
        if form.is_submitted() and queries.export_exists(form.new_id()):
            return redirect(url_for("lists.exports"))
        if form.accepts(
            lambda: operations.propose_export(
                viewer(), wanted, form.reason.data or "", export_id=form.new_id()
            )
        ):
            done(_("The file is proposed. A coordinator decides about it; until then there is none."))
            return redirect(url_for("lists.exports"))
    elif form.accepts(lambda: operations.note_export(wanted)):
        return _sent(_written(asked, wanted))
    return page(
        "lists/export.html",
        form=form,
        count=count,
        columns=[COLUMN_WORDS[one] for one in wanted.columns],
        narrowed=asked.narrowed(),
        back=asked.address("desk.cases"),
    )


@pages.route("/cases/exports", permission=Permission.CASES_EDIT)
def exports() -> ResponseReturnValue:
    """List the files with names that the viewer asked for."""
    return page(
        "lists/exports.html",
        lines=queries.exports_of(viewer()),
        state_words=EXPORT_WORDS,
        state_tones=EXPORT_TONES,
    )


@pages.route("/cases/exports/<uuid:export_id>", permission=Permission.CASES_VIEW, methods=("GET", "POST"))
def decide(export_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a file with names would hold, without the names; the second person decides here."""
    wanted = queries.export_to_decide(viewer(), export_id)
    asking = queries.proposer_of(wanted)
    narrowed = "; ".join(label for label, _kept in FilterForm.of_kept(wanted.filters, asking).chips())
    count = queries.count_cases(asking, queries.filters_of(wanted.filters), clock.today())
    form = DecisionForm(shown=count)
    if form.accepts(
        lambda: operations.decide_export(
            viewer(), wanted, Decision(form.decision.data), narrowed=narrowed, shown=form.shown.data
        )
    ):
        done(_("Your decision is kept."))
        return redirect(url_for("approvals.overview"))
    state = queries.state_of(wanted, queries.approval_of_export(wanted))
    return page(
        "lists/decide.html",
        form=form,
        export=wanted,
        count=count,
        narrowed=narrowed,
        columns=[COLUMN_WORDS[one] for one in columns_in_order(wanted.columns.split(","), named=True)],
        name=names_of({wanted.account_id})[wanted.account_id],
        state=state,
        may_decide=state is ExportState.WAITING
        and wanted.account_id != viewer().account_id
        and viewer().may(Permission.APPROVALS_DECIDE),
        state_words=EXPORT_WORDS,
        state_tones=EXPORT_TONES,
    )


@pages.route(
    "/cases/exports/<uuid:export_id>/file",
    permission=Permission.CASES_EDIT,
    methods=("GET", "POST"),
    fresh=True,
)
def take(export_id: uuid.UUID) -> ResponseReturnValue:
    """Hand over a file with names, once, after saying so."""
    wanted = queries.own_export(viewer(), export_id)
    form = BaseForm()
    taken: list[bytes] = []
    if form.accepts(lambda: taken.append(operations.take_file(wanted))):
        name = f"cases-{clock.today().isoformat()}-names.{wanted.file_format}"
        return _sent(ListFile(file_name=name, media_type=wanted.file_format.media_type, content=taken[0]))
    return page(
        "layout/confirm.html",
        title=_("Take the file with names"),
        consequences=[
            _("You get it once; then it is destroyed here."),
            _("Whoever has the file reads who these persons are. Keep it where nobody else does."),
        ],
        form=form,
        act=_("Take the file"),
        cancel_url=url_for("lists.exports"),
        breadcrumb=[(_("Cases"), url_for("desk.cases")), (_("Take the file"), None)],
    )


def _written(asked: AskedList, wanted: Asked) -> ListFile:
    rows = queries.whole_list(
        viewer(),
        asked.form.filters(),
        asked.sorting,
        clock.today(),
        named=False,
        with_tasks=Column.TASK in wanted.columns,
    )
    return write_list(rows, wanted.columns, asked.narrowed(), wanted.file_format, named=False)


def _sent(file: ListFile) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{file.file_name}"'}
    return Response(file.content, mimetype=file.media_type, headers=headers)
