"""Invented households: persons with their answers, stays, permits, cases, applications and support."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from tracker.cases.models import Case, CaseStep
from tracker.cases.rules import RiskLevel
from tracker.demo.dice import Dice
from tracker.demo.histories import a_case_history, an_application
from tracker.demo.names import OTHERS, RUSSIANS, Name, NameBook, People, in_latin
from tracker.demo.offices import Office
from tracker.demo.papers import Papers
from tracker.demo.profiles import last_quarter
from tracker.demo.rows import Rows
from tracker.participation.models import Participation, Support
from tracker.participation.rules import ParticipationRole
from tracker.people.models import Care, Consent, HostStay, Household, Membership, Person
from tracker.people.rules import codes
from tracker.people.rules.answers import (
    DatePrecision,
    FromRussia,
    Gender,
    OriginAnswer,
    Purpose,
    SaidBy,
)
from tracker.people.rules.households import Relationship
from tracker.selection.models import Application, ApplicationStep
from tracker.selection.rules import ApplicationStatus, Step
from tracker.vault.keys import vault

_FIRST_ARRIVAL: Final = date(2022, 3, 1)
_WORDINGS: Final = {
    Purpose.CASE_WORK: "I agree that the programme keeps what it needs to support me.",
    Purpose.STATISTICS: "My origin may be counted in statistics that name nobody.",
    Purpose.SHARING: "My case may be shared with the other organisations of this programme.",
    Purpose.CONTACT: "I may be written to about further support.",
}
_ROLES: Final = {
    "civic_activist": 5, "journalist": 5, "hrd": 3, "researcher": 4, "artist": 2.5, "media_worker": 2, "lawyer": 1.5,
    "ngo_staff": 3, "politician": 1.5, "expert": 1, "student": 1.5, "community_leader": 1,
}  # fmt: skip
_TAKES_PART_AS: Final = {
    ParticipationRole.PARTICIPANT: 50, ParticipationRole.GRANTEE: 25, ParticipationRole.FELLOW: 20,
    ParticipationRole.TRAINER: 3, ParticipationRole.SPEAKER: 2,
}  # fmt: skip
_SUPPORT: Final = {
    "relocation_grant": (800, 4000), "emergency_grant": (300, 2000), "living_allowance": (600, 6000), "legal_aid": None,
    "housing": (400, 3600), "psychosocial": None, "language_course": (150, 900), "fellowship": (4000, 18000),
    "project_grant": (1500, 12000), "visa_letter": None, "digital_security": None, "equipment": (300, 1800),
    "family_support": (200, 1500), "training": None,
}  # fmt: skip
_FIRST_STOPS: Final = ("GE", "TR", "AM", "KZ", "RS", "ME", "IL", "LV")
_HOST_WEIGHTS: Final = (36, 26, 16, 12, 10)
_CITIZENSHIPS: Final[dict[tuple[str, ...], float]] = {
    ("RU",): 93,
    ("RU", "IL"): 3,
    ("RU", "AM"): 2,
    ("RU", "UA"): 1,
    ("BY",): 1,
}
_MEMBERS: Final = {0: 60, 1: 17, 2: 13, 3: 10}


@dataclass(frozen=True)
class _Family:
    """What the persons of a household share."""

    people: People
    surname: str
    arrived: date
    stays: tuple[tuple[str, date], ...]
    """Host states with the first day in each."""

    @property
    def host(self) -> str | None:
        """Return the host state of today."""
        return self.stays[-1][0] if self.stays else None


@dataclass(frozen=True)
class _Supported:
    """One time of support in one programme."""

    office: Office
    starts_on: date
    ends_on: date | None


class Households:
    """Makes households one after the other; `rows` is what is still to be written."""

    def __init__(self, dice: Dice, book: NameBook, papers: Papers, today: date, change_number: int) -> None:
        self._dice = dice
        self._book = book
        self._papers = papers
        self._today = today
        self._change_number = change_number
        self._codes: set[str] = set()
        self.rows = Rows()
        self.counts: dict[str, int] = {}

    def fill(self, office: Office, others: list[Office], left: int, *, ends_in: int | None) -> int:
        """Make one household of a programme, of at most `left` persons; return of how many it is.

        `others` are programmes that some also take part in; `ends_in` has the principal's permit end in so many days.
        """
        dice = self._dice
        small = office.profile.exactly is not None
        members = 0 if small else min(dice.one_of(_MEMBERS), left - 1)
        family = self._family(office)
        principal, woman = self._adult(family, office)
        supported = small or dice.chance(0.82)
        self._look_after(principal, family, office, others, supported=supported)
        self._papers.add(self.rows, principal, family.stays, ends_in=ends_in)
        if members:
            self._members(principal, woman, family, office, members)
        return 1 + members

    def wait(self, office: Office) -> None:
        """Make somebody who was imported without a programme and waits in the queue; `office` lends its hosts."""
        family = self._family(office)
        person, _woman = self._adult(family, office)
        self._care(person, None, None, None)

    # Persons

    def _family(self, office: Office) -> _Family:
        dice = self._dice
        people = dice.one_of(OTHERS) if office.other_nations.draw() else RUSSIANS
        names = people.names
        arrived = dice.day(_FIRST_ARRIVAL, self._today - timedelta(days=150))
        host = dice.choices(office.profile.hosts, _HOST_WEIGHTS[: len(office.profile.hosts)])[0]
        stays = [(host, arrived)]
        if dice.chance(0.22) and office.profile.exactly is None:
            stop = dice.choice([one for one in _FIRST_STOPS if one != host])
            moved = dice.day(arrived + timedelta(days=60), self._today - timedelta(days=10))
            stays = [(stop, arrived), (host, moved)]
        elif dice.chance(0.02):
            stays = []
        return _Family(people, self._book.surname(names), arrived, tuple(stays))

    def _adult(self, family: _Family, office: Office, *, woman: bool | None = None) -> tuple[Person, bool]:
        born = self._dice.day(date(1958, 1, 1), date(2003, 12, 31))
        is_woman = office.women.draw() if woman is None else woman
        return self._person(family, office, woman=is_woman, born=born), is_woman

    def _person(self, family: _Family, office: Office, *, woman: bool, born: date) -> Person:
        dice = self._dice
        person_id = dice.id()
        vault().make_key(person_id)
        name = self._book.name(family.people.names, family.surname, woman=woman)
        person = Person(
            id=person_id,
            case_code=self._code(),
            change_number=self._change_number,
            created_at=_moment(dice.day(family.arrived, self._today)),
            birth_date=born.isoformat() if dice.chance(0.9) else str(born.year),
            citizenships=self._citizenships(),
            languages=["ru", *(one for one in family.people.languages if dice.chance(0.6))],
            region_of_origin=dice.choice(family.people.regions) if dice.chance(0.88) else "",
            **self._named(name),
            **self._reached(name),
            **self._gender(office, woman=woman),
            **self._origin(office, family, woman=woman),
        )
        if person.citizenships == ["BY"]:
            person.region_of_origin, person.from_russia = "", FromRussia.NO
        self.rows.first.append(person)
        self._count("persons")
        for host, since in family.stays:
            self._stay(person, host, since)
        self._consents(person, family, office)
        return person

    def _named(self, name: Name) -> dict[str, object]:
        """Write a name in Cyrillic, or in Latin as offices abroad do, sometimes with its other spelling."""
        latin = Name(*(in_latin(part) for part in (name.surname, name.given, name.patronymic)))
        written = latin if self._dice.chance(0.25) else name
        passport = f"{latin.given} {latin.surname}"
        return {
            "surname": written.surname,
            "given_name": written.given,
            "patronymic": written.patronymic if written is name else "",
            "preferred_name": name.given if self._dice.chance(0.03) else "",
            "other_names": [passport] if written is name and self._dice.chance(0.3) else [],
        }

    def _reached(self, name: Name) -> dict[str, object]:
        dice = self._dice
        handle = in_latin(f"{name.given}.{name.surname}").lower()
        contacts = [{"channel": "email", "value": f"{handle}{dice.randint(1, 99)}@example.org"}]
        if dice.chance(0.7):
            contacts.append({"channel": "signal", "value": f"+44 7700 900{dice.randint(0, 999):03}"})
        document = {
            "number": f"{dice.randint(50, 79)} {dice.randint(1000000, 9999999)}",
            "country": "RU",
            "ends_on": dice.day(
                self._today - timedelta(days=200), self._today + timedelta(days=2500)
            ).isoformat(),
        }
        return {
            "contacts": contacts,
            "safe_contact": "Write on Signal after 18:00. Never call." if dice.chance(0.25) else "",
            "travel_documents": [document] if dice.chance(0.7) else [],
        }

    def _citizenships(self) -> list[str]:
        drawn = self._dice.one_of(_CITIZENSHIPS)
        return list(drawn)

    def _gender(self, office: Office, *, woman: bool) -> dict[str, object]:
        dice = self._dice
        if not office.says_gender.draw():
            return {"gender": Gender.DECLINED if dice.chance(0.3) else Gender.NOT_ASKED}
        if dice.chance(0.012):
            return {"gender": Gender.NON_BINARY_OR_OTHER, "gender_wording": "небинарная персона"}
        return {"gender": Gender.WOMAN if woman else Gender.MAN}

    def _origin(self, office: Office, family: _Family, *, woman: bool) -> dict[str, object]:
        dice = self._dice
        if not office.says_origin.draw():
            return {"origin_answer": OriginAnswer.DECLINED if dice.chance(0.3) else OriginAnswer.NOT_ASKED}
        own = family.people
        nations = [{"words": own.woman if woman else own.man, "code": own.code}]
        if own is not RUSSIANS and dice.chance(0.12):
            nations.append({"words": RUSSIANS.woman if woman else RUSSIANS.man, "code": RUSSIANS.code})
        if dice.chance(0.03):
            nations = [{"words": "россиянка" if woman else "россиянин", "code": ""}]
        return {
            "origin_answer": OriginAnswer.STATED,
            "nations": nations,
            "origin_said_by": SaidBy.SELF if dice.chance(0.8) else SaidBy.OFFICER_ON_BEHALF,
            "origin_said_on": dice.day(family.arrived, self._today).isoformat(),
        }

    def _stay(self, person: Person, host: str, since: date) -> None:
        rough = self._dice.chance(0.1)
        self.rows.second.append(
            HostStay(
                id=self._dice.id(), person_id=person.id, host_iso2=host,
                since=since.replace(day=1) if rough else since,
                since_precision=DatePrecision.MONTH if rough else DatePrecision.DAY,
            )
        )  # fmt: skip

    def _consents(self, person: Person, family: _Family, office: Office) -> None:
        dice = self._dice
        given_on = dice.day(family.arrived, self._today)
        agreed = {
            Purpose.CASE_WORK: dice.chance(0.97),
            Purpose.STATISTICS: office.allows_statistics.draw(),
            Purpose.SHARING: dice.chance(0.25),
            Purpose.CONTACT: dice.chance(0.6),
        }
        for purpose, yes in agreed.items():
            if yes:
                withdrawn = purpose is not Purpose.CASE_WORK and dice.chance(0.02)
                self.rows.second.append(
                    Consent(
                        id=dice.id(), person_id=person.id, purpose=purpose, given_on=given_on,
                        withdrawn_on=dice.day(given_on, self._today) if withdrawn else None,
                        wording=_WORDINGS[purpose],
                    )
                )  # fmt: skip

    def _code(self) -> str:
        while (code := codes.new_code(self._dice.below)) in self._codes:
            pass
        self._codes.add(code)
        return code

    # Households

    def _members(self, principal: Person, woman: bool, family: _Family, office: Office, count: int) -> None:  # noqa: FBT001 - the gender of the principal, known to the caller
        dice = self._dice
        household = Household(id=dice.id(), created_at=_moment(family.arrived))
        self.rows.first.append(household)
        self._count("households")
        self._belongs(household, principal, Relationship.PRINCIPAL, family)
        for number in range(count):
            if number == 0 and dice.chance(0.75):
                member, _ = self._adult(family, office, woman=not woman if dice.chance(0.93) else woman)
                relationship = Relationship.SPOUSE if dice.chance(0.75) else Relationship.PARTNER
                supported = dice.chance(0.3)
            elif dice.chance(0.85):
                born = dice.day(date(2009, 1, 1), min(family.arrived, date(2023, 12, 31)))
                member = self._person(family, office, woman=dice.chance(0.5), born=born)
                relationship, supported = Relationship.CHILD, dice.chance(0.04)
            else:
                member = self._person(
                    family,
                    office,
                    woman=dice.chance(0.7),
                    born=dice.day(date(1942, 1, 1), date(1957, 12, 31)),
                )
                relationship, supported = Relationship.PARENT, False
            self._belongs(household, member, relationship, family)
            self._papers.add(self.rows, member, family.stays)
            if supported:
                member.applicant_roles = ["family_member"]
                self._support(member, family, office)
            self._care(member, office.organisation_id, office.programme_id, office.officer_id)

    def _belongs(
        self, household: Household, person: Person, relationship: Relationship, family: _Family
    ) -> None:
        self.rows.second.append(
            Membership(
                id=self._dice.id(), household_id=household.id, person_id=person.id, since=family.arrived, until=None,
                is_principal=relationship is Relationship.PRINCIPAL, relationship_to_principal=relationship,
            )
        )  # fmt: skip

    # What is done for them

    def _look_after(
        self, person: Person, family: _Family, office: Office, others: list[Office], *, supported: bool
    ) -> None:
        dice = self._dice
        roles = {dice.one_of(_ROLES), dice.one_of(_ROLES)} if dice.chance(0.3) else {dice.one_of(_ROLES)}
        person.applicant_roles = sorted(roles)
        officer = dice.one_of({office.officer_id: 85, office.colleague_id: 12, None: 3})
        self._care(person, office.organisation_id, office.programme_id, officer)
        if not supported:
            logged = dice.day(self._today - timedelta(days=300), self._today - timedelta(days=10))
            self._apply(person, office, an_application(dice, logged, self._today, supported=False))
            self._case(person, office, logged)
            return
        self._support(person, family, office)
        if others and dice.chance(0.12) and office.profile.exactly is None:
            second = dice.choice(others)
            self._care(person, second.organisation_id, second.programme_id, second.officer_id)
            self._support(person, family, second, has_case=second.organisation_id == office.organisation_id)

    def _support(self, person: Person, family: _Family, office: Office, *, has_case: bool = False) -> None:
        dice, today = self._dice, self._today
        time = self._time_in(office, family)
        closed_on = time.ends_on if time.ends_on is not None and time.ends_on <= today else None
        logged = time.starts_on - timedelta(days=dice.randint(20, 120))
        steps = an_application(dice, logged, time.starts_on, supported=True, closed_on=closed_on)
        self._apply(person, office, steps)
        if not has_case:
            self._case(person, office, steps[0].on)
        participation = self._participate(person, time, programme_id=office.programme_id)
        for _ in range(dice.one_of({0: 2, 1: 5, 2: 3})):
            self._give(person, participation)
        gathering = office.gathering
        if time.starts_on <= gathering.starts_on and dice.chance(0.4):
            role = dice.one_of(
                {
                    ParticipationRole.PARTICIPANT: 82,
                    ParticipationRole.SPEAKER: 15,
                    ParticipationRole.TRAINER: 3,
                }
            )
            self.rows.third.append(
                Participation(
                    id=dice.id(), person_id=person.id, programme_id=None, event_id=gathering.id, role=role,
                    starts_on=gathering.starts_on, ends_on=gathering.ends_on,
                )
            )  # fmt: skip

    def _time_in(self, office: Office, family: _Family) -> _Supported:
        dice, today = self._dice, self._today
        earliest = max(office.starts_on, family.arrived + timedelta(days=20))
        if office.profile.exactly is not None:
            return _Supported(office, dice.day(office.starts_on, last_quarter(today)[0]), None)
        starts_on = dice.day(earliest, today - timedelta(days=5))
        if dice.chance(0.45):
            return _Supported(office, starts_on, None)
        ends_on = starts_on + timedelta(days=dice.randint(200, 800))
        return _Supported(office, starts_on, min(ends_on, office.ends_on or ends_on))

    def _participate(self, person: Person, time: _Supported, *, programme_id: uuid.UUID) -> Participation:
        small = time.office.profile.exactly is not None
        role = ParticipationRole.FELLOW if small else self._dice.one_of(_TAKES_PART_AS)
        participation = Participation(
            id=self._dice.id(), person_id=person.id, programme_id=programme_id, event_id=None, role=role,
            starts_on=time.starts_on, ends_on=time.ends_on,
        )  # fmt: skip
        self.rows.third.append(participation)
        self._count("participations")
        return participation

    def _give(self, person: Person, participation: Participation) -> None:
        dice = self._dice
        kind = dice.choice(list(_SUPPORT))
        last = min(self._today, participation.ends_on or self._today)
        starts_on = dice.day(participation.starts_on, last)
        ends_on = dice.day(starts_on, last) if dice.chance(0.6) else None
        span = _SUPPORT[kind]
        self.rows.fourth.append(
            Support(
                id=dice.id(), person_id=person.id, participation_id=participation.id, kind=kind, starts_on=starts_on,
                ends_on=ends_on,
                amount=Decimal(dice.randint(*span)) if span else None,
                currency=dice.one_of({"EUR": 8, "CZK": 1, "NOK": 1}) if span else None,
            )
        )  # fmt: skip

    def _apply(self, person: Person, office: Office, steps: list[Step]) -> None:
        dice = self._dice
        application = Application(
            id=dice.id(), person_id=person.id, programme_id=office.programme_id,
            status=steps[-1].status, since=steps[-1].on,
        )  # fmt: skip
        self.rows.third.append(application)
        self._count("applications")
        for step in steps:
            refused = step.status is ApplicationStatus.REJECTED
            self.rows.fourth.append(
                ApplicationStep(
                    id=dice.id(), application_id=application.id, person_id=person.id, status=step.status, on=step.on,
                    position=step.position, by=office.officer_id, entered_at=_moment(step.on, step.position),
                    reason="Outside of what this programme can do." if refused else "",
                )
            )  # fmt: skip

    def _case(self, person: Person, office: Office, opened_on: date) -> None:
        dice = self._dice
        steps = a_case_history(dice, opened_on, self._today)
        case = Case(
            id=dice.id(), person_id=person.id, organisation_id=office.organisation_id, opened_on=opened_on,
            status=steps[-1].status,
            risk_level=dice.one_of({RiskLevel.LOW: 70, RiskLevel.RAISED: 22, RiskLevel.HIGH: 8}),
            risk_on=dice.day(opened_on, self._today) if dice.chance(0.8) else None,
        )  # fmt: skip
        self.rows.third.append(case)
        self._count("cases")
        for step in steps:
            self.rows.fourth.append(
                CaseStep(
                    id=dice.id(), case_id=case.id, person_id=person.id, status=step.status, on=step.on,
                    entered_at=_moment(step.on, step.position), reason=step.reason,
                )
            )  # fmt: skip

    def _care(
        self,
        person: Person,
        organisation_id: uuid.UUID | None,
        programme_id: uuid.UUID | None,
        officer_id: uuid.UUID | None,
    ) -> None:
        self.rows.second.append(
            Care(
                id=self._dice.id(), person_id=person.id, organisation_id=organisation_id, programme_id=programme_id,
                officer_id=officer_id,
            )
        )  # fmt: skip

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def _moment(day: date, position: int = 0) -> datetime:
    return datetime.combine(day, time(9, position), UTC)
