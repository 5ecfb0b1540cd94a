"""Build a quarter that is over, with enough persons for a release, and what reports count of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from builders.accounts import a_coordinator, as_viewer
from builders.people import a_person, an_origin
from builders.targets import Work, a_grant, an_organisation, some_reference_facts, some_work, takes_part

from tracker import clock
from tracker.access.models import Account
from tracker.approvals.rules import Decision
from tracker.db import db
from tracker.organisations.models import OrganisationKind
from tracker.participation.models import Participation, Support
from tracker.people.models import Person
from tracker.people.rules.answers import DatePrecision, Gender
from tracker.permits.models import Permit, PermitEntry
from tracker.permits.rules import PermitKind, PermitStatus
from tracker.programmes.models import Programme, ProgrammeHostState
from tracker.reference.models import HostState
from tracker.reports.models import ClosedQuarter, QuarterlyReport
from tracker.reports.operations import (
    build,
    close_quarter,
    decide_release,
    decide_report,
    make_at_once,
    review,
)
from tracker.selection.models import Application, ApplicationStep
from tracker.selection.rules import ApplicationStatus
from tracker.targets.rules import Scope, Window

QUARTER = Window.quarter_of(clock.today()).previous()
"""The last quarter that is over."""
STATES = ("DE", "GE", "LT", "RS")
STATUS_OF_STANDING = (PermitStatus.GRANTED, PermitStatus.APPLIED, None)


@dataclass(frozen=True)
class Quarter:
    """What `a_quarter` lays out."""

    work: Work
    persons: list[Person]
    """Those of the programme `press`."""


def a_quarter(*, press: int = 40, abroad: int = 30) -> Quarter:
    """Add persons to two programmes; the third ended before. Donors N-FUND and S-FUND pay for one each.

    In `press` every second person is a woman, every third of non-Russian origin, standings and four host
    states go round; in `abroad` everybody is a man in Germany without a permit.
    """
    some_reference_facts()
    for iso2, name in (("LT", "Lithuania"), ("RS", "Serbia")):
        if db.session.get(HostState, iso2) is None:
            db.session.add(
                HostState(
                    iso2=iso2,
                    iso3=f"{iso2}X",
                    name_en=name,
                    name_ru=name,
                    eu=False,
                    eea=False,
                    schengen=False,
                    as_of=date(2026, 1, 1),
                    note="",
                    source="invented",
                )
            )
    work = some_work()
    for programme, states in ((work.press, ("DE", "GE", "LT")), (work.abroad, ("DE",))):
        programme.host_states = [ProgrammeHostState(iso2=iso2) for iso2 in states]
    work.study.ends_on = date(2023, 12, 31)
    for code, programme in (("N-FUND", work.press), ("S-FUND", work.abroad)):
        donor = an_organisation(code, OrganisationKind.DONOR)
        db.session.flush()
        a_grant(donor, programme, date(2022, 1, 1))
    persons = [_a_person_of(work.press, place) for place in range(press)]
    for _place in range(abroad):
        man = a_person(gender=Gender.MAN, origin=an_origin("russian"), may_use_origin=True, host="DE")
        takes_part(man, work.abroad)
    db.session.commit()
    return Quarter(work, persons)


def _a_person_of(programme: Programme, place: int) -> Person:
    made = a_person(
        gender=Gender.WOMAN if place % 2 else Gender.MAN,
        origin=an_origin("russian" if place % 3 else "tatar"),
        may_use_origin=True,
        host=STATES[place % 4],
    )
    takes_part(made, programme)
    status = STATUS_OF_STANDING[place % 3]
    if status is not None:
        a_permit_of(made, status)
    return made


def a_permit_of(person: Person, status: PermitStatus, *, host: str = "DE") -> Permit:
    """Add a residence permit whose only entry lies before the quarter."""
    made = Permit(
        person_id=person.id,
        kind=PermitKind.RESIDENCE_PERMIT,
        host_iso2=host,
        framework_id=None,
        mediated_by="",
    )
    db.session.add(made)
    db.session.flush()
    db.session.add(
        PermitEntry(
            permit_id=made.id,
            status=status,
            on=date(2022, 5, 1),
            position=0,
            ends_on=None,
            ends_precision=DatePrecision.DAY,
            entered_at=clock.now(),
        )
    )
    return made


def some_support(participation: Participation, kind: str, amount: str, currency: str, on: date) -> Support:
    """Add support given in a participation."""
    made = Support(
        person_id=participation.person_id,
        participation_id=participation.id,
        kind=kind,
        starts_on=on,
        ends_on=None,
        amount=Decimal(amount),
        currency=currency,
    )
    db.session.add(made)
    return made


def an_application_of(
    person: Person, programme: Programme, *steps: tuple[ApplicationStatus, date]
) -> Application:
    """Add an application with its dated steps."""
    status, since = steps[-1]
    made = Application(person_id=person.id, programme_id=programme.id, status=status, since=since)
    db.session.add(made)
    db.session.flush()
    for position, (status, on) in enumerate(steps):
        db.session.add(
            ApplicationStep(
                application_id=made.id,
                person_id=person.id,
                status=status,
                on=on,
                position=position,
                by=None,
                entered_at=clock.now(),
            )
        )
    return made


def closed_and_built(closer: Account, quarter: str = QUARTER.name) -> ClosedQuarter:
    """Close a quarter and build its release at once, as a worker does it a moment later."""
    closed = close_quarter(as_viewer(closer), quarter, clock.today(), uuid.uuid4())
    db.session.flush()
    build(as_viewer(closer), closed, clock.today())
    db.session.commit()
    return closed


def drafted(scope: str = "all", quarter: str = QUARTER.name, *, changed: str = "") -> QuarterlyReport:
    """Make a quarterly report as a coordinator of everything does, counted at once."""
    report = make_at_once(as_viewer(a_coordinator()), quarter, Scope.parse(scope), clock.today(), changed)
    db.session.commit()
    return report


def published_report(
    scope: str = "all", quarter: str = QUARTER.name, *, changed: str = ""
) -> QuarterlyReport:
    """Make, review and publish a quarterly report as three coordinators do it."""
    report = drafted(scope, quarter, changed=changed)
    review(as_viewer(a_coordinator()), report)
    db.session.flush()
    decide_report(as_viewer(a_coordinator()), report, Decision.APPROVED)
    db.session.commit()
    return report


def published(quarter: str = QUARTER.name) -> ClosedQuarter:
    """Close, build and publish a quarter as two coordinators do it."""
    closed = closed_and_built(a_coordinator(), quarter)
    decide_release(as_viewer(a_coordinator()), closed, Decision.APPROVED)
    db.session.commit()
    return closed
