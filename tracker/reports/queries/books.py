"""Making the file of a report: what it says, its class and notice, and an author who is no person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import flask_babel

from tracker.errors import NotFound, Refused, RuleBroken
from tracker.permissions import Viewer
from tracker.programmes.queries import grants_in_force
from tracker.reports.keeping import to_text
from tracker.reports.queries.internal import author_of, make_report
from tracker.reports.queries.quarterly import published_with
from tracker.reports.queries.released_tables import (
    ReleaseFile,
    external_tables,
    release_file,
    release_json,
)
from tracker.reports.queries.releases import funded_in, release_to_export
from tracker.reports.rules import INTERNAL_MARK, ReleasedLine, ReleasedQuarter, check_may_close
from tracker.reports.rules.content import Content
from tracker.reports.rules.quarterly import DRAFT_MARK
from tracker.reports.writing.flat import flat_table
from tracker.reports.writing.iati import Activity, Given, iati_xml
from tracker.reports.writing.pdf import report_pdf, tables_pdf
from tracker.reports.writing.tables import report_tables
from tracker.sheets.writing import Imprint, write_csv, write_xlsx
from tracker.targets.queries import Landscape, scopes_for
from tracker.targets.rules import Scope, ScopeKind, Window

_: Callable[..., str] = flask_babel.gettext


class FileFormat(StrEnum):
    """What a report can be written as."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PDF = "pdf"
    IATI = "iati"

    @property
    def media_type(self) -> str:
        """Return what a browser is told about the file."""
        return {
            FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileFormat.CSV: "text/csv; charset=utf-8",
            FileFormat.JSON: "application/json",
            FileFormat.PDF: "application/pdf",
            FileFormat.IATI: "application/xml",
        }[self]

    @property
    def ending(self) -> str:
        """Return how the name of such a file ends."""
        return "iati.xml" if self is FileFormat.IATI else self.value


@dataclass(frozen=True, kw_only=True)
class Book:
    """A report as a file."""

    file_name: str
    media_type: str
    content: bytes
    number: int | None = None
    """Of the published report that it was made of."""


def book(
    viewer: Viewer,
    quarter: str,
    scope: Scope | None,
    today: date,
    *,
    internal: bool,
    file_format: FileFormat,
    may_be_draft: bool = False,
) -> Book:
    """Write the report of a quarter.

    Exact figures come from the published report; where there is none, from the rows as they stand, if it may be a
    draft. Raises `RuleBroken` for a quarter that is not over, `Refused` for an unknown scope, for nobody in it and
    where nothing is published, `NotFound` for a scope that is not the viewer's.
    """
    window = check_may_close(quarter, today)
    if not internal:
        return _external(window, scope, file_format)
    if file_format is FileFormat.IATI:
        raise Refused("IATI is published, so it holds what a release shows and never exact figures.")
    scope = _own(viewer, scope)
    found = published_with(window.name, str(scope)) if scope is not None else None
    if found is not None:
        report, content = found
        return replace(written(content, file_format, [INTERNAL_MARK]), number=report.number)
    if not may_be_draft:
        raise RuleBroken(
            f"No report of {window.name} is published for this scope. Make it and have another coordinator publish "
            "it: exact figures leave the house with a second person only.",
            "quarter",
        )
    content = make_report(viewer, window.name, scope, today)
    return written(content, file_format, [DRAFT_MARK, INTERNAL_MARK])


def written(content: Content, file_format: FileFormat, marks: list[str]) -> Book:
    """Write one report; the same content, format and marks give the same bytes."""
    notice = ". ".join(marks)
    heading = heading_of(content)
    imprint = Imprint(content.author, content.made_at, notice)
    match file_format:
        case FileFormat.CSV:
            made = write_csv([replace(flat_table(content), above=[heading])], imprint)
        case FileFormat.JSON:
            made = (to_text(content) + "\n").encode()
        case FileFormat.PDF:
            made = report_pdf(content, imprint, heading)
        case _:
            tables = report_tables(content)
            made = write_xlsx([replace(one, above=[heading, *one.above]) for one in tables], imprint)
    kind = "DRAFT-INTERNAL" if DRAFT_MARK in marks else "INTERNAL"
    return _book(content.quarter, content.scope, kind, file_format, made, revision=content.revision)


def heading_of(content: Content) -> str:
    """Say what a report is about, when it was made and by whom, the same on every page and sheet."""
    return _(
        "Quarterly report %(quarter)s (%(first)s to %(last)s), %(scope)s, revision %(revision)s; made on %(today)s by %(author)s",
        quarter=content.quarter,
        first=content.first_day,
        last=content.last_day,
        scope=content.scope,
        revision=content.revision,
        today=content.made_at.date(),
        author=content.author,
    )


