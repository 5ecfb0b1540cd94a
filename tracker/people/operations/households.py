"""Households: founding, joining and leaving one, and who is its principal."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tracker import clock
from tracker.audit.operations import Deed, record_all
from tracker.db import db
from tracker.errors import RuleBroken
from tracker.people import queries
from tracker.people.models import Household, Membership, Person
from tracker.people.operations.care import CareBy
from tracker.people.operations.guards import must_work_with
from tracker.people.operations.log import log_person
from tracker.people.operations.trail import note
from tracker.people.rules import households
from tracker.people.rules.facts import Identity, Logged, PersonFacts
from tracker.people.rules.households import Relationship, Stay
from tracker.permissions import Viewer
from tracker.vault.bulk import sealed_rows, write_rows


def found_household(
    viewer: Viewer, principal: Person, *, since: date, household_id: uuid.UUID | None = None
) -> Household:
    """Begin a household with its principal."""
    must_work_with(viewer, principal)
    founded = Household(id=household_id or uuid.uuid4(), created_at=clock.now())
    begins = _Beginning(principal.id, Relationship.PRINCIPAL, since)
    _check_plan(founded.id, [], [begins])
    db.session.add(founded)
    db.session.flush()
    _begin(founded.id, begins)
    note(principal, "found_household", household=str(founded.id), since=since.isoformat())
    return founded


def found_households(founded: Sequence[tuple[Logged, Sequence[tuple[Logged, Relationship]], date]]) -> None:
    """Found many households of persons who were logged just now: principal, others with what they are to them, since.

    The entry that logs a person says where they come from; the household is told in the principal's.
    """
    everybody = {principal.id for principal, _others, _since in founded}
    everybody |= {person.id for _principal, others, _since in founded for person, _relationship in others}
    today, now = clock.today(), clock.now()
    if queries.household_ids_on(everybody, today):
        raise RuleBroken("One of these persons is in a household already.", "person")
    begun: list[tuple[uuid.UUID, _Beginning]] = []
    deeds: list[Deed] = []
    for principal, others, since in founded:
        if since > today:
            raise RuleBroken("This cannot begin on a day that is still to come.", "since")
        household_id = uuid.uuid4()
        members = [(principal, Relationship.PRINCIPAL), *others]
        begun += [(household_id, _Beginning(one.id, relationship, since)) for one, relationship in members]
        told = {"household": str(household_id), "since": since.isoformat(), "members": len(members)}
        deeds.append(Deed("found_household", "person", principal.id, principal.id, told))
    households.check_stays(_planned(household_id, begins) for household_id, begins in begun)
    ids = dict.fromkeys(household_id for household_id, _begins in begun)
    write_rows(Household, ({"id": one, "created_at": now} for one in ids))
    write_rows(Membership, sealed_rows(Membership, (_columns(*one) for one in begun)))
    record_all(deeds)


def join_household(
    viewer: Viewer, household: Household, person: Person, relationship: Relationship, *, since: date
) -> None:
    """Let a person join a household, with what they are to its principal."""
    must_work_with(viewer, person)
    if relationship is Relationship.PRINCIPAL:
        raise RuleBroken("A household has one principal; choose what this person is to them.", "relationship")
    begins = _Beginning(person.id, relationship, since)
    _check_plan(household.id, [], [begins])
    _begin(household.id, begins)
    note(person, "join_household", household=str(household.id), since=since.isoformat())


def join_household_of(
    viewer: Viewer, beside: Person, person: Person, relationship: Relationship, *, since: date
) -> None:
    """Let a person join the household in which somebody is; who was alone founds one as its principal."""
    must_work_with(viewer, beside)
    if person.id == beside.id:
        raise RuleBroken("This is the person themselves.", "case_code")
    household_id = queries.household_ids_on([beside.id], clock.today()).get(beside.id)
    if household_id is None:
        household = found_household(viewer, beside, since=since)
    else:
        household = queries.household(household_id)
    join_household(viewer, household, person, relationship, since=since)


def log_member(
    viewer: Viewer,
    beside: Person,
    identity: Identity,
    relationship: Relationship,
    *,
    since: date,
    person_id: uuid.UUID | None = None,
) -> Person:
    """Log somebody of a household who is not here yet, in the same care, and let them join it."""
    must_work_with(viewer, beside)
    cared = next(
        (
            one
            for one in queries.care_of(beside.id)
            if viewer.everything or one.programme_id in viewer.programmes
        ),
        None,
    )
    care = CareBy(programme_id=cared.programme_id if cared else None, officer_id=viewer.account_id)
    person = log_person(viewer, PersonFacts(identity=identity), care, person_id=person_id)
    join_household_of(viewer, beside, person, relationship, since=since)
    return person


def leave_household(viewer: Viewer, person: Person, *, until: date) -> None:
    """Let a person leave the household in which they are; `until` is their last day in it."""
    must_work_with(viewer, person)
    if until > clock.today():
        raise RuleBroken("The last day cannot lie after today.", "until")
    own = next((one for one in queries.memberships(person.id) if one.until is None), None)
    if own is None:
        raise RuleBroken("This person is in no household.")
    if until < own.since:
        raise RuleBroken(f"They joined on {own.since}; they cannot leave before.", "until")
    _check_plan(own.household_id, [_Ending(own, until)], [])
    own.until = until
    note(person, "leave_household", household=str(own.household_id), until=until.isoformat())


def change_principal(
    viewer: Viewer,
    household: Household,
    person: Person,
    *,
    since: date,
    relationships: Mapping[uuid.UUID, Relationship],
) -> None:
    """Make another member the principal from a day on.

    `relationships` says what everybody else is to them from then on; who is missing there is `other`.
    """
    must_work_with(viewer, person)
    present = [
        one for one in queries.memberships_among([household.id], []) if one.household_id == household.id
    ]
    present = [one for one in present if one.until is None]
    if not any(one.person_id == person.id for one in present):
        raise RuleBroken("Only a member of the household can become its principal.", "person")
    if any(one.person_id == person.id and one.is_principal for one in present):
        raise RuleBroken("This person is the principal already.", "person")
    plan = _Plan()
    for one in present:
        said = relationships.get(one.person_id, Relationship.OTHER)
        becomes = Relationship.PRINCIPAL if one.person_id == person.id else said
        plan.ends.append(_Ending(one, since - timedelta(days=1)))
        plan.begins.append(_Beginning(one.person_id, becomes, since))
    _check_plan(household.id, plan.ends, plan.begins)
    for ending in plan.ends:
        _end(ending)
    for begins in plan.begins:
        _begin(household.id, begins)
    note(person, "change_principal", household=str(household.id), since=since.isoformat())


@dataclass(frozen=True)
class _Ending:
    """A stay in a household that ends; `until` is its last day."""

    membership: Membership
    until: date

    @property
    def replaces(self) -> bool:
        """Say whether the stay began on the very day on which another takes its place."""
        return self.membership.since == self.until + timedelta(days=1)


@dataclass(frozen=True)
class _Beginning:
    """A stay in a household that begins."""

    person_id: uuid.UUID
    relationship: Relationship
    since: date


@dataclass
class _Plan:
    """What a change of a household would do."""

    ends: list[_Ending] = field(default_factory=list)
    begins: list[_Beginning] = field(default_factory=list)


def _check_plan(household_id: uuid.UUID, ends: list[_Ending], begins: list[_Beginning]) -> None:
    """Hold the stays as they would be against the rules of households."""
    today = clock.today()
    if any(one.since > today for one in begins):
        raise RuleBroken("This cannot begin on a day that is still to come.", "since")
    ended = {one.membership.id: one for one in ends}
    concerned = {one.person_id for one in begins} | {one.membership.person_id for one in ends}
    stays = [
        _stay(household_id, one, ended.get(one.id))
        for one in queries.memberships_among([household_id], concerned)
        if one.id not in ended or not ended[one.id].replaces
    ]
    stays += [_planned(household_id, one) for one in begins]
    households.check_stays(stays)


def _planned(household_id: uuid.UUID, begins: _Beginning) -> Stay:
    principal = begins.relationship is Relationship.PRINCIPAL
    return Stay(household_id, begins.person_id, begins.since, is_principal=principal)


def _stay(household_id: uuid.UUID, membership: Membership, ending: _Ending | None) -> Stay:
    until = membership.until if ending is None else ending.until
    if membership.household_id != household_id:
        # Only this household's principal can be upset; of other households not everybody is at hand.
        return Stay(uuid.uuid4(), membership.person_id, membership.since, until, is_principal=True)
    return Stay(
        household_id, membership.person_id, membership.since, until, is_principal=membership.is_principal
    )


def _end(ending: _Ending) -> None:
    if ending.replaces:
        db.session.delete(ending.membership)
    else:
        ending.membership.until = ending.until


def _begin(household_id: uuid.UUID, begins: _Beginning) -> None:
    db.session.add(Membership(**_columns(household_id, begins)))


def _columns(household_id: uuid.UUID, begins: _Beginning) -> dict[str, Any]:
    return {
        "household_id": household_id,
        "person_id": begins.person_id,
        "since": begins.since,
        "until": None,
        "is_principal": begins.relationship is Relationship.PRINCIPAL,
        "relationship_to_principal": begins.relationship,
    }
