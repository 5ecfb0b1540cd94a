"""A release as it is read back: lines, targets and tables, with nothing but what the record holds. Pure.

Everything derived here (a percentage, "reached") could be worked out by the reader from the cells shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from tracker.reports.rules.disclosure import OTHER, Cells
from tracker.targets.rules import DONOR_PLACES, Rules, TargetKind, Window, percent, share_of

FEWEST_FOR_PERCENT: Final = 30
"""Of fewer persons a percentage says more than is known."""


@dataclass(frozen=True, slots=True)
class ReleasedTarget:
    """One target of one line: who counts, of how many; `counts` None is hidden."""

    kind: TargetKind
    counts: int | None
    persons: int | None
    rules: Rules

    @property
    def off_reason(self) -> str | None:
        """Say why the target is not applied here; None when it is."""
        return self.rules.off_reason(self.kind)

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
    as_of: date
    persons: int | None
    targets: tuple[ReleasedTarget, ...]
    standing: tuple[tuple[str, int], ...] | None
    """Pairs of standing and persons; None is hidden."""
    hosts: tuple[tuple[str, int], ...] | None
    """Pairs of a host state's name (or `other`) and persons; None is hidden."""
    target_set: str
    sentence: str
    """The sentence that the targets come from."""
    rules: Rules


@dataclass(frozen=True, slots=True)
class ReleasedQuarter:
    """One release: all programmes together, and each of those that the reader may open."""

    quarter: str
    as_of: date
    everything: ReleasedLine
    programmes: tuple[ReleasedLine, ...]

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
            self.quarter,
            self.as_of,
            self.everything,
            tuple(line for line in self.programmes if line.code in kept),
        )


def released(figures: Mapping[str, Any]) -> ReleasedQuarter:
    """Read the record of a release."""
    window = Window.parse(figures["quarter"])
    return ReleasedQuarter(
        window.name,
        window.last,
        _line({"code": "", "title": "", "organisation": "", **figures["all"]}, figures, window),
        tuple(_line(one, figures, window) for one in figures["programmes"]),
    )


def _line(line: Mapping[str, Any], figures: Mapping[str, Any], window: Window) -> ReleasedLine:
    cells: Cells = line["cells"]
    rules = Rules.of_record(line["target_set"]["rules"])
    persons = cells.get("persons")
    counts = cells.get("targets", {})
    standing, hosts = cells.get("standing"), cells.get("hosts")
    names = figures["host_states"]
    return ReleasedLine(
        code=line["code"],
        title=line["title"],
        organisation=line["organisation"],
        quarter=window.name,
        as_of=window.last,
        persons=persons,
        targets=tuple(ReleasedTarget(kind, counts.get(str(kind)), persons, rules) for kind in TargetKind),
        standing=None if standing is None else tuple((word, count) for word, count in standing),
        hosts=None
        if hosts is None
        else tuple((code if code == OTHER else names[code], count) for code, count in hosts),
        target_set=line["target_set"]["name"],
        sentence=line["target_set"]["sentence"],
        rules=rules,
    )
