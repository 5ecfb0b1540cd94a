"""Quarter after quarter: which figures may show a new value, given all that was ever shown.

A figure is carried, "value (as of 2026-Q2)", unless at least `k` of its members changed since the release that last
showed it. Joiners and leavers since then are figures that must stay open like any other small one; so must what is
left of all programmes without one of them. All releases to everybody are one audience's knowledge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.disclosure.rules.protecting import Step, protect
from tracker.disclosure.rules.tables import (
    FEWEST_HOUSEHOLDS,
    INNER,
    Cell,
    Equation,
    Fact,
    Insider,
    Tables,
    Unknown,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A cell of the catalogue in one quarter, with tokens that stand for its members."""

    members: frozenset[str]
    k: int
    households: int | None = None
    weight: int = INNER
    always_new: bool = False
    """Whether it is shown anew however little changed: the total of a programme."""
    is_offered: bool = True
    """Whether it is up for showing; one that is not only links others, and is no secret of its own."""

    @property
    def count(self) -> int:
        """Return how many members it has."""
        return len(self.members)

    @property
    def is_of_few_households(self) -> bool:
        """Say whether its members come from too few households."""
        return self.households is not None and self.households < FEWEST_HOUSEHOLDS


@dataclass(frozen=True, slots=True)
class Union:
    """A figure over all programmes and the same figure of each: they overlap, so it is not their sum."""

    whole: str
    parts: Mapping[str, str]
    """The figure of each programme, by the programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """The exact figures of a closed quarter, and how they hang together."""

    name: str
    figures: Mapping[str, Figure]
    equations: tuple[Equation, ...] = ()
    unions: tuple[Union, ...] = ()
    programmes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Which figures somebody inside a programme knows."""

    def only(self, names: frozenset[str]) -> Quarter:
        """Return the same quarter with these figures alone, and with what links them among themselves."""
        return Quarter(
            name=self.name,
            figures={name: figure for name, figure in self.figures.items() if name in names},
            equations=tuple(one for one in self.equations if names.issuperset((one.total, *one.parts))),
            unions=tuple(one for one in self.unions if names.issuperset((one.whole, *one.parts.values()))),
            programmes={programme: own & names for programme, own in self.programmes.items()},
        )


