"""The preview of a release for coordinators: what donors would see, and which rule hides what."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import render_template
from markupsafe import Markup

from tracker.reports import wording
from tracker.reports.models import ClosedQuarter
from tracker.reports.pictures import draw
from tracker.reports.rules import released
from tracker.reports.rules.releases import FORMAT


def preview(closed: ClosedQuarter) -> dict[str, Any]:
    """Return the parts of a page about a closed quarter; empty while its release is not built."""
    if closed.built_at is None:
        return {"body": "", "programmes": (), "reasons": (), "working": None}
    release = released(closed.figures)
    # What was published by the first rule kept no reasons.
    working = closed.working if closed.figures.get("format") == FORMAT else None
    body = render_template("dashboards/_body.html", drawn=draw(release, release.everything), words=wording)
    return {
        # The template escapes all that goes into it; what comes out is markup of ours.
        "body": Markup(body),  # noqa: S704
        "programmes": release.programmes,
        "reasons": _by_reason(working["why"]) if working else (),
        "working": working,
    }


def _by_reason(why: dict[str, str]) -> list[tuple[str, list[str]]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, reason in why.items():
        line, table, row = name.split("|")
        found[reason].append(" · ".join(part for part in (line, table, row) if part))
    return sorted(found.items())
