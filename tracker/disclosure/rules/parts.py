"""Protecting a quarter part by part: totals first, then every set of tables that hang together once totals are known.

A figure that is known for good links nothing: what stands on either side of it can be judged apart, without telling
anything of the other. So one question of thousands of figures becomes dozens of small ones, exactly. For the same reason
earlier releases come down to what each figure last showed: everything else of them hangs together with nothing new, and
was proved when it was released.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tracker.disclosure.rules.linear import Effort
from tracker.disclosure.rules.protecting import Protected, Step, protect
from tracker.disclosure.rules.quarters import Figure, Quarter, Release, Value, linked
from tracker.disclosure.rules.tables import Equation, Fact, Insider, Tables

Watch = Callable[[int, int, Step], None]
"""Told, at each audit, which part it is of how many, and how far that is."""

MOST_EFFORT: Final = 100_000_000
"""What is spent on a quarter, in columns of programs solved: some minutes. Of what is not proved by then nothing is shown."""

_QUIET: Final[Watch] = lambda _part, _parts, _step: None  # noqa: E731 - a default that does nothing


class Why(StrEnum):
    """Which rule keeps a figure from showing a value of this quarter."""

    FEW = "few"
    HOUSEHOLDS = "households"
    TIME = "time"
    OTHERS = "others"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class LastShown:
    """What a figure showed last, and of whom; `members` None where that is not kept: it shows nothing new again."""

    value: Value
    members: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a quarter shows: new and carried values, why the others show none, and how many audits it took."""

    values: Mapping[str, Value]
    why: Mapping[str, Why]
    audits: int
    most_audits: int
    """The most that one part took."""


def show(
    quarter: Quarter, last: Mapping[str, LastShown], totals: frozenset[str], watch: Watch = _QUIET
) -> Shown:
    """Return what may be shown of a quarter after what each figure last showed; `totals` are settled before all else."""
    known = {name: one for name, one in last.items() if one.members is not None}
    stuck = frozenset(last.keys() - known.keys())
    earlier = _earlier(quarter, known)
    effort = Effort(MOST_EFFORT)
    first = _Work(linked(quarter.only(totals), earlier), quarter, stuck, watch, effort)
    first.do()
    pins = tuple(Fact({_at(name, quarter): 1}, count, count) for name, count in first.shown.items())
    tables = linked(quarter, earlier)
    tables = replace(
        tables,
        published=(*tables.published, *pins),
        carried=tables.carried | {_at(name, quarter) for name in totals},
    )
    rest = _Work(tables, quarter, stuck, watch, effort)
    rest.do()
    new = first.shown | rest.shown
    values = {name: one.value for name, one in last.items()}
    values |= {name: Value(count, quarter.name) for name, count in new.items()}
    unsafe = first.unsafe | rest.unsafe
    offered = {name: figure for name, figure in quarter.figures.items() if figure.is_offered}
    return Shown(
        values=values,
        why={name: _why(name, figure, last, unsafe) for name, figure in offered.items() if name not in new},
        audits=first.audits + rest.audits,
        most_audits=max(first.most_audits, rest.most_audits),
    )


def split(tables: Tables) -> list[Tables]:
    """Return the parts that hang together through figures that are not known for good, each with its known neighbours."""
    equations = [(one, one.fact) for one in tables.equations]
    linking = [
        *((fact, one) for one, fact in equations),
        *((fact, None) for fact in tables.published),
    ]
    facts = [(fact, equation) for fact, equation in linking if len(fact.factors) > 1]
    pins = {
        next(iter(fact.factors)): fact
        for fact in tables.published
        if len(fact.factors) == 1 and fact.low is not None and fact.low == fact.high
    }
    group = _Groups(name for name in (*tables.cells, *tables.unknown) if name not in pins)
    for fact, _equation in facts:
        group.join([name for name in fact.factors if name not in pins])
    of_group: defaultdict[str, list[tuple[Fact, Equation | None]]] = defaultdict(list)
    for fact, equation in facts:
        if loose := [name for name in fact.factors if name not in pins]:
            of_group[group.of(loose[0])].append((fact, equation))
    members: defaultdict[str, set[str]] = defaultdict(set)
    for name in group.names:
        members[group.of(name)].add(name)
    parts = []
    for head, loose_names in sorted(members.items(), key=lambda pair: min(pair[1])):
        if not any(name in tables.cells and name not in tables.carried for name in loose_names):
            continue  # nothing is decided here
        names = loose_names | {name for fact, _equation in of_group[head] for name in fact.factors}
        held = [pins[name] for name in sorted(names & pins.keys())]
        parts.append(
            _part(
                tables,
                names,
                # The order of hiding looks at which cells are totals.
                equations=[equation for _fact, equation in of_group[head] if equation is not None],
                published=[*(fact for fact, equation in of_group[head] if equation is None), *held],
            )
        )
    return parts


