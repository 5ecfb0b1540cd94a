"""Build one office for the tests of security: two programmes of two organisations, and everybody who may attack.

Everything that belongs to `here` is foreign to the officer and the coordinator of `there`. What is said of
the persons of `here` are words that occur nowhere else, so that a leak is found by searching for them.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from browsing import Browser
from builders.accounts import (
    a_coordinator,
    a_donor_account,
    an_account,
    an_administrator,
    an_officer,
    as_viewer,
    sign_in,
)
from builders.cases import Office, a_case
from builders.documents import a_document
from builders.intake import a_list_imported
from builders.notes import a_note
from builders.organisations import a_donor, a_grant, a_programme, an_event
from builders.participation import a_participation, a_tally, some_support
from builders.people import COMMAND, a_household
from builders.permits import a_permit
from builders.selection import an_application
from builders.tasks import a_task
from builders.transfers import an_offer
from flask import Flask
from sqlalchemy import event, select, text

from tracker import clock
from tracker.access.models import Account, DonorAccount
from tracker.access.operations import Scope
from tracker.approvals.queries import approval_of
from tracker.approvals.rules import ApprovalKind, Decision
from tracker.cases.operations import set_risk
from tracker.cases.rules import RiskLevel
from tracker.db import db
from tracker.jobs.models import Job
from tracker.jobs.rules import JobState
from tracker.lists.models import ListExport
from tracker.lists.operations import Asked, keep_list, propose_export
from tracker.lists.rules import Column, FileFormat
from tracker.people import operations as people
from tracker.people.models import Consent, HostStay, Membership, Person
from tracker.people.operations import CareBy
from tracker.people.rules.answers import (
    Gender,
    NationNamed,
    Origin,
    OriginAnswer,
    PartialDate,
    Purpose,
    SaidBy,
)
from tracker.people.rules.facts import (
    Background,
    Contact,
    GenderAnswer,
    Identity,
    PersonFacts,
    TravelDocument,
)
from tracker.people.rules.households import Relationship
from tracker.people.rules.own_words import Language
from tracker.permissions import Role, Viewer
from tracker.permits.operations import log_trip
from tracker.permits.rules.conditions import Trip
from tracker.programmes.models import Event
from tracker.reminders.models import CalendarLink
from tracker.reminders.operations import allow_calendars, make_calendar_link
from tracker.reports.operations import build, close_quarter, decide_release, make_at_once
from tracker.selection.rules import ApplicationStatus
from tracker.stewardship import queries as merge_queries
from tracker.stewardship.operations import merge_at_once, propose_merge
from tracker.stewardship.rules import MergeChoices, Side
from tracker.targets.operations import Proposal, propose_set
from tracker.targets.rules import Rules, ScopeKind, Window
from tracker.targets.rules import Scope as Counted

SECRET_WORDS = (
    "Quillfeather",
    "Zinnobera",
    "Ottokarovna",
    "Brambleholt",
    "Fenwickson",
    "1979-07-23",
    "23 Jul 1979",
    "murmuration@example.org",
    "throughthebakery",
    "sunflowergender",
    "grandmothersnation",
    "XQ0778123ZK",
    "PERMITNO4711",
    "becauseofthebridge",
    "consentedbycandle",
    "offeredattheharbour",
    "becauseofthelist",
    "Volapuek",
    "wickerworkwords",
    "hurdygurdyletter",
)
"""What is written down of the persons of `here` and their officer alone may read."""
SECRET_CODES = ("non_binary_or_other", "community_leader", "sibling", "RU-KR", "returned")
"""Sealed answers that are members of public lists: nobody else's form may have them chosen."""


@dataclass
class Desk:
    """One programme with its officer and the records of one person in their care."""

    office: Office
    forum: Event
    """An event whose guests are logged."""
    fair: Event
    """An event whose guests were counted."""
    ids: dict[str, uuid.UUID] = field(default_factory=dict)
    """An id of each kind of record, by the name that routes give the argument."""
    case_code: str = ""
    relatives_code: str = ""

    @property
    def person_id(self) -> uuid.UUID:
        """Return the person."""
        return self.ids["person_id"]