def _external(window: Window, scope: Scope | None, file_format: FileFormat) -> Book:
    """Write what the release of a quarter shows of one programme or all."""
    if file_format is FileFormat.IATI:
        return _book(window.name, str(scope or ""), "external", file_format, _iati(window, scope))
    release, lines = _released_lines(window.name, scope)
    author = author_of(scope, Landscape())
    heading = _(
        "Quarterly report %(quarter)s (%(first)s to %(last)s), %(scope)s, as released; by %(author)s",
        quarter=release.name,
        first=window.first,
        last=window.last,
        scope=scope or _("all scopes"),
        author=author,
    )
    imprint = Imprint(author)
    tables = [replace(one, above=[heading, *one.above]) for one in external_tables(release, lines)]
    match file_format:
        case FileFormat.XLSX:
            made = write_xlsx(tables, imprint)
        case FileFormat.PDF:
            made = tables_pdf(external_tables(release, lines), imprint, heading)
        case FileFormat.JSON:
            made = release_json(release, lines)
        case _:
            made = release_file(release, lines, ReleaseFile.CSV)
    return _book(window.name, str(scope or ""), "external", file_format, made)


def _book(
    quarter: str, scope: str, kind: str, file_format: FileFormat, content: bytes, *, revision: int = 1
) -> Book:
    words = [
        "report",
        quarter,
        scope.replace(":", "-"),
        kind,
        f"revision-{revision}" if revision > 1 else "",
    ]
    return Book(
        file_name=f"{'-'.join(word for word in words if word)}.{file_format.ending}",
        media_type=file_format.media_type,
        content=content,
    )


def _own(viewer: Viewer, scope: Scope | None) -> Scope | None:
    """Return the scope that is asked for, if it is the viewer's; of nothing asked, everything where they see that."""
    if scope is None:
        return Scope() if viewer.everything else None
    landscape = Landscape()
    landscape.title(scope)  # an unknown code is refused here
    if scope not in scopes_for(viewer, landscape):
        raise NotFound
    return scope


def _released_lines(quarter: str, scope: Scope | None) -> tuple[ReleasedQuarter, list[ReleasedLine]]:
    """Return a release and the lines of it that a scope names; of an organisation or donor its programmes, without a sum."""
    release = release_to_export(quarter)
    match scope:
        case None | Scope(ScopeKind.ALL):
            return release, list(release.lines)
        case Scope(ScopeKind.ORGANISATION, code):
            lines = _lines_of(release, Landscape().title(scope))
            if not lines:
                raise Refused(f"The release of {quarter} has no programme of {code}.")
            return release, lines
        case Scope(ScopeKind.DONOR, code):
            lines = [line for line in map(release.programme, funded_in(quarter, code)) if line is not None]
            if not lines:
                raise Refused(f"The release of {quarter} has no programme that {code} funded.")
            return release, lines
        case Scope(ScopeKind.PROGRAMME, code):
            line = release.programme(code)
            if line is None:
                raise Refused(f"The release of {quarter} has no programme {code}.")
            return release, [line]
        case _:
            raise Refused(
                "A release shows single programmes, those of an organisation or a donor one by one, and all of them together."
            )


def _lines_of(release: ReleasedQuarter, organisation: str) -> list[ReleasedLine]:
    """Return the programmes of an organisation, each by itself: a sum of them would show what is hidden in one."""
    return [line for line in release.lines if line.code and line.organisation == organisation]


def _iati(window: Window, scope: Scope | None) -> bytes:
    """Write the public programmes of a release as IATI activities."""
    release, lines = _released_lines(window.name, scope)
    programmes = Landscape().programmes
    public = [line for line in lines if line.code in programmes and programmes[line.code].is_public]
    if not public:
        raise Refused(
            "None of these programmes may be named in public: that is a mark on the page of the programme."
        )
    grants = grants_in_force(window.first, window.last)
    return iati_xml(
        release,
        window,
        [
            Activity(
                line=line,
                reporting=programmes[line.code].organisation.code,
                starts_on=programmes[line.code].starts_on,
                ends_on=programmes[line.code].ends_on,
                given=tuple(
                    Given(one.donor.name, one.amount, one.currency, one.starts_on, one.ends_on)
                    for one in grants
                    if one.programme.code == line.code
                ),
            )
            for line in public
        ],
    )
