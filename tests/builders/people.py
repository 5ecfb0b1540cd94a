"""Build persons, and who looks after them, as a test needs them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from itertools import count

from tracker import clock
from tracker.db import db
from tracker.people import operations
from tracker.people.models import Person
from tracker.people.operations import CareBy
from tracker.people.rules.answers import (
    FromRussia,
    Gender,
    NationNamed,
    Origin,
    OriginAnswer,
    PartialDate,
    Purpose,
    SaidBy,
)
from tracker.people.rules.facts import Background, GenderAnswer, Identity, PersonFacts
from tracker.people.rules.households import Relationship
from tracker.permissions import Role, Viewer, command_viewer

COMMAND = command_viewer("test")

_number = count(1)


def an_origin(*nations: str, words: str = "", said_on: date | None = None) -> Origin:
    """Return a stated origin: nations by their codes in the list (own words: the code), or one in own `words`."""
    named = [NationNamed(code, code) for code in nations] + ([NationNamed(words)] if words else [])
    return Origin(OriginAnswer.STATED, tuple(named), SaidBy.SELF, said_on or clock.today())


def some_facts(
    *,
    surname: str | None = None,
    given_name: str = "Vera",
    patronymic: str = "",
    other_names: tuple[str, ...] = (),
    birth_date: str = "1985",
    marked_minor: bool = False,
    citizenships: tuple[str, ...] = ("RU",),
    gender: Gender = Gender.NOT_ASKED,
    origin: Origin | None = None,
    region: str = "",
    from_russia: FromRussia = FromRussia.NOT_RECORDED,
    roles: tuple[str, ...] = (),
) -> PersonFacts:
    """Return facts of an invented person; the surname is new unless it is given."""
    return PersonFacts(
        identity=Identity(
            surname=surname if surname is not None else f"Testova{next(_number)}",
            given_name=given_name,
            patronymic=patronymic,
            other_names=other_names,
            birth_date=birth_date,
            marked_minor=marked_minor,
            citizenships=citizenships,
        ),
        gender=GenderAnswer(gender),
        origin=origin or Origin(),
        background=Background(region_of_origin=region, from_russia=from_russia, applicant_roles=roles),
    )


def a_person(
    facts: PersonFacts | None = None,
    *,
    gender: Gender | None = None,
    origin: Origin | None = None,
    programme_id: uuid.UUID | None = None,
    officer_id: uuid.UUID | None = None,
    may_use_origin: bool = False,
    host: str | None = None,
    since: str = "2022-03-15",
) -> Person:
    """Log an invented person (in nobody's care unless a programme is given), flushed but not committed.

    `host` has to stand in the table of host states; `since` may be a month or a year.
    """
    facts = facts or some_facts()
    if gender is not None:
        facts = replace(facts, gender=GenderAnswer(gender))
    if origin is not None:
        facts = replace(facts, origin=origin)
    person = operations.log_person(COMMAND, facts, CareBy(programme_id=programme_id, officer_id=officer_id))
    if may_use_origin:
        operations.give_consent(
            COMMAND,
            person,
            Purpose.STATISTICS,
            given_on=date(2022, 1, 1),
            wording="My origin may be counted in statistics that name nobody.",
        )
    if host is not None:
        operations.move_to(COMMAND, person, host, PartialDate.parse(since))
    db.session.flush()
    return person


def a_household(
    principal: Person, *members: tuple[Person, Relationship], since: date = date(2022, 4, 1)
) -> uuid.UUID:
    """Found a household with a principal and members; return its id."""
    household = operations.found_household(COMMAND, principal, since=since)
    for member, relationship in members:
        operations.join_household(COMMAND, household, member, relationship, since=since)
    db.session.flush()
    return household.id


def an_officer_viewer(
    account_id: uuid.UUID | None = None, *programme_ids: uuid.UUID, name: str = "officer"
) -> Viewer:
    """Return the viewer that an officer of these programmes acts as, without an account in the database."""
    return Viewer(
        account_id=account_id or uuid.uuid4(),
        name=name,
        roles=frozenset({Role.OFFICER}),
        programmes=frozenset(programme_ids),
    )


def a_coordinator_viewer(*organisation_ids: uuid.UUID, everything: bool = False) -> Viewer:
    """Return the viewer that a coordinator of these organisations acts as."""
    return Viewer(
        account_id=uuid.uuid4(),
        name="coordinator",
        roles=frozenset({Role.COORDINATOR}),
        organisations=frozenset(organisation_ids),
        everything=everything,
    )
