"""Reading persons: every function that returns a person's own rows takes who is asking."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import joinedload

from tracker import clock
from tracker.db import db
from tracker.errors import Forbidden, NotFound, RuleBroken
from tracker.people.models import (
    BasisNoted,
    Care,
    Consent,
    FormerPerson,
    HostStay,
    Household,
    Membership,
    Person,
    SelfIdentificationLink,
    SelfStatement,
)
from tracker.people.rules.answers import Purpose
from tracker.people.rules.facts import NAME_PARTS, written_name
from tracker.people.rules.households import Relationship
from tracker.people.rules.own_words import LinkState, Question, link_state
from tracker.permissions import Viewer
from tracker.vault.columns import open_row
from tracker.vault.keys import vault
from tracker.vault.models import DataKey

# Read from the tables where columns are asked for and no record that somebody could change: that is half the work.
_persons, _care, _keys = Person.__table__.c, Care.__table__.c, DataKey.__table__.c

_ASKED_ONE_BY_ONE = 2000
"""Above so many ids a table is read whole: one long scan beats many short ones, and no database limits it."""


def visible(viewer: Viewer, person_id: Any = Person.id) -> ColumnElement[bool]:
    """Return the condition that a person is in the viewer's scope; `person_id` is the column that names them."""
    if viewer.everything:
        return true()
    if not (viewer.is_officer or viewer.is_coordinator):
        return false()
    return exists().where(_care.person_id == person_id, _cared_for(viewer))


def person(viewer: Viewer, person_id: uuid.UUID) -> Person:
    """Return one person in the viewer's scope; raise `NotFound` also for one who is hidden."""
    found = db.session.scalars(select(Person).where(Person.id == person_id, visible(viewer))).one_or_none()
    if found is None:
        raise NotFound
    return found


def own_person(viewer: Viewer, person_id: uuid.UUID) -> Person:
    """Return one person whose identity this viewer may see; raise `NotFound`, or `Forbidden` for others' cases."""
    found = person(viewer, person_id)
    if not own_ids(viewer, [person_id]):
        raise Forbidden("Only the officer who looks after this person sees and changes this.")
    return found


def person_by_code(viewer: Viewer, case_code: str) -> Person:
    """Return the person of the viewer's scope with this case code, as typed in a form; raise `RuleBroken`.

    A code from before a merge means the one who is left.
    """
    former = select(FormerPerson.person_id).where(FormerPerson.case_code == case_code)
    found = db.session.scalars(
        select(Person).where(or_(Person.case_code == case_code, Person.id.in_(former)), visible(viewer))
    ).one_or_none()
    if found is None:
        raise RuleBroken("There is no case with this code in your programmes.", "case_code")
    return found


def now_called(viewer: Viewer, person_id: uuid.UUID) -> uuid.UUID | None:
    """Return the person of the viewer's scope into whom somebody with this id was merged."""
    return db.session.scalar(
        select(FormerPerson.person_id).where(
            FormerPerson.id == person_id, visible(viewer, FormerPerson.person_id)
        )
    )


def former_codes(person_id: uuid.UUID) -> list[str]:
    """Return the case codes of those who were merged into a person."""
    asked = select(FormerPerson.case_code).where(FormerPerson.person_id == person_id)
    return sorted(db.session.scalars(asked))


