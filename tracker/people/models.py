"""The tables of persons, households, host states, consents, and who cares for whom.

Everything that says who a person is, where they come from or what they do is sealed under the
person's own key; what stays plain is ids, codes, host states and dates.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Versioned
from tracker.people.rules.answers import (
    DatePrecision,
    FromRussia,
    Gender,
    LawfulBasis,
    NationNamed,
    Origin,
    OriginAnswer,
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
    written_name,
)
from tracker.people.rules.households import Relationship
from tracker.people.rules.own_words import Language, Question
from tracker.vault.columns import sealed_choice, sealed_list, sealed_text


class Person(HasId, Versioned, Base):
    """Anyone the programmes deal with, known by a case code that says nothing about them."""

    __tablename__ = "persons"
    __sealed_for__ = "id"

    case_code: Mapped[str] = mapped_column(String(12), unique=True)
    change_number: Mapped[int] = mapped_column(index=True)
    """The number of the last change to what search and figures hold in memory."""
    created_at: Mapped[datetime]

    surname = sealed_text()
    given_name = sealed_text()
    patronymic = sealed_text()
    preferred_name = sealed_text()
    other_names = sealed_list()
    """Pseudonyms and other spellings: texts."""
    birth_date = sealed_text()
    """As far as it is known: `1985`, `1985-05` or `1985-05-12`; empty when not."""
    marked_minor = sealed_text()
    """`yes` when the office knows of a minority without a birth date."""
    citizenships = sealed_list()
    """ISO 3166-1 alpha-2 codes."""
    languages = sealed_list()
    contacts = sealed_list()
    """Dictionaries of `channel` and `value`."""
    safe_contact = sealed_text()
    """Which channel, what never to use, when."""
    travel_documents = sealed_list()
    """Dictionaries of `number`, `country` and `ends_on`."""

    gender = sealed_choice(Gender.NOT_ASKED)
    gender_wording = sealed_text()
    origin_answer = sealed_choice(OriginAnswer.NOT_ASKED)
    nations = sealed_list()
    """In the person's order: dictionaries of `words` (their own) and `code` (of the nations list, or empty)."""
    origin_said_by = sealed_choice(SaidBy.OFFICER_ON_BEHALF)
    origin_said_on = sealed_text()
    """ISO date, or empty."""
    region_of_origin = sealed_text()
    """ISO 3166-2 code, or empty."""
    from_russia = sealed_choice(FromRussia.NOT_RECORDED)
    applicant_roles = sealed_list()
    """Codes of the list `actor_category`."""
    vulnerable_groups = sealed_list()
    """Codes of the list `priority_group`; only with consent."""

    @property
    def written_name(self) -> str:
        """Return the name as lists show it."""
        return written_name(self.surname, self.given_name, self.patronymic, self.preferred_name)

    @property
    def facts(self) -> PersonFacts:
        """Return what is written down of the person, in the parts that officers save one by one."""
        named = tuple(NationNamed(one["words"], one["code"] or None) for one in self.nations)
        stated = self.origin_answer is not OriginAnswer.NOT_ASKED
        said_on = date.fromisoformat(self.origin_said_on) if self.origin_said_on else None
        return PersonFacts(
            identity=Identity(
                surname=self.surname,
                given_name=self.given_name,
                patronymic=self.patronymic,
                preferred_name=self.preferred_name,
                other_names=tuple(self.other_names),
                birth_date=self.birth_date,
                marked_minor=bool(self.marked_minor),
                citizenships=tuple(self.citizenships),
                languages=tuple(self.languages),
                contacts=tuple(Contact(**one) for one in self.contacts),
                safe_contact=self.safe_contact,
                travel_documents=tuple(TravelDocument(**one) for one in self.travel_documents),
            ),
            gender=GenderAnswer(self.gender, self.gender_wording),
            origin=Origin(self.origin_answer, named, self.origin_said_by if stated else None, said_on),
            background=Background(
                region_of_origin=self.region_of_origin,
                from_russia=self.from_russia,
                applicant_roles=tuple(self.applicant_roles),
                vulnerable_groups=tuple(self.vulnerable_groups),
            ),
        )


