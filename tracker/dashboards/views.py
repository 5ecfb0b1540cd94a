"""Pages of releases: they ask the release store alone, and work with the main database away."""

from __future__ import annotations

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.dashboards.bodies import body_of, content_of
from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.reports import wording
from tracker.reports.queries.released_tables import ReleaseFile, release_file
from tracker.reports.queries.releases import OnShelf, from_shelf, shelf_of
from tracker.web.blueprint import GuardedBlueprint, viewer
from tracker.web.pages import page

pages = GuardedBlueprint("dashboards", __name__)


@pages.route("/releases", permission=Permission.RELEASES_VIEW)
def releases() -> ResponseReturnValue:
    """Show the newest release: all programmes together, and the viewer's programmes one by one."""
    shelf = shelf_of(viewer())
    if not shelf:
        return page("dashboards/releases.html", release=None)
    return _dashboard(shelf[0], shelf)


@pages.route("/releases/<quarter>", permission=Permission.RELEASES_VIEW)
def release(quarter: str) -> ResponseReturnValue:
    """Show the release of one quarter."""
    return _dashboard(from_shelf(viewer(), quarter), shelf_of(viewer()))


@pages.route("/releases/<quarter>/<code>", permission=Permission.RELEASES_VIEW)
def programme(quarter: str, code: str) -> ResponseReturnValue:
    """Show one programme in one release; one that the viewer does not fund is not there."""
    shelved = from_shelf(viewer(), quarter)
    line = content_of(shelved).programme(code)
    if line is None or not shelved.may_open(code):
        raise NotFound
    return page(
        "dashboards/programme.html",
        shelved=shelved,
        line=line,
        body=body_of(shelved, code),
        words=wording,
        files=_files(quarter, code),
        breadcrumb=[
            (_("Releases"), url_for("dashboards.releases")),
            (quarter, url_for("dashboards.release", quarter=quarter)),
            (code, None),
        ],
    )


@pages.route("/releases/<quarter>/files/<file_format>", permission=Permission.RELEASES_VIEW)
def release_as_file(quarter: str, file_format: str) -> ResponseReturnValue:
    """Send what the viewer may read of a release as a file."""
    shelved = from_shelf(viewer(), quarter)
    found = content_of(shelved)
    lines = [found.everything, *(line for line in found.programmes if shelved.may_open(line.code))]
    chosen = _format(file_format)
    return _sent(release_file(found, lines, chosen), chosen, f"release-{quarter}")


@pages.route("/releases/<quarter>/<code>/files/<file_format>", permission=Permission.RELEASES_VIEW)
def programme_as_file(quarter: str, code: str, file_format: str) -> ResponseReturnValue:
    """Send one programme of a release as a file."""
    shelved = from_shelf(viewer(), quarter)
    found = content_of(shelved)
    line = found.programme(code)
    if line is None or not shelved.may_open(code):
        raise NotFound
    chosen = _format(file_format)
    return _sent(release_file(found, [line], chosen), chosen, f"release-{quarter}-{code}")


def _dashboard(shelved: OnShelf, shelf: list[OnShelf]) -> ResponseReturnValue:
    found = content_of(shelved)
    return page(
        "dashboards/releases.html",
        release=found,
        programmes=[line for line in found.programmes if shelved.may_open(line.code)],
        body=body_of(shelved, ""),
        others=[one for one in shelf if one.id != shelved.id],
        files=_files(shelved.quarter, None),
        words=wording,
    )


def _files(quarter: str, code: str | None) -> list[tuple[str, str]]:
    if code is None:
        return [
            (one.upper(), url_for("dashboards.release_as_file", quarter=quarter, file_format=one.value))
            for one in ReleaseFile
        ]
    return [
        (
            one.upper(),
            url_for("dashboards.programme_as_file", quarter=quarter, code=code, file_format=one.value),
        )
        for one in ReleaseFile
    ]


def _format(name: str) -> ReleaseFile:
    try:
        return ReleaseFile(name)
    except ValueError:
        raise NotFound from None


def _sent(content: bytes, file_format: ReleaseFile, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{file_format}"'}
    return Response(content, mimetype=file_format.media_type, headers=headers)
