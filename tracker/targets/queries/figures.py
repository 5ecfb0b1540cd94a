"""Computing the figures of many scopes in one pass over the rows, exact and for the house alone."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from sqlalchemy import select

from tracker.db import db
from tracker.participation.models import Tally
from tracker.participation.queries import TakingPart, taking_part, taking_part_in, tallies
from tracker.people.models import Care
from tracker.people.queries import host_state_on, households_on
from tracker.people.roster import Known, roster
from tracker.people.rules.answers import FromRussia
from tracker.reference.queries import nations
from tracker.targets.queries.scopes import Landscape, Reach
from tracker.targets.queries.sets import TargetSets
from tracker.targets.rules import (
    Counted,
    Figures,
    Named,
    Rules,
    Scope,
    TargetKind,
    Window,
    count,
    is_from_russia,
    is_supported,
    is_supported_minor,
    judge,
    takes_part,
)

Ids = frozenset[uuid.UUID]

_FEW = 500
"""So many persons are asked for by their ids, which every build of SQLite takes; for more the table is read."""


@dataclass(frozen=True)
class Targets:
    """Both targets of the same persons or guests."""

    women: Figures
    origin: Figures

    def of(self, kind: TargetKind) -> Figures:
        """Return the figures of one target."""
        return self.women if kind is TargetKind.WOMEN else self.origin


@dataclass(frozen=True, kw_only=True)
class ScopeFigures:
    """All figures of one scope in one window, with the persons behind them: never shown as it is."""

    scope: Scope
    title: str
    """What the scope is called; empty for everything."""
    reach: Reach
    window: Window
    target_set_id: uuid.UUID
    target_set: str
    """The name of the target set that judges it."""
    sentence: str
    """The sentence that the target set comes from."""
    rules: Rules
    supported: Ids
    minors: Ids
    covered: Ids
    """Supported persons and everybody of their households on the day on which states are read."""
    answers: tuple[Counted, ...] = field(repr=False)
    """What the supported persons said, in no order that would name them."""
    persons: Targets
    speakers: Targets | None
    """The speakers alone, for an event."""
    tally: Targets | None
    """What was counted on the day without names, for an event that has a tally."""

    @property
    def women(self) -> Figures:
        """Return the figures of the supported persons for the target on women."""
        return self.persons.women

    @property
    def origin(self) -> Figures:
        """Return the figures of the supported persons for the target on origin."""
        return self.persons.origin

    @property
    def judged(self) -> Targets:
        """Return what gives the scope its verdicts: an event's tally where there is one, else its persons."""
        return self.tally or self.persons


def scope_figures(
    scopes: Sequence[Scope], window: Window, today: date, landscape: Landscape | None = None
) -> list[ScopeFigures]:
    """Compute the figures of each scope, in the order given.

    It knows no viewer: whoever shows them asks `figures_for`, or applies the scope. Raises `Refused` for a
    code that does not exist, and `RuleBroken` when no target set was in effect.
    """
    return _Pass(scopes, window, today, landscape or Landscape()).figures()


class _Pass:
    """One reading of everything that the figures of these scopes need in a window."""

    def __init__(self, scopes: Sequence[Scope], window: Window, today: date, landscape: Landscape) -> None:
        self._window = window
        self._today = today
        self._landscape = landscape
        self._sets = TargetSets()
        self._reaches = [(scope, landscape.reach(scope, window)) for scope in scopes]
        self._rows = _taking_part_within([reach for _scope, reach in self._reaches], window)
        self._of_programme: defaultdict[uuid.UUID, list[TakingPart]] = defaultdict(list)
        self._of_event: defaultdict[uuid.UUID, list[TakingPart]] = defaultdict(list)
        for row in self._rows:
            if row.programme_id is not None:
                self._of_programme[row.programme_id].append(row)
            if row.event_id is not None:
                self._of_event[row.event_id].append(row)
        everybody = {row.person_id for row in self._rows}
        self._persons = counted_persons(everybody, today)
        self._adults = {one for one, known in self._persons.items() if is_supported(known, window)}
        self._minors = {one for one, known in self._persons.items() if is_supported_minor(known, window)}
        self._households = households_on(self._adults, self._state_day)

    @property
    def _state_day(self) -> date:
        return self._window.reading_day(self._today)

    def figures(self) -> list[ScopeFigures]:
        """Compute one scope after the other."""
        reaches = self._reaches
        held = tallies({reach.event_id for _scope, reach in reaches if reach.event_id is not None})
        hosts: Mapping[uuid.UUID, str] = {}
        if any(reach.host for _scope, reach in reaches):
            hosts = host_state_on(self._adults | self._minors, self._state_day)
        return [
            self._of_scope(scope, reach, hosts, held.get(reach.event_id) if reach.event_id else None)
            for scope, reach in reaches
        ]

    def _of_scope(
        self, scope: Scope, reach: Reach, hosts: Mapping[uuid.UUID, str], tally: Tally | None
    ) -> ScopeFigures:
        chosen = self._sets.judging(reach.judged_by, self._window)
        rules = Rules.of_record(chosen.rules)
        taking = self._taking_part(reach, rules, hosts)
        supported = frozenset(taking & self._adults)
        answers = self._answers(supported)
        return ScopeFigures(
            scope=scope,
            title=self._landscape.title(scope),
            reach=reach,
            window=self._window,
            target_set_id=chosen.id,
            target_set=chosen.name,
            sentence=chosen.sentence,
            rules=rules,
            supported=supported,
            minors=frozenset(taking & self._minors),
            covered=frozenset(chain.from_iterable(self._households[one] for one in supported)),
            answers=answers,
            persons=judge_persons(answers, rules),
            speakers=self._speakers(reach, rules, hosts),
            tally=None if tally is None or not self._happens(tally) else judge_tally(tally, rules),
        )

    def _taking_part(self, reach: Reach, rules: Rules, hosts: Mapping[uuid.UUID, str]) -> set[uuid.UUID]:
        """Return who takes part in the scope in a counted role, each once."""
        taking = {
            row.person_id
            for row in self._rows_of(reach)
            if takes_part(self._window, rules, row.role, row.starts_on, row.ends_on)
        }
        return taking if reach.host is None else {one for one in taking if hosts.get(one) == reach.host}

    def _rows_of(self, reach: Reach) -> Iterable[TakingPart]:
        if reach.programme_ids is None or reach.event_ids is None:
            return self._rows
        return chain(
            chain.from_iterable(self._of_programme.get(one, ()) for one in reach.programme_ids),
            chain.from_iterable(self._of_event.get(one, ()) for one in reach.event_ids),
        )

    def _speakers(self, reach: Reach, rules: Rules, hosts: Mapping[uuid.UUID, str]) -> Targets | None:
        if reach.event_id is None:
            return None
        alone = rules.of_speakers_alone()
        return judge_persons(self._answers(self._taking_part(reach, alone, hosts) & self._adults), alone)

    def _happens(self, tally: Tally) -> bool:
        return self._window.overlaps(tally.event.starts_on, tally.event.ends_on)

    def _answers(self, ids: Iterable[uuid.UUID]) -> tuple[Counted, ...]:
        return tuple(self._persons[one] for one in ids)


