"""Letting a report leave the house as a file, with a line in the trail by which the file is known again."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from tracker.audit.operations import record
from tracker.errors import Refused, RuleBroken
from tracker.permissions import Viewer
from tracker.reports.queries.books import Book, FileFormat, book
from tracker.targets.rules import Scope


def export_report(
    viewer: Viewer,
    quarter: str,
    scope: Scope | None,
    today: date,
    *,
    internal: bool,
    file_format: FileFormat,
    may_be_draft: bool = False,
) -> Book:
    """Write a report as a file and say so in the trail; sentences that concern the scope stand beside it.

    Exact figures leave as a published report, which a second person has seen; a command may write the draft.
    """
    try:
        made = book(
            viewer,
            quarter,
            scope,
            today,
            internal=internal,
            file_format=file_format,
            may_be_draft=may_be_draft,
        )
    except Refused as error:
        raise RuleBroken(error.message, "scope") from None
    record(
        "export_report",
        "report",
        quarter,
        details={
            "scope": str(scope or "own"),
            "internal": internal,
            "format": file_format.value,
            "number": made.number,
            "sha256": sha256(made.content).hexdigest(),
        },
    )
    return made