class FormerPerson(HasId, Base):
    """Who was merged into another person: their id and their case code keep leading to the one who is left."""

    __tablename__ = "former_persons"

    case_code: Mapped[str] = mapped_column(String(12), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    """Who is left."""


class PeopleChanges(Base):
    """One row that counts changes; taking the next number queues writers, so numbers follow commits."""

    __tablename__ = "people_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


class Consent(HasId, Base):
    """What a person allows their data to be used for, from a day, until withdrawn."""

    __tablename__ = "consents"
    __sealed_for__ = "person_id"
    __table_args__ = (CheckConstraint("withdrawn_on IS NULL OR withdrawn_on >= given_on", name="dates"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    purpose: Mapped[Purpose]
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    wording = sealed_text()
    """The sentence that was agreed to."""
    wording_version: Mapped[str | None] = mapped_column(String(20))
    """Which of our sentences it is; None for words that an officer wrote down."""
    language: Mapped[Language | None]
    recorded_at: Mapped[datetime | None]
    """When it was written down here; None for what was written down before this was kept."""
    recorded_by: Mapped[str | None] = mapped_column(String(80))
    """Who wrote it down, as the trail names them: an account's id, a link of the person's own, a command."""
    withdrawn_at: Mapped[datetime | None]
    """When the withdrawal was written down; None also where a merge ended it for a withdrawal on another record."""
    withdrawn_by: Mapped[str | None] = mapped_column(String(80))


class BasisNoted(HasId, Base):
    """On what the use of a person's data for one purpose rests, from a day, where it is not their consent."""

    __tablename__ = "lawful_bases"
    __table_args__ = (Index(None, "person_id", "since"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    purpose: Mapped[Purpose]
    basis: Mapped[LawfulBasis]
    since: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(80))
    """As the trail names them."""


class SelfIdentificationLink(HasId, Base):
    """A link by which a person says once, without an account, who they are; its token is kept by hash only."""

    __tablename__ = "self_identification_links"
    __table_args__ = (Index(None, "person_id"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    language: Mapped[Language]
    made_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class SelfStatement(HasId, Base):
    """That a person answered a question themselves, when, and through which link: never the answer.

    The one exception are the words for a region, which no column of a person holds; they go when declined.
    """

    __tablename__ = "self_statements"
    __sealed_for__ = "person_id"
    __table_args__ = (Index(None, "person_id"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    link_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("self_identification_links.id"))
    question: Mapped[Question]
    said_at: Mapped[datetime]
    words = sealed_text()


class Household(HasId, Base):
    """Persons who relocate together."""

    __tablename__ = "households"

    created_at: Mapped[datetime]


class Membership(HasId, Base):
    """One person's time in a household; joins, splits and moves keep history."""

    __tablename__ = "household_memberships"
    __sealed_for__ = "person_id"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="dates"),
        Index(None, "household_id"),
        Index(None, "person_id"),
    )

    household_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("households.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    is_principal: Mapped[bool]
    relationship_to_principal = sealed_choice(Relationship.PRINCIPAL)

    household: Mapped[Household] = relationship()
    person: Mapped[Person] = relationship()


class HostStay(HasId, Base):
    """The state that lets a person stay, from a day until the next entry."""

    __tablename__ = "host_stays"
    __table_args__ = (Index(None, "person_id", "since"), Index(None, "host_iso2", "since"))

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    host_iso2: Mapped[str] = mapped_column(ForeignKey("host_states.iso2"))
    since: Mapped[date]
    since_precision: Mapped[DatePrecision]
    """A month or a year is kept as its first day."""


class Care(HasId, Base):
    """Which organisation, programme and officer look after a person: the one row that every scope asks.

    Without an organisation the person waits in the coordinators' queue.
    """

    __tablename__ = "care"
    __table_args__ = (
        Index(None, "person_id", "programme_id", "organisation_id", unique=True),
        Index(None, "programme_id", "officer_id", "person_id"),
        Index(None, "organisation_id", "person_id"),
        Index(None, "officer_id", "person_id"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    programme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("programmes.id"))
    officer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
