"""Reading overlaps: by case codes only, and only where both programmes and everybody concerned are in the viewer's scope."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, func, select

from tracker.coordination.models import OverlapDecision
from tracker.coordination.rules import Given, Meeting, meeting, meetings
from tracker.db import db
from tracker.duplicates.queries import taken_for_one
from tracker.duplicates.rules import pair_of
from tracker.errors import NotFound
from tracker.participation.models import Participation, Support
from tracker.participation.rules import Money, total_by_currency
from tracker.people.queries import case_codes, visible
from tracker.permissions import Viewer
from tracker.programmes.models import Event, Programme
from tracker.programmes.queries import programme_ids_for, programme_titles_for
from tracker.vault.columns import open_row
from tracker.vault.models import DataKey
from tracker.web.paging import SCREENFUL, Page

_BATCH = 500  # below SQLite's limit of bound parameters on every build

# Read from the tables: nearly all that is given meets nothing, and needs no object.
_support, _keys = Support.__table__.c, DataKey.__table__.c


@dataclass(frozen=True, kw_only=True)
class OverlapShown:
    """An overlap as coordinators see it: without a name, and without the kind of support, which says what somebody needs."""

    met: Meeting
    codes: tuple[str, str]
    programmes: tuple[str, str]
    decision: OverlapDecision | None

    @property
    def is_one_file(self) -> bool:
        """Say whether both were given to one file; else two files are taken for one person."""
        return self.met.one.person_id == self.met.other.person_id

    @property
    def persons(self) -> tuple[uuid.UUID, uuid.UUID]:
        """Return both persons in the order in which pairs are kept."""
        return pair_of(self.met.one.person_id, self.met.other.person_id)


@dataclass(frozen=True, kw_only=True)
class Overlaps:
    """One screenful of overlaps, what decisions avoided so far, and whether everybody was compared."""

    list: Page[OverlapShown]
    avoided: tuple[Money, ...]
    is_complete: bool


def overlaps(viewer: Viewer, number: int, *, settled: bool) -> Overlaps:
    """Return one screenful of the overlaps in scope that nobody settled, the latest first; or of those that are settled."""
    likely = taken_for_one()
    gifts = {given.support_id: given for given in _gifts(_given_in(viewer))}
    decisions = {
        (one.one_support_id, one.other_support_id): one
        for one in db.session.scalars(select(OverlapDecision))
        if one.one_support_id in gifts and one.other_support_id in gifts
    }
    if settled:
        found = [met for pair in decisions if (met := meeting(*(gifts[one] for one in pair)))]
    else:
        open_ = (met for met in meetings(gifts.values(), likely.pairs) if _key(met) not in decisions)
        found = _of_one_kind(open_)
    found.sort(key=lambda met: (met.first, met.one.support_id, met.other.support_id), reverse=True)
    screen = found[(number - 1) * SCREENFUL : number * SCREENFUL]
    return Overlaps(
        list=Page(_shown(viewer, screen, decisions), number, len(found)),
        avoided=total_by_currency(_avoided(decisions.values())),
        is_complete=likely.is_complete,
    )


def overlap(viewer: Viewer, one_id: uuid.UUID, other_id: uuid.UUID) -> OverlapShown:
    """Return an overlap that stands or was settled; raise `NotFound` also for one of which a part is out of scope."""
    gifts = _gifts(_given_in(viewer).where(_support.id.in_((one_id, other_id))))
    if len(gifts) < len((one_id, other_id)) or one_id >= other_id:
        raise NotFound
    kept = decision(one_id, other_id)
    same = taken_for_one().pairs
    met = meeting(*gifts) if kept else next(iter(_of_one_kind(meetings(gifts, same))), None)
    if met is None:
        raise NotFound
    return _shown(viewer, [met], {} if kept is None else {(one_id, other_id): kept})[0]


def decision(one_id: uuid.UUID, other_id: uuid.UUID) -> OverlapDecision | None:
    """Return what was decided about two supports, for those who passed their scope."""
    asked = select(OverlapDecision).where(
        OverlapDecision.one_support_id == one_id, OverlapDecision.other_support_id == other_id
    )
    return db.session.scalars(asked).one_or_none()


def _given_in(viewer: Viewer) -> Select[Any]:
    """Select what programmes in the viewer's scope give persons in it; where no last day stands, their part's is taken."""
    return (
        select(
            _support.id,
            _support.person_id,
            Programme.id,
            _support.starts_on,
            func.coalesce(_support.ends_on, Participation.ends_on, Programme.ends_on),
            _support.amount,
            _support.currency,
        )
        .join(Participation, Participation.id == _support.participation_id)
        .outerjoin(Event, Event.id == Participation.event_id)
        .join(Programme, Programme.id == func.coalesce(Participation.programme_id, Event.programme_id))
        .where(Programme.id.in_(programme_ids_for(viewer)), visible(viewer, _support.person_id))
    )


def _gifts(asked: Select[Any]) -> list[Given]:
    return [_given(row) for row in db.session.execute(asked)]


def _given(row: Row[*tuple[Any, ...]]) -> Given:
    support_id, person_id, programme_id, first, last, amount, currency = row
    money = None if amount is None or currency is None else Money(amount, currency)
    return Given(support_id, person_id, programme_id, first, last, money)


def _of_one_kind(found: Iterator[Meeting]) -> list[Meeting]:
    """Return those meetings of which both supports are of the same kind: only now kinds are opened."""
    met = list(found)
    kinds = _kinds({one.support_id for each in met for one in (each.one, each.other)})
    return [each for each in met if kinds[each.one.support_id] == kinds[each.other.support_id]]


def _kinds(support_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    kinds: dict[uuid.UUID, str] = {}
    rest = iter(support_ids)
    while batch := list(islice(rest, _BATCH)):
        asked = select(_support.id, _support.person_id, _keys.wrapped, _support.kind)
        rows = db.session.execute(asked.where(_support.id.in_(batch), _keys.owner_id == _support.person_id))
        for support_id, person_id, wrapped, kind in rows:
            kinds[support_id] = open_row(Support, support_id, person_id, wrapped, {"kind": kind})["kind"]
    return kinds


def _avoided(decisions: Collection[OverlapDecision]) -> Iterator[Money]:
    for one in decisions:
        if one.avoided_amount is not None and one.avoided_currency is not None:
            yield Money(one.avoided_amount, one.avoided_currency)


def _shown(
    viewer: Viewer, met: Collection[Meeting], decisions: dict[tuple[uuid.UUID, uuid.UUID], OverlapDecision]
) -> list[OverlapShown]:
    codes = case_codes({given.person_id for each in met for given in (each.one, each.other)})
    programmes = {one.id: one.code for one in programme_titles_for(viewer)}
    return [
        OverlapShown(
            met=each,
            codes=(codes[each.one.person_id], codes[each.other.person_id]),
            programmes=(programmes[each.one.programme_id], programmes[each.other.programme_id]),
            decision=decisions.get(_key(each)),
        )
        for each in met
    ]


def _key(met: Meeting) -> tuple[uuid.UUID, uuid.UUID]:
    return met.one.support_id, met.other.support_id
