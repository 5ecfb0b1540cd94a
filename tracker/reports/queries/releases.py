"""Reading closed quarters (main database) and releases (release store).

What donors read asks the release store alone, so that it works with the main database away.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from tracker.approvals.models import Approval
from tracker.approvals.rules import ApprovalKind
from tracker.audit.rules import Fault, Link, first_fault
from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.permissions import Viewer
from tracker.reports.models import ClosedQuarter, Release, ReleaseFunding
from tracker.reports.rules import ReleasedQuarter, released


def closed_quarters() -> list[tuple[ClosedQuarter, Approval | None]]:
    """Return the closed quarters, the last closed first, each with its proposal to publish."""
    rows = db.session.execute(
        select(ClosedQuarter, Approval)
        .outerjoin(
            Approval, (Approval.record_id == ClosedQuarter.id) & (Approval.kind == ApprovalKind.RELEASE)
        )
        .order_by(ClosedQuarter.closed_at.desc())
    )
    return [(closed, proposal) for closed, proposal in rows]


def closed_quarter(closed_id: uuid.UUID) -> ClosedQuarter:
    """Return one closed quarter; raise `NotFound`."""
    found = db.session.get(ClosedQuarter, closed_id)
    if found is None:
        raise NotFound
    return found


def is_closed_already(closed_id: uuid.UUID) -> bool:
    """Say whether a quarter was closed under this id already (a button clicked twice)."""
    return db.session.get(ClosedQuarter, closed_id) is not None


def published_quarters() -> list[str]:
    """Return the quarters that have a release."""
    return list(db.session.scalars(select(Release.quarter).order_by(Release.number)))


def release_of(quarter: str) -> Release | None:
    """Return the release of a quarter, if there is one."""
    return db.session.scalars(select(Release).where(Release.quarter == quarter)).one_or_none()


def last_release() -> Release | None:
    """Return the release with the highest number, to which the next one is chained."""
    return db.session.scalars(select(Release).order_by(Release.number.desc()).limit(1)).one_or_none()


def releases_for(viewer: Viewer) -> list[ReleasedQuarter]:
    """Return the releases as the viewer may read them, the newest quarter first.

    A donor reads the programmes it funded in the quarter and the figure for all; staff read every programme.
    """
    rows = list(db.session.scalars(select(Release).order_by(Release.quarter.desc())))
    quarters = [(row.id, released(row.figures)) for row in rows]
    if not viewer.is_donor:
        return [quarter for _id, quarter in quarters]
    funded = db.session.execute(
        select(ReleaseFunding.release_id, ReleaseFunding.programme_code).where(
            ReleaseFunding.donor_code == viewer.donor_code
        )
    ).all()
    return [
        quarter.only(code for release_id, code in funded if release_id == row_id)
        for row_id, quarter in quarters
    ]


def release_for(viewer: Viewer, quarter: str) -> ReleasedQuarter:
    """Return one release as the viewer may read it; raise `NotFound`."""
    for one in releases_for(viewer):
        if one.quarter == quarter:
            return one
    raise NotFound


def release_to_export(quarter: str) -> ReleasedQuarter:
    """Return the release of a quarter; raise `Refused` with a sentence when there is none."""
    found = release_of(quarter)
    if found is None:
        raise Refused(f"There is no release of {quarter}: the external report shows what a release shows.")
    return released(found.figures)


def verify_releases() -> Fault | None:
    """Walk the chain of releases and return its first fault."""
    rows = list(db.session.scalars(select(Release).order_by(Release.number)))
    funding = db.session.execute(
        select(ReleaseFunding.release_id, ReleaseFunding.donor_code, ReleaseFunding.programme_code).order_by(
            ReleaseFunding.donor_code, ReleaseFunding.programme_code
        )
    ).all()
    links = []
    for row in rows:
        paid: dict[str, list[str]] = {}
        for release_id, donor, programme in funding:
            if release_id == row.id:
                paid.setdefault(donor, []).append(programme)
        content = content_of(row.number, row.quarter, row.figures, paid, row.published_at.isoformat())
        links.append(Link(row.number, content, row.previous, row.hash))
    return first_fault(links, (links[-1].number, links[-1].hash) if links else None)


def content_of(
    number: int,
    quarter: str,
    figures: Mapping[str, Any],
    funding: Mapping[str, list[str]],
    published_at: str,
) -> dict[str, Any]:
    """Return what a release's hash covers."""
    return {
        "number": number,
        "quarter": quarter,
        "figures": figures,
        "funding": funding,
        "published_at": published_at,
    }
