"""Pages of the desk: what needs one today, the list of cases, the case page, and the queue."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from tracker import clock
from tracker.audit.operations import record
from tracker.cases import forms as case_words
from tracker.cases.queries import cases_of
from tracker.desk import operations, queries
from tracker.desk.forms import BAND_WORDS, QueueForm
from tracker.documents import forms as document_words
from tracker.documents.queries import documents_of_case
from tracker.lists.files import COLUMN_WORDS
from tracker.lists.queries import columns_of, kept_lists, list_cases
from tracker.lists.rules import SORTS, Column
from tracker.lists.views import asked_list
from tracker.notes.queries import latest_notes
from tracker.participation.forms import ROLE_WORDS
from tracker.people.forms import RELATIONSHIP_WORDS, country_names
from tracker.people.queries import person as visible_person
from tracker.permissions import Permission
from tracker.permits import forms as permit_words
from tracker.permits.rules.warnings import Concern
from tracker.reference.queries import days_at, host_state_names
from tracker.reminders.queries import count_ending
from tracker.reveals.forms import REASON_WORDS
from tracker.selection import forms as application_words
from tracker.selection.queries import waiting
from tracker.tasks.forms import RECURRENCE_WORDS
from tracker.tasks.queries import tasks_of_case
from tracker.transfers import forms as transfer_words
from tracker.transfers.queries import transfers_of
from tracker.web.blueprint import GuardedBlueprint, after_reading, viewer
from tracker.web.pages import done, page, spoken
from tracker.web.paging import asked_page

pages = GuardedBlueprint("desk", __name__)


@pages.route("/desk", permission=Permission.CASES_VIEW)
def today() -> ResponseReturnValue:
    """Show what needs the viewer today."""
    return page(
        "desk/today.html",
        desk=queries.my_desk(viewer(), days_at(clock.now())),
        band_words=spoken(BAND_WORDS),
        concern_words=permit_words.CONCERN_WORDS,
        concern_tones=permit_words.CONCERN_TONES,
        reason_words=REASON_WORDS,
    )


@pages.route("/desk/warnings", permission=Permission.CASES_VIEW)
def warnings() -> ResponseReturnValue:
    """List what is to be done about permits of the viewer's own cases, of one concern or of all."""
    asked = request.args.get("about", "")
    concern = Concern(asked) if asked in {one.value for one in Concern} else None
    days = days_at(clock.now())
    return page(
        "desk/warnings.html",
        concern=concern,
        found=queries.list_warnings(viewer(), concern, asked_page(), days),
        state_names=country_names(),
        sentence_of=permit_words.sentence_of,
        concern_words=permit_words.CONCERN_WORDS,
        kind_words=spoken(permit_words.KIND_WORDS),
    )


@pages.route("/desk/ending", permission=Permission.CASES_VIEW)
def ending() -> ResponseReturnValue:
    """List the permits that end soon, in one band of days or in all."""
    asked = request.args.get("within", "")
    within = int(asked) if asked in {str(band) for band in BAND_WORDS} else None
    counts = count_ending(viewer(), clock.today())
    return page(
        "desk/ending.html",
        within=within,
        counts=counts,
        list=queries.list_ending(viewer(), within, counts, asked_page(), clock.today()),
        band_words=spoken(BAND_WORDS),
        kind_words=spoken(permit_words.KIND_WORDS),
        host_names=host_state_names(),
    )


@pages.route("/desk/applications", permission=Permission.CASES_VIEW)
def applications() -> ResponseReturnValue:
    """List the applications that wait for a decision."""
    return page(
        "desk/applications.html",
        list=waiting(viewer(), asked_page()),
        status_words=spoken(application_words.STATUS_WORDS),
        status_tones=application_words.STATUS_TONES,
    )


@pages.route("/cases", permission=Permission.CASES_VIEW)
def cases() -> ResponseReturnValue:
    """List the cases in scope."""
    asked = asked_list()
    columns = columns_of(viewer())
    return page(
        "desk/cases.html",
        filter=asked.form,
        chips=asked.chips(),
        with_closed=asked.with_closed(),
        sorting=asked.sorting,
        list=list_cases(
            viewer(),
            asked.form.filters(),
            asked.sorting,
            asked_page(),
            clock.today(),
            with_tasks=Column.TASK in columns,
        ),
        columns=columns,
        column_words=spoken(COLUMN_WORDS),
        sorts=SORTS,
        kept=kept_lists(viewer()),
        address=asked.address,
        asked_for=asked.arguments(),
        host_names=asked.host_names,
        status_words=spoken(case_words.STATUS_WORDS),
        status_tones=case_words.STATUS_TONES,
        standing_words=spoken(permit_words.STANDING_WORDS),
        standing_tones=permit_words.STANDING_TONES,
    )


@pages.route("/cases/<uuid:case_id>", permission=Permission.CASES_VIEW)
def case(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show a case with all that belongs to it; the trail keeps who looked."""
    labels = {kind: str(word) for kind, word in permit_words.KIND_WORDS.items()}
    file = queries.case_file(viewer(), case_id, labels, days_at(clock.now()))
    person_id = file.case.person_id

    def keep_who_looked() -> None:
        record("view", "case", case_id, person_id=person_id)

    after_reading(keep_who_looked)
    return page(
        "desk/case.html",
        file=file,
        tasks=tasks_of_case(viewer(), file.case),
        recurrence_words=RECURRENCE_WORDS,
        notes=latest_notes(viewer(), file.case) if file.is_own else [],
        documents=documents_of_case(viewer(), file.case) if file.is_own else [],
        transfers=transfers_of(file.case),
        transfer_words=transfer_words,
        document_words=document_words,
        host_names=host_state_names(),
        state_names=country_names(),
        words=case_words,
        permit_words=permit_words,
        application_words=application_words,
        role_words=ROLE_WORDS,
        relationship_words=RELATIONSHIP_WORDS,
    )


@pages.route("/persons/<uuid:person_id>/case", permission=Permission.CASES_VIEW)
def case_of(person_id: uuid.UUID) -> ResponseReturnValue:
    """Lead to the case that the viewer sees of a person, or to opening one."""
    visible_person(viewer(), person_id)
    found = cases_of(viewer(), person_id)
    if found:
        return redirect(url_for("desk.case", case_id=found[0].id))
    if viewer().may(Permission.CASES_EDIT):
        return redirect(url_for("cases.open_case", person_id=person_id))
    return redirect(url_for("desk.cases"))


@pages.route("/queue", permission=Permission.QUEUE_ASSIGN, methods=("GET", "POST"))
def queue() -> ResponseReturnValue:
    """Give persons who wait for a programme to one, several at once."""
    waiting = queries.queue(viewer(), asked_page(), clock.today())
    form = QueueForm()
    form.offer(viewer(), [(str(row.person_id), row.case_code) for row in waiting.items])
    chosen = form.chosen(viewer())
    if form.accepts(lambda: operations.assign_waiting(viewer(), chosen, form.care())):
        count = len(chosen)
        done(
            ngettext(
                "%(num)s person is assigned, with a case of their own.",
                "%(num)s persons are assigned, each with a case.",
                count,
            )
        )
        return redirect(url_for("desk.queue"))
    return page(
        "desk/queue.html",
        form=form,
        list=waiting,
        host_names=host_state_names(),
        standing_words=spoken(permit_words.STANDING_WORDS),
        standing_tones=permit_words.STANDING_TONES,
    )
