"""Pages on which two persons who are one are merged, and on which that is undone."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.approvals.rules import Decision
from tracker.people.operations import note_view
from tracker.people.queries import person_by_code
from tracker.permissions import Permission
from tracker.stewardship import operations, queries
from tracker.stewardship.forms import ChoicesForm, ConfirmForm, DecisionForm, TwoCodesForm, choices_form
from tracker.stewardship.queries import Pair
from tracker.stewardship.rules import FIELDS, Likeness, MergeChoices, Side, other_side
from tracker.stewardship.wording import FIELD_WORDS, Wording, what_came_since
from tracker.web.blueprint import GuardedBlueprint, after_reading, viewer
from tracker.web.forms import BaseForm
from tracker.web.pages import attention, done, page

pages = GuardedBlueprint("stewardship", __name__)

_GET_AND_POST = ("GET", "POST")
Breadcrumb = list[tuple[str, str | None]]


@pages.route("/merges", permission=Permission.PERSONS_MERGE, methods=_GET_AND_POST)
def overview() -> ResponseReturnValue:
    """Show the merges that can still be undone, and lead to two persons by their codes."""
    form = TwoCodesForm()
    found: list[uuid.UUID] = []

    def look_up() -> None:
        found.extend(person_by_code(viewer(), code).id for code in form.codes())

    if form.accepts(look_up):
        return redirect(url_for("stewardship.merge", one_id=found[0], other_id=found[1]))
    return page("stewardship/overview.html", form=form, merges=queries.merges_for(viewer()))


@pages.route(
    "/merge/<uuid:one_id>/<uuid:other_id>", permission=Permission.PERSONS_MERGE, methods=_GET_AND_POST
)
def merge(one_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Lay two persons side by side, and let somebody choose what stands where they differ."""
    if (kept_id := queries.merged_already(viewer(), one_id, other_id)) is not None:
        return redirect(url_for("people.show", person_id=kept_id))
    two = queries.pair(viewer(), one_id, other_id)
    form = _choices(two)
    if form.validate_on_submit():
        return redirect(_address("stewardship.confirm", two, form.choices().as_record()))
    compared = queries.laid_side_by_side(viewer(), two)
    if compared:
        _leave_a_trace(two)
    return page(
        "stewardship/merge.html",
        form=form,
        two=two,
        known=[row for row in compared if row.likeness not in {Likeness.DIFFERENT, Likeness.NEITHER}],
        reads_both=bool(compared),
        moving=operations.foresee_merge(viewer(), two),
        waits=queries.open_proposal(two) is not None,
        words=FIELD_WORDS,
        wording=Wording(),
        likeness=Likeness,
        breadcrumb=_breadcrumb(_("Two records")),
    )


