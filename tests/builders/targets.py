"""Build what figures are about: programmes, events, who takes part in them, and target sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

from builders.accounts import an_account
from sqlalchemy import select

from tracker import clock
from tracker.access.models import Account
from tracker.access.operations import Scope as Reach
from tracker.db import db
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.participation.models import Participation, Tally
from tracker.participation.rules import ParticipationRole
from tracker.people.models import Person
from tracker.permissions import Role
from tracker.programmes.models import Event, Grant, Horizon, Programme
from tracker.reference.models import CensusFigure, CensusTotal, HostState, Nation
from tracker.targets.models import TargetSet
from tracker.targets.operations import enter_default_set
from tracker.targets.rules import Rules

_number = count(1)


@dataclass(frozen=True)
class Work:
    """Two organisations: the first with two programmes and their event, the second with one programme."""

    mine: Organisation
    theirs: Organisation
    press: Programme
    study: Programme
    abroad: Programme
    forum: Event
    """Of the programme `press`."""
    gathering: Event
    """Of the first organisation alone."""


def an_organisation(code: str, kind: OrganisationKind = OrganisationKind.IMPLEMENTING) -> Organisation:
    """Add an organisation."""
    made = Organisation(code=code, name=f"Organisation {code}", kind=kind, host_iso2=None)
    db.session.add(made)
    return made


def a_programme_of(organisation: Organisation, code: str) -> Programme:
    """Add a programme that runs from 2022 on."""
    made = Programme(
        code=code,
        title=f"Programme {code}",
        organisation_id=organisation.id,
        horizon=Horizon.MID,
        starts_on=date(2022, 1, 1),
        ends_on=None,
    )
    db.session.add(made)
    return made


def an_event_of(
    organisation: Organisation,
    programme: Programme | None,
    code: str,
    *,
    first: date = date(2026, 8, 3),
    last: date = date(2026, 8, 5),
) -> Event:
    """Add an event of a programme, or of an organisation alone."""
    made = Event(
        code=code,
        title=f"Event {code}",
        organisation_id=organisation.id,
        programme_id=programme.id if programme else None,
        starts_on=first,
        ends_on=last,
        host_iso2=None,
    )
    db.session.add(made)
    return made


def some_work() -> Work:
    """Add two organisations with their programmes and events, and the brief's target set."""
    enter_default_set()
    mine, theirs = an_organisation("HARBOUR"), an_organisation("WINDROSE")
    db.session.flush()
    press, study = a_programme_of(mine, "PRESS"), a_programme_of(mine, "STUDY")
    abroad = a_programme_of(theirs, "ABROAD")
    db.session.flush()
    work = Work(
        mine,
        theirs,
        press,
        study,
        abroad,
        an_event_of(mine, press, "FORUM"),
        an_event_of(mine, None, "GATHERING"),
    )
    db.session.flush()
    return work


def takes_part(
    person: Person,
    place: Programme | Event,
    *,
    role: ParticipationRole = ParticipationRole.PARTICIPANT,
    first: date | None = None,
    last: date | None = None,
) -> Participation:
    """Add a participation; in an event it takes the event's days unless told."""
    is_event = isinstance(place, Event)
    made = Participation(
        person_id=person.id,
        programme_id=None if is_event else place.id,
        event_id=place.id if is_event else None,
        role=role,
        starts_on=first or place.starts_on,
        ends_on=last or (place.ends_on if is_event else None),
    )
    db.session.add(made)
    return made


def a_tally(event: Event, guests: int, *, women: tuple[int, int], origin: tuple[int, int]) -> Tally:
    """Add a tally: for each target how many count, and of how many nothing is known."""
    made = Tally(
        event_id=event.id,
        taken_on=event.starts_on,
        guests=guests,
        women_count=women[0],
        women_undisclosed=women[1],
        origin_count=origin[0],
        origin_undisclosed=origin[1],
    )
    db.session.add(made)
    return made


def a_grant(donor: Organisation, programme: Programme, first: date, last: date | None = None) -> Grant:
    """Add a grant."""
    made = Grant(
        programme_id=programme.id,
        donor_id=donor.id,
        amount=1000,
        currency="EUR",
        starts_on=first,
        ends_on=last,
    )
    db.session.add(made)
    return made


def a_confirmed_set(rules: Rules, in_effect_on: date, programme: Programme | None = None) -> TargetSet:
    """Add a target set that two people agreed to."""
    made = TargetSet(
        name=f"Set {next(_number)}",
        sentence="An invented sentence.",
        programme_id=programme.id if programme else None,
        in_effect_on=in_effect_on,
        rules=rules.as_record(),
        entered_at=clock.now(),
        confirmed_at=clock.now(),
    )
    db.session.add(made)
    return made


def some_reference_facts() -> None:
    """Make sure that three nations with their census figures, and two host states, stand in the tables."""
    for code, is_russian, in_2010 in (
        ("russian", True, 80),
        ("tatar", False, 4),
        ("chechen", False, 1),
    ):
        if db.session.get(Nation, code) is None:
            db.session.add(
                Nation(
                    code=code, name_en=code.title(), name_ru=code, is_russian=is_russian, source="invented"
                )
            )
            db.session.flush()
            db.session.add(
                CensusFigure(
                    nation_code=code, year=2010, count=in_2010, evidence="", note="", source="invented"
                )
            )
    if db.session.get(CensusTotal, 2010) is None:
        db.session.add(
            CensusTotal(year=2010, population=110, stated=100, russians=80, caveat="", source="invented")
        )
    known = set(db.session.scalars(select(HostState.iso2)))
    for iso2, iso3, name in (("DE", "DEU", "Germany"), ("GE", "GEO", "Georgia")):
        if iso2 not in known:
            db.session.add(
                HostState(
                    iso2=iso2,
                    iso3=iso3,
                    name_en=name,
                    name_ru=name,
                    eu=iso2 == "DE",
                    eea=iso2 == "DE",
                    schengen=iso2 == "DE",
                    as_of=date(2026, 1, 1),
                    note="",
                    source="invented",
                )
            )
    db.session.flush()


def an_account_of(role: Role, reach: Reach | None = None) -> Account:
    """Make an account with one role."""
    return an_account((role, reach or Reach()), name=f"Somebody {next(_number)}")
