"""Making a quarterly report: exact figures of every scope from the rows as they stand, one reading for all scopes."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from typing import Final

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.errors import NotFound, Refused, RuleBroken
from tracker.participation.models import Participation
from tracker.people.queries import host_state_on
from tracker.people.roster import roster
from tracker.permissions import Viewer
from tracker.programmes.models import Event
from tracker.reference.queries import (
    census_figures,
    census_totals,
    code_labels,
    host_state_names,
    nation_names,
    region_names,
)
from tracker.reference.rules import Facet
from tracker.reports import wording
from tracker.reports.queries.applied import Applied
from tracker.reports.queries.around import Around
from tracker.reports.queries.counting import first_days
from tracker.reports.queries.judged import Judged
from tracker.reports.queries.stays import Stays
from tracker.reports.rules import check_may_close
from tracker.reports.rules.content import (
    FORMAT,
    NOWHERE,
    BothTargets,
    CensusUsed,
    Content,
    EndedLine,
    Names,
    PermitLine,
    QuarterContent,
    ScopeContent,
    SecuredLine,
    SeriesPoint,
    StandingLine,
    TargetSetUsed,
    WorkLine,
)
from tracker.targets.queries import Landscape, ScopeFigures, Targets, scope_figures, scopes_for
from tracker.targets.rules import Scope, ScopeKind, Window, count_nations

AUTHOR: Final = "Tracker"
SERIES: Final = 8
"""So many quarters are drawn over time."""
PASSES: Final = 10
"""How many readings a report takes: eight quarters of figures, what lies around them, and writing it down."""

Told = Callable[[int, int], None]
"""Hears how far a report is: so many readings of so many."""


def make_report(
    viewer: Viewer, quarter: str, scope: Scope | None, today: date, told: Told = lambda _done, _most: None
) -> Content:
    """Make the report of a scope and its parts, or of all that the viewer may see.

    Raises `RuleBroken` for a quarter that is not over, `Refused` for an unknown scope and where nobody took
    part, `NotFound` for a scope that is not the viewer's.
    """
    window = check_may_close(quarter, today)
    landscape = Landscape()
    if scope is None and viewer.everything:
        scope = Scope()
    if scope is not None:
        landscape.reach(scope, window)  # an unknown code is refused here
    allowed = scopes_for(viewer, landscape)
    if scope is not None and scope not in allowed:
        raise NotFound
    windows = _windows(window)
    hosting = _hosting([window, windows[1], windows[4]])
    scopes = [
        one
        for one in _with_parts(scope, allowed, landscape, [window, windows[1], windows[4]])
        if one.kind is not ScopeKind.HOST or one == scope or one.code in hosting
    ]
    made = _Making(scopes, windows, today, landscape, told).content(scope)
    if all(one.is_empty for one in made.now.scopes):
        raise Refused(f"Nobody took part in {scope or 'any of your scopes'} in {window.name}.")
    return made


def _windows(window: Window) -> list[Window]:
    """Return a quarter and the seven before it, the newest first."""
    found = [window]
    while len(found) < SERIES:
        found.append(found[-1].previous())
    return found


def author_of(scope: Scope | None, landscape: Landscape) -> str:
    """Name the organisation of a scope as the author, or the tracker; never a member of staff."""
    match scope:
        case Scope(ScopeKind.ORGANISATION, code) if code in landscape.organisations:
            return landscape.organisations[code].name
        case Scope(ScopeKind.PROGRAMME, code) if code in landscape.programmes:
            return landscape.programmes[code].organisation.name
        case _:
            return AUTHOR


def _with_parts(
    scope: Scope | None, allowed: Sequence[Scope], landscape: Landscape, windows: Sequence[Window]
) -> list[Scope]:
    """Return a scope, then the programmes, events and host states that are parts of it."""
    if scope is None or scope.kind is ScopeKind.ALL:
        return [
            one
            for one in allowed
            if one.kind is not ScopeKind.DONOR
            if one.kind is not ScopeKind.EVENT or _happens(landscape.events[one.code], windows)
        ]
    reach = landscape.reach(scope, windows[0])
    if reach.programme_ids is None or reach.event_ids is None or scope.kind is ScopeKind.EVENT:
        return [scope]
    programmes = [
        Scope(ScopeKind.PROGRAMME, one.code)
        for one in landscape.programmes.values()
        if one.id in reach.programme_ids and scope.kind is not ScopeKind.PROGRAMME
    ]
    events = [
        Scope(ScopeKind.EVENT, one.code)
        for one in landscape.events.values()
        if one.id in reach.event_ids and _happens(one, windows)
    ]
    return [scope, *(one for one in [*programmes, *events] if one in allowed)]


def _happens(event: Event, windows: Iterable[Window]) -> bool:
    """Say whether an event has a day in the quarter or in one that stands beside it."""
    return any(one.overlaps(event.starts_on, event.ends_on) for one in windows)


def _hosting(windows: Iterable[Window]) -> set[str]:
    """Return the host states in which anybody who took part stayed on a window's last day."""
    found: set[str] = set()
    for window in windows:
        persons = db.session.scalars(
            select(Participation.person_id)
            .where(
                Participation.starts_on <= window.last,
                (Participation.ends_on.is_(None)) | (Participation.ends_on >= window.first),
            )
            .distinct()
        ).all()
        found.update(host_state_on(persons, window.last).values())
    return found


