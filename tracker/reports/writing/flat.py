"""A report as one long table, a figure a line, with the tags of the Humanitarian Exchange Language (HXL) under its heads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tracker.reports.rules.content import NOWHERE, Content, QuarterContent, ScopeContent
from tracker.sheets.writing import Value, WrittenTable
from tracker.targets.rules import TargetKind

HEADS: Final = (
    "Quarter",
    "Scope",
    "Title",
    "Figure",
    "Of whom",
    "State",
    "What",
    "Status",
    "Currency",
    "Number",
    "Amount",
)
TAGS: Final = (
    "#date+quarter",
    "#activity+code",
    "#activity+name",
    "#indicator+code",
    "#affected+type",
    "#country+code",
    "#indicator+type",
    "#status+code",
    "#value+currency",
    "#indicator+num",
    "#value+amount",
)

_Line = tuple[str, str, str, str, str, str, Value, Value]
"""Figure, of whom, state, what, status, currency, number, amount."""


def flat_table(report: Content) -> WrittenTable:
    """Write every figure of a report on a line of its own; codes are those of the published schema."""
    rows: list[list[Value]] = [list(TAGS)]
    for quarter in (report.now, report.previous, report.last_year):
        rows += _quarter(quarter)
    for scope, points in report.series.items():
        for point in points:
            if point.quarter not in {report.quarter, report.previous.quarter, report.last_year.quarter}:
                for figure in ("supported", "covered", "newcomers"):
                    rows.append(_row(point.quarter, scope, "", _number(figure, getattr(point, figure))))
    return WrittenTable("", list(HEADS), rows)


def _quarter(quarter: QuarterContent) -> Iterator[list[Value]]:
    for one in quarter.scopes:
        for line in _lines(one):
            yield _row(quarter.quarter, one.scope, one.title, line)


def _row(quarter: str, scope: str, title: str, line: _Line) -> list[Value]:
    return [quarter, scope, title, *line]


def _number(figure: str, number: int, **said: str) -> _Line:
    return (
        figure,
        said.get("whom", ""),
        said.get("state", NOWHERE),
        said.get("what", ""),
        said.get("status", ""),
        said.get("currency", ""),
        number,
        None,
    )


def _lines(one: ScopeContent) -> Iterator[_Line]:
    yield from _persons(one)
    yield from _stays(one)
    yield from _given(one)
    for applied in one.applications:
        yield _number("applications", applied.applications, status=applied.status.value)
    for judged in one.judged:
        yield _number(
            "judged", judged.number, whom=judged.what, what=judged.kind.value, status=judged.verdict.value
        )


def _persons(one: ScopeContent) -> Iterator[_Line]:
    for figure in ("supported", "minors", "covered", "newcomers", "events"):
        yield _number(figure, getattr(one, figure))
    for whom, counts in one.groups().items():
        for kind in TargetKind:
            count = counts.of(kind)
            for status, number in (("asked", count.n), ("counts", count.k), ("undisclosed", count.u)):
                yield _number(kind.value, number, whom=whom, status=status)
    for figure, counted in (("nations", one.nations), ("regions", one.regions)):
        for code, number in counted.items():
            yield _number(figure, number, what=code)


def _stays(one: ScopeContent) -> Iterator[_Line]:
    for line in one.standing:
        yield _number("standing", line.persons, state=line.host, status=line.standing.value)
    for work in one.work:
        yield _number("right_to_work", work.persons, state=work.host, status=work.right.value)
    for stay in one.secured:
        yield _number("stay_secured", stay.persons, state=stay.host, status=stay.secured.value)
    for permit in one.permits:
        yield _number(
            "permits", permit.permits, state=permit.host, what=permit.track, status=permit.status.value
        )
    for ended in one.ended:
        yield _number("permits_ended", ended.permits, state=ended.host, what=ended.track)


def _given(one: ScopeContent) -> Iterator[_Line]:
    for given in one.support:
        amount = given.amount if given.currency else None
        yield ("support_times", "", NOWHERE, given.kind, "", given.currency, given.times, amount)
        yield _number("support_persons", given.persons, what=given.kind, currency=given.currency)
    for money in one.money:
        for status in ("granted", "spent", "left"):
            yield ("money", "", NOWHERE, "", status, money.currency, None, getattr(money, status))