def _taking_part_within(reaches: Sequence[Reach], window: Window) -> list[TakingPart]:
    """Read the participations that these scopes take in: everybody's only where one of them takes in all."""
    programmes: set[uuid.UUID] = set()
    events: set[uuid.UUID] = set()
    for reach in reaches:
        if reach.programme_ids is None or reach.event_ids is None:
            return taking_part(window.first, window.last)
        programmes |= reach.programme_ids
        events |= reach.event_ids
    return taking_part_in(programmes, events, window.first, window.last)


def judge_persons(persons: Sequence[Counted], rules: Rules) -> Targets:
    """Judge both targets for persons of whom each is handed in once."""
    counts = {kind: count(kind, persons, rules) for kind in TargetKind}
    women, origin = (judge(kind, one.n, one.k, one.u, rules) for kind, one in counts.items())
    return Targets(women, origin)


def judge_tally(tally: Tally, rules: Rules) -> Targets:
    """Judge both targets for the guests who were counted on the day."""
    return Targets(
        judge(TargetKind.WOMEN, tally.guests, tally.women_count, tally.women_undisclosed, rules),
        judge(TargetKind.ORIGIN, tally.guests, tally.origin_count, tally.origin_undisclosed, rules),
    )


def counted_persons(person_ids: Collection[uuid.UUID], today: date) -> dict[uuid.UUID, Counted]:
    """Return what a target may know of each person, their answers and consents as they stand today.

    The roster knows what is committed; a person who is not in it any more is left out.
    """
    everybody = roster()
    russian = {one.code: one.is_russian for one in nations()}
    with_case = _with_case(person_ids)
    return {
        one: _counted(known, today, russian, has_case=one in with_case)
        for one in person_ids
        if (known := everybody.known(one)) is not None
    }


def _counted(known: Known, today: date, russian: Mapping[str, bool], *, has_case: bool) -> Counted:
    counted = Counted(
        gender=known.gender,
        origin=known.origin,
        nations=tuple(_named_nation(named.code, russian) for named in known.nations),
        may_use_origin=known.allows_statistics_on(today),
        from_russia=_from_russia(known, has_case=has_case),
        marked_minor=known.marked_minor,
    )
    if known.birth is None:
        return counted
    return replace(counted, birth=known.birth.on, birth_precision=known.birth.precision)


def _named_nation(code: str | None, russian: Mapping[str, bool]) -> Named:
    """Tie own words to the list; a code that names no people (civic, regional) is kept and tells nothing."""
    return Named(code, russian.get(code)) if code else Named(None, None)


def _from_russia(known: Known, *, has_case: bool) -> bool:
    if known.from_russia is not FromRussia.NOT_RECORDED:
        return known.from_russia is FromRussia.YES
    return is_from_russia(
        citizenships=known.citizenships, region=known.region_of_origin or None, has_case=has_case
    )


def _with_case(person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the persons whom an organisation looks after, which is what a case is."""
    asked = select(Care.person_id).where(Care.organisation_id.is_not(None)).distinct()
    if len(person_ids) <= _FEW:
        return set(db.session.scalars(asked.where(Care.person_id.in_(person_ids))))
    return set(person_ids).intersection(db.session.scalars(asked))