@dataclass(frozen=True, slots=True)
class Value:
    """What a reader sees of a figure: how many, and as of which quarter."""

    count: int
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A quarter and what was shown of it: new values and carried ones; what is neither is hidden."""

    quarter: Quarter
    values: Mapping[str, Value]
    is_safe: bool = True
    audits: int = 0

    @property
    def new(self) -> frozenset[str]:
        """Return the figures that show a value of this very quarter."""
        return frozenset(name for name, value in self.values.items() if value.as_of == self.quarter.name)


def release(
    quarter: Quarter, earlier: Sequence[Release], watch: Callable[[Step], None] = lambda _step: None
) -> Release:
    """Return what may be shown of a quarter after earlier releases, the oldest first."""
    found = protect(linked(quarter, earlier), watch)
    values = dict(_last_values(earlier))
    values = {name: value for name, value in values.items() if name in quarter.figures}
    for name, figure in quarter.figures.items():
        if _at(name, quarter) in found.shown:
            values[name] = Value(figure.count, quarter.name)
    return Release(quarter=quarter, values=values, is_safe=found.is_safe, audits=found.audits)


def carried(quarter: Quarter, earlier: Sequence[Release]) -> frozenset[str]:
    """Return the figures of which too few members changed since they were last shown."""
    last = _last_shown(earlier)
    return frozenset(
        name
        for name, figure in quarter.figures.items()
        if name in last
        and not figure.always_new
        and len(figure.members ^ last[name].figures[name].members) < figure.k
    )


def linked(quarter: Quarter, earlier: Sequence[Release]) -> Tables:
    """Return a quarter's figures as tables, with all that earlier releases told and all that must stay open."""
    unknown: dict[str, Unknown] = {}
    facts: list[Fact] = []
    for one in earlier:
        for name, figure in one.quarter.figures.items():
            unknown[_at(name, one.quarter)] = Unknown(figure.count, figure.k)
        facts += (Fact({_at(name, one.quarter): 1}, value.count, value.count) for name, value in _new(one))
        facts += (equation.fact for equation in _equations(one.quarter))
    for then in [*(one.quarter for one in earlier), quarter]:
        for union in then.unions:
            bound = _bound(union, then)
            unknown |= bound.unknown
            facts += bound.facts
    for movement in _movements(quarter, earlier):
        unknown |= movement.unknown
        facts += movement.facts
    for name, figure in quarter.figures.items():
        if not figure.is_offered:
            unknown[_at(name, quarter)] = Unknown(figure.count)
    return Tables(
        cells={
            _at(name, quarter): Cell(
                count=figure.count, k=figure.k, households=figure.households, weight=figure.weight
            )
            for name, figure in quarter.figures.items()
            if figure.is_offered
        },
        equations=_equations(quarter),
        published=tuple(facts),
        unknown=unknown,
        carried=frozenset(_at(name, quarter) for name in carried(quarter, earlier)),
        insiders=tuple(_insiders(quarter, earlier)),
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """Figures that are never shown, and the facts that link them to others."""

    unknown: Mapping[str, Unknown]
    facts: tuple[Fact, ...]


def _movements(quarter: Quarter, earlier: Sequence[Release]) -> Iterator[_Links]:
    """Yield a movement for each figure and each quarter from one showing of it to the next, and to now."""
    shown: dict[str, Quarter] = {}
    for one in earlier:
        for name in sorted(one.new):
            if name in shown:
                yield _movement(name, shown[name], one.quarter)
            shown[name] = one.quarter
    for name in sorted(shown.keys() & quarter.figures.keys()):
        yield _movement(name, shown[name], quarter)


def _movement(name: str, before: Quarter, after: Quarter) -> _Links:
    """Return who stayed, joined and left between two quarters."""
    was, now = before.figures[name], after.figures[name]
    stayed, joined, left = _moves(name, before, after)
    k = None if now.always_new else now.k
    return _Links(
        {
            stayed: Unknown(len(was.members & now.members)),
            joined: Unknown(len(now.members - was.members), k),
            left: Unknown(len(was.members - now.members), k),
        },
        (
            Fact({_at(name, before): 1, stayed: -1, left: -1}, 0, 0),
            Fact({_at(name, after): 1, stayed: -1, joined: -1}, 0, 0),
        ),
    )


def _insiders(quarter: Quarter, earlier: Sequence[Release]) -> Iterator[Insider]:
    """Yield somebody inside each programme: they know its figures of every quarter, and who came and went."""
    quarters = [*(one.quarter for one in earlier), quarter]
    for programme in sorted(quarter.programmes):
        own = {_at(name, then) for then in quarters for name in then.programmes.get(programme, frozenset())}
        part_of = set()
        for then in quarters:
            for union in then.unions:
                if programme in union.parts:
                    part_of.add(_at(union.whole, then))
                    part_of |= {_rest(union, other, then) for other in union.parts if other != programme}
        for movement in _movements(quarter, earlier):
            linked_to = {name for fact in movement.facts for name in fact.factors}
            if linked_to & own:
                own |= movement.unknown.keys()
            elif linked_to & part_of:
                part_of |= movement.unknown.keys()
        yield Insider(frozenset(own), frozenset(part_of))


def _bound(union: Union, quarter: Quarter) -> _Links:
    """Return what binds a union: the overlap, which the attacker is taken to know, and the rest without each part."""
    whole = quarter.figures[union.whole]
    parts = {programme: quarter.figures[name] for programme, name in union.parts.items()}
    overlap = sum(part.count for part in parts.values()) - whole.count
    factors = {_at(union.whole, quarter): 1} | {_at(name, quarter): -1 for name in union.parts.values()}
    facts = [Fact(factors, -overlap, -overlap)]
    unknown = {}
    for programme, part in parts.items():
        rest = _rest(union, programme, quarter)
        unknown[rest] = Unknown(whole.count - part.count, whole.k)
        factors = {_at(union.whole, quarter): 1, _at(union.parts[programme], quarter): -1, rest: -1}
        facts.append(Fact(factors, 0, 0))
    return _Links(unknown, tuple(facts))


def _last_shown(earlier: Sequence[Release]) -> dict[str, Quarter]:
    return {name: one.quarter for one in earlier for name in one.new}


def _last_values(earlier: Sequence[Release]) -> Iterator[tuple[str, Value]]:
    for one in earlier:
        yield from _new(one)


def _new(one: Release) -> list[tuple[str, Value]]:
    return [(name, one.values[name]) for name in sorted(one.new)]


def _equations(quarter: Quarter) -> tuple[Equation, ...]:
    return tuple(
        Equation(_at(one.total, quarter), tuple(_at(part, quarter) for part in one.parts))
        for one in quarter.equations
    )


def _at(name: str, quarter: Quarter) -> str:
    return f"{name} @ {quarter.name}"


def _rest(union: Union, programme: str, quarter: Quarter) -> str:
    return f"{union.whole} without {programme} @ {quarter.name}"


def _moves(name: str, before: Quarter, after: Quarter) -> tuple[str, str, str]:
    between = f"{name} @ {before.name} to {after.name}"
    return f"stayed {between}", f"joined {between}", f"left {between}"
