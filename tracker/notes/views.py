"""Pages of notes: a case's, and writing, correcting, taking back and putting back one."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.audit.operations import record
from tracker.cases.queries import own_case
from tracker.notes import operations, queries
from tracker.notes.forms import NewNoteForm, NoteForm
from tracker.permissions import Permission
from tracker.web.blueprint import GuardedBlueprint, after_reading, viewer
from tracker.web.pages import done, page
from tracker.web.paging import asked_page

pages = GuardedBlueprint("notes", __name__)


@pages.route("/cases/<uuid:case_id>/notes", permission=Permission.CASES_EDIT)
def of_case(case_id: uuid.UUID) -> ResponseReturnValue:
    """List the notes on a case; the trail keeps who looked."""
    case = own_case(viewer(), case_id)
    person_id = case.person_id

    def keep_who_looked() -> None:
        record("view", "notes", case_id, person_id=person_id)

    after_reading(keep_who_looked)
    return page("notes/of_case.html", case=case, list=queries.notes_of_case(viewer(), case, asked_page()))


@pages.route("/cases/<uuid:case_id>/notes/new", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def write(case_id: uuid.UUID) -> ResponseReturnValue:
    """Write a note on a case."""
    case = own_case(viewer(), case_id)
    form = NewNoteForm()
    if form.is_submitted() and queries.note_exists(form.new_id()):
        return redirect(url_for("desk.case", case_id=case_id))
    if form.accepts(lambda: operations.write_note(viewer(), case, form.facts(), note_id=form.new_id())):
        done(_("The note is written."))
        return redirect(url_for("desk.case", case_id=case_id))
    return page("notes/note.html", form=form, case=case, note=None)


@pages.route("/notes/<uuid:note_id>", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def amend(note_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a note."""
    note = queries.own_note(viewer(), note_id)
    form = NoteForm() if request.method == "POST" else NoteForm.of(note)
    if form.accepts(lambda: operations.amend_note(note, form.facts(), version=form.version.data)):
        done(_("The note is saved."))
        return redirect(url_for("desk.case", case_id=note.case_id))
    return page("notes/note.html", form=form, case=note.case, note=note)


@pages.route("/notes/<uuid:note_id>/take-back", permission=Permission.CASES_EDIT, methods=("POST",))
def take_back(note_id: uuid.UUID) -> ResponseReturnValue:
    """Take a note back; it can be put back for a while."""
    note = queries.own_note(viewer(), note_id)
    operations.take_note_back(note)
    done(_("The note is taken back. You can put it back for 30 days."))
    return _back(note.case_id)


@pages.route("/notes/<uuid:note_id>/put-back", permission=Permission.CASES_EDIT, methods=("POST",))
def put_back(note_id: uuid.UUID) -> ResponseReturnValue:
    """Undo that a note was taken back."""
    note = queries.own_note(viewer(), note_id)
    operations.put_note_back(note)
    done(_("The note stands again."))
    return _back(note.case_id)


def _back(case_id: uuid.UUID) -> ResponseReturnValue:
    """Lead back to where the note was clicked: its case, or the list of all its notes."""
    if request.form.get("back") == "list":
        return redirect(url_for("notes.of_case", case_id=case_id))
    return redirect(url_for("desk.case", case_id=case_id))