class _Making:
    """One reading of everything that a report needs, quarter by quarter."""

    def __init__(
        self,
        scopes: Sequence[Scope],
        windows: Sequence[Window],
        today: date,
        landscape: Landscape,
        told: Told,
    ) -> None:
        self._windows, self._today, self._landscape, self._told = windows, today, landscape, told
        self._figures: dict[str, list[ScopeFigures]] = {}
        for number, window in enumerate(windows, start=1):
            self._figures[window.name] = self._figures_of(scopes, window)
            told(number, PASSES)
        self._everybody = frozenset[uuid.UUID]().union(
            *(one.supported for found in self._figures.values() for one in found)
        )
        self._since = first_days(self._everybody)
        self._stays = Stays(self._everybody)
        self._regions = self._regions_of_origin()
        self._steps = Applied.steps()
        told(PASSES - 1, PASSES)

    def _figures_of(self, scopes: Sequence[Scope], window: Window) -> list[ScopeFigures]:
        """Return the figures of all scopes in a quarter; none where no target set was in effect before this one."""
        try:
            return scope_figures(scopes, window, self._today, self._landscape)
        except RuleBroken:
            if window == self._windows[0]:
                raise
            return []

    def content(self, scope: Scope | None) -> Content:
        """Write the report down."""
        now, previous, last_year = (self._quarter(self._windows[place]) for place in (0, 1, 4))
        window = self._windows[0]
        figures = [one for found in self._figures.values() for one in found]
        persons = frozenset[uuid.UUID]().union(*(one.covered for one in self._figures[window.name]))
        made = Content(
            format=FORMAT,
            quarter=window.name,
            scope="own" if scope is None else str(scope),
            first_day=window.first,
            last_day=window.last,
            made_at=clock.now(),
            author=author_of(scope, self._landscape),
            software=f"tracker {version('tracker')}",
            persons_read=len(persons),
            rows_read=self._rows(),
            now=now,
            previous=previous,
            last_year=last_year,
            series=self._series(),
            target_sets=_target_sets(figures),
            censuses=_censuses(),
            names=Names(),
            definitions=tuple(str(one) for one in wording.REPORT_DEFINITIONS),
            notes="",
            revision=1,
            changed="",
        )
        self._told(PASSES, PASSES)
        return replace(made, names=_names(made))

    def _rows(self) -> int:
        """Return how many dated rows the report was counted from: entries of permits, steps, support of three quarters."""
        return self._stays.rows + len(self._steps) + self._given_rows

    _given_rows = 0

    def _quarter(self, window: Window) -> QuarterContent:
        found = self._figures[window.name]
        persons = frozenset[uuid.UUID]().union(*(one.supported for one in found))
        around = Around(window, persons, self._stays, Applied(self._steps, window.last))
        self._given_rows += around.given.rows
        judged = Judged(found, self._landscape, window)
        return QuarterContent(
            quarter=window.name,
            last_day=window.last,
            scopes=tuple(self._scope(one, around, judged) for one in found),
        )

    def _scope(self, one: ScopeFigures, around: Around, judged: Judged) -> ScopeContent:
        found = [around.said(person) for person in one.supported]
        standing = Counter((it.host, it.standing) for it in found)
        work = Counter((it.host, it.right) for it in found)
        secured = Counter((it.host, it.secured) for it in found)
        permits = Counter(line for it in found for line in it.permits)
        ended = Counter(line for it in found for line in it.ended)
        return ScopeContent(
            scope=str(one.scope),
            title=one.title,
            target_set=one.target_set,
            supported=len(one.supported),
            minors=len(one.minors),
            covered=len(one.covered),
            newcomers=self._newcomers(one),
            persons=_both(one.persons),
            speakers=None if one.speakers is None else _both(one.speakers),
            tally=None if one.tally is None else _both(one.tally),
            events=judged.events_in(one.reach),
            standing=tuple(
                StandingLine(host=state, standing=word, persons=number)
                for (state, word), number in sorted(standing.items())
            ),
            work=tuple(
                WorkLine(host=state, right=word, persons=number)
                for (state, word), number in sorted(work.items())
            ),
            secured=tuple(
                SecuredLine(host=state, secured=word, persons=number)
                for (state, word), number in sorted(secured.items())
            ),
            permits=tuple(
                PermitLine(host=state, track=track, status=status, permits=number)
                for (state, track, status), number in sorted(permits.items())
            ),
            ended=tuple(
                EndedLine(host=state, track=track, permits=number)
                for (state, track), number in sorted(ended.items())
            ),
            applications=around.applied.lines(one.reach),
            support=around.given.lines(
                one.reach,
                {person for person, state in around.hosts.items() if state == one.reach.host}
                if one.reach.host
                else (),
            ),
            money=around.funds.lines(judged.programmes_in(one.reach)),
            nations=dict(sorted(count_nations(one.answers, one.rules.origin_rule).items())),
            regions=dict(sorted(Counter(self._regions.get(it, NOWHERE) for it in one.supported).items())),
            judged=judged.lines(one),
        )

    def _newcomers(self, one: ScopeFigures) -> int:
        """Count those whom no programme of this installation supported before the window."""
        return sum(
            person in self._since and self._since[person] >= one.window.first for person in one.supported
        )

    def _regions_of_origin(self) -> dict[uuid.UUID, str]:
        """Return regions of origin, of those who allow statistics on origin; the others say as little as the silent."""
        everybody = roster()
        return {
            person: known.region_of_origin
            for person in self._everybody
            if (known := everybody.known(person)) is not None and known.allows_statistics_on(self._today)
        }

    def _series(self) -> dict[str, tuple[SeriesPoint, ...]]:
        points: defaultdict[str, list[SeriesPoint]] = defaultdict(list)
        for window in reversed(self._windows):
            for one in self._figures[window.name]:
                points[str(one.scope)].append(
                    SeriesPoint(
                        quarter=window.name,
                        supported=len(one.supported),
                        covered=len(one.covered),
                        newcomers=self._newcomers(one),
                        persons=_both(one.persons),
                    )
                )
        return {scope: tuple(found) for scope, found in points.items()}


