"""A release as it is read back: lines, targets and tables, with nothing but what the record holds. Pure.

Everything derived here (a percentage, a verdict, "reached") could be worked out by the reader from figures shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from tracker.reports.rules.catalogue import ALL, COUNTED, NOT_COUNTED, REST, UNDISCLOSED, cell
from tracker.targets.rules import (
    DONOR_PLACES,
    Figures,
    Rules,
    TargetKind,
    Window,
    judge,
    percent,
    share_of,
)

FEWEST_FOR_PERCENT: Final = 30
"""Of fewer persons a percentage says more than is known."""
QUARTERS_IN_A_LINE: Final = 8
"""How many releases a line over time shows."""
FORMAT: Final = 2
"""The format of records that name each figure; the first had none, and one table for each line."""
_UNTIL_THE_NEXT: Final = timedelta(days=30)

Cells = dict[str, list[Any]]
"""Figures by name: how many, and as of which quarter."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is shown, and the quarter of which it is."""

    count: int
    as_of: str


@dataclass(frozen=True, slots=True)
class ReleasedTarget:
    """One target of one line: who counts, of how many; what is None is hidden."""

    kind: TargetKind
    counts: int | None
    persons: int | None
    rules: Rules
    others: int | None = None
    undisclosed: int | None = None
    as_of: str = ""

    @property
    def off_reason(self) -> str | None:
        """Say why the target is not applied here; None when it is."""
        return self.rules.off_reason(self.kind)

    @property
    def figures(self) -> Figures | None:
        """Judge the target, which only somebody can do who sees all three figures; None otherwise."""
        if self.counts is None or self.others is None or self.undisclosed is None:
            return None
        return judge(
            self.kind,
            self.counts + self.others + self.undisclosed,
            self.counts,
            self.undisclosed,
            self.rules,
        )

    @property
    def share(self) -> Fraction | None:
        """Return who counts among all persons: the least that the share can be; None when hidden."""
        return None if self.counts is None or self.persons is None else share_of(self.counts, self.persons)

    @property
    def percent(self) -> str | None:
        """Return the share in whole percent; None when hidden or of too few persons."""
        if self.share is None or self.persons is None or self.persons < FEWEST_FOR_PERCENT:
            return None
        return percent(self.share, DONOR_PLACES, self.rules.edges(self.kind))

    @property
    def band(self) -> tuple[Fraction, Fraction]:
        """Return the edges between which, or from which on, the target is met."""
        low, high = (edge.at for edge in self.rules.edges(self.kind))
        return low, high

    @property
    def is_reached_for_certain(self) -> bool:
        """Say whether those who are known to count reach the aim alone, as only a floor can be reached."""
        return (
            self.kind is TargetKind.ORIGIN
            and self.share is not None
            and self.counts is not None
            and self.counts >= self.rules.min_base
            and self.share >= self.rules.origin_aim
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedLine:
    """One programme, or all programmes together (`code` empty), in one release."""

    code: str
    title: str
    organisation: str
    quarter: str
    name: str
    """The quarter, and that it is revised where it is."""
    as_of: date
    cells: Mapping[str, Figure]
    quarters: tuple[str, ...]
    """The last releases by name, this one last."""
    series: Mapping[str, Sequence[tuple[str, int]]]
    """For some figures what earlier releases showed anew, the earliest first."""
    hosts: tuple[str, ...]
    """The host states that it offers, by code."""
    target_set: str
    sentence: str
    """The sentence that the targets come from."""
    rules: Rules
    money: Mapping[str, str] = field(default_factory=dict)

    def figure(self, table: str, row: str = "") -> Figure | None:
        """Return a figure; None when it is hidden, or not in this release."""
        return self.cells.get(cell(self.code or ALL, table, row))

    def count(self, table: str, row: str = "") -> int | None:
        """Return how many; None when that is hidden."""
        found = self.figure(table, row)
        return None if found is None else found.count

    @property
    def persons(self) -> int | None:
        """Return the supported persons; None when that is hidden."""
        return self.count("persons")

    @property
    def targets(self) -> tuple[ReleasedTarget, ...]:
        """Return both targets."""
        return tuple(self._target(kind) for kind in TargetKind)

    def rows(self, table: str, rows: Iterable[str]) -> list[tuple[str, Figure | None]]:
        """Return the figures of a table in the order of its rows; None is hidden."""
        return [(row, self.figure(table, row)) for row in rows]

    def over_time(self, table: str, row: str = "") -> list[tuple[str, int | None]]:
        """Return what the last quarters showed of a figure, with a gap where one showed nothing new."""
        name = cell(self.code or ALL, table, row)
        shown = dict(self.series.get(name, ()))
        if (now := self.cells.get(name)) is not None:
            shown[now.as_of] = now.count
        return [(quarter, shown.get(quarter)) for quarter in self.quarters]

    def _target(self, kind: TargetKind) -> ReleasedTarget:
        """Return a target with the total of the same date: a carried figure is compared with nothing newer."""
        found = self.figure(kind.value, COUNTED)
        as_of = self.name if found is None else found.as_of
        total = self.figure("persons")
        if total is not None and total.as_of != as_of:
            earlier = dict(self.series.get(cell(self.code or ALL, "persons"), ()))
            total = Figure(earlier[as_of], as_of) if as_of in earlier else None
        rest = [self.figure(kind.value, row) for row in (NOT_COUNTED, UNDISCLOSED)]
        same = [None if one is None or one.as_of != as_of else one.count for one in rest]
        return ReleasedTarget(
            kind,
            None if found is None else found.count,
            None if total is None else total.count,
            self.rules,
            others=same[0],
            undisclosed=same[1],
            as_of=as_of,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedQuarter:
    """One release: all programmes together, and each of those that the reader may open."""

    quarter: str
    revision: int
    as_of: date
    everything: ReleasedLine
    programmes: tuple[ReleasedLine, ...]
    host_states: Mapping[str, str]
    context: Mapping[str, Any]
    """What stands beside the figures: the brief's range, the census, public statistics, the next release."""

    @property
    def name(self) -> str:
        """Name the release by its quarter, and say that it is revised where it is."""
        return name_of(self.quarter, self.revision)

    @property
    def lines(self) -> tuple[ReleasedLine, ...]:
        """Return all lines, all programmes together first."""
        return (self.everything, *self.programmes)

    def programme(self, code: str) -> ReleasedLine | None:
        """Return the line of one programme, if the reader may open it."""
        return next((line for line in self.programmes if line.code == code), None)

    def only(self, codes: Iterable[str]) -> ReleasedQuarter:
        """Return the same release for a reader who may open only these programmes."""
        kept = set(codes)
        return ReleasedQuarter(
            quarter=self.quarter,
            revision=self.revision,
            as_of=self.as_of,
            everything=self.everything,
            programmes=tuple(line for line in self.programmes if line.code in kept),
            host_states=self.host_states,
            context=self.context,
        )


def name_of(quarter: str, revision: int) -> str:
    """Name a release; a figure says by this name as of when it is."""
    return quarter if revision == 1 else f"{quarter} revised {revision - 1}"


def next_release_on(quarter: str) -> date:
    """Return the day by which the quarter after this one should be released."""
    return Window.parse(quarter).following().last + _UNTIL_THE_NEXT


def canonical(figures: Mapping[str, Any]) -> str:
    """Write figures as the one JSON text that stands for them, keys in order."""
    return json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def released(figures: Mapping[str, Any]) -> ReleasedQuarter:
    """Read the record of a release, of whichever format."""
    window = Window.parse(figures["quarter"])
    revision = figures.get("revision", 1)
    return ReleasedQuarter(
        quarter=window.name,
        revision=revision,
        as_of=window.last,
        everything=_line({"code": "", "title": "", "organisation": "", **figures["all"]}, figures, window),
        programmes=tuple(_line(one, figures, window) for one in figures["programmes"]),
        host_states=figures["host_states"],
        context=figures.get("context", {}),
    )


def cells_in(figures: Mapping[str, Any]) -> dict[str, Figure]:
    """Return every figure that a record shows, by name."""
    if figures.get("format") == FORMAT:
        return {name: Figure(count, as_of) for name, (count, as_of) in figures["cells"].items()}
    quarter = figures["quarter"]
    found: dict[str, Figure] = {}
    for line in ({"code": ALL, **figures["all"]}, *figures["programmes"]):
        found |= {name: Figure(count, quarter) for name, count in _first_format(line["code"], line["cells"])}
    return found


def offered_in(figures: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return the host states that each programme offers in a record, by its code."""
    return {line["code"]: frozenset(_hosts(line)) for line in figures["programmes"] if _hosts(line)}


def _first_format(code: str, cells: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    """Yield the figures of one line in the format of the first releases."""
    if "persons" in cells:
        yield cell(code, "persons"), cells["persons"]
    for kind, count in cells.get("targets", {}).items():
        yield cell(code, kind, COUNTED), count
    for table in ("standing", "hosts"):
        for row, count in cells.get(table, ()):
            yield cell(code, table, row), count


def _hosts(line: Mapping[str, Any]) -> list[str]:
    if "hosts" in line:
        return list(line["hosts"])
    return [code for code, _count in line["cells"].get("hosts", ()) if code != REST]


def _line(line: Mapping[str, Any], figures: Mapping[str, Any], window: Window) -> ReleasedLine:
    code = line["code"]
    start = f"{code or ALL}|"
    name = name_of(window.name, figures.get("revision", 1))
    series = figures.get("series", {})
    return ReleasedLine(
        code=code,
        title=line["title"],
        organisation=line["organisation"],
        quarter=window.name,
        name=name,
        as_of=window.last,
        quarters=tuple(figures.get("quarters", (name,))),
        cells={key: one for key, one in cells_in(figures).items() if key.startswith(start)},
        series={
            key: [(then, count) for then, count in one]
            for key, one in series.items()
            if key.startswith(start)
        },
        hosts=tuple(_hosts(line)),
        target_set=line["target_set"]["name"],
        sentence=line["target_set"]["sentence"],
        rules=Rules.of_record(line["target_set"]["rules"]),
        money=line.get("money", {}),
    )
