"""Making the file of a report: the tables of its class, its notice, and an author who is no person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import flask_babel

from tracker import clock
from tracker.errors import Refused
from tracker.permissions import Viewer
from tracker.reports.queries.internal import internal_report
from tracker.reports.queries.released_tables import external_tables
from tracker.reports.queries.releases import release_to_export
from tracker.reports.queries.tables import internal_tables
from tracker.reports.rules import INTERNAL_MARK, ReleasedLine, ReleasedQuarter, check_may_close
from tracker.sheets.writing import Imprint, write_csv, write_xlsx
from tracker.targets.queries import Landscape
from tracker.targets.rules import Scope, ScopeKind

_: Callable[..., str] = flask_babel.gettext

AUTHOR = "Tracker"


class FileFormat(StrEnum):
    """What a report can be written as."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """Return what a browser is told about the file."""
        if self is FileFormat.CSV:
            return "text/csv; charset=utf-8"
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class Book:
    """A report as a file."""

    file_name: str
    media_type: str
    content: bytes


def book(
    viewer: Viewer, quarter: str, scope: Scope | None, today: date, *, internal: bool, file_format: FileFormat
) -> Book:
    """Write the report of a quarter.

    Raises `RuleBroken` for a quarter that is not over, `Refused` for an unknown scope, for nobody in it and
    where there is no release, `NotFound` for a scope that is not the viewer's.
    """
    window = check_may_close(quarter, today)
    if internal:
        tables = internal_tables(internal_report(viewer, window.name, scope, today))
    else:
        release, lines = _released_lines(window.name, scope)
        tables = external_tables(release, lines)
    author = _author(scope)
    imprint = Imprint(author, clock.now(), INTERNAL_MARK if internal else "")
    heading = _(
        "Quarterly report %(quarter)s (%(first)s to %(last)s), %(scope)s; made on %(today)s by %(author)s",
        quarter=window.name,
        first=window.first,
        last=window.last,
        scope=scope or _("all scopes"),
        today=today,
        author=author,
    )
    tables = [replace(table, above=[heading, *table.above]) for table in tables]
    write = write_xlsx if file_format is FileFormat.XLSX else write_csv
    words = [
        "report",
        window.name,
        str(scope or "").replace(":", "-"),
        "INTERNAL" if internal else "external",
    ]
    return Book(
        file_name=f"{'-'.join(word for word in words if word)}.{file_format}",
        media_type=file_format.media_type,
        content=write(tables, imprint),
    )


def _released_lines(quarter: str, scope: Scope | None) -> tuple[ReleasedQuarter, list[ReleasedLine]]:
    """Return a release and the lines of it that a scope names: all of it, or one programme."""
    release = release_to_export(quarter)
    if scope is None or scope.kind is ScopeKind.ALL:
        return release, list(release.lines)
    if scope.kind is not ScopeKind.PROGRAMME:
        raise Refused("A release shows single programmes and all of them together, nothing else.")
    line = release.programme(scope.code)
    if line is None:
        raise Refused(f"The release of {quarter} has no programme {scope.code}.")
    return release, [line]


def _author(scope: Scope | None) -> str:
    """Name the organisation of a scope as the author, or the tracker; never a member of staff."""
    landscape = Landscape()
    match scope:
        case Scope(ScopeKind.ORGANISATION, code) if code in landscape.organisations:
            return landscape.organisations[code].name
        case Scope(ScopeKind.PROGRAMME, code) if code in landscape.programmes:
            return landscape.programmes[code].organisation.name
        case _:
            return AUTHOR
