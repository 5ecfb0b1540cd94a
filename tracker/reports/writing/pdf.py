"""A report on paper: tagged PDF/A to print and to archive, with pictures, set by typst from the report's content alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any, Final

import flask_babel
import typst

from tracker.reports.rules.content import Content
from tracker.reports.writing.counts import by_host, by_time_secured
from tracker.reports.writing.laid_out import laid_out, of_one_scope
from tracker.reports.writing.tables import parts_table, report_tables
from tracker.sheets.writing import Imprint, WrittenTable, clean_text
from tracker.targets import wording as target_words
from tracker.targets.rules import TargetKind

_: Callable[..., str] = flask_babel.gettext

TEMPLATE: Final = Path(__file__).with_name("report.typ")
LONG_CELL: Final = 24
"""A column with longer cells shares what is left of the width."""


def report_pdf(content: Content, imprint: Imprint, heading: str) -> bytes:
    """Write the asked scope of a report in full, and its parts in one table; the same content gives the same bytes."""
    asked = content.only(content.asked.scope)
    tables = [of_one_scope(one) for one in report_tables(asked)]
    if len(content.now.scopes) > 1:
        tables.insert(-2, parts_table(content))
    return _set(
        title=_("Quarterly report %(quarter)s", quarter=content.quarter),
        heading=heading,
        imprint=imprint,
        words=content.asked.title or _("Everything"),
        tables=tables,
        bullets=_bullets(content),
        series=_series(content),
        bars=_bars(content),
    )


def tables_pdf(tables: Iterable[WrittenTable], imprint: Imprint, heading: str) -> bytes:
    """Write tables alone, as of a release."""
    return _set(
        title=_("Quarterly report"),
        heading=heading,
        imprint=imprint,
        words="",
        tables=list(tables),
        bullets=[],
        series=[],
        bars=[],
    )


def _set(
    *, title: str, heading: str, imprint: Imprint, words: str, tables: Sequence[WrittenTable], **pictures: Any
) -> bytes:
    data = {
        "title": title,
        "heading": clean_text(heading),
        "notice": imprint.notice,
        "author": imprint.author,
        "day": [imprint.created.year, imprint.created.month, imprint.created.day],
        "words": clean_text(words),
        "tables": [_table(one) for one in tables if one.rows],
        **pictures,
    }
    return typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"report": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],  # to archive, and for those who listen to it
        timestamp=imprint.created.astimezone(UTC).replace(microsecond=0),
        ignore_system_fonts=True,
    )


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _table(table: WrittenTable) -> dict[str, Any]:
    """Give a table to the template: a column with long cells shares what is left of the width."""
    found = laid_out(table)
    longest = [max((len(row[place]) for row in found.rows), default=0) for place in range(len(found.heads))]
    return {
        "title": found.title,
        "above": found.above,
        "heads": found.heads,
        "rows": found.rows,
        "numbers": found.numbers,
        "columns": ["1fr" if length > LONG_CELL else "auto" for length in longest],
    }


def _bullets(content: Content) -> list[dict[str, Any]]:
    """Draw both targets of the asked scope, where they are judged."""
    asked = content.asked
    rules = content.rules_of(asked)
    drawn = []
    for kind in TargetKind:
        figures = asked.figures(kind, rules)
        if rules.off_reason(kind) is None and figures.count.n:
            low, high = (float(edge.at) for edge in rules.edges(kind))
            drawn.append(
                {
                    "title": target_words.finding(figures, rules),
                    "words": target_words.explanation(figures, rules),
                    "explained": target_words.explanation(figures, rules),
                    "band": [low, high if kind is TargetKind.WOMEN else 1.0],
                    "share": _part(figures.share),
                    "lower": _part(figures.lower),
                    "upper": _part(figures.upper),
                }
            )
    return drawn


def _part(share: Any) -> float | None:
    return None if share is None else float(share)


def _series(content: Content) -> list[dict[str, Any]]:
    points = content.series.get(content.asked.scope, ())
    if len(points) <= 1:
        return []
    values = [(point.quarter, point.supported) for point in points]
    return [
        {
            "title": _("Supported persons over the quarters"),
            "words": "; ".join(f"{quarter}: {value}" for quarter, value in values),
            "points": values,
        }
    ]


def _bars(content: Content) -> list[dict[str, Any]]:
    pictures = (
        (_("Supported persons by host state"), by_host(content)),
        (_("How long their stay is secured"), by_time_secured(content)),
    )
    return [
        {"title": title, "words": "; ".join(f"{name}: {number}" for name, number in lines), "rows": lines}
        for title, lines in pictures
        if lines
    ]
