"""Making a quarterly report: exact figures of every scope from the rows as they stand, one reading for all scopes."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
from tracker.programmes.models import Event, Programme
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
from tracker.reports.queries.counting import first_days
from tracker.reports.queries.given import Funds, Given
from tracker.reports.queries.stays import Stays
from tracker.reports.rules import check_may_close
from tracker.reports.rules.content import (
    FORMAT,
    NOWHERE,
    BothTargets,
    CensusUsed,
    Content,
    EndedLine,
    JudgedLine,
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
from tracker.reports.rules.stays import ended_between, right_to_work_on, secured_on
from tracker.targets.queries import Landscape, ScopeFigures, Targets, scope_figures, scopes_for
from tracker.targets.queries.scopes import Reach
from tracker.targets.rules import Scope, ScopeKind, TargetKind, Window, count_nations

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


@dataclass(frozen=True, slots=True)
class _Around:
    """What lies around the figures of one quarter: where people stay, and what was given, granted and applied for."""

    window: Window
    hosts: Mapping[uuid.UUID, str]
    given: Given
    funds: Funds
    applied: Applied


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
        given = Given(window)
        self._given_rows += given.rows
        persons = frozenset[uuid.UUID]().union(*(one.supported for one in found)) | given.persons()
        around = _Around(
            window=window,
            hosts=host_state_on(persons, window.last),
            given=given,
            funds=Funds(window),
            applied=Applied(self._steps, window.last),
        )
        judged = _Judged(found, self._landscape, window)
        return QuarterContent(
            quarter=window.name,
            last_day=window.last,
            scopes=tuple(self._scope(one, around, judged) for one in found),
        )

    def _scope(self, one: ScopeFigures, around: _Around, judged: _Judged) -> ScopeContent:
        day, eve = around.window.last, around.window.previous().last
        host = {person: around.hosts.get(person, NOWHERE) for person in one.supported}
        standing = Counter((host[it], self._stays.standing(it, day)) for it in one.supported)
        work = Counter((host[it], right_to_work_on(self._stays.of(it), day)) for it in one.supported)
        secured = Counter((host[it], secured_on(self._stays.of(it), day)) for it in one.supported)
        stays = [stay for person in one.supported for stay in self._stays.of(person)]
        permits = Counter(
            (stay.host, stay.track, status) for stay in stays if (status := stay.status_on(day)) is not None
        )
        ended = Counter((stay.host, stay.track) for stay in stays if ended_between(stay, eve, day))
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
            regions=self._regions(one),
            judged=judged.lines(one),
        )

    def _newcomers(self, one: ScopeFigures) -> int:
        """Count those whom no programme of this installation supported before the window."""
        return sum(
            person in self._since and self._since[person] >= one.window.first for person in one.supported
        )

    def _regions(self, one: ScopeFigures) -> dict[str, int]:
        """Count regions of origin, of those who allow statistics on origin; the others say as little as the silent."""
        everybody = roster()
        counted: Counter[str] = Counter()
        for person in one.supported:
            known = everybody.known(person)
            allowed = known is not None and known.allows_statistics_on(self._today)
            counted[known.region_of_origin if known is not None and allowed else NOWHERE] += 1
        return dict(sorted(counted.items()))

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


class _Judged:
    """Which programmes and events of a quarter came to which verdict, and which lie in a scope."""

    def __init__(self, found: Sequence[ScopeFigures], landscape: Landscape, window: Window) -> None:
        self._programmes = list(landscape.programmes.values())
        self._held = {
            one.id for one in landscape.events.values() if window.overlaps(one.starts_on, one.ends_on)
        }
        self._parts = [
            (
                one.scope.kind,
                landscape.programmes[one.scope.code].id
                if one.scope.kind is ScopeKind.PROGRAMME
                else landscape.events[one.scope.code].id,
                one,
            )
            for one in found
            if one.scope.kind in {ScopeKind.PROGRAMME, ScopeKind.EVENT}
        ]

    def programmes_in(self, reach: Reach) -> list[Programme]:
        """Return the programmes of a scope whose money is its own: none of a host state or an event."""
        if reach.host is not None or reach.event_id is not None:
            return []
        return [
            one for one in self._programmes if reach.programme_ids is None or one.id in reach.programme_ids
        ]

    def events_in(self, reach: Reach) -> int:
        """Count the events of a scope that were held; a host state has none of its own."""
        if reach.host is not None:
            return 0
        return len(self._held if reach.event_ids is None else self._held & reach.event_ids)

    def lines(self, scope: ScopeFigures) -> tuple[JudgedLine, ...]:
        """Count the programmes and events inside a scope by verdict; a programme or event is no part of itself."""
        reach = scope.reach
        if reach.host is not None:
            return ()
        counted = Counter(
            (kind.value, target, one.judged.of(target).verdict)
            for kind, record_id, one in self._parts
            if one.scope != scope.scope and self._is_in(reach, kind, record_id)
            if kind is ScopeKind.PROGRAMME or record_id in self._held
            for target in TargetKind
        )
        return tuple(
            JudgedLine(what=what, kind=target, verdict=verdict, number=number)
            for (what, target, verdict), number in sorted(counted.items())
        )

    @staticmethod
    def _is_in(reach: Reach, kind: ScopeKind, record_id: uuid.UUID) -> bool:
        ids = reach.programme_ids if kind is ScopeKind.PROGRAMME else reach.event_ids
        return ids is None or record_id in ids


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