@dataclass
class House:
    """Everything that there is, and who is in it."""

    app: Flask
    here: Desk
    there: Desk
    colleague: Account
    """Works on the programme of `here`, and looks after nobody."""
    limited: Account
    """Coordinates the organisation of `there`."""
    wide: Account
    """Coordinates everything."""
    donor: DonorAccount
    administrator: Account
    expert: Account
    waiting_id: uuid.UUID
    quarter: str
    browsers: dict[uuid.UUID, Browser] = field(default_factory=dict)
    tokens: dict[uuid.UUID, str] = field(default_factory=dict)

    def browser_of(self, account: Account | DonorAccount) -> Browser:
        """Return the browser in which this account is signed in."""
        if account.id not in self.browsers:
            self.browsers[account.id] = sign_in(Browser(self.app), account)
        return self.browsers[account.id]

    def token_of(self, account: Account | DonorAccount) -> str:
        """Return a CSRF token of this account."""
        if account.id not in self.tokens:
            found = self.browser_of(account).get("/me/password").soup.select_one('[name="csrf_token"]')
            assert found is not None
            self.tokens[account.id] = str(found["value"])
        return self.tokens[account.id]

    def strangers(self) -> dict[str, Account | DonorAccount]:
        """Return who may see nothing of `here`, by what they are."""
        return {
            "officer": self.there.office.officer,
            "coordinator": self.limited,
            "donor": self.donor,
            "expert": self.expert,
            "administrator": self.administrator,
        }


def rows(*, but: frozenset[str] = frozenset({"sign_ins"})) -> dict[str, list[str]]:
    """Return all rows of both stores, without those of some tables: a sign-in's last use is kept."""
    db.session.rollback()
    kept = {}
    for key, metadata in db.metadatas.items():
        with db.engines[key].connect() as connection:
            for table in metadata.sorted_tables:
                if table.name not in but:
                    found = connection.execute(text(f'SELECT * FROM "{table.name}"')).all()
                    kept[f"{key}:{table.name}"] = sorted(repr(tuple(row)) for row in found)
    return kept


