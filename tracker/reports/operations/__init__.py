"""Closing quarters, publishing releases and quarterly reports by a second person, and exporting reports."""

from tracker.reports.operations.exports import export_report
from tracker.reports.operations.quarterly import (
    COUNT_REPORT,
    count_as_asked,
    decide_report,
    draft_report,
    make_at_once,
    note,
    review,
    throw_away,
)
from tracker.reports.operations.releases import (
    BUILD,
    build,
    build_as_asked,
    close_quarter,
    decide_release,
    keep,
    publish,
)

__all__ = [
    "BUILD",
    "COUNT_REPORT",
    "build",
    "build_as_asked",
    "close_quarter",
    "count_as_asked",
    "decide_release",
    "decide_report",
    "draft_report",
    "export_report",
    "keep",
    "make_at_once",
    "note",
    "publish",
    "review",
    "throw_away",
]