def former_ids(person_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the ids of those who were merged into a person."""
    return list(db.session.scalars(select(FormerPerson.id).where(FormerPerson.person_id == person_id)))


def exists_already(person_id: uuid.UUID) -> bool:
    """Say whether a person with this id was logged already (a button clicked twice)."""
    return db.session.get(Person, person_id) is not None


def persons_by_id(person_ids: Collection[uuid.UUID]) -> list[Person]:
    """Return these persons with their keys at hand; for deeds, which checked who asks."""
    rows = list(
        db.session.scalars(select(Person).where(Person.id.in_(person_ids)).order_by(Person.case_code))
    )
    vault().fetch(row.id for row in rows)
    return rows


def visible_ids(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the persons who are in the viewer's scope."""
    if viewer.everything:
        return set(person_ids)
    asked = select(_persons.id).where(visible(viewer, _persons.id))
    return {one for (one,) in _of(asked, _persons.id, person_ids)}


def scope_ids(viewer: Viewer) -> set[uuid.UUID] | None:
    """Return everybody in the viewer's scope; None for a viewer who sees everybody."""
    if viewer.everything:
        return None
    return set(db.session.scalars(select(_care.person_id).where(_cared_for(viewer))))


def own_ids(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the persons whose identity this viewer may see: an officer's own cases; for a command all.

    Who no longer works on a programme no longer looks after its persons, whatever the row of care still says.
    """
    if _is_command(viewer):
        return set(person_ids)
    if not viewer.is_officer:
        return set()
    asked = select(_care.person_id).where(_looked_after_by(viewer))
    return {one for (one,) in _of(asked, _care.person_id, person_ids)}


def looks_after(viewer: Viewer, care: Care) -> bool:
    """Say whether a row of care makes its person the viewer's own."""
    return (
        viewer.is_officer and care.officer_id == viewer.account_id and care.programme_id in viewer.programmes
    )


def is_own(viewer: Viewer, person_id: Any = Person.id) -> ColumnElement[bool]:
    """Return the same condition for lists; `person_id` is the column that names the person."""
    if _is_command(viewer):
        return true()
    return and_(person_id.in_(select(_care.person_id).where(_looked_after_by(viewer))))


def case_codes(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the case codes of persons, for lists that were scoped before."""
    return dict(_of(select(_persons.id, _persons.case_code), _persons.id, person_ids))


_NAMES = select(_persons.id, _keys.wrapped, *(_persons[name] for name in NAME_PARTS)).where(
    _keys.owner_id == _persons.id
)


def names_for(viewer: Viewer, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the written names of those persons whose identity this viewer may see, in one query."""
    if not (viewer.is_officer or _is_command(viewer)):
        return {}
    asked = _NAMES.where(is_own(viewer, _persons.id))
    return {
        person_id: written_name(
            **open_row(Person, person_id, person_id, wrapped, dict(zip(NAME_PARTS, sealed, strict=True)))
        )
        for person_id, wrapped, *sealed in _of(asked, _persons.id, person_ids)
    }


def host_state_on(person_ids: Collection[uuid.UUID], day: date) -> dict[uuid.UUID, str]:
    """Return the host state (ISO 3166-1 alpha-2) of each person on a day; who had none yet is left out."""
    stays = HostStay.__table__.c
    asked = select(stays.person_id, stays.host_iso2, stays.since).where(stays.since <= day)
    latest: dict[uuid.UUID, tuple[date, str]] = {}
    for person_id, host, since in _of(asked, stays.person_id, person_ids):
        if person_id not in latest or latest[person_id][0] <= since:
            latest[person_id] = (since, host)
    return {person_id: host for person_id, (_since, host) in latest.items()}


def host_stays(person_id: uuid.UUID) -> list[HostStay]:
    """Return where a person has stayed, the latest first."""
    return list(
        db.session.scalars(
            select(HostStay).where(HostStay.person_id == person_id).order_by(HostStay.since.desc())
        )
    )


def host_stay(person_id: uuid.UUID, stay_id: uuid.UUID) -> HostStay:
    """Return one of a person's host states; raise `NotFound`."""
    found = db.session.get(HostStay, stay_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def household_ids_on(person_ids: Collection[uuid.UUID], day: date) -> dict[uuid.UUID, uuid.UUID]:
    """Return the household of each person on a day; who is in none is left out."""
    asked = select(Membership.person_id, Membership.household_id).where(_holds_on(day))
    return dict(_of(asked, Membership.person_id, person_ids))


def households_on(person_ids: Collection[uuid.UUID], day: date) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Return for each person everybody of their household on a day, themselves included (alone: themselves)."""
    household_of = household_ids_on(person_ids, day)
    asked = select(Membership.household_id, Membership.person_id).where(_holds_on(day))
    members: dict[uuid.UUID, set[uuid.UUID]] = {}
    for household_id, member in _of(asked, Membership.household_id, set(household_of.values())):
        members.setdefault(household_id, set()).add(member)
    alone = {one: frozenset({one}) for one in person_ids}
    return alone | {one: frozenset(members[household]) for one, household in household_of.items()}


def household(household_id: uuid.UUID) -> Household:
    """Return one household; raise `NotFound`."""
    found = db.session.get(Household, household_id)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, kw_only=True)
class MemberShown:
    """A member of a household as a viewer may see them; without a name unless it is their own case."""

    person_id: uuid.UUID
    case_code: str
    name: str | None
    relationship: Relationship | None
    is_principal: bool
    since: date
    in_scope: bool
    """Whether the viewer may open this person."""


@dataclass(frozen=True, kw_only=True)
class HouseholdShown:
    """A household as a viewer may see it."""

    household_id: uuid.UUID
    members: list[MemberShown]


_shared, _own = Membership.__table__.c, Membership.__table__.alias("own").c
_LIVING_WITH = (
    select(Membership)
    .options(joinedload(Membership.person))
    .where(
        _shared.household_id.in_(
            select(_own.household_id).where(
                _own.person_id == bindparam("person_id"),
                _own.since <= bindparam("day"),
                or_(_own.until.is_(None), _own.until >= bindparam("day")),
            )
        ),
        _shared.since <= bindparam("day"),
        or_(_shared.until.is_(None), _shared.until >= bindparam("day")),
    )
    .order_by(_shared.is_principal.desc(), _shared.since)
)
"""Put together once: every case page asks."""


def members_with(person_id: uuid.UUID, day: date) -> list[Membership]:
    """Return the members on a day of the household in which a person is then, that person among them."""
    rows = db.session.scalars(_LIVING_WITH, {"person_id": person_id, "day": day}).all()
    vault().fetch(row.person_id for row in rows)
    return list(rows)


def household_shown(viewer: Viewer, person_id: uuid.UUID, day: date) -> HouseholdShown | None:
    """Return the household of a person on a day, as the viewer may see it; None for who is in none."""
    rows = members_with(person_id, day)
    if not rows:
        return None
    ids = [row.person_id for row in rows]
    own, seen = own_ids(viewer, ids), visible_ids(viewer, ids)
    persons = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    members = [
        MemberShown(
            person_id=row.person_id,
            case_code=persons[row.person_id].case_code,
            name=persons[row.person_id].written_name if row.person_id in own else None,
            relationship=row.relationship_to_principal if row.person_id in own else None,
            is_principal=row.is_principal,
            since=row.since,
            in_scope=row.person_id in seen,
        )
        for row in rows
    ]
    return HouseholdShown(household_id=rows[0].household_id, members=members)


def past_memberships(person_id: uuid.UUID, day: date) -> list[Membership]:
    """Return a person's times in households that ended before a day, the latest first."""
    return [one for one in memberships(person_id) if one.until is not None and one.until < day]


def memberships(person_id: uuid.UUID) -> list[Membership]:
    """Return a person's times in households, the latest first."""
    return list(
        db.session.scalars(
            select(Membership).where(Membership.person_id == person_id).order_by(Membership.since.desc())
        )
    )


def memberships_among(
    household_ids: Collection[uuid.UUID], person_ids: Collection[uuid.UUID]
) -> list[Membership]:
    """Return every membership of these households and of these persons."""
    return list(
        db.session.scalars(
            select(Membership).where(
                or_(Membership.household_id.in_(household_ids), Membership.person_id.in_(person_ids))
            )
        )
    )


def consents(person_id: uuid.UUID) -> list[Consent]:
    """Return what a person agreed to, the latest first."""
    return list(
        db.session.scalars(
            select(Consent)
            .where(Consent.person_id == person_id)
            .order_by(Consent.given_on.desc(), Consent.id)
        )
    )


def consent(person_id: uuid.UUID, consent_id: uuid.UUID) -> Consent:
    """Return one consent of a person; raise `NotFound`."""
    found = db.session.get(Consent, consent_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def statistics_consent(person_ids: Collection[uuid.UUID], day: date) -> set[uuid.UUID]:
    """Return those of the persons who allow, on that day, the use of their origin in statistics."""
    return _agreed_to(Purpose.STATISTICS, person_ids, day)


def may_be_shared_between_organisations(person_ids: Collection[uuid.UUID], day: date) -> set[uuid.UUID]:
    """Return those of the persons who allow, on that day, that another organisation is given their file."""
    return _agreed_to(Purpose.SHARING, person_ids, day)


def _agreed_to(purpose: Purpose, person_ids: Collection[uuid.UUID], day: date) -> set[uuid.UUID]:
    asked = select(Consent.person_id).where(
        Consent.purpose == purpose,
        Consent.given_on <= day,
        or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > day),
    )
    return {one for (one,) in _of(asked, Consent.person_id, person_ids)}


def bases_noted(person_id: uuid.UUID) -> list[BasisNoted]:
    """Return on what the use of a person's data rests where it is not their consent, the latest first."""
    return list(
        db.session.scalars(
            select(BasisNoted)
            .where(BasisNoted.person_id == person_id)
            .order_by(BasisNoted.since.desc(), BasisNoted.noted_at.desc())
        )
    )


def link_hash(token: str) -> bytes:
    """Return the hash by which a link's token is known; a token is random enough to need no more."""
    return hashlib.sha256(token.encode()).digest()


def open_link(token: str) -> SelfIdentificationLink | None:
    """Return the link that a token opens; None for one unknown, used, withdrawn or expired, with the same work."""
    found = db.session.scalars(
        select(SelfIdentificationLink).where(SelfIdentificationLink.token_hash == link_hash(token))
    ).one_or_none()
    return found if found is not None and state_of(found) is LinkState.OPEN else None


def state_of(link: SelfIdentificationLink) -> LinkState:
    """Say what has become of a link by now."""
    return link_state(
        expires_at=link.expires_at, used_at=link.used_at, withdrawn_at=link.withdrawn_at, now=clock.now()
    )


@dataclass(frozen=True, kw_only=True)
class LinkShown:
    """A link as its person's officer sees it, never with its token."""

    link: SelfIdentificationLink
    state: LinkState


def links(person_id: uuid.UUID) -> list[LinkShown]:
    """Return the links that were made for a person, the latest first; for who may see the person's identity."""
    rows = db.session.scalars(
        select(SelfIdentificationLink)
        .where(SelfIdentificationLink.person_id == person_id)
        .order_by(SelfIdentificationLink.made_at.desc())
    )
    return [LinkShown(link=one, state=state_of(one)) for one in rows]


def link(person_id: uuid.UUID, link_id: uuid.UUID) -> SelfIdentificationLink:
    """Return one link of a person; raise `NotFound`."""
    found = db.session.get(SelfIdentificationLink, link_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def statements(person_id: uuid.UUID) -> list[SelfStatement]:
    """Return which questions a person answered themselves and when, the latest first."""
    return list(
        db.session.scalars(
            select(SelfStatement)
            .where(SelfStatement.person_id == person_id)
            .order_by(SelfStatement.said_at.desc(), SelfStatement.question)
        )
    )


def said_themselves(person_id: uuid.UUID) -> set[Question]:
    """Return the questions that a person answered themselves, through a link."""
    asked = select(SelfStatement.question).where(SelfStatement.person_id == person_id)
    return set(db.session.scalars(asked))


def care_of(person_id: uuid.UUID) -> list[Care]:
    """Return who looks after a person."""
    return list(db.session.scalars(select(Care).where(Care.person_id == person_id)))


def care_of_all(person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Care]]:
    """Return who looks after each of many persons; who is looked after by nobody is left out."""
    rows: defaultdict[uuid.UUID, list[Care]] = defaultdict(list)
    for batch in _batches(person_ids):
        for row in db.session.scalars(select(Care).where(Care.person_id.in_(batch))):
            rows[row.person_id].append(row)
    return dict(rows)


def cared_for_by(officer_id: uuid.UUID, programme_id: uuid.UUID) -> list[Care]:
    """Return the rows of care that put persons of a programme into an officer's hands."""
    asked = select(Care).where(Care.programme_id == programme_id, Care.officer_id == officer_id)
    return list(db.session.scalars(asked.order_by(Care.person_id)))


def officers_caring_in(programme_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return the accounts in whose hands persons of these programmes are."""
    asked = select(Care.officer_id).where(Care.programme_id.in_(programme_ids)).distinct()
    return {one for one in db.session.scalars(asked) if one is not None}


def waiting_ids() -> list[uuid.UUID]:
    """Return the persons who wait in the coordinators' queue."""
    return list(db.session.scalars(select(Care.person_id).where(Care.organisation_id.is_(None))))


def _is_command(viewer: Viewer) -> bool:
    return viewer.account_id is None and viewer.everything


def _looked_after_by(officer: Viewer) -> ColumnElement[bool]:
    return (_care.officer_id == officer.account_id) & _care.programme_id.in_(officer.programmes)


def _cared_for(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on the rows of care that put a person into the viewer's scope."""
    reasons: list[ColumnElement[bool]] = []
    if viewer.is_officer:
        reasons.append(_care.programme_id.in_(viewer.programmes))
    if viewer.is_coordinator:
        reasons.append(_care.organisation_id.in_(viewer.organisations))
    return or_(false(), *reasons)


def _batches(ids: Collection[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    rest = iter(ids)
    while batch := list(islice(rest, _ASKED_ONE_BY_ONE)):
        yield batch


def _holds_on(day: date) -> ColumnElement[bool]:
    return (Membership.since <= day) & (Membership.until.is_(None) | (Membership.until >= day))


def _of(asked: Select[*tuple[Any, ...]], column: Any, ids: Collection[uuid.UUID]) -> Iterator[Any]:
    """Yield the rows of a query that belong to these ids, which stand in its column `column`."""
    if len(ids) <= _ASKED_ONE_BY_ONE:
        yield from db.session.execute(asked.where(column.in_(ids))) if ids else ()
        return
    wanted = ids if isinstance(ids, set | frozenset) else set(ids)
    place = [one["name"] for one in asked.column_descriptions].index(column.key)
    yield from (row for row in db.session.execute(asked) if row[place] in wanted)