def _both(targets: Targets) -> BothTargets:
    return BothTargets(women=targets.women.count, origin=targets.origin.count)


def _target_sets(figures: Iterable[ScopeFigures]) -> tuple[TargetSetUsed, ...]:
    """Return every target set that judged a scope in any of the quarters, once."""
    used = {
        one.target_set: TargetSetUsed(name=one.target_set, sentence=one.sentence, rules=one.rules.as_record())
        for one in figures
    }
    return tuple(used[name] for name in sorted(used))


def _censuses() -> tuple[CensusUsed, ...]:
    figures = census_figures()
    return tuple(
        CensusUsed(
            year=total.year,
            stated=total.stated,
            groups={
                code: rows[total.year].count for code, rows in sorted(figures.items()) if total.year in rows
            },
        )
        for total in census_totals()
    )


def _names(made: Content) -> Names:
    """Return what the codes in a report are called today."""
    scopes: Collection[ScopeContent] = [
        one for quarter in (made.now, made.previous, made.last_year) for one in quarter.scopes
    ]
    states = {line.host for one in scopes for line in one.standing}
    states |= {line.host for one in scopes for line in one.permits}
    regions = {code for one in scopes for code in one.regions}
    kinds = {line.kind for one in scopes for line in one.support}
    nations = {code for one in scopes for code in one.nations} | {
        code for census in made.censuses for code in census.groups
    }
    return Names(
        states=_of(host_state_names(), states),
        nations=_of(nation_names(), nations),
        regions=_of(region_names(), regions),
        support=_of(code_labels(Facet.SUPPORT_KIND), kinds),
    )


def _of(names: Mapping[str, str], codes: Iterable[str]) -> dict[str, str]:
    return {code: names.get(code, code) for code in sorted(codes) if code != NOWHERE}
