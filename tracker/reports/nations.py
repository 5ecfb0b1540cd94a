"""Draw the wider groups of nations beside the census, where they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flask_babel

from tracker.charts.bars import Bars, Row, bars
from tracker.reports import wording
from tracker.reports.rules import Figure, ReleasedLine, ReleasedQuarter
from tracker.reports.rules.catalogue import UNDISCLOSED
from tracker.reports.rules.releases import FEWEST_FOR_PERCENT
from tracker.targets.rules import DONOR_PLACES, percent, share_of

_: Callable[..., str] = flask_babel.gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class NationGroup:
    """One wider group: its figure, its share of those who disclosed and of the census, and some of its peoples."""

    name: str
    peoples: str
    persons: str
    share: str
    census: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnNations:
    """The wider groups as bars and as a table beside the census."""

    title: str
    drawn: Bars
    groups: list[NationGroup]
    as_of: str
    year: int
    source: str
    grouping: str


def draw_nations(release: ReleasedQuarter, line: ReleasedLine) -> DrawnNations | None:
    """Draw the groups for all programmes together; None where none is shown, and for a single programme."""
    facts = release.context.get("nations")
    if line.code or not facts:
        return None
    figures = {group["code"]: line.figure("nations", group["code"]) for group in facts["groups"]}
    dates = {figure.as_of for figure in figures.values() if figure is not None}
    if not dates:
        return None
    disclosed = _disclosed(line, dates)
    groups = [
        NationGroup(
            name=group["name"],
            peoples=", ".join(group["peoples"][:4]),
            persons=_printed(figures[group["code"]]),
            share=_share(figures[group["code"]], disclosed),
            census=percent(share_of(group["census"], facts["stated"]), 1),
        )
        for group in facts["groups"]
    ]
    return DrawnNations(
        title=_("Nation groups over all programmes"),
        drawn=bars(
            [
                Row(group["name"], None if figure is None else figure.count, _printed(figure))
                for group in facts["groups"]
                for figure in (figures[group["code"]],)
            ]
        ),
        groups=groups,
        as_of=max(dates),
        year=facts["year"],
        source=facts["source"],
        grouping=facts["groups"][0]["source"],
    )


def _disclosed(line: ReleasedLine, dates: set[str]) -> Figure | None:
    """Return who disclosed a nation, where total and undisclosed are shown as of the same quarter as the groups."""
    undisclosed = line.figure("nations", UNDISCLOSED)
    if undisclosed is None or dates != {undisclosed.as_of}:
        return None
    total = dict(line.series.get("*|persons|", ())) | {line.name: line.persons}
    whole = total.get(undisclosed.as_of)
    return None if whole is None else Figure(whole - undisclosed.count, undisclosed.as_of)


def _share(figure: Figure | None, disclosed: Figure | None) -> str:
    if figure is None:
        return str(wording.WITHHELD)
    if disclosed is None or disclosed.count < FEWEST_FOR_PERCENT or disclosed.as_of != figure.as_of:
        return "–"
    return percent(share_of(figure.count, disclosed.count), DONOR_PLACES)


def _printed(figure: Figure | None) -> str:
    return str(wording.WITHHELD) if figure is None else str(figure.count)
