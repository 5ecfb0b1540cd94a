"""Pages of persons: each part of what is known of them, saved on its own."""

from __future__ import annotations

import uuid
from typing import TypeVar

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.people import operations, queries
from tracker.people.forms import (
    CHANNEL_WORDS,
    FROM_RUSSIA_WORDS,
    GENDER_WORDS,
    LANGUAGE_WORDS,
    LINK_STATE_WORDS,
    ORIGIN_WORDS,
    PURPOSE_WORDS,
    QUESTION_WORDS,
    RELATIONSHIP_WORDS,
    SAID_BY_WORDS,
    BackgroundForm,
    ButtonForm,
    HostStayForm,
    IdentityForm,
    LeaveForm,
    PrincipalForm,
    SearchForm,
    SelfIdentificationForm,
    country_names,
)
from tracker.people.roster import search as find
from tracker.people.rules import codes
from tracker.permissions import Permission
from tracker.reference.queries import code_labels, host_state_names, nation_names, region_names
from tracker.reference.rules import Facet
from tracker.web.blueprint import GuardedBlueprint, after_reading, viewer
from tracker.web.forms import RecordForm
from tracker.web.pages import done, page

pages = GuardedBlueprint("people", __name__, "/people")

_GET_AND_POST = ("GET", "POST")
_F = TypeVar("_F", bound=RecordForm)


@pages.route("/<uuid:person_id>", permission=Permission.CASES_VIEW)
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is known of a person; who they are only to their officer."""
    person = queries.person(viewer(), person_id)
    is_own = bool(queries.own_ids(viewer(), [person_id]))
    if is_own:
        leave_a_trace(person_id)
    return page(
        "people/show.html",
        person=person,
        is_own=is_own,
        statements=queries.statements(person_id) if is_own else [],
        question_words=QUESTION_WORDS,
        stays=queries.host_stays(person_id),
        household=queries.household_shown(viewer(), person_id, clock.today()),
        consents=queries.consents(person_id),
        host_names=host_state_names(),
        nation_names=nation_names() if is_own and person.nations else {},
        region_names=region_names() if is_own and person.region_of_origin else {},
        role_labels=code_labels(Facet.ACTOR_CATEGORY) if is_own and person.applicant_roles else {},
        country_names=country_names(),
        channel_words=CHANNEL_WORDS,
        gender_words=GENDER_WORDS,
        origin_words=ORIGIN_WORDS,
        said_by_words=SAID_BY_WORDS,
        from_russia_words=FROM_RUSSIA_WORDS,
        purpose_words=PURPOSE_WORDS,
        relationship_words=RELATIONSHIP_WORDS,
    )


@pages.route("/<uuid:person_id>/identity", permission=Permission.CASES_EDIT, methods=_GET_AND_POST)
def identity(person_id: uuid.UUID) -> ResponseReturnValue:
    """Change who a person is."""
    person = queries.own_person(viewer(), person_id)
    leave_a_trace(person_id)
    form = _asked(IdentityForm, person)
    if form.accepts(
        lambda: operations.amend_identity(
            viewer(), person, form.identity(), version=form.version.data or 0, asked_for=form.asked_for.data
        )
    ):
        done(_("Saved."))
        return redirect(url_for("people.show", person_id=person_id))
    return page(
        "people/identity.html", form=form, person=person, themselves=queries.said_themselves(person_id)
    )


@pages.route("/<uuid:person_id>/self-identification", permission=Permission.CASES_EDIT, methods=_GET_AND_POST)
def self_identification(person_id: uuid.UUID) -> ResponseReturnValue:
    """Change what a person says of their gender and origin."""
    person = queries.own_person(viewer(), person_id)
    leave_a_trace(person_id)
    form = _asked(SelfIdentificationForm, person)
    form.remember_nations(person)
    if form.accepts(
        lambda: operations.answer_self_identification(
            viewer(),
            person,
            form.gender_answer(),
            form.origin_answer(),
            version=form.version.data or 0,
            asked_for=form.asked_for.data,
        )
    ):
        done(_("Saved."))
        return redirect(url_for("people.show", person_id=person_id))
    return page(
        "people/self_identification.html",
        form=form,
        person=person,
        links=queries.links(person_id),
        statements=queries.statements(person_id),
        themselves=queries.said_themselves(person_id),
        language_words=LANGUAGE_WORDS,
        state_words=LINK_STATE_WORDS,
        question_words=QUESTION_WORDS,
    )


@pages.route("/<uuid:person_id>/background", permission=Permission.CASES_EDIT, methods=_GET_AND_POST)
def background(person_id: uuid.UUID) -> ResponseReturnValue:
    """Change where a person comes from and in which fields they are active."""
    person = queries.own_person(viewer(), person_id)
    leave_a_trace(person_id)
    form = _asked(BackgroundForm, person)
    form.offer_kept(person)
    if form.accepts(
        lambda: operations.amend_background(
            viewer(),
            person,
            form.background(tuple(person.vulnerable_groups)),
            version=form.version.data or 0,
            asked_for=form.asked_for.data,
        )
    ):
        done(_("Saved."))
        return redirect(url_for("people.show", person_id=person_id))
    return page(
        "people/background.html", form=form, person=person, themselves=queries.said_themselves(person_id)
    )


@pages.route("/<uuid:person_id>/host-states", permission=Permission.CASES_EDIT, methods=_GET_AND_POST)
def host_states(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show where a person has stayed, and add where they stay now."""
    person = queries.person(viewer(), person_id)
    form = HostStayForm()
    stays = queries.host_stays(person_id)
    here = url_for("people.host_states", person_id=person_id)
    if form.is_submitted() and any(one.id == form.new_id() for one in stays):
        return redirect(here)
    if form.accepts(
        lambda: operations.move_to(
            viewer(), person, form.host_iso2.data, form.since_when(), stay_id=form.new_id()
        )
    ):
        done(_("Saved."))
        return redirect(here)
    return page(
        "people/host_states.html", form=form, person=person, stays=stays, host_names=host_state_names()
    )


