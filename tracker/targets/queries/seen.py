"""The figures of a scope as one viewer may see them: what is hidden from them is not in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.errors import NotFound
from tracker.permissions import Viewer
from tracker.reference.queries import census_figures, census_totals, nation_names
from tracker.targets.queries.figures import ScopeFigures, Targets, scope_figures
from tracker.targets.queries.scopes import Landscape, scopes_for
from tracker.targets.rules import Census, Comparison, Rules, Scope, Window, compare, coverage
from tracker.web.paging import SCREENFUL, Page

FEWEST_SHOWN = 5
"""Of fewer persons an officer sees no answers: who knows four of them knows the fifth."""

VERIFIED_CENSUS = 2010
UNVERIFIED_CENSUS = 2021
LARGE_IN_CENSUS = Fraction(1, 200)
"""Nations of at least this share of the census are named also where none of them is supported."""


@dataclass(frozen=True, kw_only=True)
class SeenFigures:
    """The figures of one scope as one viewer sees them; targets that are None are hidden or do not apply."""

    scope: Scope
    title: str
    window: Window
    target_set: str
    sentence: str
    rules: Rules
    persons: int
    minors: int
    covered: int
    is_hidden: bool
    """Whether the answers of the persons are hidden, because they are too few for this viewer."""
    targets: Targets | None
    has_tally: bool
    tally: Targets | None
    has_speakers: bool
    speakers: Targets | None

    @property
    def coverage(self) -> tuple[Fraction, Fraction]:
        """Return persons covered as a share of the most and of the fewest actors the brief speaks of."""
        return coverage(self.covered)


@dataclass(frozen=True)
class NationRow:
    """One nation among the supported persons and in two censuses."""

    name: str
    comparison: Comparison
    unverified_share: Fraction | None
    """Its share in the census of 2021, whose counts per nation are not verified."""


def figures_for(
    viewer: Viewer,
    scopes: Sequence[Scope],
    window: Window,
    today: date,
    landscape: Landscape | None = None,
) -> list[SeenFigures]:
    """Compute figures for a viewer; raise `NotFound` when one of the scopes is not theirs."""
    landscape = landscape or Landscape()
    if not set(scopes) <= set(scopes_for(viewer, landscape)):
        raise NotFound
    return [_seen(viewer, one) for one in scope_figures(scopes, window, today, landscape)]


def figures_page(
    viewer: Viewer,
    scopes: Sequence[Scope],
    window: Window,
    today: date,
    *,
    number: int,
    landscape: Landscape | None = None,
) -> Page[SeenFigures]:
    """Compute what `figures_for` does, but only for one screenful of the scopes: the last where it asks for more."""
    number = min(number, Page(list(scopes), 1, len(scopes)).pages)
    shown = scopes[(number - 1) * SCREENFUL : number * SCREENFUL]
    return Page(figures_for(viewer, shown, window, today, landscape), number, len(scopes))


def in_detail(
    viewer: Viewer, scope: Scope, window: Window, today: date, landscape: Landscape | None = None
) -> tuple[SeenFigures, list[NationRow] | None]:
    """Compute the figures of one scope, and compare its nations with the census; None where they are hidden."""
    landscape = landscape or Landscape()
    if scope not in scopes_for(viewer, landscape):
        raise NotFound
    figures = scope_figures([scope], window, today, landscape)[0]
    return _seen(viewer, figures), _nations(viewer, figures)


def _nations(viewer: Viewer, figures: ScopeFigures) -> list[NationRow] | None:
    """Compare nation by nation; nothing is compared while nobody disclosed.

    An officer sees only nations of at least five supported persons: the table is no list of who is what, and
    a large nation that is missing from it must not tell either.
    """
    if _is_hidden(viewer, figures, len(figures.supported)):
        return None
    if not figures.origin.count.d:
        return []
    rule = figures.rules.origin_rule
    verified_census, unverified_census = _censuses()
    unverified = {one.code: one.census_share for one in compare(figures.answers, rule, unverified_census)}
    names = nation_names()
    exact = _sees_exactly(viewer, figures)
    return [
        NationRow(names.get(one.code, one.code), one, unverified.get(one.code))
        for one in compare(figures.answers, rule, verified_census)
        if one.counted >= FEWEST_SHOWN
        or (exact and (one.counted or (one.census_share or 0) >= LARGE_IN_CENSUS))
    ]


def _seen(viewer: Viewer, figures: ScopeFigures) -> SeenFigures:
    def shown(targets: Targets | None) -> Targets | None:
        hidden = targets is None or _is_hidden(viewer, figures, targets.women.count.n)
        return None if hidden else targets

    return SeenFigures(
        scope=figures.scope,
        title=figures.title,
        window=figures.window,
        target_set=figures.target_set,
        sentence=figures.sentence,
        rules=figures.rules,
        persons=len(figures.supported),
        minors=len(figures.minors),
        covered=len(figures.covered),
        is_hidden=shown(figures.persons) is None,
        targets=shown(figures.persons),
        has_tally=figures.tally is not None,
        tally=shown(figures.tally),
        has_speakers=figures.speakers is not None,
        speakers=shown(figures.speakers),
    )


def _is_hidden(viewer: Viewer, figures: ScopeFigures, persons: int) -> bool:
    """Say whether answers are hidden; of nobody there is nothing to hide."""
    return 0 < persons < FEWEST_SHOWN and not _sees_exactly(viewer, figures)


def _sees_exactly(viewer: Viewer, figures: ScopeFigures) -> bool:
    return viewer.everything or figures.reach.organisation_id in viewer.organisations


def _censuses() -> tuple[Census, Census]:
    """Return the census that shares are compared with, and the later one whose counts are not verified."""
    figures, totals = census_figures(), {one.year: one.stated for one in census_totals()}

    def of(year: int) -> Census:
        groups = {code: rows[year].count for code, rows in figures.items() if year in rows}
        return Census(year, totals.get(year, 0), groups, is_verified=year == VERIFIED_CENSUS)

    return of(VERIFIED_CENSUS), of(UNVERIFIED_CENSUS)