def _part(
    tables: Tables, names: set[str], *, equations: Sequence[Equation], published: Sequence[Fact]
) -> Tables:
    insiders = {
        Insider(frozenset(one.knows & names), frozenset(one.has_part_of & names)): None
        for one in tables.insiders
        if not names.isdisjoint(one.knows)
    }
    return Tables(
        cells={name: tables.cells[name] for name in sorted(names & tables.cells.keys())},
        equations=tuple(equations),
        published=tuple(published),
        unknown={name: tables.unknown[name] for name in sorted(names & tables.unknown.keys())},
        carried=tables.carried & names,
        insiders=tuple(insiders),
    )


class _Groups:
    """Names that hang together, directly or through others."""

    def __init__(self, names: Iterable[str]) -> None:
        self._above = {name: name for name in names}
        self.names = tuple(self._above)

    def of(self, name: str) -> str:
        """Return the name that stands for the group of this one."""
        while (above := self._above[name]) != name:
            self._above[name] = self._above[above]
            name = above
        return name

    def join(self, names: list[str]) -> None:
        """Put all these into one group."""
        for one in names[1:]:
            self._above[self.of(one)] = self.of(names[0])


class _Work:
    """The parts of some tables, protected one after the other, the small ones first: effort may end before the last."""

    def __init__(
        self, tables: Tables, quarter: Quarter, stuck: frozenset[str], watch: Watch, effort: Effort
    ) -> None:
        carried = tables.carried | {_at(name, quarter) for name in stuck}
        self._parts = sorted(
            split(replace(tables, carried=carried)), key=lambda part: len(part.cells) + len(part.unknown)
        )
        self._effort = effort
        self._plain = {_at(name, quarter): name for name in quarter.figures}
        self._watch = watch
        self.shown: dict[str, int] = {}
        self.unsafe: set[str] = set()
        self.audits = 0
        self.most_audits = 0

    def do(self) -> None:
        """Protect every part; one for which nothing is proved shows nothing new."""
        for place, part in enumerate(self._parts, start=1):
            found = self._protected(part, place)
            self.audits += found.audits
            self.most_audits = max(self.most_audits, found.audits)
            self.shown |= {self._plain[name]: count for name, count in found.shown.items()}
            if not found.is_safe:
                self.unsafe |= {self._plain[name] for name in part.cells if name in self._plain}

    def _protected(self, part: Tables, place: int) -> Protected:
        return protect(part, lambda step: self._watch(place, len(self._parts), step), self._effort)


def _earlier(quarter: Quarter, known: Mapping[str, LastShown]) -> list[Release]:
    """Return what each figure last showed as releases of just that."""
    by_quarter: defaultdict[str, dict[str, LastShown]] = defaultdict(dict)
    for name, one in known.items():
        if name in quarter.figures:
            by_quarter[one.value.as_of][name] = one
    return [
        Release(
            quarter=Quarter(
                name=name,
                figures={
                    cell: Figure(members=one.members or frozenset(), k=quarter.figures[cell].k)
                    for cell, one in cells.items()
                },
            ),
            values={cell: one.value for cell, one in cells.items()},
        )
        for name, cells in sorted(by_quarter.items())
    ]


def _why(name: str, figure: Figure, last: Mapping[str, LastShown], unsafe: set[str]) -> Why:
    if figure.count < figure.k:
        return Why.FEW
    if figure.is_of_few_households:
        return Why.HOUSEHOLDS
    before = last.get(name)
    if before is not None and not figure.always_new:
        changed = figure.members ^ (before.members or frozenset())
        if before.members is None or len(changed) < figure.k:
            return Why.TIME
    return Why.UNSAFE if name in unsafe else Why.OTHERS


def _at(name: str, quarter: Quarter) -> str:
    return f"{name} @ {quarter.name}"
