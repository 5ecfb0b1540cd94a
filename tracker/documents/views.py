"""Pages of documents: adding one to a case, what is known of one, its content as an attachment, deleting it."""

from __future__ import annotations

import uuid

from flask import Response, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.cases.queries import own_case
from tracker.documents import forms as words
from tracker.documents import operations, queries
from tracker.documents.forms import REMOVED_WORDS, DocumentForm, NewDocumentForm
from tracker.documents.operations import note_damage, note_download
from tracker.documents.rules.keeping import MEDIA_TYPES, attachment_called
from tracker.errors import Damaged
from tracker.permissions import Permission
from tracker.web.blueprint import GuardedBlueprint, after_reading, reading_first, viewer
from tracker.web.errors import error_page
from tracker.web.forms import BaseForm
from tracker.web.pages import attention, done, page
from tracker.web.paging import asked_page

pages = GuardedBlueprint("documents", __name__)
NOTHING_RUNS = "default-src 'none'; sandbox"
"""What a browser may do with a file that somebody sent, should it show it after all."""


@pages.route("/cases/<uuid:case_id>/documents/new", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def add(case_id: uuid.UUID) -> ResponseReturnValue:
    """Add a document to a case."""
    case = own_case(viewer(), case_id)
    form = NewDocumentForm()
    if form.is_submitted() and queries.document_exists(form.new_id()):
        return redirect(url_for("desk.case", case_id=case_id))
    if form.accepts(lambda: _add(case_id, form)):
        return redirect(url_for("desk.case", case_id=case_id))
    case = own_case(viewer(), case_id)  # a refused form rolled back what was loaded
    return page("documents/add.html", form=form, case=case)


@pages.route("/documents/<uuid:document_id>", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def show(document_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is known of a document, and say it anew."""
    document = queries.own_document(viewer(), document_id)
    form = DocumentForm() if request.method == "POST" else DocumentForm.of(document)
    if form.accepts(lambda: operations.amend_document(document, form.facts(), version=form.version.data)):
        done(_("What the document is, is saved."))
        return redirect(url_for("desk.case", case_id=document.case_id))
    return page("documents/show.html", form=form, document=document, words=words)


@pages.route("/documents/<uuid:document_id>/content", permission=Permission.CASES_EDIT)
def content(document_id: uuid.UUID) -> ResponseReturnValue:
    """Send a document as an attachment; the trail keeps who took it out."""
    document = queries.own_document(viewer(), document_id)
    person_id = document.person_id
    try:
        queries.check_whole(document)
    except Damaged:
        after_reading(lambda: note_damage(document_id, person_id))
        return error_page(
            500, _("This document is damaged: what is kept of it is not what was added. Nothing was sent.")
        )
    after_reading(lambda: note_download(document_id, person_id))
    sent = Response(
        stream_with_context(queries.content_of(document)),
        content_type=MEDIA_TYPES[document.file_kind],
    )
    sent.headers["Content-Disposition"] = attachment_called(document.file_name)
    sent.headers["Content-Length"] = document.size
    sent.headers["Content-Security-Policy"] = NOTHING_RUNS
    return sent


@pages.route(
    "/documents/<uuid:document_id>/delete", permission=Permission.CASES_EDIT, methods=("GET", "POST")
)
def delete(document_id: uuid.UUID) -> ResponseReturnValue:
    """Delete a document, after a page that says what that does."""
    document = queries.own_document(viewer(), document_id)
    form, code, case_id = BaseForm(), document.case.person.case_code, document.case_id
    if form.accepts(lambda: operations.delete_document(document)):
        done(_("The document is deleted."))
        return redirect(url_for("desk.case", case_id=case_id))
    back = url_for("documents.show", document_id=document_id)
    return page(
        "layout/confirm.html",
        title=_("Delete the document"),
        consequences=[
            _("%(name)s is deleted for good, with its content.", name=document.file_name),
            _("This cannot be undone. The trail keeps that there was a document and who deleted it."),
        ],
        form=form,
        act=_("Delete it"),
        cancel_url=back,
        breadcrumb=[
            (_("Cases"), url_for("desk.cases")),
            (code, url_for("desk.case", case_id=case_id)),
            (_("Document"), back),
            (_("Delete"), None),
        ],
    )


@pages.route("/documents/ending", permission=Permission.CASES_EDIT)
def ending() -> ResponseReturnValue:
    """List the documents of the viewer's own cases that end soon or ended lately."""
    return page(
        "documents/ending.html",
        list=queries.ending_documents(viewer(), asked_page(), clock.today()),
        words=words,
    )


def _add(case_id: uuid.UUID, form: NewDocumentForm) -> None:
    sent = form.file.data
    with reading_first():
        looked = operations.look_at(sent.filename or "", sent.read())
    operations.add_document(
        viewer(), own_case(viewer(), case_id), looked, form.facts(), document_id=form.new_id()
    )
    done(_("The document is kept, sealed."))
    for one in sorted(looked.cleaned.removed):
        done(str(REMOVED_WORDS[one]))
    if looked.cleaned.is_signed:
        attention(
            _(
                "It carries a digital signature, which any change would break: what it says of who wrote it was left in it."
            )
        )
