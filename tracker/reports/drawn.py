"""Draw a quarterly report for its page: pictures with the words that say them, and every table as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flask_babel

from tracker.charts.bars import Bars, Row, bars
from tracker.charts.bullet import Bullet, bullet
from tracker.charts.lines import Lines, lines
from tracker.reports import wording
from tracker.reports.rules.content import Content
from tracker.reports.writing.counts import by_host, by_time_secured
from tracker.reports.writing.laid_out import LaidOut, laid_out, of_one_scope
from tracker.reports.writing.tables import parts_table, report_tables
from tracker.targets import wording as target_words
from tracker.targets.rules import TargetKind

_: Callable[..., str] = flask_babel.gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTarget:
    """One target of the asked scope."""

    id: str
    title: str
    words: str
    takes: str
    """What it takes to leave the verdict behind; empty where nothing is asked for."""
    drawn: Bullet


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnReport:
    """One scope of a report as its page shows it."""

    headline: list[tuple[int, str, str]]
    """Figure, what it counts, and what that means."""
    targets: list[DrawnTarget]
    hosts: Bars
    secured: Bars
    series: list[tuple[str, str, str, Lines]]
    """Id, title, the same in words, and where the points lie."""
    tables: list[LaidOut]
    parts: LaidOut | None
    """Every scope of the report in one table, where it has more than this one."""


def draw_report(content: Content, part: Content) -> DrawnReport:
    """Draw one part of a report; `part` is the report itself where the scope that was asked for is looked at."""
    asked = part.asked
    tables = report_tables(part.only(asked.scope))
    return DrawnReport(
        headline=[
            (asked.supported, _("Supported persons"), str(wording.SUPPORTED_SHORT)),
            (asked.covered, _("Persons covered"), str(wording.COVERED_SHORT)),
            (asked.newcomers, _("Newcomers"), str(wording.NEWCOMERS)),
            (asked.events, _("Events"), _("Events that were held in the quarter.")),
        ],
        targets=_targets(part),
        hosts=bars([Row(name, number) for name, number in by_host(part)]),
        secured=bars([Row(name, number) for name, number in by_time_secured(part)]),
        series=_series(part),
        tables=[laid_out(of_one_scope(one)) for one in tables],
        parts=laid_out(parts_table(content)) if len(content.now.scopes) > 1 else None,
    )


def _targets(part: Content) -> list[DrawnTarget]:
    asked = part.asked
    rules = part.rules_of(asked)
    drawn = []
    for kind in TargetKind:
        figures = asked.figures(kind, rules)
        low, high = (edge.at for edge in rules.edges(kind))
        bounds = None if figures.lower is None or figures.upper is None else (figures.lower, figures.upper)
        drawn.append(
            DrawnTarget(
                id=kind.value,
                title=target_words.finding(figures, rules),
                words=target_words.explanation(figures, rules),
                takes=target_words.what_it_takes(figures),
                drawn=bullet(figures.share, band=(low, high), bounds=bounds),
            )
        )
    return drawn


def _series(part: Content) -> list[tuple[str, str, str, Lines]]:
    points = part.series.get(part.asked.scope, ())
    found = []
    for name, title, values in (
        ("supported", _("Supported persons"), [(one.quarter, one.supported) for one in points]),
        ("newcomers", _("Newcomers"), [(one.quarter, one.newcomers) for one in points]),
    ):
        words = "; ".join(f"{quarter}: {value}" for quarter, value in values)
        found.append((name, title, words, lines(values)))
    return found
