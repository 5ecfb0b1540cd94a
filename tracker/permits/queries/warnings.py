"""Reading what warnings about permits follow from: of one person's permits at hand, or of all that may need something."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, and_, exists, or_, select

from tracker.db import db
from tracker.people.models import Membership
from tracker.people.rules.households import Relationship
from tracker.permits.models import Permit, PermitConditions, PermitEntry, PermitFramework, TripAbroad
from tracker.permits.queries.permits import entry_of, history
from tracker.permits.rules import (
    AWAITED,
    HELD,
    RESIDENCE_KINDS,
    Entry,
    PermitHistory,
    PermitKind,
    PermitStatus,
)
from tracker.permits.rules.conditions import Trip
from tracker.permits.rules.tracks import NO_RULES, TrackRules, months_after
from tracker.permits.rules.warnings import (
    SLACK,
    SOON,
    Concern,
    PermitWarning,
    Watched,
    warnings_of,
    worth_doing,
)
from tracker.reference.rules import Days
from tracker.vault.keys import vault

_BATCH = 500
_A_DAY = timedelta(days=1)
"""It can be tomorrow already in a host state, or yesterday still."""


@dataclass(frozen=True, kw_only=True)
class WarnedPermit:
    """A permit with what is to be told of it today."""

    permit_id: uuid.UUID
    person_id: uuid.UUID
    kind: PermitKind
    host_iso2: str | None
    warnings: tuple[PermitWarning, ...]


def warned_permits(permits: Sequence[Permit], own: Collection[uuid.UUID], days: Days) -> list[WarnedPermit]:
    """Return permits, all those of their holders, with their warnings by the day of each host state.

    What is sealed (trips, conditions, the relationship to the principal) is read of the persons in `own` alone. Who asks
    was checked before.
    """
    principals = _entries({one.derived_from_id for one in permits if one.derived_from_id is not None})
    persons = {one.person_id for one in permits}
    sealed = _sealed([one for one in persons if one in own], has_derived=bool(principals))
    seen = [
        (
            permit,
            Watched(
                history=history(permit),
                rules=NO_RULES if permit.framework is None else _rules_of(permit.framework),
                principal=None
                if permit.derived_from_id is None
                else tuple(principals.get(permit.derived_from_id, ())),
                relationship=sealed.relationships.get(permit.person_id),
                days_abroad=sealed.days_abroad.get(permit.id),
                trips=tuple(sealed.trips.get(permit.person_id, ())),
            ),
        )
        for permit in permits
    ]
    return _warned([(one.id, one.person_id, one.kind, one.host_iso2, watched) for one, watched in seen], days)


def warned_among(persons: Any, days: Days) -> list[tuple[WarnedPermit, PermitWarning]]:
    """Return each warning after which somebody has to do something, of many persons who are the viewer's own.

    `persons` selects their ids. Only the permits of those are read of whom one may need something, and of most only what
    the last entry says, from which all follows; where trips, a principal's permit or an older entry count, the whole
    history is. An end later than usual is told where it lies further ahead than a permit that is granted today usually
    lasts; the permit's page tells every one.
    """
    rules = _all_rules()
    rows = _last_entries(persons, rules, days)
    whole = {row.person_id for row in rows if row.travelled or row.derived_from_id or _needs_more(row)}
    plain = [
        (
            row.id,
            row.person_id,
            row.kind,
            row.host_iso2,
            Watched(
                history=PermitHistory(
                    row.kind,
                    (Entry(row.last_status, row.last_on, row.last_ends_on, row.last_ends_precision),),
                ),
                rules=rules.get(row.framework_id, NO_RULES),
            ),
        )
        for row in rows
        if row.person_id not in whole
    ]
    found = _warned(plain, days)
    for start in range(0, len(whole), _BATCH):
        batch = list(whole)[start : start + _BATCH]
        permits = db.session.scalars(select(Permit).where(Permit.person_id.in_(batch))).all()
        found += warned_permits(permits, set(batch), days)
    return [
        (one, warning)
        for one in found
        for warning in worth_doing(one.warnings)
        if warning.concern is not Concern.LONGER_THAN_USUAL or _lies_far(warning, days)
    ]


_Seen = tuple[uuid.UUID, uuid.UUID, PermitKind, "str | None", Watched]


def _warned(seen: Sequence[_Seen], days: Days) -> list[WarnedPermit]:
    """Judge permits, each beside the others of its holder."""
    of_person: defaultdict[uuid.UUID, list[PermitHistory]] = defaultdict(list)
    for _permit, person_id, _kind, _host, watched in seen:
        of_person[person_id].append(watched.history)
    return [
        WarnedPermit(
            permit_id=permit_id,
            person_id=person_id,
            kind=kind,
            host_iso2=host,
            warnings=tuple(
                warnings_of(
                    replace(
                        watched,
                        others=tuple(one for one in of_person[person_id] if one is not watched.history),
                    )
                    if len(of_person[person_id]) > 1
                    else watched,
                    days.of(host),
                )
            ),
        )
        for permit_id, person_id, kind, host, watched in seen
    ]


def _needs_more(row: Any) -> bool:
    """Say whether a renewal is awaited under a paper: then it counts how long the old permit runs, too."""
    return row.last_status is PermitStatus.RENEWAL_APPLIED and row.last_ends_on is not None


# Read from the tables: of many permits columns are read, and no record that somebody could change.
_permits, _trips = Permit.__table__.c, TripAbroad.__table__.c
_judged, _other = Permit.__table__.alias("judged").c, Permit.__table__.alias("other").c


_LAST_ENTRIES = select(
    _permits.id,
    _permits.person_id,
    _permits.kind,
    _permits.host_iso2,
    _permits.framework_id,
    _permits.derived_from_id,
    _permits.last_status,
    _permits.last_on,
    _permits.last_ends_on,
    _permits.last_ends_precision,
    exists().where(_trips.person_id == _permits.person_id).label("travelled"),
)


def _last_entries(persons: Any, rules: Mapping[uuid.UUID, TrackRules], days: Days) -> list[Any]:
    """Return the permits, with what their last entries say, of those of the persons of whom one may need something."""
    travelled = exists().where(_trips.person_id == _judged.person_id)
    needs = _may_need_something(tuple(rules.items()), days.moment.date())
    may = select(_judged.person_id).where(_judged.person_id.in_(persons), or_(needs, travelled))
    return list(db.session.execute(_LAST_ENTRIES.where(_permits.person_id.in_(may))))


def _lies_far(warning: PermitWarning, days: Days) -> bool:
    usual = months_after(days.moment.date(), warning.most or 0) + SLACK
    return warning.on is not None and warning.on > usual


@lru_cache(maxsize=4)  # the same all day for everybody, and long
def _may_need_something(rules: tuple[tuple[uuid.UUID, TrackRules], ...], today: date) -> ColumnElement[bool]:
    """Return the condition that a permit may need something by what its last entry says; what is exact, the rules say."""
    appeal = max((one.appeal_days or 0 for _framework, one in rules), default=0)
    return or_(
        and_(
            _judged.kind.in_(RESIDENCE_KINDS),
            or_(_judged.ends_last < today + _A_DAY, _judged.last_status == PermitStatus.EXPIRED),
            ~_holds_another(today),
        ),
        *_windows(rules, today),
        and_(
            _judged.last_status.in_([PermitStatus.REFUSED, PermitStatus.REVOKED]),
            _judged.last_on >= today - timedelta(days=appeal) - _A_DAY,
        ),
        and_(
            _judged.last_status.in_(AWAITED),
            _judged.last_ends_on <= today + timedelta(days=SOON) + _A_DAY,
        ),
        _judged.derived_from_id.is_not(None),
    )


def _holds_another(today: date) -> ColumnElement[bool]:
    """Return the condition that another permit lets the holder stay today, whichever host state's day it is."""
    return exists().where(
        _other.person_id == _judged.person_id,
        _other.kind.in_(RESIDENCE_KINDS),
        _other.last_status.in_(HELD),
        _other.last_on < today,
        or_(_other.last_ends_on.is_(None), _other.ends_last > today),
    )


