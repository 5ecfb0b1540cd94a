"""Hold what people say of themselves, how sure a date is, and what they agreed to.

`not_asked` is where every answer begins, and `declined` is an answer like the others: neither is ever made into
something else by a guess.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tracker.errors import RuleBroken

OWN_WORDS_MAX: Final = 120
"""Length in characters that one nation or gender in a person's own words may have."""

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100


class Gender(StrEnum):
    """Name the answers to the question of gender; own wording is kept beside it."""

    WOMAN = "woman"
    MAN = "man"
    NON_BINARY_OR_OTHER = "non_binary_or_other"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"


class OriginAnswer(StrEnum):
    """Name the answers to the question of ethnic origin."""

    STATED = "stated"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"


class FromRussia(StrEnum):
    """Name whether the office recorded that a person is from the Russian Federation, beside citizenship and region."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not_recorded"


class SaidBy(StrEnum):
    """Name who gave an answer about origin."""

    SELF = "self"
    OFFICER_ON_BEHALF = "officer_on_behalf"


class Purpose(StrEnum):
    """Name what a person can agree to, one by one."""

    CASE_WORK = "case_work"
    STATISTICS = "statistics"
    SHARING = "sharing"
    CONTACT = "contact"


class LawfulBasis(StrEnum):
    """Name on what the use of somebody's data can rest where they did not consent (GDPR 6(1))."""

    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_INTEREST = "public_interest"
    LEGITIMATE_INTEREST = "legitimate_interest"


ONLY_BY_CONSENT: Final = frozenset({Purpose.STATISTICS, Purpose.SHARING})
"""What nothing but a consent can carry: origin is a special category, and another organisation is another controller."""


class DatePrecision(StrEnum):
    """Name how much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """Hold a date of which only the year, or the year and month, may be known.

    What is not known is set to the first day of the month or year, so that equal dates compare equal.
    """

    on: date
    precision: DatePrecision = DatePrecision.DAY

    def __post_init__(self) -> None:
        if self.precision is not DatePrecision.DAY:
            object.__setattr__(self, "on", self.earliest)

    def __str__(self) -> str:
        """Write the date as ISO 8601 does: 1985, 1985-05 or 1985-05-12."""
        return self.on.isoformat()[: _ISO_LENGTH[self.precision]]

    @property
    def earliest(self) -> date:
        """Return the first day that it can be."""
        if self.precision is DatePrecision.YEAR:
            return self.on.replace(month=1, day=1)
        return self.on.replace(day=1) if self.precision is DatePrecision.MONTH else self.on

    @property
    def latest(self) -> date:
        """Return the last day that it can be."""
        if self.precision is DatePrecision.YEAR:
            return self.on.replace(month=12, day=31)
        if self.precision is DatePrecision.MONTH:
            return self.on.replace(day=monthrange(self.on.year, self.on.month)[1])
        return self.on

    @classmethod
    def parse(cls, text: str, field: str | None = None) -> PartialDate:
        """Read 1985, 1985-05 or 1985-05-12; raises `RuleBroken` for anything else, `field` being the form's."""
        match = _ISO.fullmatch(text.strip())
        if match is None:
            raise RuleBroken(
                "Write the date as 1985-05-12, or 1985-05 or 1985 where no more is known.", field
            )
        year, month, day = match.groups()
        if not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise RuleBroken(f"The year has to lie between {FIRST_YEAR} and {LAST_YEAR}.", field)
        try:
            on = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise RuleBroken(f"There is no such day as {text.strip()}.", field) from None
        return cls(on, DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR)


_ISO_LENGTH = {DatePrecision.DAY: 10, DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class NationNamed:
    """Hold one people in the person's own words, with the code of the nations list it was tied to, if it was."""

    words: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Hold a person's answer about ethnic origin: nations in their order, who said so and when."""

    answer: OriginAnswer = OriginAnswer.NOT_ASKED
    nations: tuple[NationNamed, ...] = ()
    said_by: SaidBy | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """Hold what a person agreed to, when, in which words; it ends on the day it is withdrawn."""

    purpose: Purpose
    given_on: date
    wording: str
    withdrawn_on: date | None = None


def check_origin(origin: Origin, today: date) -> None:
    """Refuse an answer about origin that contradicts itself.

    A stated origin names at least one nation, once each, and says who stated it and when; the other answers hold
    no nations. Raises `RuleBroken`.
    """
    if origin.answer is not OriginAnswer.STATED:
        if origin.nations:
            raise RuleBroken("Nations are kept only where the person named them.", "nations")
        return
    if not origin.nations:
        raise RuleBroken("Name at least one nation, in the person's own words.", "nations")
    _check_words(origin.nations)
    if origin.said_by is None:
        raise RuleBroken("Say who gave this answer: the person, or an officer on their behalf.", "said_by")
    if origin.said_on is None or origin.said_on > today:
        raise RuleBroken("Say when this answer was given; it cannot be later than today.", "said_on")


def check_birth(birth: PartialDate | None, today: date) -> None:
    """Refuse a birth date that lies after today. Raises `RuleBroken`."""
    if birth is not None and birth.earliest > today:
        raise RuleBroken("The birth date cannot be later than today.", "birth_date")


def check_consent(consent: Consent, today: date) -> None:
    """Refuse a consent without its wording, dated after today, or withdrawn before it was given."""
    if not consent.wording.strip():
        raise RuleBroken("Keep the words that the person agreed to.", "wording")
    if consent.given_on > today:
        raise RuleBroken("A consent cannot be dated later than today.", "given_on")
    if consent.withdrawn_on is not None and consent.withdrawn_on < consent.given_on:
        raise RuleBroken("A consent cannot be withdrawn before it was given.", "withdrawn_on")


def check_basis(purpose: Purpose, since: date, today: date) -> None:
    """Refuse another basis where only a consent carries the purpose, and one dated ahead. Raises `RuleBroken`."""
    if purpose in ONLY_BY_CONSENT:
        raise RuleBroken("This needs the person's consent; nothing else carries it.", "purpose")
    if since > today:
        raise RuleBroken("A basis cannot be dated later than today.", "since")


def consent_in_force(consents: Iterable[Consent], purpose: Purpose, day: date) -> Consent | None:
    """Return the consent that covers the purpose on that day, the latest given; on the day of withdrawal none does."""
    covering = [
        consent
        for consent in consents
        if consent.purpose is purpose
        and consent.given_on <= day
        and (consent.withdrawn_on is None or day < consent.withdrawn_on)
    ]
    return max(covering, key=lambda consent: consent.given_on, default=None)


def _check_words(nations: tuple[NationNamed, ...]) -> None:
    seen: set[str] = set()
    for nation in nations:
        words = " ".join(nation.words.split())
        if not words:
            raise RuleBroken("A nation needs a name, in the person's own words.", "nations")
        if len(words) > OWN_WORDS_MAX:
            raise RuleBroken(f"A nation's name may have at most {OWN_WORDS_MAX} characters.", "nations")
        if words.casefold() in seen:
            raise RuleBroken("Name each nation once.", "nations")
        seen.add(words.casefold())