@pages.route(
    "/<uuid:person_id>/host-states/<uuid:stay_id>/remove",
    permission=Permission.CASES_EDIT,
    methods=_GET_AND_POST,
)
def remove_stay(person_id: uuid.UUID, stay_id: uuid.UUID) -> ResponseReturnValue:
    """Take out a host state that was entered by mistake."""
    person = queries.person(viewer(), person_id)
    stay = queries.host_stay(person_id, stay_id)
    form = ButtonForm()
    back = url_for("people.host_states", person_id=person_id)
    if form.accepts(lambda: operations.remove_stay(viewer(), person, stay_id)):
        done(_("The host state is taken out."))
        return redirect(back)
    names = {"host": host_state_names().get(stay.host_iso2, stay.host_iso2), "code": person.case_code}
    return page(
        "layout/confirm.html",
        title=_("Take out a host state"),
        consequences=[
            _("%(host)s is no longer among the host states of %(code)s.", **names),
            _("Figures count the person in the state before it, where there is one."),
            _("The trail keeps that it was here and who took it out."),
        ],
        form=form,
        act=_("Take it out"),
        cancel_url=back,
    )


@pages.route("/<uuid:person_id>/household", permission=Permission.CASES_VIEW)
def household(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show with whom a person relocated."""
    return page(
        "people/household.html",
        person=queries.person(viewer(), person_id),
        household=queries.household_shown(viewer(), person_id, clock.today()),
        past=queries.past_memberships(person_id, clock.today()),
        relationship_words=RELATIONSHIP_WORDS,
    )


@pages.route("/<uuid:person_id>/household/leave", permission=Permission.CASES_EDIT, methods=_GET_AND_POST)
def leave_household(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let a person leave their household."""
    person = queries.person(viewer(), person_id)
    form = LeaveForm()
    back = url_for("people.household", person_id=person_id)
    if form.accepts(
        lambda: operations.leave_household(viewer(), person, until=form.until.data or clock.today())
    ):
        done(_("They have left the household."))
        return redirect(back)
    return page(
        "layout/confirm.html",
        title=_("%(code)s leaves the household", code=person.case_code),
        consequences=[
            _("From the day after on they no longer count as a member of this household."),
            _("The time until then stays in its history."),
        ],
        form=form,
        act=_("They leave"),
        cancel_url=back,
    )


@pages.route("/<uuid:person_id>/household/principal", permission=Permission.CASES_EDIT, methods=_GET_AND_POST)
def make_principal(person_id: uuid.UUID) -> ResponseReturnValue:
    """Make a person the principal of their household."""
    person = queries.person(viewer(), person_id)
    shown = queries.household_shown(viewer(), person_id, clock.today())
    if shown is None:
        abort(404)
    others = [one for one in shown.members if one.person_id != person_id]
    form = PrincipalForm(
        others=[{"person_id": str(one.person_id)} for one in others] if request.method == "GET" else None
    )
    back = url_for("people.household", person_id=person_id)
    if form.accepts(
        lambda: operations.change_principal(
            viewer(),
            queries.household(shown.household_id),
            person,
            since=form.since.data or clock.today(),
            relationships=form.relationships(),
        )
    ):
        done(_("The household has a new principal."))
        return redirect(back)
    words = {str(one.person_id): one.name or one.case_code for one in others}
    return page("people/make_principal.html", form=form, person=person, member_words=words)


@pages.route("/search", permission=Permission.CASES_VIEW, methods=_GET_AND_POST)
def search() -> ResponseReturnValue:
    """Find persons of one's scope by name or case code; a POST, so that no name stands in an address."""
    form = SearchForm()
    hits = None
    if form.validate_on_submit():
        hits = find(viewer(), form.text.data or "")
        operations.note_search(viewer(), len(hits))
    return page(
        "people/search.html", form=form, hits=hits, looks_like_code=bool(codes.read(form.text.data or ""))
    )


def leave_a_trace(person_id: uuid.UUID) -> None:
    """Have the trail say that the viewer looked at who this person is."""
    after_reading(lambda: operations.note_view(person_id))


def _asked(kind: type[_F], person: object) -> _F:
    """Return a form as it was sent, or as it shows the record."""
    return kind() if request.method == "POST" else kind.of(person)
