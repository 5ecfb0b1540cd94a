"""Pages of target sets: which there are, proposing one, and deciding as the second person."""

from __future__ import annotations

import uuid
from datetime import date

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import clock
from tracker.approvals.rules import Decision
from tracker.permissions import Permission
from tracker.targets import operations, queries, wording
from tracker.targets.forms import DecisionForm, ProposalForm
from tracker.targets.queries import SetRow, SetState
from tracker.targets.rules import Rules, Window
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.forms import asked_uuid
from tracker.web.pages import asked_id, done, page

pages = GuardedBlueprint("target_sets", __name__, url_prefix="/targets/sets")


@pages.route("", permission=Permission.TARGETS_MANAGE)
def overview() -> ResponseReturnValue:
    """List the target sets and where each stands."""
    rows = queries.sets_for(viewer(), clock.today())
    return page("targets/sets.html", rows=rows, breadcrumb=_breadcrumb())


@pages.route("/new", permission=Permission.TARGETS_MANAGE, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """Propose a target set."""
    today = clock.today()
    rules = queries.rules_on(asked_id("programme"), today)
    form = ProposalForm(
        programme=str(asked_id("programme") or ""),
        in_effect_on=_next_quarter(today),
        **ProposalForm.usual(rules or Rules()),
    )
    form.programme.choices = queries.owner_choices(viewer())
    if form.is_submitted() and queries.target_set_exists(form.new_id()):
        return redirect(url_for("target_sets.confirm", set_id=form.new_id()))
    if form.accepts(lambda: operations.propose_set(viewer(), form.proposal(), today, set_id=form.new_id())):
        done(_("The target set is proposed. A second person has to confirm it."))
        return redirect(url_for("target_sets.confirm", set_id=form.new_id()))
    return page(
        "targets/new_set.html",
        form=form,
        breadcrumb=_breadcrumb(_("Propose a target set")),
        has_owner=asked_uuid(form.programme) is not None,
    )


@pages.route("/<uuid:set_id>/confirm", permission=Permission.TARGETS_MANAGE, methods=("GET", "POST"))
def confirm(set_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a target set would change; a second person confirms or rejects it here."""
    today = clock.today()
    row = queries.set_row(viewer(), set_id, today)
    form = DecisionForm()
    if form.accepts(
        lambda: operations.decide_set(viewer(), row.target_set, Decision(form.decision.data), today)
    ):
        done(_("Your decision is kept."))
        return redirect(url_for("target_sets.overview"))
    now = queries.rules_on(row.target_set.programme_id, row.target_set.in_effect_on)
    return page(
        "targets/confirm_set.html",
        form=form,
        row=row,
        changes=_changes(now, Rules.of_record(row.target_set.rules)),
        may_decide=_may_decide(row),
        breadcrumb=_breadcrumb(row.target_set.name),
    )


def _changes(now: Rules | None, then: Rules) -> list[tuple[str, str, str]]:
    """Lay the rules in force beside the proposed ones: what, now, then."""
    before = dict(wording.rules_in_words(now)) if now else {}
    return [(what, before.get(what, ""), how) for what, how in wording.rules_in_words(then)]


def _may_decide(row: SetRow) -> bool:
    return row.state is SetState.WAITING and row.proposed_by != viewer().account_id


def _next_quarter(today: date) -> date:
    """Return the first day of the next quarter, which leaves a second person time."""
    return Window.quarter_of(today).following().first


def _breadcrumb(*here: str) -> list[tuple[str, str | None]]:
    if not here:
        return [(_("Target sets"), None)]
    return [(_("Target sets"), url_for("target_sets.overview")), (here[0], None)]
