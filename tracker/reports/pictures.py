"""Draw a released line: its targets as bullets, its tables as bars, each with the words that say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import flask_babel

from tracker.charts.bars import Bars, Row, bars
from tracker.charts.bullet import Bullet, bullet
from tracker.reports import wording
from tracker.reports.rules import OTHER, ReleasedLine, ReleasedTarget
from tracker.targets import wording as target_words
from tracker.targets.rules import TargetKind

_: Callable[..., str] = flask_babel.gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTarget:
    """One target: its title, what it says, its picture where there is a percentage, and the rows of its table."""

    id: str
    series: str
    title: str
    words: str
    drawn: Bullet | None
    rows: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTable:
    """One table as bars; `drawn` None is withheld."""

    id: str
    title: str
    what: str
    drawn: Bars | None
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """All pictures of one released line."""

    line: ReleasedLine
    persons: str
    targets: list[DrawnTarget]
    tables: list[DrawnTable]
    rules: list[tuple[str, str]]


def draw(line: ReleasedLine) -> DrawnLine:
    """Draw one line from what is shown of it, and from nothing else."""
    prefix = line.code.lower() or "all"
    return DrawnLine(
        line=line,
        persons=str(wording.WITHHELD) if line.persons is None else str(line.persons),
        targets=[_target(prefix, one) for one in line.targets],
        tables=[
            _table(f"{prefix}-standing", _("Standing"), line.standing, wording.STANDING_WORDS, line.persons),
            _table(f"{prefix}-hosts", _("Host state"), line.hosts, {OTHER: _("other")}, line.persons),
        ],
        rules=target_words.rules_in_words(line.rules),
    )


def _target(prefix: str, target: ReleasedTarget) -> DrawnTarget:
    word = str(target_words.TARGET_WORDS[target.kind])
    drawn = None
    if target.percent is not None and target.off_reason is None:
        drawn = bullet(target.share, band=target.band)
    return DrawnTarget(
        id=f"{prefix}-{target.kind}",
        series="women" if target.kind is TargetKind.WOMEN else "nations",
        title=f"{word}: {_finding(target)}",
        words=_words(target),
        drawn=drawn,
        rows=[
            (_("Known to count"), _figure(None if target.off_reason else target.counts)),
            (_("Supported persons"), _figure(target.persons)),
        ],
    )


def _finding(target: ReleasedTarget) -> str:
    if target.off_reason is not None:
        return _("not a target here")
    if target.counts is None:
        return str(wording.WITHHELD)
    values: dict[str, Any] = {"counts": target.counts, "persons": target.persons, "percent": target.percent}
    if target.percent is None:
        return _("at least %(counts)s of %(persons)s", **values)
    return _("at least %(counts)s of %(persons)s (%(percent)s)", **values)


def _words(target: ReleasedTarget) -> str:
    if target.off_reason is not None:
        return target.off_reason
    if target.is_reached_for_certain:
        return _("The aim is reached by those who are known to count alone.")
    low, high = (target_words.edge(one) for one in target.band)
    if target.kind is TargetKind.WOMEN:
        return _("The target is met between %(low)s and %(high)s of those who answered.", low=low, high=high)
    return _("The target is at least %(low)s of those who answered, the aim %(high)s.", low=low, high=high)


def _table(
    name: str,
    what: str,
    rows: tuple[tuple[str, int], ...] | None,
    words: Mapping[Any, Any],
    persons: int | None,
) -> DrawnTable:
    if rows is None:
        return DrawnTable(id=name, title=f"{what}: {wording.WITHHELD}", what=what, drawn=None, total="")
    named = [Row(str(words.get(row, row)), count) for row, count in rows]
    first, second = sorted((count for _row, count in rows), reverse=True)[:2]
    if first == second:
        title = _("%(what)s of %(persons)s supported persons", what=what, persons=persons)
    else:
        row = next(one.label for one in named if one.value == first)
        title = _(
            "%(what)s: most often %(row)s (%(count)s of %(persons)s)",
            what=what,
            row=row,
            count=first,
            persons=persons,
        )
    return DrawnTable(id=name, title=title, what=what, drawn=bars(named), total=str(persons))


def _figure(count: int | None) -> str:
    return str(wording.WITHHELD) if count is None else str(count)
