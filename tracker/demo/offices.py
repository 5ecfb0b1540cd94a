"""Invented organisations, programmes, events, grants and accounts, made through the deeds that the pages use."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import pyotp

from tracker import clock
from tracker.access.models import Account
from tracker.access.operations import (
    Scope,
    create_account,
    create_donor_account,
    first_password,
    give_role,
    register_authenticator,
)
from tracker.access.stores import STAFF
from tracker.db import db
from tracker.demo.dice import Dice, Quota
from tracker.demo.names import OTHERS, RUSSIANS, NameBook, in_latin
from tracker.demo.profiles import Plan, Profile, last_quarter, quarter_start
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.organisations.operations import enter_organisation
from tracker.participation.operations import TallyFacts, record_tally
from tracker.participation.rules import TallyCount
from tracker.permissions import Role, Viewer, command_viewer
from tracker.programmes.models import Horizon
from tracker.programmes.operations import enter_event, enter_grant, enter_programme

DEMO: Final[Viewer] = command_viewer("demo")
MAIL: Final = "demo.example"
_EACH_ROLE: Final = 2

_IMPLEMENTING: Final = ("Lantern Foundation", "Open Shore Association", "Crossing Institute")
_DONORS: Final = ("Meridian Fund", "Aurora Endowment", "Northern Dialogue Fund")
_CURRENCIES: Final = ("EUR", "NOK", "CZK")
_YEARS: Final = {Horizon.SHORT: 2, Horizon.MID: 5, Horizon.LONG: None}


@dataclass(frozen=True, slots=True)
class Gathering:
    """An event whose guests are logged one by one."""

    id: uuid.UUID
    starts_on: date
    ends_on: date


@dataclass(slots=True)
class Office:
    """One programme with the people who work on it, as households are made for it."""

    programme_id: uuid.UUID
    organisation_id: uuid.UUID
    starts_on: date
    ends_on: date | None
    profile: Profile
    officer_id: uuid.UUID
    colleague_id: uuid.UUID
    gathering: Gathering
    size: int
    women: Quota
    other_nations: Quota
    says_gender: Quota
    says_origin: Quota
    allows_statistics: Quota


@dataclass
class Staff:
    """The accounts of a demonstration; `demo` are those that somebody can sign in to."""

    officers: list[uuid.UUID] = field(default_factory=list)
    colleagues: list[uuid.UUID] = field(default_factory=list)
    demo: list[dict[str, str]] = field(default_factory=list)


class Offices:
    """Makes everything that exists before the first person comes."""

    def __init__(self, dice: Dice, book: NameBook, plan: Plan, today: date) -> None:
        self._dice = dice
        self._book = book
        self._plan = plan
        self._today = today
        self._emails = 0

    def make(self) -> tuple[list[Office], Staff]:
        """Make organisations, programmes with events and grants, and the accounts that work with them."""
        implementing = self._organisations(
            "ORG", _IMPLEMENTING, OrganisationKind.IMPLEMENTING, self._plan.implementing
        )
        donors = self._organisations("DONOR", _DONORS, OrganisationKind.DONOR, self._plan.donors)
        enter_organisation(
            code="HOST-1", name="Ministry of Foreign Affairs (invented)", kind=OrganisationKind.HOST_AUTHORITY,
            host_iso2="LT", organisation_id=self._dice.id(),
        )  # fmt: skip
        db.session.flush()
        staff = self._staff(donors)
        offices = [
            self._office(number, size, implementing, donors, staff)
            for number, size in enumerate(self._plan.sizes())
        ]
        self._give_programmes(offices)
        return offices, staff

    def _organisations(
        self, code: str, names: tuple[str, ...], kind: OrganisationKind, count: int
    ) -> list[Organisation]:
        return [
            enter_organisation(
                code=f"{code}-{number + 1}",
                name=names[number]
                if number < len(names)
                else f"{names[number % len(names)]} {number // len(names) + 1}",
                kind=kind,
                organisation_id=self._dice.id(),
            )
            for number in range(count)
        ]

    def _staff(self, donors: list[Organisation]) -> Staff:
        staff = Staff()
        hidden: Account | None = None
        for number in range(self._plan.officers):
            if number < _EACH_ROLE:
                staff.officers.append(self._account(staff, Role.OFFICER).id)
            else:
                hidden = self._nobodys_account(hidden)
                staff.officers.append(hidden.id)
        for _ in range(-(-self._plan.officers // 2)):
            hidden = self._nobodys_account(hidden)
            staff.colleagues.append(hidden.id)
        for role, scope in (
            (Role.COORDINATOR, Scope(everything=True)), (Role.EXPERT, Scope()), (Role.ADMINISTRATOR, Scope()),
        ):  # fmt: skip
            for _ in range(_EACH_ROLE):
                give_role(DEMO, self._account(staff, role), role, scope)
        for number in range(_EACH_ROLE):
            email, password, secret = self._note(staff, Role.DONOR)
            donor = create_donor_account(
                email=email, name=self._name(), password=password, donor_code=donors[number].code,
                account_id=self._dice.id(),
            )  # fmt: skip
            register_authenticator(donor, secret)
        return staff

    def _account(self, staff: Staff, role: Role) -> Account:
        email, password, secret = self._note(staff, role)
        account = create_account(
            email=email, name=self._name(), password=password, account_id=self._dice.id()
        )
        register_authenticator(account, secret)
        return account

    def _nobodys_account(self, like: Account | None) -> Account:
        """Make an account to which nobody knows the password; hashing one for each would take minutes."""
        self._emails += 1
        email = f"colleague{self._emails}@{MAIL}"
        if like is None:
            return create_account(
                email=email, name=self._name(), password=secrets.token_urlsafe(32), account_id=self._dice.id()
            )
        account = Account(
            id=self._dice.id(),
            email_digest=STAFF.digest("account address", email),
            email=email,
            name=self._name(),
            password_hash=like.password_hash,
            active=True,
            created_at=clock.now(),
        )
        db.session.add(account)
        return account

    def _note(self, staff: Staff, role: Role) -> tuple[str, str, str]:
        number = 1 + sum(one["role"] == role.value for one in staff.demo)
        email, password, secret = f"{role.value}{number}@{MAIL}", first_password(), pyotp.random_base32()
        staff.demo.append({"role": role.value, "email": email, "password": password, "totp_secret": secret})
        return email, password, secret

    def _name(self) -> str:
        people = self._dice.choice([RUSSIANS, *OTHERS])
        name = self._book.name(
            people.names, self._book.surname(people.names), woman=(woman := self._dice.chance(0.5))
        )
        return in_latin(f"{name.given} {name.surname}") or ("Vera" if woman else "Ivan")

    def _office(
        self,
        number: int,
        size: int,
        implementing: list[Organisation],
        donors: list[Organisation],
        staff: Staff,
    ) -> Office:
        dice, profile = self._dice, self._plan.profile(number)
        turn = number // 6
        code = profile.word + (f"-{turn + 1}" if turn else "")
        organisation = implementing[number // 2 % len(implementing)]
        starts_on = quarter_start(self._today, 6 if profile.horizon is Horizon.SHORT else 10 - number % 3)
        years = _YEARS[profile.horizon]
        ends_on = (
            None if years is None else starts_on.replace(year=starts_on.year + years) - timedelta(days=1)
        )
        programme = enter_programme(
            code=code,
            title=profile.title + (f" ({turn + 1})" if turn else ""),
            organisation_id=organisation.id,
            horizon=profile.horizon,
            starts_on=starts_on,
            ends_on=ends_on,
            host_states=profile.hosts,
            programme_id=dice.id(),
        )
        db.session.flush()
        for donor in {donors[number % len(donors)].id: None, donors[number // 2 % len(donors)].id: None}:
            self._grant(programme.id, donor)
        return Office(
            programme_id=programme.id,
            organisation_id=organisation.id,
            starts_on=starts_on,
            ends_on=ends_on,
            profile=profile,
            officer_id=staff.officers[number // 3],
            colleague_id=staff.colleagues[number // 6],
            gathering=self._events(code, programme.id, profile),
            size=size,
            women=Quota(dice, profile.women),
            other_nations=Quota(dice, profile.other_nations),
            says_gender=Quota(dice, profile.says_gender),
            says_origin=Quota(dice, profile.says_origin),
            allows_statistics=Quota(dice, profile.allows_statistics),
        )

    def _grant(self, programme_id: uuid.UUID, donor_id: uuid.UUID) -> None:
        starts_on = quarter_start(self._today, 8)
        enter_grant(
            programme_id=programme_id,
            donor_id=donor_id,
            amount=Decimal(self._dice.randint(12, 90) * 10_000),
            currency=self._dice.choice(_CURRENCIES),
            starts_on=starts_on,
            ends_on=starts_on.replace(year=starts_on.year + 3) - timedelta(days=1),
            grant_id=self._dice.id(),
        )

    def _events(self, code: str, programme_id: uuid.UUID, profile: Profile) -> Gathering:
        """Make an event of last quarter whose guests are logged, and one of this quarter whose guests were counted."""
        dice = self._dice
        first, last = last_quarter(self._today)
        starts_on = dice.day(first + timedelta(days=10), last - timedelta(days=10))
        host = profile.hosts[0]
        seminar = enter_event(
            code=f"{code}-SEMINAR", title=f"Seminar of {profile.title.split(':')[0]}", programme_id=programme_id,
            starts_on=starts_on, ends_on=starts_on + timedelta(days=2), host_iso2=host, event_id=dice.id(),
        )  # fmt: skip
        counted_on = dice.day(quarter_start(self._today), self._today)
        evening = enter_event(
            code=f"{code}-OPEN-EVENING", title=f"Open evening of {profile.title.split(':')[0]}",
            programme_id=programme_id, starts_on=counted_on, ends_on=counted_on, host_iso2=host, event_id=dice.id(),
        )  # fmt: skip
        db.session.flush()
        guests = dice.randint(24, 80)
        unknown, unsaid = dice.randint(0, 4), round(guests * dice.uniform(0.1, 0.6))
        women = round((guests - unknown) * profile.women)
        record_tally(
            evening,
            TallyFacts(
                taken_on=counted_on,
                guests=guests,
                women=TallyCount(women, unknown),
                origin=TallyCount(round((guests - unsaid) * profile.other_nations), unsaid),
            ),
        )
        return Gathering(seminar.id, seminar.starts_on, seminar.ends_on)

    def _give_programmes(self, offices: list[Office]) -> None:
        db.session.flush()
        for office in offices:
            for account_id in (office.officer_id, office.colleague_id):
                account = db.session.get_one(Account, account_id)
                give_role(DEMO, account, Role.OFFICER, Scope(programme_id=office.programme_id))
