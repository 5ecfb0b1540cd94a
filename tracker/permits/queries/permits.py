"""Reading permits, and the standing that follows from them on a day."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, or_, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import Membership
from tracker.people.queries import household_ids_on, own_person, visible, visible_ids
from tracker.people.rules.answers import DatePrecision
from tracker.permissions import Viewer
from tracker.permits.models import Permit, PermitConditions, PermitEntry, PermitTerm, TripAbroad
from tracker.permits.rules import Entry, PermitHistory, PermitKind, PermitStatus, Standing, Term
from tracker.permits.rules import standing_on as standing_of

_LEAST_KNOWN = timedelta(
    days=366
)  # the longest stretch in which an end can lie: one of which only the year is known
_BATCH = 500  # below SQLite's limit of bound parameters on every build
_WHOLE_TABLE_FROM = 2000  # asking for so many persons, one pass over the table beats batches of ids

# Read from the tables where columns are asked for and no record that somebody could change: that is half the work.
_permits, _entries, _kinds = Permit.__table__.c, PermitEntry.__table__.c, PermitTerm.__table__.c

_Line = Row[uuid.UUID, uuid.UUID, PermitKind, PermitStatus, date, int, date | None, DatePrecision]


def history(permit: Permit) -> PermitHistory:
    """Return a permit as the rules read it."""
    return PermitHistory(
        permit.kind,
        tuple(entry_of(entry) for entry in permit.entries),
        tuple(Term(term.since, term.kind) for term in permit.terms),
    )


def ends_between(first: date, last: date) -> list[ColumnElement[bool]]:
    """Return the conditions that what a permit gives can end between two days, both included, with no renewal under way.

    The last condition says nothing new, since an end known to the year alone began a year before it at most: it lets an
    index leave out all that ended long ago.
    """
    return [
        _permits.ends_first <= last,
        _permits.ends_last >= first,
        _permits.ends_first > first - _LEAST_KNOWN,
    ]


def entry_of(entry: PermitEntry) -> Entry:
    """Return an entry as the rules read it."""
    return Entry(entry.status, entry.on, entry.ends_on, entry.ends_precision, entry.position)


def histories(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[PermitHistory]]:
    """Return the permits of many persons as the rules read them; every person asked for has a list."""
    wanted = set(person_ids)
    found: dict[uuid.UUID, dict[uuid.UUID, tuple[PermitKind, list[Entry]]]] = defaultdict(dict)
    for person_id, permit_id, kind, status, on, position, ends_on, precision in _lines(wanted):
        if person_id in wanted:
            _kind, entries = found[person_id].setdefault(permit_id, (kind, []))
            entries.append(Entry(status, on, ends_on, precision, position))
    terms = _terms(wanted)
    return {
        person_id: [
            PermitHistory(kind, tuple(entries), tuple(terms.get(permit_id, ())))
            for permit_id, (kind, entries) in found[person_id].items()
        ]
        if person_id in found
        else []
        for person_id in wanted
    }


def standing_on(person_ids: Collection[uuid.UUID], day: date) -> dict[uuid.UUID, Standing]:
    """Return the standing of many persons on a day; whoever has no permit is `without`."""
    return {person_id: standing_of(permits, day) for person_id, permits in histories(person_ids).items()}


_OF_PERSON = (
    select(Permit)
    .options(joinedload(Permit.entries), joinedload(Permit.terms))
    .where(Permit.person_id == bindparam("person_id"))
)
"""Put together once: every case page asks."""


def permits_of(person_id: uuid.UUID) -> list[Permit]:
    """Return a person's permits with their entries, the one begun last first; who asks was checked before."""
    rows = db.session.scalars(_OF_PERSON, {"person_id": person_id}).unique()
    return sorted(rows, key=lambda permit: [entry.on for entry in permit.entries], reverse=True)


