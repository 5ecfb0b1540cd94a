"""Pages of live figures: all scopes of a viewer at a glance, and one of them in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker import clock
from tracker.charts.bullet import Bullet, bullet
from tracker.errors import NotFound, RuleBroken
from tracker.permissions import Permission
from tracker.targets import queries, wording
from tracker.targets.forms import FiguresForm
from tracker.targets.queries import SeenFigures, Targets
from tracker.targets.rules import (
    Figures,
    IntakePlan,
    Rules,
    Scope,
    ScopeKind,
    TargetKind,
    Verdict,
    Window,
    percent,
    plan_intake,
)
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import page
from tracker.web.paging import Page, asked_page

pages = GuardedBlueprint("targets", __name__, url_prefix="/targets")

GROUP_WORDS = {
    ScopeKind.ALL: _l("Everything"),
    ScopeKind.ORGANISATION: _l("Organisations"),
    ScopeKind.PROGRAMME: _l("Programmes"),
    ScopeKind.EVENT: _l("Events"),
}
"""The scopes that stand on the first page; the others are one choice away."""


@dataclass(frozen=True)
class Shown:
    """One target as a page shows it."""

    id: str
    figures: Figures
    series: str
    drawn: Bullet | None
    """None where there is nothing to draw: nobody there, or the target not judged."""
    finding: str
    words: str
    verdict: str
    what_it_takes: str
    intake: str


@dataclass(frozen=True)
class Card:
    """One scope as the first page shows it."""

    figures: SeenFigures
    heading: str
    url: str
    targets: list[Shown]
    """Empty where the answers are hidden."""
    guests: int
    """How many a tally counted, where the viewer sees one."""


@pages.route("", permission=Permission.FIGURES_VIEW)
def overview() -> ResponseReturnValue:
    """Show both targets of every scope that the viewer works on."""
    today = clock.today()
    form = FiguresForm.asked(Window.quarter_of(today))
    landscape = queries.Landscape()
    scopes = queries.scopes_for(viewer(), landscape)
    seen: Page[SeenFigures] = Page([], 1, 0)
    if form.validate():
        try:
            window = form.chosen_window()
            glance = [one for one in scopes if one.kind in GROUP_WORDS]
            glance = queries.happening(glance, window, landscape)
            seen = queries.figures_page(
                viewer(), glance, window, today, number=asked_page(), landscape=landscape
            )
        except RuleBroken as error:
            form.add_error(error)
    cards = [_card(place, one, form) for place, one in enumerate(seen.items)]
    return page(
        "targets/overview.html",
        form=form,
        groups=[
            (str(GROUP_WORDS[kind]), list(group))
            for kind, group in groupby(cards, key=lambda card: card.figures.scope.kind)
        ],
        list=seen,
        sets=_sets(seen.items),
        others=[(str(one), _heading(one, landscape.title(one))) for one in scopes],
        **_around(form, today),
        coverage_words=wording.coverage,
    )


@pages.route("/scope", permission=Permission.FIGURES_VIEW)
def scope() -> ResponseReturnValue:
    """Show one scope in full: both targets, tally, speakers, and the nations beside the census."""
    today = clock.today()
    form = FiguresForm.asked(Window.quarter_of(today))
    landscape = queries.Landscape()
    asked = _asked_scope(form.scope.data)
    if asked not in queries.scopes_for(viewer(), landscape):
        raise NotFound
    heading = _heading(asked, landscape.title(asked))
    detail: dict[str, Any] = {"figures": None}
    if form.validate():
        try:
            seen, nations = queries.in_detail(viewer(), asked, form.chosen_window(), today, landscape)
            detail = _detail(seen, form) | {"nations": nations}
        except RuleBroken as error:
            form.add_error(error)
    return page(
        "targets/scope.html",
        form=form,
        heading=heading,
        breadcrumb=[(_("Targets"), url_for("targets.overview")), (heading, None)],
        **detail,
        **_around(form, today),
    )


def _detail(seen: SeenFigures, form: FiguresForm) -> dict[str, Any]:
    def shown(prefix: str, targets: Targets | None) -> list[Shown]:
        return _shown(prefix, targets, seen.rules, form.intake.data)

    return {
        "figures": seen,
        "persons": shown("persons", seen.targets),
        "tally": shown("tally", seen.tally),
        "speakers": shown("speakers", seen.speakers),
        "plan": _plan(seen, form.intake.data),
        "mixtures": wording.mixtures,
        "rules": wording.rules_in_words(seen.rules),
        "coverage_words": wording.coverage(seen.coverage),
        "share": lambda figures: wording.share(figures, seen.rules),
        "bounds": lambda figures: wording.bounds(figures, seen.rules),
        "verdict": wording.verdict,
        "disclosure": wording.disclosure,
        "target_words": wording.TARGET_WORDS,
        "percent": percent,
        "quotient": wording.quotient,
    }


def _plan(seen: SeenFigures, size: int | None) -> list[tuple[str, IntakePlan]]:
    """Return for each target what a planned intake has to bring; nothing without one, or where answers are hidden."""
    if size is None or seen.targets is None:
        return []
    return [
        (
            str(wording.TARGET_WORDS[kind]),
            plan_intake(kind, seen.targets.of(kind).count, size, seen.rules),
        )
        for kind in TargetKind
    ]


def _around(form: FiguresForm, today: date) -> dict[str, Any]:
    """Return what stands around the figures: the windows beside this one, and the day they are read on."""
    if form.errors:
        return {"window": None, "earlier": None, "later": None, "reading_day": today}
    window = form.chosen_window()
    return {
        "window": window,
        "earlier": _beside(form, window.previous),
        "later": _beside(form, window.following) if window.is_over(today) else None,
        "reading_day": window.reading_day(today),
    }


def _beside(form: FiguresForm, step: Callable[[], Window]) -> tuple[str, str] | None:
    """Return name and address of this page for a neighbouring window; None at the end of the calendar."""
    try:
        window = step()
    except ValueError:
        return None
    scope_text = form.scope.data or None
    return window.name, url_for(
        "targets.scope" if scope_text else "targets.overview",
        scope=scope_text,
        window=window.name,
        intake=form.intake.data,
    )


def _card(place: int, seen: SeenFigures, form: FiguresForm) -> Card:
    targets = seen.tally if seen.has_tally else seen.targets
    return Card(
        figures=seen,
        heading=_heading(seen.scope, seen.title),
        url=url_for("targets.scope", scope=str(seen.scope), window=seen.window.name, intake=form.intake.data),
        targets=_shown(f"card{place}", targets, seen.rules, form.intake.data),
        guests=seen.tally.women.count.n if seen.tally else 0,
    )


def _shown(prefix: str, targets: Targets | None, rules: Rules, intake: int | None) -> list[Shown]:
    return [] if targets is None else [_one(prefix, targets.of(kind), rules, intake) for kind in TargetKind]


def _one(prefix: str, figures: Figures, rules: Rules, intake: int | None) -> Shown:
    kind = figures.kind
    low, high = (edge.at for edge in rules.edges(kind))
    drawn = None
    if figures.verdict not in {Verdict.NOBODY, Verdict.NOT_APPLICABLE} and figures.lower is not None:
        bounds = (figures.lower, figures.upper or figures.lower) if figures.count.u else None
        drawn = bullet(figures.share, band=(low, high), bounds=bounds)
    return Shown(
        id=f"{prefix}-{kind}",
        figures=figures,
        series="women" if kind is TargetKind.WOMEN else "nations",
        drawn=drawn,
        finding=wording.finding(figures, rules),
        words=wording.explanation(figures, rules),
        verdict=wording.verdict(figures),
        what_it_takes=wording.what_it_takes(figures),
        intake="" if intake is None else wording.intake(figures, figures.of_intake(intake)),
    )


def _sets(figures: Iterable[SeenFigures]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return each target set in force once: its name, its sentence, its rules in words."""
    by_name = {(one.target_set, one.sentence): one.rules for one in figures}
    return [(*named, wording.rules_in_words(rules)) for named, rules in by_name.items()]


def _heading(scope: Scope, title: str) -> str:
    if scope.kind is ScopeKind.ALL:
        return str(_("All supported persons"))
    return f"{scope.code} · {title}"


def _asked_scope(text: str | None) -> Scope:
    """Read the scope that an address asks for; nonsense is as unknown as what is hidden."""
    try:
        return Scope.parse(text or "")
    except ValueError:
        raise NotFound from None
