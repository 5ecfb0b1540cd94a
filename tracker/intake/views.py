"""Pages of imports: upload, say what columns mean, see what becomes of every row, take over, work through, undo."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker import clock
from tracker.intake import forms as words
from tracker.intake import operations, queries
from tracker.intake.forms import ColumnsForm, RowsForm, SettledForm, TakeOverForm, UploadForm, columns_form
from tracker.intake.operations import Upload
from tracker.intake.queries import updated_by
from tracker.intake.rules.mapping import choice_columns, examples
from tracker.intake.rules.preview import Screen
from tracker.intake.rules.staging import TAKE_OVER, ImportState, kept_until
from tracker.jobs.queries import last_job, open_job
from tracker.people.forms import GENDER_WORDS, RELATIONSHIP_WORDS
from tracker.permissions import Permission
from tracker.permits import forms as permit_words
from tracker.reference.queries import code_labels, host_state_names, nation_names, region_names
from tracker.reference.rules import Facet
from tracker.sheets.table import Table
from tracker.web.blueprint import GuardedBlueprint, after_reading, reading_first, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import done, page
from tracker.web.paging import SCREENFUL, Page, asked_page

pages = GuardedBlueprint("intake", __name__)


@pages.route("/imports", permission=Permission.IMPORTS)
def overview() -> ResponseReturnValue:
    """List the viewer's imports, and to coordinators the counts of others'."""
    if queries.expired_waits(clock.now()):
        after_reading(_expire)
    return page(
        "intake/overview.html",
        list=queries.own_imports(viewer(), asked_page()),
        others=queries.imports_of_others(viewer()),
        words=words,
    )


@pages.route("/imports/new", permission=Permission.IMPORTS, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """Upload a list."""
    form = UploadForm()
    form.offer(viewer())
    import_id = form.new_id()
    if form.accepts(lambda: _stage(form, import_id)):
        return redirect(url_for("intake.columns", import_id=import_id))
    return page("intake/new.html", form=form)


@pages.route("/imports/<uuid:import_id>/columns", permission=Permission.IMPORTS, methods=("GET", "POST"))
def columns(import_id: uuid.UUID) -> ResponseReturnValue:
    """Say what each column of a staged list holds, and what is known of all rows."""
    kept = queries.own_import(viewer(), import_id)
    if not queries.waits_for_a_decision(kept):
        return _where_it_stands(import_id)
    with reading_first():
        kept = queries.own_import(viewer(), import_id)
        table, proposal, decided = queries.columns_to_decide(kept)
    kept = queries.own_import(viewer(), import_id)
    form = columns_form(table, decided, with_programme=kept.programme_id is not None)
    if form.accepts(lambda: _decide(import_id, table, form)):
        return redirect(url_for("intake.preview", import_id=import_id))
    kept = queries.own_import(viewer(), import_id)  # a refused form rolled back what was loaded
    return page(
        "intake/columns.html",
        form=form,
        kept=kept,
        table=table,
        examples={index: examples(table, index) for index, _field in form.columns},
        choices=choice_columns(proposal),
    )


@pages.route("/imports/<uuid:import_id>/preview", permission=Permission.IMPORTS, methods=("GET", "POST"))
def preview(import_id: uuid.UUID) -> ResponseReturnValue:
    """Show what every row becomes, and leave out rows that were ticked."""
    kept = queries.own_import(viewer(), import_id)
    if not queries.waits_for_a_decision(kept):
        return _where_it_stands(import_id)
    form = RowsForm()
    if form.accepts(lambda: operations.leave_out_rows(kept, form.shown.data or [], form.left_out.data or [])):
        if request.form.get("act") == "go_on":
            return redirect(url_for("intake.take_over", import_id=import_id))
        return redirect(request.full_path)
    layout, decided = queries.layout_of(kept)
    if not layout["lines"] and not layout["left_out"]:
        return redirect(url_for("intake.columns", import_id=import_id))
    screen = Screen.of(layout, decided.excluded, request.args.get("show", ""))
    number = asked_page()
    items = screen.rows[(number - 1) * SCREENFUL : number * SCREENFUL]
    return page(
        "intake/preview.html",
        kept=kept,
        until=kept_until(kept.uploaded_at),
        screen=screen,
        list=Page(items, number, len(screen.rows)),
        form=form,
        names=_names(),
    )


@pages.route("/imports/<uuid:import_id>/take-over", permission=Permission.IMPORTS, methods=("GET", "POST"))
def take_over(import_id: uuid.UUID) -> ResponseReturnValue:
    """Say what will happen, and take the list over."""
    kept = queries.own_import(viewer(), import_id)
    if not queries.waits_for_a_decision(kept):
        return _where_it_stands(import_id)
    form = TakeOverForm()
    form.asks_again(came_before=queries.import_of(kept.digest) is not None)
    if form.accepts(lambda: operations.ask_to_take_over(viewer(), import_id, again=form.is_meant)):
        return _to_its_job(import_id)
    kept = queries.own_import(viewer(), import_id)
    layout, decided = queries.layout_of(kept)
    screen = Screen.of(layout, decided.excluded, "")
    return _confirm(
        import_id,
        form,
        title=_("Take the list over"),
        here=_("Take over"),
        consequences=_what_happens(screen, queries.programme_of(kept)),
        act=_("Take them over"),
        back="preview",
    )


@pages.route("/imports/<uuid:import_id>", permission=Permission.IMPORTS, methods=("GET", "POST"))
def show(import_id: uuid.UUID) -> ResponseReturnValue:
    """Show what an import made, and work through what it left in doubt."""
    kept = queries.own_import(viewer(), import_id)
    if kept.state is ImportState.STAGED:
        return redirect(url_for("intake.preview", import_id=import_id))
    form = SettledForm()
    if form.accepts(lambda: operations.settle_doubts(kept, form.doubts("shown"), form.doubts("settled"))):
        done(_("The marks are kept."))
        return redirect(request.full_path)
    open_only = request.args.get("show") == "open"
    return page(
        "intake/show.html",
        kept=kept,
        programme=queries.programme_of(kept),
        open_only=open_only,
        updated=len(updated_by(kept.id)),
        list=queries.doubts_kept(viewer(), kept, asked_page(), open_only=open_only),
        form=form,
        words=words,
    )


@pages.route("/imports/<uuid:import_id>/persons", permission=Permission.IMPORTS)
def persons(import_id: uuid.UUID) -> ResponseReturnValue:
    """List whom an import entered."""
    kept = queries.own_import(viewer(), import_id)
    return page("intake/persons.html", kept=kept, list=queries.persons_made(viewer(), kept, asked_page()))


@pages.route("/imports/<uuid:import_id>/discard", permission=Permission.IMPORTS, methods=("GET", "POST"))
def discard(import_id: uuid.UUID) -> ResponseReturnValue:
    """Destroy an uploaded list without taking anybody over."""
    kept = queries.own_import(viewer(), import_id)
    form = BaseForm()
    if form.accepts(lambda: operations.discard(kept)):
        done(_("The list is discarded, and its file destroyed."))
        return redirect(url_for("intake.overview"))
    return _confirm(
        import_id,
        form,
        title=_("Discard the list"),
        here=_("Discard"),
        consequences=[
            _("The uploaded file and what you decided about it are destroyed for good."),
            _("Nobody is taken over. What the columns mean stays remembered for the next list."),
        ],
        act=_("Discard it"),
    )


@pages.route("/imports/<uuid:import_id>/undo", permission=Permission.IMPORTS, methods=("GET", "POST"))
def undo(import_id: uuid.UUID) -> ResponseReturnValue:
    """Remove everybody whom an import entered, while nothing was built on it."""
    kept = queries.own_import(viewer(), import_id)
    form = BaseForm()
    if form.accepts(lambda: operations.undo(kept)):
        done(_("The import is undone: whoever it entered is not here any more."))
        return redirect(url_for("intake.overview"))
    kept = queries.own_import(viewer(), import_id)
    return _confirm(
        import_id,
        form,
        title=_("Undo the import"),
        here=_("Undo"),
        consequences=[
            ngettext(
                "%(num)s person is removed, with household, permit, case and all that the import made.",
                "%(num)s persons are removed, with households, permits, cases and all that the import made.",
                kept.persons_made,
            ),
            _("Their keys are destroyed: nothing of it can be read again. The trail keeps that it was so."),
            *_updates_taken_back(len(updated_by(import_id))),
            _("If anything was added or changed since, nothing is undone and you are told."),
        ],
        act=_("Undo the import"),
    )


def _updates_taken_back(updated: int) -> list[str]:
    if not updated:
        return []
    return [
        ngettext(
            "Of %(num)s person who was here before, what stood is put back.",
            "Of %(num)s persons who were here before, what stood is put back.",
            updated,
        )
    ]


def _where_it_stands(import_id: uuid.UUID) -> ResponseReturnValue:
    """Lead from a step of a decision that is made to what comes of it."""
    if open_job(TAKE_OVER, import_id) is not None:
        return _to_its_job(import_id)
    return redirect(url_for("intake.show", import_id=import_id))


def _confirm(
    import_id: uuid.UUID,
    form: BaseForm,
    *,
    title: str,
    here: str,
    consequences: list[str],
    act: str,
    back: str = "show",
) -> ResponseReturnValue:
    """Show what a deed on a whole import does, and ask for it."""
    return page(
        "layout/confirm.html",
        title=title,
        breadcrumb=_trail(import_id, here),
        consequences=consequences,
        form=form,
        act=act,
        cancel_url=url_for(f"intake.{back}", import_id=import_id),
    )


def _to_its_job(import_id: uuid.UUID) -> ResponseReturnValue:
    """Lead to the page that shows how far the taking over is."""
    job = last_job(TAKE_OVER, import_id)
    if job is None:
        return redirect(url_for("intake.show", import_id=import_id))
    return redirect(url_for("jobs.show", job_id=job.id))


def _expire() -> None:
    operations.expire(clock.now())


def _stage(form: UploadForm, import_id: uuid.UUID) -> None:
    upload = _upload(form)
    with reading_first():
        rows = operations.rows_of(upload)
    operations.stage(viewer(), upload, import_id, rows)


def _decide(import_id: uuid.UUID, table: Table, form: ColumnsForm) -> None:
    decisions = form.decisions()
    with reading_first():
        read = queries.planned(queries.own_import(viewer(), import_id), table, decisions)
    operations.decide_columns(queries.locked_import(viewer(), import_id), decisions, read)


def _upload(form: UploadForm) -> Upload:
    sent = form.file.data
    return Upload(name=sent.filename or "", content=sent.read(), programme_id=form.destination())


def _trail(import_id: uuid.UUID, here: str) -> list[tuple[str, str | None]]:
    return [
        (_("Import"), url_for("intake.overview")),
        (_("This list"), url_for("intake.show", import_id=import_id)),
        (here, None),
    ]


def _what_happens(screen: Screen, programme: Any) -> list[str]:
    """Say in sentences what taking over does."""
    return [
        ngettext("%(num)s person is entered.", "%(num)s persons are entered.", screen.persons),
        _("They wait in the coordinators' queue; you will see them by their case codes.")
        if programme is None
        else _(
            "A case opens for the person of each row in %(programme)s, and you are its officer.",
            programme=programme.code,
        ),
        ngettext(
            "%(num)s cell is in doubt: it is not taken over, and waits for you in a list.",
            "%(num)s cells are in doubt: they are not taken over, and wait for you in a list.",
            screen.doubts,
        ),
        *_what_is_updated(screen),
        ngettext("%(num)s row is left out.", "%(num)s rows are left out.", screen.left_out),
        _(
            "Whoever may be here already is entered as a person of their own; the pair waits under Duplicates."
        ),
        _("All are entered or nobody. The file is destroyed; each person keeps their own cells, sealed."),
    ]


def _what_is_updated(screen: Screen) -> list[str]:
    """Say how many who came before are updated, and that this cannot be undone; nothing where there is nobody."""
    if not screen.updated:
        return []
    said = ngettext(
        "%(num)s person of an earlier export is updated. Such a list cannot be undone as a whole.",
        "%(num)s persons of an earlier export are updated. Such a list cannot be undone as a whole.",
        screen.updated,
    )
    return [said]


def _names() -> dict[str, Any]:
    """Return the words for the codes of a layout."""
    return {
        "cells": words.CELL_WORDS,
        "genders": {one.value: word for one, word in GENDER_WORDS.items()},
        "relationships": {one.value: word for one, word in RELATIONSHIP_WORDS.items()},
        "kinds": {one.value: word for one, word in permit_words.KIND_WORDS.items()},
        "statuses": {one.value: word for one, word in permit_words.STATUS_WORDS.items()},
        "hosts": host_state_names(),
        "regions": region_names(),
        "nations": nation_names(),
        "roles": code_labels(Facet.ACTOR_CATEGORY),
        "support": code_labels(Facet.SUPPORT_KIND),
    }
