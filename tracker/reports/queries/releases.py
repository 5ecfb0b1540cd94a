"""Reading closed quarters (main database) and releases (release store).

What donors read asks the release store alone, so that it works with the main database away.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.approvals.models import Approval
from tracker.approvals.rules import ApprovalKind
from tracker.audit.rules import Fault, Link, first_fault
from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.permissions import Viewer
from tracker.reports.models import ClosedQuarter, Release, ReleaseFunding
from tracker.reports.rules import ReleasedQuarter, name_of, released


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
    """Return the quarters that have a release, in the order of publication."""
    return list(dict.fromkeys(db.session.scalars(select(Release.quarter).order_by(Release.number))))


def release_of(quarter: str) -> Release | None:
    """Return the release of a quarter, the last where it was revised, if there is one."""
    asked = select(Release).where(Release.quarter == quarter).order_by(Release.revision.desc())
    return db.session.scalars(asked.limit(1)).one_or_none()


def release_with(closed_id: uuid.UUID) -> Release | None:
    """Return the release of a closed quarter, if it was published."""
    return db.session.get(Release, closed_id)


def last_release() -> Release | None:
    """Return the release with the highest number, to which the next one is chained."""
    return db.session.scalars(select(Release).order_by(Release.number.desc()).limit(1)).one_or_none()


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShelf:
    """A release as a viewer finds it: which one, and the programmes of it that they may open (None: every one)."""

    id: uuid.UUID
    quarter: str
    revision: int
    hash: str
    codes: frozenset[str] | None

    def may_open(self, code: str) -> bool:
        """Say whether the viewer may open a programme."""
        return self.codes is None or code in self.codes

    @property
    def name(self) -> str:
        """Name the release."""
        return name_of(self.quarter, self.revision)


def shelf_of(viewer: Viewer) -> list[OnShelf]:
    """Return the releases that a viewer may read, the newest first; of a quarter that was revised the last one.

    A donor opens the programmes it funded in the quarter and the figures for all; staff open every programme.
    """
    rows = db.session.execute(
        select(Release.id, Release.quarter, Release.revision, Release.hash).order_by(Release.number.desc())
    ).all()
    funded: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    if viewer.is_donor:
        paid = select(ReleaseFunding.release_id, ReleaseFunding.programme_code)
        for release_id, code in db.session.execute(
            paid.where(ReleaseFunding.donor_code == viewer.donor_code)
        ):
            funded[release_id].add(code)
    found: dict[str, OnShelf] = {}
    for row in rows:
        codes = frozenset(funded[row.id]) if viewer.is_donor else None
        one = OnShelf(id=row.id, quarter=row.quarter, revision=row.revision, hash=row.hash, codes=codes)
        found.setdefault(row.quarter, one)
    return list(found.values())


def from_shelf(viewer: Viewer, quarter: str) -> OnShelf:
    """Return the release of a quarter as a viewer finds it; raise `NotFound`."""
    for one in shelf_of(viewer):
        if one.quarter == quarter:
            return one
    raise NotFound


def content(release_id: uuid.UUID) -> ReleasedQuarter:
    """Return what a release says, all programmes of it: whoever shows them asks `OnShelf.may_open`."""
    return released(db.session.get_one(Release, release_id).figures)


def release_to_export(quarter: str) -> ReleasedQuarter:
    """Return the release of a quarter; raise `Refused` with a sentence when there is none."""
    found = release_of(quarter)
    if found is None:
        raise Refused(f"There is no release of {quarter}: the external report shows what a release shows.")
    return released(found.figures)


def funded_in(quarter: str, donor_code: str) -> list[str]:
    """Return the codes of the programmes that a donor funded in a release, in order."""
    found = release_of(quarter)
    if found is None:
        return []
    asked = select(ReleaseFunding.programme_code).where(
        ReleaseFunding.release_id == found.id, ReleaseFunding.donor_code == donor_code
    )
    return sorted(db.session.scalars(asked))


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
