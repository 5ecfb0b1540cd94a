"""Computing the exact figures of a quarter for the house: one reading of the rows for all scopes."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain

from sqlalchemy import select

from tracker.db import db
from tracker.errors import NotFound, Refused, RuleBroken
from tracker.participation.models import Participation, Support
from tracker.people.queries import host_state_on
from tracker.permissions import Viewer
from tracker.permits.models import Permit, PermitEntry, PermitFramework
from tracker.permits.queries import standing_on
from tracker.permits.rules import Entry, PermitStatus, Standing, status_on
from tracker.programmes.models import Event
from tracker.reports.rules import check_may_close
from tracker.selection.models import Application, ApplicationStep
from tracker.selection.rules import ApplicationStatus, Step
from tracker.selection.rules import status_on as application_status_on
from tracker.targets.queries import Landscape, ScopeFigures, scope_figures, scopes_for
from tracker.targets.queries.scopes import Reach
from tracker.targets.rules import Scope, ScopeKind, Window
from tracker.vault.keys import vault

NOWHERE = ""
"""Stands for a host state that is not recorded."""


@dataclass
class Given:
    """Support of one kind in one currency: how often, to whom, how much."""

    times: int = 0
    persons: set[uuid.UUID] = field(default_factory=set)
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class ScopeReport:
    """All that the internal report says of one scope in one quarter."""

    figures: ScopeFigures
    standing: Counter[tuple[str, Standing]]
    """Supported persons by host state (`NOWHERE`: not recorded) and standing on the last day."""
    permits: Counter[tuple[str, str, PermitStatus]]
    """Permits of supported persons by state, framework (or kind, where none is named) and status that day."""
    applications: Counter[ApplicationStatus]
    """Applications to the programmes of the scope by where they stood that day."""
    support: dict[tuple[str, str], Given]
    """What was given, begun in the quarter, by kind and currency (empty: no money)."""


@dataclass(frozen=True, kw_only=True)
class InternalReport:
    """The figures of scopes in a quarter, and in the one before where a target set was in effect."""

    scope: Scope | None
    """The scope asked for; None for all that the viewer may see."""
    window: Window
    previous: Window
    now: dict[Scope, ScopeReport]
    before: dict[Scope, ScopeReport]


def internal_report(viewer: Viewer, quarter: str, scope: Scope | None, today: date) -> InternalReport:
    """Compute the internal report of a scope and its parts, or of all that the viewer may see.

    Raises `RuleBroken` for a quarter that is not over, `Refused` for an unknown scope and where nobody took
    part, `NotFound` for a scope that is not the viewer's.
    """
    window = check_may_close(quarter, today)
    landscape = Landscape()
    if scope is not None:
        landscape.reach(scope, window)  # an unknown code is refused here
    allowed = scopes_for(viewer, landscape)
    if scope is not None and scope not in allowed:
        raise NotFound
    hosting = _hosting(window) | _hosting(window.previous())
    scopes = [
        one
        for one in _with_parts(scope, allowed, landscape, window)
        if one == scope or one.kind is not ScopeKind.HOST or one.code in hosting
    ]
    applications = _steps(window.last)
    now = _Quarter(window, today, landscape, applications).reports(scopes)
    try:
        before = _Quarter(window.previous(), today, landscape, applications).reports(scopes)
    except RuleBroken:  # no target set was in effect then
        before = {}
    report = InternalReport(scope=scope, window=window, previous=window.previous(), now=now, before=before)
    if not any(one.figures.supported or one.figures.minors or one.figures.tally for one in now.values()):
        raise Refused(f"Nobody took part in {scope or 'any of your scopes'} in {window.name}.")
    return report


def _with_parts(
    scope: Scope | None, allowed: Sequence[Scope], landscape: Landscape, window: Window
) -> list[Scope]:
    """Return a scope, then the programmes, events and host states that are parts of it."""
    if scope is None or scope.kind is ScopeKind.ALL:
        return [
            one
            for one in allowed
            if one.kind is not ScopeKind.DONOR
            if one.kind is not ScopeKind.EVENT or _happens(landscape.events[one.code], window)
        ]
    reach = landscape.reach(scope, window)
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
        if one.id in reach.event_ids and _happens(one, window)
    ]
    return [scope, *(one for one in [*programmes, *events] if one in allowed)]


def _happens(event: Event, window: Window) -> bool:
    """Say whether an event has a day in the quarter or in the one before, which stands beside it."""
    return any(one.overlaps(event.starts_on, event.ends_on) for one in (window, window.previous()))


def _hosting(window: Window) -> set[str]:
    """Return the host states in which anybody who took part stayed on the window's last day."""
    persons = db.session.scalars(
        select(Participation.person_id)
        .where(
            Participation.starts_on <= window.last,
            (Participation.ends_on.is_(None)) | (Participation.ends_on >= window.first),
        )
        .distinct()
    ).all()
    return set(host_state_on(persons, window.last).values())


@dataclass(frozen=True, slots=True)
class _Given:
    """One row of support, opened."""

    person_id: uuid.UUID
    programme_id: uuid.UUID | None
    event_id: uuid.UUID | None
    kind: str
    amount: Decimal | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class _Applied:
    """One application: to which programme, and the steps it took."""

    programme_id: uuid.UUID
    steps: tuple[Step, ...]


