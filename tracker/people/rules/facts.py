"""Hold what is written down when a person is logged, in the parts that officers save one by one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.errors import RuleBroken
from tracker.people.rules.answers import (
    OWN_WORDS_MAX,
    FromRussia,
    Gender,
    Origin,
    PartialDate,
    check_birth,
)

NAME_MAX = 120
"""Length in characters of one name."""


NAME_PARTS = ("surname", "given_name", "patronymic", "preferred_name")
"""What the name of a person in lists is made of."""


class Channel(StrEnum):
    """Name the ways by which a person can be reached."""

    PHONE = "phone"
    EMAIL = "email"
    SIGNAL = "signal"
    TELEGRAM = "telegram"
    WHATSAPP = "whatsapp"
    POST = "post"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach a person: by which channel (a value of `Channel`), and the number or address there."""

    channel: str
    value: str


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """A passport or another travel document: number, issuing state (ISO 3166-1 alpha-2), last day of validity."""

    number: str
    country: str = ""
    ends_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a person is; `birth_date` as far as it is known: 1985, 1985-05 or 1985-05-12."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    preferred_name: str = ""
    other_names: tuple[str, ...] = ()
    birth_date: str = ""
    marked_minor: bool = False
    citizenships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    safe_contact: str = ""
    travel_documents: tuple[TravelDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class GenderAnswer:
    """What a person said of their gender, and in which words."""

    gender: Gender = Gender.NOT_ASKED
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Where a person comes from, and in which fields they are active."""

    region_of_origin: str = ""
    from_russia: FromRussia = FromRussia.NOT_RECORDED
    applicant_roles: tuple[str, ...] = ()
    vulnerable_groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Everything that can be written down of a person when they are logged; all but a name may be missing."""

    identity: Identity
    gender: GenderAnswer = field(default_factory=GenderAnswer)
    origin: Origin = field(default_factory=Origin)
    background: Background = field(default_factory=Background)


def written_name(surname: str, given_name: str, patronymic: str, preferred_name: str) -> str:
    """Return the name as lists show it: what the person prefers, else surname and given names."""
    return preferred_name or " ".join(part for part in (surname, given_name, patronymic) if part)


def check_identity(identity: Identity, today: date) -> None:
    """Refuse an identity without any name, with an impossible date or with a name out of measure.

    Raises `RuleBroken`.
    """
    names = (identity.surname, identity.given_name, identity.preferred_name)
    if not any(name.strip() for name in names):
        raise RuleBroken("Enter a surname, a given name, or the name that the person goes by.", "surname")
    if any(len(name) > NAME_MAX for name in (*names, identity.patronymic, *identity.other_names)):
        raise RuleBroken(f"A name may have at most {NAME_MAX} characters.")
    if identity.birth_date:
        check_birth(PartialDate.parse(identity.birth_date, "birth_date"), today)
    for document in identity.travel_documents:
        if document.ends_on:
            PartialDate.parse(document.ends_on, "travel_document_ends_on")


def check_gender(answer: GenderAnswer) -> None:
    """Refuse words of one's own beside an answer that was not given. Raises `RuleBroken`."""
    if answer.wording and answer.gender in {Gender.NOT_ASKED, Gender.DECLINED}:
        raise RuleBroken(
            "Words of their own go with an answer; choose the one that is nearest.", "gender_wording"
        )
    if len(answer.wording) > OWN_WORDS_MAX:
        raise RuleBroken(f"Shorten this to {OWN_WORDS_MAX} characters.", "gender_wording")


def tidy(text: str) -> str:
    """Return a text without spaces around it or doubled inside."""
    return " ".join(text.split())


def once_each(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts in their order, tidied, without empty ones and without repeats."""
    return tuple(dict.fromkeys(tidied for text in texts if (tidied := tidy(text))))


@dataclass(frozen=True, slots=True)
class Logged:
    """A person who was logged with many others: what is needed to enter the rest of what is known of them."""

    id: uuid.UUID
    case_code: str