def _windows(rules: tuple[tuple[uuid.UUID, TrackRules], ...], today: date) -> list[ColumnElement[bool]]:
    """Return the conditions that an end lies in a track's window of renewal, or further ahead than is usual there."""
    soon: defaultdict[int, list[uuid.UUID]] = defaultdict(list)
    far: defaultdict[int, list[uuid.UUID]] = defaultdict(list)
    for framework_id, one in rules:
        window = max(one.renewal_opens_days or 0, one.renewal_closes_days or 0)
        if window:
            soon[window].append(framework_id)
        if one.usual_months is not None:
            far[one.usual_months].append(framework_id)
    return [
        and_(
            _judged.framework_id.in_(ids),
            _judged.ends_first <= today + timedelta(days=window) + _A_DAY,
            _judged.ends_last >= today - _A_DAY,
        )
        for window, ids in soon.items()
    ] + [
        and_(_judged.framework_id.in_(ids), _judged.ends_first > months_after(today, months) + SLACK)
        for months, ids in far.items()
    ]


@dataclass(frozen=True)
class _Sealed:
    """What only the persons' officer sees."""

    days_abroad: Mapping[uuid.UUID, int | None]
    """By permit."""
    trips: Mapping[uuid.UUID, list[Trip]]
    relationships: Mapping[uuid.UUID, Relationship]