class _Quarter:
    """One reading of everything that a quarter's report needs, the applications apart, which two share."""

    def __init__(
        self, window: Window, today: date, landscape: Landscape, applications: Collection[_Applied]
    ) -> None:
        self._window = window
        self._today = today
        self._landscape = landscape
        self._applied = _applied_on(applications, window.last)

    def reports(self, scopes: Sequence[Scope]) -> dict[Scope, ScopeReport]:
        """Return the report of each scope."""
        found = scope_figures(scopes, self._window, self._today, self._landscape)
        support = _support(self._window)
        persons = frozenset[uuid.UUID]().union(*(one.supported for one in found))
        self._standing = standing_on(persons, self._window.last)
        self._hosts = host_state_on(persons | {row.person_id for row in support}, self._window.last)
        self._support: defaultdict[uuid.UUID | None, list[_Given]] = defaultdict(list)
        for row in support:
            self._support[row.programme_id or row.event_id].append(row)
        self._permits = _permits(persons, self._window.last)
        return {one.scope: self._of_scope(one) for one in found}

    def _of_scope(self, figures: ScopeFigures) -> ScopeReport:
        reach = figures.reach
        return ScopeReport(
            figures=figures,
            standing=Counter(
                (self._hosts.get(one, NOWHERE), self._standing[one]) for one in figures.supported
            ),
            permits=Counter(line for one in figures.supported for line in self._permits.get(one, ())),
            applications=self._applied_to(reach),
            support=self._given_in(reach),
        )

    def _applied_to(self, reach: Reach) -> Counter[ApplicationStatus]:
        counted: Counter[ApplicationStatus] = Counter()
        if reach.host is None:
            for programme_id in self._applied if reach.programme_ids is None else reach.programme_ids:
                counted.update(self._applied.get(programme_id, {}))
        return counted

    def _given_in(self, reach: Reach) -> dict[tuple[str, str], Given]:
        found: defaultdict[tuple[str, str], Given] = defaultdict(Given)
        for row in self._support_in(reach):
            if reach.host is not None and self._hosts.get(row.person_id) != reach.host:
                continue
            given = found[row.kind, row.currency or ""]
            given.times += 1
            given.persons.add(row.person_id)
            given.amount += row.amount or 0
        return dict(found)

    def _support_in(self, reach: Reach) -> Iterable[_Given]:
        if reach.programme_ids is None or reach.event_ids is None:
            return chain.from_iterable(self._support.values())
        return chain.from_iterable(
            self._support.get(one, ()) for one in chain(reach.programme_ids, reach.event_ids)
        )


def _support(window: Window) -> list[_Given]:
    """Return all support that began in the window."""
    rows = db.session.execute(
        select(Support, Participation.programme_id, Participation.event_id)
        .join(Participation, Support.participation_id == Participation.id)
        .where(Support.starts_on >= window.first, Support.starts_on <= window.last)
    ).all()
    vault().fetch(row[0].person_id for row in rows)
    return [
        _Given(one.person_id, programme_id, event_id, one.kind, one.amount, one.currency)
        for one, programme_id, event_id in rows
    ]


def _permits(
    person_ids: Collection[uuid.UUID], day: date
) -> dict[uuid.UUID, list[tuple[str, str, PermitStatus]]]:
    """Return the permits that each person had entries for by a day: state, framework or kind, status."""
    rows = db.session.execute(
        select(
            Permit.person_id,
            Permit.id,
            Permit.host_iso2,
            Permit.kind,
            PermitFramework.code,
            PermitEntry.status,
            PermitEntry.on,
            PermitEntry.ends_on,
            PermitEntry.ends_precision,
            PermitEntry.position,
        )
        .join(PermitEntry, PermitEntry.permit_id == Permit.id)
        .outerjoin(PermitFramework, Permit.framework_id == PermitFramework.id)
        .where(PermitEntry.on <= day)
    )
    entries: defaultdict[tuple[uuid.UUID, uuid.UUID, str, str], list[Entry]] = defaultdict(list)
    for person_id, permit_id, host, kind, framework, status, on, ends_on, precision, position in rows:
        if person_id in person_ids:
            key = (person_id, permit_id, host or NOWHERE, framework or kind.value)
            entries[key].append(Entry(status, on, ends_on, precision, position))
    found: defaultdict[uuid.UUID, list[tuple[str, str, PermitStatus]]] = defaultdict(list)
    for (person_id, _permit_id, host, name), history in entries.items():
        stands = status_on(history, day)
        if stands is not None:
            found[person_id].append((host, name, stands))
    return dict(found)


def _steps(day: date) -> list[_Applied]:
    """Return all applications with the steps that they took by a day."""
    rows = db.session.execute(
        select(
            Application.id,
            Application.programme_id,
            ApplicationStep.status,
            ApplicationStep.on,
            ApplicationStep.position,
        )
        .join(ApplicationStep, ApplicationStep.application_id == Application.id)
        .where(ApplicationStep.on <= day)
    )
    steps: defaultdict[tuple[uuid.UUID, uuid.UUID], list[Step]] = defaultdict(list)
    for application_id, programme_id, status, on, position in rows:
        steps[application_id, programme_id].append(Step(status, on, position))
    return [_Applied(programme_id, tuple(taken)) for (_id, programme_id), taken in steps.items()]


def _applied_on(applications: Iterable[_Applied], day: date) -> dict[uuid.UUID, Counter[ApplicationStatus]]:
    """Count the applications of each programme by where they stood on a day."""
    found: defaultdict[uuid.UUID, Counter[ApplicationStatus]] = defaultdict(Counter)
    for one in applications:
        stands = application_status_on(one.steps, day)
        if stands is not None:
            found[one.programme_id][stands] += 1
    return dict(found)
