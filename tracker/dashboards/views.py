"""Pages of releases: they ask the release store alone, and work with the main database away."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.reports import wording
from tracker.reports.pictures import draw
from tracker.reports.queries.releases import release_for, releases_for
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import page

pages = GuardedBlueprint("dashboards", __name__)


@pages.route("/releases", permission=Permission.RELEASES_VIEW)
def releases() -> ResponseReturnValue:
    """Show the newest release: all programmes together, and the viewer's programmes one by one."""
    found = releases_for(viewer())
    newest = found[0] if found else None
    return page(
        "dashboards/releases.html",
        release=newest,
        everything=None if newest is None else draw(newest.everything),
        earlier=[one.quarter for one in found[1:]],
        words=wording,
    )


@pages.route("/releases/<quarter>", permission=Permission.RELEASES_VIEW)
def release(quarter: str) -> ResponseReturnValue:
    """Show the release of one quarter."""
    found = release_for(viewer(), quarter)
    return page(
        "dashboards/releases.html",
        release=found,
        everything=draw(found.everything),
        earlier=[],
        words=wording,
        breadcrumb=[(_("Releases"), url_for("dashboards.releases")), (quarter, None)],
    )


@pages.route("/releases/<quarter>/<code>", permission=Permission.RELEASES_VIEW)
def programme(quarter: str, code: str) -> ResponseReturnValue:
    """Show one programme in one release; one that the viewer does not fund is not there."""
    line = release_for(viewer(), quarter).programme(code)
    if line is None:
        raise NotFound
    return page(
        "dashboards/programme.html",
        drawn=draw(line),
        words=wording,
        breadcrumb=[
            (_("Releases"), url_for("dashboards.releases")),
            (quarter, url_for("dashboards.release", quarter=quarter)),
            (code, None),
        ],
    )