@pages.route(
    "/merge/<uuid:one_id>/<uuid:other_id>/confirm", permission=Permission.PERSONS_MERGE, methods=_GET_AND_POST
)
def confirm(one_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Say what the merge will do; then do it, or put it before a second person."""
    if (kept_id := queries.merged_already(viewer(), one_id, other_id)) is not None:
        return redirect(url_for("people.show", person_id=kept_id))
    two = queries.pair(viewer(), one_id, other_id)
    back = _address("stewardship.merge", two, request.args.to_dict())
    choices = _chosen(two)
    if choices is None:
        if request.method == "POST":
            attention(_("One of the two was changed meanwhile. Look at both again."))
        return redirect(back)
    by_two = queries.needs_second_person(viewer(), two)
    kept, gone = two.on(choices.kept), two.on(other_side(choices.kept))
    form = ConfirmForm(versions=two.versions)
    kept_id, codes = kept.id, (kept.case_code, gone.case_code)
    if by_two and form.accepts(lambda: operations.propose_merge(viewer(), two, choices)):
        done(_("The merge is proposed. A coordinator decides about it; until then nothing changes."))
        return redirect(url_for("stewardship.overview"))
    if not by_two and form.accepts(
        lambda: operations.merge_at_once(viewer(), two, choices, versions=form.versions.data or "")
    ):
        done(_("%(gone)s and %(kept)s are one person now.", gone=codes[1], kept=codes[0]))
        return redirect(url_for("people.show", person_id=kept_id))
    return page(
        "layout/confirm.html",
        title=_("Merge %(gone)s into %(kept)s", gone=codes[1], kept=codes[0]),
        consequences=_consequences(two, choices, by_two=by_two),
        form=form,
        act=_("Propose the merge") if by_two else _("Merge the two"),
        cancel_url=back,
        breadcrumb=_breadcrumb(_("What will happen")),
    )


@pages.route(
    "/merge/proposals/<uuid:proposal_id>", permission=Permission.PERSONS_MERGE, methods=_GET_AND_POST
)
def decide(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Show a merge that waits for a second person; they decide here."""
    proposal, two = queries.proposal(viewer(), proposal_id)
    state = queries.proposal_state(viewer(), proposal)
    form = DecisionForm(versions=two.versions)
    if form.accepts(
        lambda: operations.decide_merge(
            viewer(), proposal, Decision(form.decision.data), versions=form.versions.data or ""
        )
    ):
        done(_("Your decision is kept."))
        return redirect(url_for("approvals.overview"))
    choices = queries.choices_of(proposal)
    return page(
        "stewardship/decide.html",
        title=_("Merge %(one)s and %(other)s", one=two.one.case_code, other=two.other.case_code),
        form=form,
        state=state,
        consequences=_consequences(two, choices, by_two=True),
        breadcrumb=_breadcrumb(_("A second person decides")),
    )


@pages.route("/merges/<uuid:merge_id>/undo", permission=Permission.PERSONS_MERGE, methods=_GET_AND_POST)
def undo(merge_id: uuid.UUID) -> ResponseReturnValue:
    """Say what undoing a merge will do; then do it, put it before a second person, or decide as that person."""
    one = queries.merge(viewer(), merge_id)
    state = queries.undo_state(viewer(), one)
    form = DecisionForm() if state.may_decide else BaseForm()
    person_id, said = one.kept_id, _said_after_undo(state)
    if (state.may_act or state.may_decide) and form.accepts(lambda: _undone(one, state, form)):
        done(said)
        return redirect(url_for("people.show", person_id=person_id))
    return page(
        "stewardship/undo.html",
        form=form,
        merge=one,
        state=state,
        since=[] if state.why_not else what_came_since(operations.foresee_undo(one)),
        breadcrumb=_breadcrumb(_("Undo")),
    )


def _undone(one: queries.Merge, state: queries.UndoState, form: BaseForm) -> None:
    if isinstance(form, DecisionForm):
        operations.decide_undo(viewer(), one, Decision(form.decision.data))
    elif state.by_two:
        operations.propose_undo(viewer(), one)
    else:
        operations.undo_merge(viewer(), one)


def _said_after_undo(state: queries.UndoState) -> str:
    if state.may_decide:
        return str(_("Your decision is kept."))
    if state.by_two:
        return str(_("Undoing is proposed. A coordinator decides about it; until then nothing changes."))
    return str(_("The merge is undone. Both persons are there again."))


def _address(endpoint: str, two: Pair, choices: dict[str, str]) -> str:
    """Return the address of a page about two persons, with what was chosen: sides, never a value."""
    values: dict[str, Any] = {"one_id": two.one.id, "other_id": two.other.id, **choices}
    return url_for(endpoint, **values)


def _choices(two: Pair) -> ChoicesForm:
    return choices_form(
        two,
        queries.laid_side_by_side(viewer(), two),
        asks_household=queries.must_choose_household(two),
        said=request.args.to_dict(),
    )


def _chosen(two: Pair) -> MergeChoices | None:
    """Return the choices that the address names; None when one is missing or is none."""
    form = _choices(two)
    try:
        choices = MergeChoices.of_record(request.args.to_dict())
    except (KeyError, ValueError):
        return None
    asked = {name for name in form.choice_names() if name not in {"kept", "household"}}
    complete = asked == set(choices.fields) and ("household" in form) == (choices.household is not None)
    return choices if complete and choices.kept is not Side.BOTH else None


def _consequences(two: Pair, choices: MergeChoices, *, by_two: bool) -> list[str]:
    """Say what a merge will do, one sentence for each thing."""
    kept, gone = two.on(choices.kept), two.on(other_side(choices.kept))
    sentences = [
        _("A second person has to agree. Until then nothing changes.") if by_two else "",
        _(
            "%(gone)s disappears from lists, search and figures. The code, and links to it, lead to %(kept)s from then on.",
            gone=gone.case_code,
            kept=kept.case_code,
        ),
        *(
            _(
                "%(field)s: %(choice)s.",
                field=FIELD_WORDS[what.name],
                choice=_side_words(two, choices.fields[what.name]),
            )
            for what in FIELDS
            if what.name in choices.fields
        ),
        _("Names that are not chosen are kept as other names, so that the search finds them.")
        if choices.fields or by_two
        else "",
        _(
            "Nobody else of either household moves. Household: %(choice)s.",
            choice=_side_words(two, choices.household),
        )
        if choices.household
        else "",
        *_moves(two, kept_is_one=choices.kept is Side.ONE),
        _(
            "Two cases of one organisation become one, the older, with the steps of both. A consent that was withdrawn on either record counts as withdrawn on both. Where both have a host state from the same day, that of %(kept)s stays.",
            kept=kept.case_code,
        ),
        _("For 30 days the merge can be undone as a whole. The trail keeps who merged them."),
    ]
    return [str(one) for one in sentences if one]


def _moves(two: Pair, *, kept_is_one: bool) -> list[str]:
    rows = [
        (row.words, row.other if kept_is_one else row.one) for row in operations.foresee_merge(viewer(), two)
    ]
    told = ", ".join(f"{words}: {number}" for words, number in rows if number)
    return [_("Moves over: %(records)s.", records=told)] if told else []


def _side_words(two: Pair, side: Side) -> str:
    if side is Side.BOTH:
        return str(_("all of both"))
    return str(_("as %(code)s has it", code=two.on(side).case_code))


def _leave_a_trace(two: Pair) -> None:
    for person_id in two.ids:
        after_reading(lambda person_id=person_id: note_view(person_id))  # type: ignore[misc] # bound at once


def _breadcrumb(here: str) -> Breadcrumb:
    return [(_("Merges"), url_for("stewardship.overview")), (here, None)]
