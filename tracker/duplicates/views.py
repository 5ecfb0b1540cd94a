"""Pages of duplicates: the queue of pairs, one pair side by side, and logging somebody after a look."""

from __future__ import annotations

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.duplicates import operations, queries
from tracker.duplicates.forms import (
    FIELD_WORDS,
    JUDGED_WORDS,
    REASON_WORDS,
    JudgeForm,
    LogMemberForm,
    LogPersonForm,
)
from tracker.people.forms import GENDER_WORDS, country_names
from tracker.people.operations import CareBy, join_household_of, log_member
from tracker.people.operations import log_person as log
from tracker.people.queries import exists_already, household_shown, person_by_code
from tracker.people.queries import person as visible_person
from tracker.people.rules import codes
from tracker.people.rules.households import Relationship
from tracker.permissions import Permission
from tracker.programmes.queries import programme_choices
from tracker.reference.queries import host_state_names, nation_names, region_names
from tracker.web.blueprint import GuardedBlueprint, after_reading, viewer
from tracker.web.pages import done, page
from tracker.web.paging import asked_page

pages = GuardedBlueprint("duplicates", __name__)


@pages.route("/duplicates", permission=Permission.DUPLICATES_JUDGE)
def overview() -> ResponseReturnValue:
    """List the pairs to judge, the likeliest first."""
    return page(
        "duplicates/overview.html", queue=queries.queue(viewer(), asked_page()), reason_words=REASON_WORDS
    )


@pages.route("/duplicates/same", permission=Permission.DUPLICATES_JUDGE)
def same() -> ResponseReturnValue:
    """List the pairs that were judged to be one person."""
    return page("duplicates/same.html", list=queries.judged_same(viewer(), asked_page()))


@pages.route(
    "/duplicates/<uuid:one_id>/<uuid:other_id>",
    permission=Permission.DUPLICATES_JUDGE,
    methods=("GET", "POST"),
)
def pair(one_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Show a pair side by side and keep what is decided; the next pair follows."""
    file = queries.pair(viewer(), one_id, other_id)
    form = JudgeForm(formdata=None, before=file.judged or "") if request.method == "GET" else JudgeForm()
    if form.accepts(lambda: _judge(one_id, other_id, form)):
        done(_("Your decision is kept."))
        following = queries.next_pair(viewer())
        if following is None:
            return redirect(url_for("duplicates.overview"))
        return redirect(url_for("duplicates.pair", one_id=following[0], other_id=following[1]))
    after_reading(lambda: operations.note_view((one_id, other_id)))
    return page(
        "duplicates/pair.html",
        form=form,
        file=file,
        field_words=FIELD_WORDS,
        reason_words=REASON_WORDS,
        judged_words=JUDGED_WORDS,
        gender_words=GENDER_WORDS,
        country_names=country_names(),
        host_names=host_state_names(),
        nation_names=nation_names() if file.shows_origin else {},
        region_names=region_names() if file.shows_origin else {},
    )


@pages.route("/people/new", permission=Permission.CASES_EDIT, methods=("GET", "POST"))
def log_person() -> ResponseReturnValue:
    """Log a person who is nobody that is here already, then go on to open their case."""
    form = LogPersonForm()
    form.offer_programmes(programme_choices(viewer()))
    open_case = url_for("cases.open_case", person_id=form.new_id())
    if form.is_submitted() and exists_already(form.new_id()):
        return redirect(open_case)
    if form.accepts(lambda: _log(form)):
        done(_("The person is logged. Open their case now."))
        return redirect(open_case)
    return page("duplicates/log_person.html", form=form, reason_words=REASON_WORDS)


@pages.route(
    "/people/<uuid:person_id>/household/add", permission=Permission.CASES_EDIT, methods=("GET", "POST")
)
def add_member(person_id: uuid.UUID) -> ResponseReturnValue:
    """Add somebody to a person's household: somebody who is here, or who is nobody that is here already."""
    person = visible_person(viewer(), person_id)
    form = LogMemberForm()
    back = url_for("people.household", person_id=person_id)
    if form.is_submitted() and exists_already(form.new_id()):
        return redirect(back)
    if form.accepts(lambda: _join(person_id, form)):
        done(_("The household is saved."))
        return redirect(back)
    return page(
        "duplicates/add_member.html",
        form=form,
        person=person,
        household=household_shown(viewer(), person_id, clock.today()),
        reason_words=REASON_WORDS,
    )


def _judge(one_id: uuid.UUID, other_id: uuid.UUID, form: JudgeForm) -> None:
    operations.judge(viewer(), (one_id, other_id), form.judged(), before=form.judged_before())


def _log(form: LogPersonForm) -> None:
    apart = form.ask_about(queries.like(viewer(), form.description()))
    care = CareBy(programme_id=uuid.UUID(form.programme_id.data), officer_id=viewer().account_id)
    person = log(
        viewer(), form.facts(), care, person_id=form.new_id(), consent=form.consent(), stay=form.stay()
    )
    operations.judge_apart(viewer(), person, apart)


def _join(person_id: uuid.UUID, form: LogMemberForm) -> None:
    relationship, since = Relationship(form.relationship.data), form.since.data or clock.today()
    beside = visible_person(viewer(), person_id)
    if form.code:
        member = person_by_code(viewer(), codes.parse(form.code, "case_code"))
        join_household_of(viewer(), beside, member, relationship, since=since)
        return
    apart = form.ask_about(queries.like(viewer(), form.description()))
    member = log_member(viewer(), beside, form.identity(), relationship, since=since, person_id=form.new_id())
    operations.judge_apart(viewer(), member, apart)
