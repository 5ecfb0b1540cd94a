"""Reading what warnings about permits follow from, for many persons at once: histories, rules of tracks, trips."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.people.models import Membership
from tracker.people.rules.households import Relationship
from tracker.permits.models import (
    Permit,
    PermitConditions,
    PermitEntry,
    PermitFramework,
    PermitTerm,
    TripAbroad,
)
from tracker.permits.rules import Entry, PermitHistory, PermitKind, Term
from tracker.permits.rules.conditions import Trip
from tracker.permits.rules.tracks import NO_RULES, TrackRules, rules_of_record
from tracker.permits.rules.warnings import PermitWarning, Watched, warnings_of, worth_doing
from tracker.reference.rules import Days
from tracker.vault.keys import vault

_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class WarnedPermit:
    """A permit with what is to be told of it today."""

    permit_id: uuid.UUID
    person_id: uuid.UUID
    kind: PermitKind
    host_iso2: str | None
    warnings: tuple[PermitWarning, ...]


def warned_permits(
    person_ids: Collection[uuid.UUID], own: Collection[uuid.UUID], days: Days
) -> list[WarnedPermit]:
    """Return the permits of these persons, each with its warnings by the day of its host state; who asks was checked before.

    What is sealed (trips, conditions, the relationship to the principal) is read of the persons in `own` alone.
    """
    return [
        one
        for batch in _batches(list(person_ids))
        for one in _warned(batch, [person_id for person_id in batch if person_id in set(own)], days)
    ]


def worth_doing_among(permits: Iterable[WarnedPermit]) -> list[tuple[WarnedPermit, PermitWarning]]:
    """Return each warning after which somebody has to do something, with its permit."""
    return [(one, warning) for one in permits for warning in worth_doing(one.warnings)]


def _warned(person_ids: list[uuid.UUID], own: list[uuid.UUID], days: Days) -> list[WarnedPermit]:
    columns = Permit.__table__.c
    rows = db.session.execute(
        select(
            columns.id,
            columns.person_id,
            columns.kind,
            columns.host_iso2,
            columns.framework_id,
            columns.derived_from_id,
        ).where(columns.person_id.in_(person_ids))
    ).all()
    principals = {derived for *_rest, derived in rows if derived is not None}
    entries = _entries({permit_id for permit_id, *_rest in rows} | principals)
    terms = _terms(person_ids)
    rules = _rules({framework_id for *_rest, framework_id, _derived in rows if framework_id is not None})
    sealed = _Sealed.of(own, has_derived=bool(principals))
    histories = {
        permit_id: PermitHistory(kind, tuple(entries.get(permit_id, ())), tuple(terms.get(permit_id, ())))
        for permit_id, _person, kind, *_rest in rows
    }
    of_person: defaultdict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for permit_id, person_id, *_rest in rows:
        of_person[person_id].append(permit_id)
    found = []
    for permit_id, person_id, kind, host, framework_id, derived in rows:
        watched = Watched(
            history=histories[permit_id],
            rules=rules.get(framework_id, NO_RULES),
            others=tuple(histories[one] for one in of_person[person_id] if one != permit_id),
            principal=None if derived is None else tuple(entries.get(derived, ())),
            relationship=sealed.relationships.get(person_id),
            days_abroad=sealed.days_abroad.get(permit_id),
            trips=tuple(sealed.trips.get(person_id, ())),
        )
        warnings = tuple(warnings_of(watched, days.of(host)))
        found.append(
            WarnedPermit(
                permit_id=permit_id, person_id=person_id, kind=kind, host_iso2=host, warnings=warnings
            )
        )
    return found


@dataclass(frozen=True)
class _Sealed:
    """What only the persons' officer sees."""

    days_abroad: Mapping[uuid.UUID, int | None]
    """By permit."""
    trips: Mapping[uuid.UUID, list[Trip]]
    relationships: Mapping[uuid.UUID, Relationship]

    @staticmethod
    def of(own: list[uuid.UUID], *, has_derived: bool) -> _Sealed:
        if not own:
            return _Sealed({}, {}, {})
        conditions = list(
            db.session.scalars(select(PermitConditions).where(PermitConditions.person_id.in_(own)))
        )
        logged = list(db.session.scalars(select(TripAbroad).where(TripAbroad.person_id.in_(own))))
        members: list[Membership] = []
        if has_derived:
            asked = select(Membership).where(Membership.person_id.in_(own), Membership.until.is_(None))
            members = list(db.session.scalars(asked))
        vault().fetch(
            {one.person_id for one in conditions}
            | {one.person_id for one in logged}
            | {one.person_id for one in members}
        )
        trips: defaultdict[uuid.UUID, list[Trip]] = defaultdict(list)
        for one in logged:
            trips[one.person_id].append(one.facts)
        return _Sealed(
            {one.permit_id: one.facts.days_abroad for one in conditions},
            trips,
            {one.person_id: one.relationship_to_principal for one in members if not one.is_principal},
        )


def _entries(permit_ids: set[uuid.UUID]) -> dict[uuid.UUID, list[Entry]]:
    columns: Any = PermitEntry.__table__.c
    found: defaultdict[uuid.UUID, list[Entry]] = defaultdict(list)
    asked = select(
        columns.permit_id,
        columns.status,
        columns.on,
        columns.ends_on,
        columns.ends_precision,
        columns.position,
    )
    for batch in _batches(list(permit_ids)):
        for permit_id, *said in db.session.execute(asked.where(columns.permit_id.in_(batch))):
            found[permit_id].append(Entry(*said))
    return found


def _terms(person_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Term]]:
    found: defaultdict[uuid.UUID, list[Term]] = defaultdict(list)
    rows = db.session.execute(
        select(PermitTerm.permit_id, PermitTerm.since, PermitTerm.kind)
        .join(Permit, Permit.id == PermitTerm.permit_id)
        .where(Permit.person_id.in_(person_ids))
    )
    for permit_id, since, kind in rows:
        found[permit_id].append(Term(since, kind))
    return found


def _rules(framework_ids: set[uuid.UUID]) -> dict[uuid.UUID, TrackRules]:
    if not framework_ids:
        return {}
    rows = db.session.execute(
        select(PermitFramework.id, PermitFramework.rules).where(PermitFramework.id.in_(framework_ids))
    )
    return {framework_id: TrackRules.of(rules_of_record(rules)) for framework_id, rules in rows}


def _batches(ids: list[uuid.UUID]) -> Iterable[list[uuid.UUID]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
