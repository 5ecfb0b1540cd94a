"""Tables of a report as they are read, on paper and on a page: one scope at a time, each cell as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import flask_babel

from tracker.sheets.writing import Percent, Value, WrittenTable, clean_text

_: Callable[..., str] = flask_babel.gettext

MOST_COLUMNS: Final = 13
"""A wider table is turned on its side: neither a sheet of paper nor a screen is wider."""
OF_A_SCOPE: Final = 2
"""So many columns name the scope, which a reader of one scope finds in the heading."""
LONGEST_NAME: Final = 60
MOST_TURNED: Final = 6
"""A table of more rows is not turned: it would be as wide again."""
OF_A_QUARTER: Final = re.compile(r".+ \d{4}-Q[1-4]")

Cells = list[list[Value]]


@dataclass(frozen=True, slots=True)
class LaidOut:
    """One table as text: its title, what stands above it, heads, rows, and which columns hold numbers."""

    title: str
    above: str
    heads: list[str]
    rows: list[list[str]]
    numbers: list[bool]


def laid_out(table: WrittenTable) -> LaidOut:
    """Write every cell of a table as it is read."""
    return LaidOut(
        title=clean_text(table.title),
        above=" ".join(clean_text(line) for line in table.above),
        heads=[clean_text(head) for head in table.headers],
        rows=[[printed(value) for value in row] for row in table.rows],
        numbers=[
            all(not isinstance(row[place], str) for row in table.rows) for place in range(len(table.headers))
        ],
    )


def of_one_scope(table: WrittenTable) -> WrittenTable:
    """Leave out the columns that name the scope, and bring a table that is too wide into a shape that is read."""
    if list(table.headers[:OF_A_SCOPE]) != [_("Scope"), _("Title")]:
        return table
    heads, rows = list(table.headers[OF_A_SCOPE:]), [list(row[OF_A_SCOPE:]) for row in table.rows]
    if len(heads) > MOST_COLUMNS:
        labels = [place for place, head in enumerate(heads) if OF_A_QUARTER.fullmatch(head) is None]
        if not labels and len(rows) == 1:
            heads, rows = _quarter_beside_quarter(heads, rows[0])
        elif len(rows) <= MOST_TURNED:
            heads, rows = _turned(heads, rows)
        else:
            heads, rows = _of_this_quarter(heads, rows)
    return replace(table, headers=heads, rows=rows, chart=None)


def _quarter_beside_quarter(heads: Sequence[str], row: Sequence[Value]) -> tuple[list[str], Cells]:
    """Bring one long row into a line for each word and a column for each quarter."""
    words: dict[str, dict[str, Value]] = {}
    for head, value in zip(heads, row, strict=True):
        word, _space, quarter = head.rpartition(" ")
        words.setdefault(word, {})[quarter] = value
    quarters = list(dict.fromkeys(head.rpartition(" ")[2] for head in heads))
    return [_("Figure"), *quarters], [
        [word, *(found.get(quarter) for quarter in quarters)] for word, found in words.items()
    ]


def _turned(heads: Sequence[str], rows: Cells) -> tuple[list[str], Cells]:
    """Turn a table of few rows on its side; what its first cells say in words names the columns."""
    named = [place for place in range(2) if all(isinstance(row[place], str) for row in rows)]
    names = [", ".join(str(row[place]) for place in reversed(named))[:LONGEST_NAME] for row in rows]
    rest = [place for place in range(len(heads)) if place not in named]
    turned: Cells = [[heads[place], *(row[place] for row in rows)] for place in rest]
    return [_("Figure"), *names], turned


def _of_this_quarter(heads: Sequence[str], rows: Cells) -> tuple[list[str], Cells]:
    """Leave out the quarters that stand beside this one: the spreadsheet has them."""
    now = next(head for head in heads if OF_A_QUARTER.fullmatch(head)).rpartition(" ")[2]
    kept = [
        place
        for place, head in enumerate(heads)
        if OF_A_QUARTER.fullmatch(head) is None or head.endswith(now)
    ]
    return [heads[place] for place in kept], [[row[place] for place in kept] for row in rows]


def printed(value: Value) -> str:
    """Write one cell as it is read; figures are grouped by a narrow space."""
    match value:
        case None:
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case Percent():
            return str(value)
        case Decimal() | int():
            places = ",.2f" if isinstance(value, Decimal) else ","
            return format(value, places).replace(",", "\N{NARROW NO-BREAK SPACE}")
        case _:
            return clean_text(str(value))