@contextmanager
def nothing_changes(*, but_who_looked: bool = False) -> Iterator[None]:
    """Fail when a row of either store was added, changed or taken out meanwhile.

    `but_who_looked` lets the trail grow, which keeps who opened what is their own to see.
    """
    # Failed attempts are counted, whatever they were made on.
    but = frozenset(
        {"sign_ins", "sign_in_attempts", *(("trail_entries", "trail_head") if but_who_looked else ())}
    )
    before = rows(but=but)
    yield
    after = rows(but=but)
    changed = {
        name: sorted(set(after[name]) ^ set(before[name]))[:4]
        for name in before
        if after[name] != before[name]
    }
    if changed:
        raise AssertionError(f"these rows changed: {changed}")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that both databases are asked."""
    asked: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    for engine in db.engines.values():
        event.listen(engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        for engine in db.engines.values():
            event.remove(engine, "before_cursor_execute", keep)


def masked(text_of_page: str, *names: object) -> str:
    """Return a page without what differs on every load, and without the names by which it was asked for."""
    plain = re.sub(r'(name="(?:csrf_token|record_id)"[^>]* value=)"[^"]*"', r"\1", text_of_page)
    for name in sorted(map(str, names), key=len, reverse=True):
        plain = plain.replace(name, "NAME")
    return plain


def a_secret_person(office: Office) -> Person:
    """Log a person of whom everything is known, in words that occur nowhere else."""
    facts = PersonFacts(
        identity=Identity(
            surname="Quillfeather",
            given_name="Zinnobera",
            patronymic="Ottokarovna",
            preferred_name="Brambleholt",
            other_names=("Fenwickson",),
            birth_date="1979-07-23",
            citizenships=("RU",),
            languages=("Volapuek",),
            contacts=(Contact("email", "murmuration@example.org"),),
            safe_contact="throughthebakery",
            travel_documents=(TravelDocument("XQ0778123ZK", "RU", "2030"),),
        ),
        gender=GenderAnswer(Gender.NON_BINARY_OR_OTHER, "sunflowergender"),
        origin=Origin(
            OriginAnswer.STATED, (NationNamed("grandmothersnation"),), SaidBy.SELF, date(2025, 1, 2)
        ),
        background=Background(applicant_roles=("community_leader",)),
    )
    person = people.log_person(
        COMMAND, facts, CareBy(programme_id=office.programme.id, officer_id=office.officer.id)
    )
    people.move_to(COMMAND, person, "DE", PartialDate.parse("2024-03-15"))
    people.give_consent(
        COMMAND, person, Purpose.STATISTICS, given_on=date(2024, 1, 1), wording="consentedbycandle"
    )
    db.session.flush()
    return person


def a_desk(name: str, person: Callable[[Office], Person], list_name: str) -> Desk:
    """Make a programme of an organisation of its own, with its officer and one person's whole file."""
    programme = a_programme()
    office = Office(programme, an_officer(programme.id, name=name))
    kept = Desk(
        office,
        forum=an_event(programme=programme, starts_on=date(2025, 3, 1)),
        fair=an_event(organisation=programme.organisation, starts_on=date(2025, 4, 1)),
    )
    somebody, relative = person(office), person(office)
    case = a_case(office, person=somebody)
    successor = an_officer(programme.id, name="Nadja Next")
    set_risk(case, RiskLevel.HIGH, on=date(2025, 2, 2), version=case.version)
    a_household(somebody, (relative, Relationship.SIBLING))
    permit = a_permit(somebody, number="PERMITNO4711", ends_on=clock.today() + timedelta(days=20))
    participation = a_participation(somebody, programme)
    guest = a_participation(somebody, kept.forum)
    support = some_support(participation, kind="stipend", amount=Decimal(700))
    other_support = some_support(guest, kind="stipend")
    a_tally(kept.fair)
    application = an_application(somebody, programme, ApplicationStatus.SCREENING)
    for step in application.steps:
        step.reason = "becauseofthebridge"
    grant = a_grant(programme=programme, donor=a_donor())
    _token, link = people.make_link(as_viewer(office.officer), somebody, Language.RUSSIAN)
    job = a_finished_job(office)
    task = a_task(office.officer, case=case)
    note = a_note(office.officer, case, text="wickerworkwords")
    document = a_document(office.officer, case, name="hurdygurdyletter.txt")
    trip = log_trip(somebody, Trip("GE", date(2025, 4, 1), date(2025, 4, 5)))
    db.session.flush()
    imported = a_list_imported(office)
    kept.case_code, kept.relatives_code = somebody.case_code, relative.case_code
    kept.ids = {
        "person_id": somebody.id,
        "relative_id": relative.id,
        "case_id": case.id,
        "permit_id": permit.id,
        "trip_id": trip.id,
        "entry_id": permit.entries[0].id,
        "participation_id": participation.id,
        "guest_id": guest.id,
        "support_id": min(support.id, other_support.id),
        "other_support_id": max(support.id, other_support.id),
        "application_id": application.id,
        "consent_id": db.session.scalars(select(Consent.id).where(Consent.person_id == somebody.id)).one(),
        "link_id": link.id,
        "job_id": job.id,
        "task_id": task.id,
        "list_id": keep_list(as_viewer(office.officer), list_name, "ends=30", "").id,
        "export_id": a_list_asked_for(office.officer).id,
        "transfer_id": an_offer(
            case, office, programme, officer=successor, sentence="offeredattheharbour"
        ).id,
        "note_id": note.id,
        "document_id": document.id,
        "calendar_link_id": a_calendar_link(office.officer),
        "stay_id": db.session.scalars(select(HostStay.id).where(HostStay.person_id == somebody.id)).one(),
        "household_id": db.session.scalars(
            select(Membership.household_id).where(Membership.person_id == somebody.id)
        ).one(),
        "event_id": kept.forum.id,
        "fair_id": kept.fair.id,
        "programme_id": programme.id,
        "organisation_id": programme.organisation_id,
        "grant_id": grant.id,
        "import_id": imported.id,
        "officer_id": office.officer.id,
    }
    db.session.commit()
    return kept


def a_list_asked_for(officer: Account) -> ListExport:
    """Let an officer ask for a list with names, which waits for a second person."""
    asked = Asked(
        filters="", sorting="ends", columns=(Column.CODE, Column.NAME), file_format=FileFormat.CSV, rows=2
    )
    return propose_export(as_viewer(officer), asked, "becausetheconsulatewaits")


def a_calendar_link(officer: Account) -> uuid.UUID:
    """Let calendars be used, and give an officer a link; return its id."""
    allow_calendars(COMMAND, allowed=True)
    make_calendar_link(as_viewer(officer))
    db.session.flush()
    return db.session.scalars(select(CalendarLink.id).where(CalendarLink.account_id == officer.id)).one()


