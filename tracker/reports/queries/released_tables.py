"""Laying a release out as tables for a file: what donors see on the page, figure by figure, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import flask_babel

from tracker.reports import wording
from tracker.reports.rules import REST, STANDINGS, Figure, ReleasedLine, ReleasedQuarter
from tracker.reports.rules.catalogue import (
    COUNTED,
    NOT_COUNTED,
    ROLE_GROUPS,
    SUPPORT_GROUPS,
    UNDISCLOSED,
)
from tracker.reports.writing.of_rules import definitions_table, rules_table
from tracker.sheets.writing import Imprint, Value, WrittenTable, write_csv, write_xlsx
from tracker.targets import wording as target_words
from tracker.targets.rules import TargetKind

_: Callable[..., str] = flask_babel.gettext

HXL = (
    "#activity+code",
    "#activity+name",
    "#indicator+table",
    "#indicator+row",
    "#reached",
    "#date+quarter",
    "",
)
"""The tags of the Humanitarian Exchange Language under the heads of a CSV."""


class ReleaseFile(StrEnum):
    """What a release can be downloaded as."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """Return what a browser is told about the file."""
        match self:
            case ReleaseFile.XLSX:
                return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            case ReleaseFile.CSV:
                return "text/csv; charset=utf-8"
            case ReleaseFile.JSON:
                return "application/json"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the catalogue: its table and row in words; `figure` None is hidden."""

    table: str
    row: str
    figure: Figure | None
    remark: str = ""


def release_file(release: ReleasedQuarter, lines: Sequence[ReleasedLine], file_format: ReleaseFile) -> bytes:
    """Write lines of a release; the same release and lines give the same bytes."""
    match file_format:
        case ReleaseFile.XLSX:
            return write_xlsx(external_tables(release, lines), Imprint(_("Tracker")))
        case ReleaseFile.CSV:
            flat = _flat(release, lines)
            return write_csv([WrittenTable("", flat.headers, [list(HXL), *flat.rows])], Imprint(""))
        case ReleaseFile.JSON:
            return release_json(release, lines)


def release_json(release: ReleasedQuarter, lines: Sequence[ReleasedLine]) -> bytes:
    """Write lines of a release as JSON."""
    return (json.dumps(_as_json(release, lines), ensure_ascii=False, indent=1) + "\n").encode()


def external_tables(release: ReleasedQuarter, lines: Sequence[ReleasedLine]) -> list[WrittenTable]:
    """Lay out what a release shows of some lines; every hidden figure carries the same mark."""
    return [
        _flat(release, lines),
        rules_table([(line.code or _("All programmes"), line) for line in lines]),
        definitions_table(
            [
                wording.SUPPORTED,
                wording.COVERED,
                wording.AT_LEAST,
                wording.STANDING,
                wording.NEWCOMERS,
                wording.HIDDEN,
                wording.CARRIED,
            ]
        ),
    ]


def rows_of(release: ReleasedQuarter, line: ReleasedLine) -> Iterator[Row]:
    """Yield every figure that the catalogue offers of a line, hidden ones too."""
    yield Row(_("Persons"), _("Supported persons"), line.figure("persons"))
    yield Row(_("Persons"), _("Persons covered"), line.figure("covered"))
    for target in line.targets:
        word = str(target_words.TARGET_WORDS[target.kind])
        if target.off_reason is not None:
            yield Row(word, _("not judged"), None, target.off_reason)
            continue
        rows = [
            (COUNTED, _("known to count")),
            (NOT_COUNTED, _("do not count")),
            (UNDISCLOSED, _("undisclosed")),
        ]
        if target.figures is None:
            rows = rows[:1]
        for row, label in rows:
            yield Row(word, label, line.figure(target.kind.value, row), _remark(target.percent, row))
    states = {**release.host_states, REST: _("other")}
    yield from _table(line, _("Host state"), "hosts", ((code, states[code]) for code in (*line.hosts, REST)))
    yield from _table(line, _("Standing"), "standing", _in_words(STANDINGS, wording.STANDING_WORDS))
    yield from _table(line, _("Support"), "support", _in_words(SUPPORT_GROUPS, wording.SUPPORT_WORDS), "-yes")
    yield from _table(line, _("Role"), "roles", _in_words(ROLE_GROUPS, wording.ROLE_WORDS), "-yes")
    yield Row(_("Newcomers"), _("Newcomers"), line.figure("newcomers", "new"))
    if line.code:
        return
    for group in release.context.get("nations", {}).get("groups", ()):
        yield Row(_("Nation group"), group["name"], line.figure("nations", group["code"]))
    for column in (*line.hosts, REST):
        yield Row(_("Women by host state"), states[column], line.figure("women-hosts", f"{COUNTED}-{column}"))
    for standing in STANDINGS:
        word = str(wording.STANDING_WORDS[standing])  # type: ignore[index] # a text enumeration
        for column in (*line.hosts, REST):
            yield Row(
                _("Standing by host state"),
                f"{states[column]}, {word}",
                line.figure("standing-hosts", f"{standing}-{column}"),
            )


def _remark(percent: str | None, row: str) -> str:
    return "" if percent is None or row != COUNTED else _("at least %(percent)s of all", percent=percent)


def _in_words(rows: Iterable[str], words: Any) -> Iterator[tuple[str, str]]:
    yield from ((row, str(words[row])) for row in rows)


def _table(
    line: ReleasedLine, title: str, table: str, rows: Iterable[tuple[str, str]], ending: str = ""
) -> Iterator[Row]:
    for row, label in rows:
        yield Row(title, label, line.figure(table, f"{row}{ending}"))


def _flat(release: ReleasedQuarter, lines: Sequence[ReleasedLine]) -> WrittenTable:
    rows: list[list[Value]] = []
    for line in lines:
        name = line.code or _("All programmes")
        for row in rows_of(release, line):
            count, as_of = _printed(row.figure)
            rows.append([name, line.title, row.table, row.row, count, as_of, row.remark])
        for what, amount in line.money.items():
            rows.append([name, line.title, _("Money"), what.replace("_", " "), amount, line.name, ""])
    return WrittenTable(
        _("Figures"),
        [_("Scope"), _("Title"), _("Table"), _("Row"), _("Persons"), _("As of"), _("Remark")],
        rows,
        above=[str(wording.HIDDEN)],
    )


def _printed(figure: Figure | None) -> tuple[Value, Value]:
    return (str(wording.WITHHELD), "") if figure is None else (figure.count, figure.as_of)


def _as_json(release: ReleasedQuarter, lines: Sequence[ReleasedLine]) -> dict[str, Any]:
    return {
        "release": release.name,
        "as_of": release.as_of.isoformat(),
        "hidden": str(wording.WITHHELD),
        "lines": [
            {
                "code": line.code or None,
                "title": line.title or None,
                "organisation": line.organisation or None,
                "target_set": line.target_set,
                "money": dict(line.money),
                "figures": [
                    {
                        "table": row.table,
                        "row": row.row,
                        "persons": _printed(row.figure)[0],
                        "as_of": _printed(row.figure)[1] or None,
                    }
                    for row in rows_of(release, line)
                ],
            }
            for line in lines
        ],
        "targets": [kind.value for kind in TargetKind],
    }
