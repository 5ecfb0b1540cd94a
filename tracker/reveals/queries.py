"""Reading reveals: whose window is open, how many are left today, and who looked at whom."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from tracker import clock
from tracker.access.queries import names_of, staff_accounts, viewer_of
from tracker.audit.queries import Sight, account_ids, account_of, sights_of
from tracker.db import db
from tracker.errors import Forbidden, NotFound
from tracker.people.models import Care, Person
from tracker.people.queries import case_codes, former_ids, own_ids, person, visible
from tracker.permissions import Permission, Viewer
from tracker.reveals.models import QuotaRaise, Reveal
from tracker.reveals.rules import TOLD_FOR, RevealReason, allowed_on_a_day


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How many persons an account may reveal today, and whom it has revealed."""

    allowed: int
    revealed: frozenset[uuid.UUID]

    @property
    def left(self) -> int:
        """Return how many persons more."""
        return max(self.allowed - len(self.revealed), 0)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One reveal of a case of the viewer's own, as their desk tells of it."""

    person_id: uuid.UUID
    case_code: str
    who: str
    reason: RevealReason
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Look:
    """One time that somebody looked at a person, as the case's officer reads it."""

    at: datetime
    who: str
    is_reveal: bool
    reason: RevealReason | None
    sentence: str
    times: int
    """How often in a row."""


def person_to_reveal(viewer: Viewer, person_id: uuid.UUID) -> Person:
    """Return a person of the viewer's scope who is not the viewer's own; raise `NotFound` also for one who is hidden."""
    found = person(viewer, person_id)
    if is_own(viewer, person_id):
        raise Forbidden("You look after this person; you see who they are on their page.")
    return found


def is_own(viewer: Viewer, person_id: uuid.UUID) -> bool:
    """Say whether the viewer looks after a person, and so needs no reveal."""
    return bool(own_ids(viewer, [person_id]))


def quota(viewer: Viewer) -> Quota:
    """Return what is left of the viewer's quota today."""
    today = clock.today()
    began = datetime.combine(today, time(), UTC)
    revealed = db.session.scalars(
        select(Reveal.person_id).where(
            Reveal.account_id == viewer.account_id,
            Reveal.revealed_at >= began,
            Reveal.revealed_at < began + timedelta(days=1),
        )
    )
    raises = db.session.scalars(
        select(QuotaRaise.up_to).where(
            QuotaRaise.account_id == viewer.account_id,
            QuotaRaise.day == today,
            QuotaRaise.agreed_at.is_not(None),
        )
    )
    return Quota(allowed=allowed_on_a_day(raises.all()), revealed=frozenset(revealed))


def open_reveal(viewer: Viewer, person_id: uuid.UUID) -> Reveal | None:
    """Return the viewer's reveal of a person whose window is open; the scope was asked before."""
    return db.session.scalars(
        select(Reveal)
        .where(
            Reveal.person_id == person_id,
            Reveal.account_id == viewer.account_id,
            Reveal.ends_at > clock.now(),
        )
        .order_by(Reveal.ends_at.desc())
        .limit(1)
    ).one_or_none()


def revealed_ids(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the persons whose identity a reveal of the viewer's opens at this moment."""
    asked = select(Reveal.person_id).where(
        Reveal.account_id == viewer.account_id,
        Reveal.ends_at > clock.now(),
        Reveal.person_id.in_(person_ids),
        visible(viewer, Reveal.person_id),
    )
    return set(db.session.scalars(asked))


_care = Care.__table__.c


def notices(viewer: Viewer) -> list[Notice]:
    """Return the latest reveals, by others, of persons the viewer looks after, the latest first."""
    if not viewer.is_officer:
        return []
    own = select(_care.person_id).where(
        _care.officer_id == viewer.account_id, _care.programme_id.in_(viewer.programmes)
    )
    rows = db.session.scalars(
        select(Reveal)
        .where(
            Reveal.revealed_at > clock.now() - TOLD_FOR,
            Reveal.account_id != viewer.account_id,
            Reveal.person_id.in_(own),
        )
        .order_by(Reveal.revealed_at.desc())
    ).all()
    names = names_of({row.account_id for row in rows})
    codes = case_codes({row.person_id for row in rows})
    return [
        Notice(
            person_id=row.person_id,
            case_code=codes[row.person_id],
            who=names.get(row.account_id, ""),
            reason=row.reason,
            at=row.revealed_at,
        )
        for row in rows
    ]


def who_looked(viewer: Viewer, person_id: uuid.UUID, limit: int) -> list[Look]:
    """Return who looked at a person of the viewer's own, the latest first; looks in a row of one account are one line."""
    if not is_own(viewer, person_id):
        raise Forbidden("Only the officer who looks after this person reads who looked at them.")
    looks: list[Look] = []
    sights = sights_of([person_id, *former_ids(person_id)], limit)
    names = names_of(account_ids(sight.actor for sight in sights))
    for sight in sights:
        look = _look(sight, names)
        before = looks[-1] if looks else None
        if before and not before.is_reveal and not look.is_reveal and before.who == look.who:
            looks[-1] = replace(before, times=before.times + 1)
        else:
            looks.append(look)
    return looks


def raise_asked(raise_id: uuid.UUID) -> QuotaRaise:
    """Return what is asked to raise a quota; raise `NotFound`."""
    found = db.session.get(QuotaRaise, raise_id)
    if found is None:
        raise NotFound
    return found


def who_reveals() -> dict[uuid.UUID, str]:
    """Return the active accounts that may reveal anybody, by name."""
    return {
        one.id: one.name
        for one in staff_accounts()
        if one.active and viewer_of(one).may(Permission.IDENTITIES_REVEAL)
    }


def _look(sight: Sight, names: dict[uuid.UUID, str]) -> Look:
    account_id = account_of(sight.actor)
    return Look(
        at=sight.at,
        who=names.get(account_id, sight.actor) if account_id else sight.actor,
        is_reveal=sight.deed == "reveal",
        reason=RevealReason(sight.details["reason"]) if sight.deed == "reveal" else None,
        sentence=sight.sentence,
        times=1,
    )
