"""Draw a released line: pictures, each with the words that say it and the table under it, from what is shown alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flask_babel

from tracker.charts.bars import Bars, Row, bars
from tracker.charts.bullet import Bullet, bullet
from tracker.charts.lines import Lines, lines
from tracker.charts.tiles import Tiles, tiles
from tracker.reports import wording
from tracker.reports.coverage import DrawnCoverage, draw_coverage
from tracker.reports.nations import DrawnNations, draw_nations
from tracker.reports.rules import REST, STANDINGS, Figure, ReleasedLine, ReleasedQuarter, ReleasedTarget
from tracker.reports.rules.catalogue import COUNTED, ROLE_GROUPS, SUPPORT_GROUPS
from tracker.reports.rules.releases import FEWEST_FOR_PERCENT
from tracker.targets import wording as target_words
from tracker.targets.rules import DONOR_PLACES, TargetKind, percent, share_of

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
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTable:
    """One table as bars, with what its rows mean."""

    id: str
    title: str
    what: str
    meaning: str
    drawn: Bars


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMap:
    """The host states as squares; the bars beside it are its table."""

    title: str
    words: str
    drawn: Tiles


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSeries:
    """A figure over the last quarters."""

    id: str
    title: str
    words: str
    drawn: Lines
    rows: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCross:
    """A table of two dimensions: column heads, and rows of printed figures."""

    id: str
    title: str
    heads: list[str]
    rows: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """All pictures of one released line."""

    line: ReleasedLine
    release: ReleasedQuarter
    headline: list[tuple[str, str, str, str]]
    """Figure, what, definition, date."""
    coverage: DrawnCoverage | None
    targets: list[DrawnTarget]
    places: DrawnMap
    hosts: DrawnTable
    tables: list[DrawnTable]
    nations: DrawnNations | None
    series: list[DrawnSeries]
    crosses: list[DrawnCross]
    money: list[tuple[str, str]]
    rules: list[tuple[str, str]]


def draw(release: ReleasedQuarter, line: ReleasedLine) -> DrawnLine:
    """Draw one line from what is shown of it, and from nothing else."""
    prefix = line.code.lower() or "all"
    states = {**release.host_states, REST: _("other")}
    hosts = line.rows("hosts", (*line.hosts, REST))
    return DrawnLine(
        line=line,
        release=release,
        headline=_headline(line),
        coverage=draw_coverage(release, line),
        targets=[_target(prefix, one) for one in line.targets],
        places=_map(hosts, states),
        hosts=_table(line, "hosts", hosts, what=_("Host state"), words=states),
        tables=[
            _table(
                line,
                "standing",
                line.rows("standing", STANDINGS),
                what=_("Standing"),
                meaning=wording.STANDING,
                words=wording.STANDING_WORDS,
            ),
            _table(
                line,
                "support",
                _yes_rows(line, "support", SUPPORT_GROUPS),
                what=_("Support"),
                meaning=wording.SUPPORT_GROUPS,
                words=wording.SUPPORT_WORDS,
                is_partition=False,
            ),
            _table(
                line,
                "roles",
                _yes_rows(line, "roles", ROLE_GROUPS),
                what=_("Role"),
                meaning=wording.ROLE_GROUPS,
                words=wording.ROLE_WORDS,
                is_partition=False,
            ),
        ],
        nations=draw_nations(release, line),
        series=_series(prefix, line),
        crosses=[] if line.code else _crosses(line, states),
        money=_money(line),
        rules=target_words.rules_in_words(line.rules),
    )


def printed(figure: Figure | None, name: str) -> str:
    """Write a figure as it stands in a table: with its quarter where it is carried, the one mark where it is hidden."""
    if figure is None:
        return str(wording.WITHHELD)
    if figure.as_of == name:
        return str(figure.count)
    return _("%(count)s (as of %(quarter)s)", count=figure.count, quarter=figure.as_of)


def _headline(line: ReleasedLine) -> list[tuple[str, str, str, str]]:
    persons = str(wording.SUPPORTED_SHORT if line.code else wording.EVERYTHING)
    return [
        _big(line, "persons", "", _("supported persons"), persons),
        _big(line, "covered", "", _("persons covered, with their households"), str(wording.COVERED_SHORT)),
        _big(line, "newcomers", "new", _("newcomers"), str(wording.NEWCOMERS)),
    ]


def _big(line: ReleasedLine, table: str, row: str, what: str, meaning: str) -> tuple[str, str, str, str]:
    figure = line.figure(table, row)
    shown = str(wording.WITHHELD) if figure is None else str(figure.count)
    as_of = line.name if figure is None else figure.as_of
    return shown, what, meaning, _("as of %(quarter)s", quarter=as_of)


def _target(prefix: str, target: ReleasedTarget) -> DrawnTarget:
    word = str(target_words.TARGET_WORDS[target.kind])
    drawn, figures = None, target.figures
    if target.percent is not None and target.off_reason is None:
        bounds = None
        if figures is not None and figures.lower is not None and figures.upper is not None:
            bounds = (figures.lower, figures.upper)
        drawn = bullet(target.share, band=target.band, bounds=bounds)
    rows = [(_("Known to count"), _figure(None if target.off_reason else target.counts))]
    if figures is not None:
        rows += [(_("Do not count"), _figure(target.others)), (_("Undisclosed"), _figure(target.undisclosed))]
    return DrawnTarget(
        id=f"{prefix}-{target.kind}",
        series="women" if target.kind is TargetKind.WOMEN else "nations",
        title=f"{word}: {_finding(target)}",
        words=_words(target),
        drawn=drawn,
        rows=[*rows, (_("Supported persons"), _figure(target.persons))],
        as_of=target.as_of,
    )


def _finding(target: ReleasedTarget) -> str:
    if target.off_reason is not None:
        return _("not a target here")
    if target.counts is None:
        return str(wording.WITHHELD)
    values: dict[str, Any] = {"counts": target.counts, "persons": target.persons, "percent": target.percent}
    if target.persons is None:
        return _("%(counts)s persons", **values)
    if target.percent is None:
        return _("at least %(counts)s of %(persons)s", **values)
    return _("at least %(counts)s of %(persons)s (%(percent)s)", **values)


def _words(target: ReleasedTarget) -> str:
    if target.off_reason is not None:
        return target.off_reason
    figures = target.figures
    if figures is not None and figures.share is not None and figures.count.d >= FEWEST_FOR_PERCENT:
        edges = target.rules.edges(target.kind)
        low, high, share = (
            percent(one, DONOR_PLACES, edges) for one in (figures.lower, figures.upper, figures.share)
        )
        return _(
            "%(verdict)s: %(share)s of those who answered; %(low)s to %(high)s of all, whatever the others would say.",
            verdict=target_words.verdict(figures),
            share=share,
            low=low,
            high=high,
        )
    if target.is_reached_for_certain:
        return _("The aim is reached by those who are known to count alone.")
    low, high = (target_words.edge(one) for one in target.band)
    if target.kind is TargetKind.WOMEN:
        return _("The target is met between %(low)s and %(high)s of those who answered.", low=low, high=high)
    return _("The target is at least %(low)s of those who answered, the aim %(high)s.", low=low, high=high)


def _yes_rows(line: ReleasedLine, table: str, groups: Iterable[str]) -> list[tuple[str, Figure | None]]:
    return [(group, line.figure(table, f"{group}-yes")) for group in groups]


def _table(
    line: ReleasedLine,
    table: str,
    rows: Sequence[tuple[str, Figure | None]],
    *,
    what: str,
    meaning: Any = "",
    words: Mapping[Any, Any],
    is_partition: bool = True,
) -> DrawnTable:
    name = f"{line.code.lower() or 'all'}-{table}"
    named = [
        Row(
            str(words.get(row, row)),
            None if figure is None else figure.count,
            None if figure is None else _beside(figure, line, is_partition=is_partition),
        )
        for row, figure in rows
    ]
    return DrawnTable(
        id=name,
        title=_most_often(what, rows, words, line),
        what=what,
        meaning=str(meaning),
        drawn=bars(named),
    )


def _beside(figure: Figure, line: ReleasedLine, *, is_partition: bool) -> str:
    """Write a figure beside its bar: with its share of the same date, where that may be told."""
    total = line.figure("persons")
    words = printed(figure, line.name)
    if not is_partition or total is None or total.as_of != figure.as_of or total.count < FEWEST_FOR_PERCENT:
        return words
    return f"{words} · {percent(share_of(figure.count, total.count), DONOR_PLACES)}"


def _most_often(
    what: str, rows: Sequence[tuple[str, Figure | None]], words: Mapping[Any, Any], line: ReleasedLine
) -> str:
    """State the finding, where every row is shown as of the same quarter; otherwise name the table."""
    shown = [(row, figure) for row, figure in rows if figure is not None and figure.as_of == line.name]
    if len(shown) < len(rows) or line.persons is None:
        return what
    first, second = sorted((figure.count for _row, figure in shown), reverse=True)[:2]
    if first == second:
        return what
    row = next(row for row, figure in shown if figure.count == first)
    return _(
        "%(what)s: most often %(row)s (%(count)s of %(persons)s)",
        what=what,
        row=words.get(row, row),
        count=first,
        persons=line.persons,
    )


def _map(rows: Sequence[tuple[str, Figure | None]], states: Mapping[str, str]) -> DrawnMap:
    offered = {code: figure for code, figure in rows if code != REST}
    words = {code: "–" if figure is None else str(figure.count) for code, figure in offered.items()}
    said = "; ".join(
        f"{states.get(code, code)}: {wording.WITHHELD if figure is None else figure.count}"
        for code, figure in offered.items()
    )
    drawn = tiles({code: None if one is None else one.count for code, one in offered.items()}, words)
    return DrawnMap(title=_("Where they stay"), words=said, drawn=drawn)


def _series(prefix: str, line: ReleasedLine) -> list[DrawnSeries]:
    if len(line.quarters) < 2:
        return []
    wanted = (
        ("persons", "", _("Supported persons")),
        ("covered", "", _("Persons covered")),
        ("women", COUNTED, _("Women, known to count")),
        ("newcomers", "new", _("Newcomers")),
    )
    found = []
    for table, row, what in wanted:
        values = line.over_time(table, row)
        if sum(value is not None for _quarter, value in values) < 2:
            continue
        found.append(
            DrawnSeries(
                id=f"{prefix}-{table}-over-time",
                title=_rise(what, values),
                words="; ".join(f"{quarter}: {_figure(value)}" for quarter, value in values),
                drawn=lines([(_short(quarter), value) for quarter, value in values]),
                rows=[(quarter, _figure(value)) for quarter, value in values],
            )
        )
    return found


def _rise(what: str, values: Sequence[tuple[str, int | None]]) -> str:
    shown = [(quarter, value) for quarter, value in values if value is not None]
    (since, first), (until, last) = shown[0], shown[-1]
    return _(
        "%(what)s: %(first)s in %(since)s, %(last)s in %(until)s",
        what=what,
        first=first,
        since=since,
        last=last,
        until=until,
    )


def _short(quarter: str) -> str:
    """Write a quarter as narrow as eight of them need it on a telephone: Q3 ’26."""
    year, number = quarter[2:4], quarter[5:7]
    return f"{number} \N{RIGHT SINGLE QUOTATION MARK}{year}"


def _crosses(line: ReleasedLine, states: Mapping[str, str]) -> list[DrawnCross]:
    columns = (*line.hosts, REST)
    heads = [states.get(code, code) for code in columns]
    women = {COUNTED: _("women"), REST: _("others or undisclosed")}
    tables: tuple[tuple[str, str, Mapping[Any, Any]], ...] = (
        ("women-hosts", _("Women by host state"), women),
        (
            "standing-hosts",
            _("Standing by host state"),
            {row: wording.STANDING_WORDS[row] for row in STANDINGS},  # type: ignore[index] # a text enumeration
        ),
    )
    return [
        DrawnCross(
            id=f"all-{table}",
            title=title,
            heads=[str(words[row]) for row in words],
            rows=[
                (
                    head,
                    [printed(line.figure(table, f"{row}-{column}"), line.name) for row in words],
                )
                for column, head in zip(columns, heads, strict=True)
            ],
        )
        for table, title, words in tables
    ]


def _money(line: ReleasedLine) -> list[tuple[str, str]]:
    money = line.money
    if not money:
        return []
    currency, grant = money["currency"], Fraction(money["grant"])
    rows = [(_("Granted"), _amount(grant, currency))]
    if "spent" not in money:
        return [*rows, (_("Given to persons, and left"), str(wording.WITHHELD))]
    spent = Fraction(money["spent"])
    as_of = _("until the end of %(quarter)s", quarter=money["spent_as_of"])
    return [
        *rows,
        (_("Given to persons"), f"{_amount(spent, currency)} ({as_of})"),
        (_("Left"), _amount(grant - spent, currency)),
    ]


def _amount(amount: Fraction, currency: str) -> str:
    return f"{float(amount):,.0f}\N{NO-BREAK SPACE}{currency}"


def _figure(count: int | None) -> str:
    return str(wording.WITHHELD) if count is None else str(count)