def _sealed(own: list[uuid.UUID], *, has_derived: bool) -> _Sealed:
    if not own:
        return _Sealed({}, {}, {})
    logged = list(db.session.scalars(select(TripAbroad).where(TripAbroad.person_id.in_(own))))
    conditions: list[PermitConditions] = []
    if logged:
        travelled = {one.person_id for one in logged}
        asked = select(PermitConditions).where(PermitConditions.person_id.in_(travelled))
        conditions = list(db.session.scalars(asked))
    members: list[Membership] = []
    if has_derived:
        now = select(Membership).where(Membership.person_id.in_(own), Membership.until.is_(None))
        members = list(db.session.scalars(now))
    vault().fetch({one.person_id for one in logged} | {one.person_id for one in members})
    trips: defaultdict[uuid.UUID, list[Trip]] = defaultdict(list)
    for one in logged:
        trips[one.person_id].append(one.facts)
    return _Sealed(
        {one.permit_id: one.facts.days_abroad for one in conditions},
        trips,
        {one.person_id: one.relationship_to_principal for one in members if not one.is_principal},
    )


def _entries(permit_ids: set[uuid.UUID]) -> dict[uuid.UUID, list[Entry]]:
    if not permit_ids:
        return {}
    found: defaultdict[uuid.UUID, list[Entry]] = defaultdict(list)
    for row in db.session.scalars(select(PermitEntry).where(PermitEntry.permit_id.in_(permit_ids))):
        found[row.permit_id].append(entry_of(row))
    return found


_NUMBERS = select(PermitFramework.__table__.c.id, PermitFramework.__table__.c.number)


def _all_rules() -> dict[uuid.UUID, TrackRules]:
    """Return the rules of every track; what was read of a version once is kept, since a version never changes."""
    numbers = db.session.execute(_NUMBERS).all()
    known = _known_rules()
    if missing := [one for one, number in numbers if (one, number) not in known]:
        for one in db.session.scalars(select(PermitFramework).where(PermitFramework.id.in_(missing))):
            _rules_of(one)
    return {one: known[one, number] for one, number in numbers}


def _rules_of(framework: PermitFramework) -> TrackRules:
    key = (framework.id, framework.number)
    known = _known_rules()
    if key not in known:
        known[key] = TrackRules.of(framework.content.rules)
    return known[key]


def _known_rules() -> dict[tuple[uuid.UUID, int], TrackRules]:
    known: dict[tuple[uuid.UUID, int], TrackRules] = current_app.extensions.setdefault("rules_of_tracks", {})
    return known