def a_finished_job(office: Office) -> Job:
    """Leave the trace of background work that an officer had asked for."""
    now = clock.now()
    job = Job(
        kind="import",
        record_id=uuid.uuid4(),
        account_id=office.officer.id,
        state=JobState.DONE,
        done=3,
        total=3,
        said="Done.",
        attempts=1,
        runner="here",
        created_at=now,
        started_at=now,
        ended_at=now,
    )
    db.session.add(job)
    return job


def a_house(app: Flask) -> House:
    """Fill an installation."""
    here = a_desk("Olga Officer", a_secret_person, list_name="becauseofthelist")
    there = a_desk("Emil Elsewhere", an_ordinary_person, list_name="what ends")
    wide, second = a_coordinator(name="Wanda Wide"), a_coordinator(name="Sven Second")
    quarter = Window.quarter_of(clock.today()).previous().name
    closed = close_quarter(as_viewer(wide), quarter, clock.today(), uuid.uuid4())
    db.session.flush()
    build(as_viewer(wide), closed, clock.today())
    db.session.flush()
    decide_release(as_viewer(second), closed, Decision.APPROVED)
    proposed = propose_set(
        as_viewer(wide),
        Proposal(
            name="Foreign aims",
            sentence="An invented sentence.",
            programme_id=here.office.programme.id,
            in_effect_on=clock.today() + timedelta(days=40),
            rules=Rules(),
        ),
        clock.today(),
    )
    db.session.flush()
    approval = approval_of(ApprovalKind.TARGET_SET, proposed.id)
    assert approval is not None
    waiting = people.log_person(COMMAND, PersonFacts(identity=Identity(surname="Waitingson")), CareBy())
    db.session.commit()
    report = make_at_once(
        as_viewer(wide), quarter, Counted(ScopeKind.PROGRAMME, here.office.programme.code), clock.today()
    )
    here.ids |= {
        "set_id": proposed.id,
        "approval_id": approval.id,
        "closed_id": closed.id,
        "report_id": report.id,
    }
    here.ids |= two_merges(here, as_viewer(wide))
    house = House(
        app=app,
        here=here,
        there=there,
        colleague=an_officer(here.office.programme.id, name="Kolja Colleague"),
        limited=a_coordinator(there.office.programme.organisation_id, name="Lotte Limited"),
        wide=wide,
        donor=a_donor_account("SOMEBODY"),
        administrator=an_administrator(),
        expert=an_account((Role.EXPERT, Scope()), name="Edda Expert"),
        waiting_id=waiting.id,
        quarter=quarter,
    )
    for account in (*house.strangers().values(), house.colleague, house.wide, here.office.officer):
        house.token_of(account)  # signs in, which leaves rows that a test should not see come
    return house


def two_merges(desk: Desk, coordinator: Viewer) -> dict[str, uuid.UUID]:
    """Merge two persons of a desk, and propose to merge two others."""
    officer = as_viewer(desk.office.officer)
    both = [an_ordinary_person(desk.office) for _ in range(2)]
    two = merge_queries.pair(officer, both[0].id, both[1].id)
    merge = merge_at_once(officer, two, MergeChoices(kept=Side.ONE), versions=two.versions)
    waiting = merge_queries.pair(coordinator, desk.ids["person_id"], desk.ids["relative_id"])
    proposal = propose_merge(coordinator, waiting, MergeChoices(kept=Side.ONE))
    db.session.commit()
    return {
        "merge_id": merge.id,
        "proposal_id": proposal.id,
        "one_id": desk.ids["person_id"],
        "other_id": desk.ids["relative_id"],
        "former_id": merge.gone_id,
    }


def an_ordinary_person(office: Office) -> Person:
    """Log a person of `there`, who may be seen by whom the tests send."""
    person = people.log_person(
        COMMAND,
        PersonFacts(identity=Identity(surname="Ordinaryson", given_name="Mila")),
        CareBy(programme_id=office.programme.id, officer_id=office.officer.id),
    )
    people.move_to(COMMAND, person, "DE", PartialDate.parse("2024-03-15"))
    people.give_consent(COMMAND, person, Purpose.STATISTICS, given_on=date(2024, 1, 1), wording="agreed")
    db.session.flush()
    return person