def permit(viewer: Viewer, permit_id: uuid.UUID) -> Permit:
    """Return one permit of a person whom the viewer sees; raise `NotFound`."""
    found = db.session.scalars(
        select(Permit).join(Permit.person).where(Permit.id == permit_id, visible(viewer))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def own_permit(viewer: Viewer, permit_id: uuid.UUID) -> Permit:
    """Return one permit whose holder's identity this viewer may see; raise `NotFound`, or `Forbidden` for others'."""
    found = permit(viewer, permit_id)
    own_person(viewer, found.person_id)
    return found


def permit_exists(permit_id: uuid.UUID) -> bool:
    """Say whether a permit with this id was saved already."""
    return db.session.get(Permit, permit_id) is not None


def conditions_row(permit_id: uuid.UUID) -> PermitConditions | None:
    """Return what a permit says besides its dates; None where nothing is kept."""
    return db.session.scalars(
        select(PermitConditions).where(PermitConditions.permit_id == permit_id)
    ).one_or_none()


def derivable_permits(viewer: Viewer, person_id: uuid.UUID, day: date) -> list[Permit]:
    """Return the permits of the household's principal from which this person's can derive, as far as the viewer sees them."""
    household_id = household_ids_on([person_id], day).get(person_id)
    if household_id is None:
        return []
    principals = select(Membership.person_id).where(
        Membership.household_id == household_id,
        Membership.is_principal,
        Membership.person_id != person_id,
        Membership.since <= day,
        or_(Membership.until.is_(None), Membership.until >= day),
    )
    return list(
        db.session.scalars(
            select(Permit)
            .join(Permit.person)
            .where(Permit.person_id.in_(principals), visible(viewer))
            .order_by(Permit.id)
        )
    )


def is_visible(viewer: Viewer, permit: Permit | None) -> bool:
    """Say whether a viewer may open a permit, such as the principal's from which another derives."""
    return permit is not None and bool(visible_ids(viewer, [permit.person_id]))


def trips_of(person_id: uuid.UUID) -> list[TripAbroad]:
    """Return a person's trips, the latest first; for who may see the person's identity."""
    rows = db.session.scalars(select(TripAbroad).where(TripAbroad.person_id == person_id))
    return sorted(rows, key=lambda one: one.left_on, reverse=True)


def trip(person_id: uuid.UUID, trip_id: uuid.UUID) -> TripAbroad:
    """Return one trip of a person; raise `NotFound`."""
    found = db.session.get(TripAbroad, trip_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def trip_exists(trip_id: uuid.UUID) -> bool:
    """Say whether a trip with this id was logged already (a button clicked twice)."""
    return db.session.get(TripAbroad, trip_id) is not None


def term_exists(term_id: uuid.UUID) -> bool:
    """Say whether a change with this id was logged already (a button clicked twice)."""
    return db.session.get(PermitTerm, term_id) is not None


def entry_exists(entry_id: uuid.UUID) -> bool:
    """Say whether an entry with this id was saved already."""
    return db.session.get(PermitEntry, entry_id) is not None


def _lines(person_ids: set[uuid.UUID]) -> Iterator[_Line]:
    """Yield one line for each entry; read from the tables, since whole scopes and long lists ask for them."""
    if len(person_ids) >= _WHOLE_TABLE_FROM:
        yield from db.session.execute(_ALL_LINES)
        return
    for batch in _batches(person_ids):
        yield from db.session.execute(_ALL_LINES.where(_permits.person_id.in_(batch)))


_ALL_LINES: Any = select(
    _permits.person_id,
    _permits.id,
    _permits.kind,
    _entries.status,
    _entries.on,
    _entries.position,
    _entries.ends_on,
    _entries.ends_precision,
).where(_entries.permit_id == _permits.id)
_ALL_TERMS = select(_kinds.permit_id, _kinds.since, _kinds.kind).where(_kinds.permit_id == _permits.id)


def _terms(person_ids: set[uuid.UUID]) -> dict[uuid.UUID, list[Term]]:
    """Return how permits of these persons changed their kind, by permit; few ever do."""
    terms: defaultdict[uuid.UUID, list[Term]] = defaultdict(list)
    if len(person_ids) < _WHOLE_TABLE_FROM:
        asked = [_ALL_TERMS.where(_permits.person_id.in_(batch)) for batch in _batches(person_ids)]
    else:
        asked = [_ALL_TERMS]
    for permit_id, since, kind in (row for one in asked for row in db.session.execute(one)):
        terms[permit_id].append(Term(since, kind))
    return terms


def _batches(ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    rest = iter(ids)
    while batch := list(islice(rest, _BATCH)):
        yield batch
