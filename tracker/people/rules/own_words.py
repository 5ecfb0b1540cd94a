"""Hold what a person says of themselves through a link, how long such a link is good, and who may replace the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from tracker.errors import RuleBroken
from tracker.people.rules.answers import Origin
from tracker.people.rules.facts import GenderAnswer

LINK_LIFE: Final = timedelta(days=7)
ASK_FIRST: Final = (
    "The person gave this answer themselves. Change it only when they ask for it, and say so below."
)


class Language(StrEnum):
    """Name the languages in which people can be asked."""

    ENGLISH = "en"
    RUSSIAN = "ru"


class Question(StrEnum):
    """Name what people can be asked of themselves."""

    GENDER = "gender"
    NATIONS = "nations"
    REGION = "region"
    LANGUAGES = "languages"
    STATISTICS = "statistics"


class LinkState(StrEnum):
    """Name what has become of a link."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class RegionAnswer:
    """Where somebody comes from: a code of the regions' list, words of their own, or both; empty when declined."""

    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class StatisticsAnswer:
    """Whether somebody lets their origin be counted, and the sentence they were asked with."""

    agreed: bool
    wording: str
    version: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a person said of themselves in one sitting; None stands for a question that they left out."""

    gender: GenderAnswer | None = None
    origin: Origin | None = None
    region: RegionAnswer | None = None
    languages: tuple[str, ...] | None = None
    statistics: StatisticsAnswer | None = None

    def answered(self) -> frozenset[Question]:
        """Return the questions that got an answer; a declined one is answered."""
        given = {
            Question.GENDER: self.gender,
            Question.NATIONS: self.origin,
            Question.REGION: self.region,
            Question.LANGUAGES: self.languages,
            Question.STATISTICS: self.statistics,
        }
        return frozenset(question for question, answer in given.items() if answer is not None)


def link_state(
    *, expires_at: datetime, used_at: datetime | None, withdrawn_at: datetime | None, now: datetime
) -> LinkState:
    """Say what has become of a link at a moment; on the very moment of its end it is expired."""
    if used_at is not None:
        return LinkState.USED
    if withdrawn_at is not None:
        return LinkState.WITHDRAWN
    return LinkState.OPEN if now < expires_at else LinkState.EXPIRED


def check_may_replace(*, said_themselves: bool, changes: bool, asked_for: bool, field: str) -> None:
    """Refuse that an officer replaces what a person said of themselves, unless the person asked for it.

    Raises `RuleBroken`.
    """
    if said_themselves and changes and not asked_for:
        raise RuleBroken(ASK_FIRST, field)
