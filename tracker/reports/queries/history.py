"""What releases showed so far and of whom: the memory against which a new quarter is protected."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.disclosure.rules.parts import LastShown
from tracker.disclosure.rules.quarters import Quarter, Value
from tracker.errors import RuleBroken
from tracker.reports.models import Release, ReleaseMembers
from tracker.reports.queries.counting import TOKEN_BYTES, count_quarter
from tracker.reports.rules.catalogue import catalogue
from tracker.reports.rules.releases import FORMAT, cells_in, name_of, offered_in
from tracker.targets.rules import Window


def all_releases() -> list[Release]:
    """Return every release, in the order of their publication."""
    return list(db.session.scalars(select(Release).order_by(Release.number)))


def last_shown(releases: Iterable[Release], today: date) -> dict[str, LastShown]:
    """Return what each figure showed last, with the tokens of whom it was about."""
    found: dict[str, LastShown] = {}
    for release in releases:
        name = name_of(release.quarter, release.revision)
        new = {cell: one for cell, one in cells_in(release.figures).items() if one.as_of == name}
        if release.figures.get("format") == FORMAT:
            members = _kept_members(release.id)
        else:
            members = _counted_anew(release, today, {cell: one.count for cell, one in new.items()})
        for cell, one in new.items():
            found[cell] = LastShown(Value(one.count, one.as_of), members.get(cell))
    return found


def offered(releases: Iterable[Release]) -> dict[str, frozenset[str]]:
    """Return the host states that each programme offered at its first release."""
    found: dict[str, frozenset[str]] = {}
    for release in releases:
        found = offered_in(release.figures) | found
    return found


def superseded(releases: Sequence[Release]) -> list[ReleaseMembers]:
    """Return the members of figures that showed a new value since, or that are too old to be compared with."""
    rows: list[ReleaseMembers] = []
    newer: set[str] = set()
    for age, release in enumerate(reversed(releases)):
        kept = db.session.scalars(select(ReleaseMembers).where(ReleaseMembers.closed_id == release.id)).all()
        rows += (row for row in kept if row.cell in newer or age >= MOST_QUARTERS)
        newer |= {row.cell for row in kept}
    return rows


MOST_QUARTERS = 12
"""After so many releases nobody's tokens are kept; a figure that showed nothing new since then never does again."""


def to_bytes(tokens: Iterable[str]) -> bytes:
    """Write tokens as bytes, in order, so that the order says nothing."""
    return b"".join(bytes.fromhex(token) for token in sorted(tokens))


def _kept_members(release_id: uuid.UUID) -> dict[str, frozenset[str]]:
    rows = db.session.scalars(select(ReleaseMembers).where(ReleaseMembers.closed_id == release_id))
    return {row.cell: _from_bytes(row.tokens) for row in rows}


def _from_bytes(content: bytes) -> frozenset[str]:
    return frozenset(
        content[place : place + TOKEN_BYTES].hex() for place in range(0, len(content), TOKEN_BYTES)
    )


def _counted_anew(release: Release, today: date, shown: dict[str, int]) -> dict[str, frozenset[str]]:
    """Count a quarter again that was released before members were kept.

    Where the rows still give what was shown, these are its members. Where they do not, nobody knows whom it was about,
    and the figure shows nothing new.
    """
    quarter = quarter_of(release.quarter, release.revision, today, offered_in(release.figures))
    return {
        cell: quarter.figures[cell].members
        for cell, count in shown.items()
        if cell in quarter.figures and quarter.figures[cell].count == count
    }


def quarter_of(quarter: str, revision: int, today: date, offers: dict[str, frozenset[str]]) -> Quarter:
    """Count a quarter and lay its catalogue out; nothing where no target set was in effect then."""
    name = name_of(quarter, revision)
    try:
        return catalogue(count_quarter(Window.parse(quarter), name, today, offers).count)
    except RuleBroken:
        return Quarter(name=name, figures={})
