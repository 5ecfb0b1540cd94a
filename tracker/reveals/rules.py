"""How long a reveal lasts, how many persons a day, and what lifts that. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tracker.errors import RuleBroken

WINDOW: Final = timedelta(minutes=15)
PERSONS_A_DAY: Final = 20
RAISED_AT_MOST: Final = 500
SENTENCE_MIN: Final = 15
SENTENCE_MAX: Final = 500
TOLD_FOR: Final = timedelta(days=14)
"""So long an officer's desk speaks of a reveal of their case."""


class RevealReason(StrEnum):
    """Why somebody needs to know who a person is."""

    DANGER = "danger"
    """Somebody's safety: an evacuation, a threat, an arrest."""
    COVER = "cover"
    """Standing in for the case's officer."""
    AUTHORITY = "authority"
    """A host state's office or a mediator asks about this case."""
    IDENTITY_CHECK = "identity_check"
    """Making sure that a record belongs to the person who is here."""
    CORRECTION = "correction"
    """Looking into a mistake or a complaint."""


def check_sentence(sentence: str, field: str = "sentence") -> None:
    """Refuse a reason that says nothing. Raises `RuleBroken`."""
    if len(sentence.strip()) < SENTENCE_MIN:
        raise RuleBroken("Say in a sentence what you need it for; the case's officer reads it.", field)
    if len(sentence) > SENTENCE_MAX:
        raise RuleBroken(f"Shorten this to {SENTENCE_MAX} characters.", field)


def allowed_on_a_day(raises: Collection[int]) -> int:
    """Return how many persons an account may reveal on a day for which these raises were agreed to."""
    return max((PERSONS_A_DAY, *raises))


def check_quota(revealed: Collection[uuid.UUID], person_id: uuid.UUID, allowed: int) -> None:
    """Refuse one person more than a day allows; who was revealed today already counts once. Raises `RuleBroken`."""
    if person_id not in revealed and len(set(revealed)) >= allowed:
        raise RuleBroken(
            f"You revealed {allowed} persons today. A coordinator and a second person can raise this for a day."
        )


def check_raise(up_to: int, day: date, today: date) -> None:
    """Refuse a raise that raises nothing, has no end, or is for a day that is over. Raises `RuleBroken`."""
    if not PERSONS_A_DAY < up_to <= RAISED_AT_MOST:
        raise RuleBroken(f"Enter a number from {PERSONS_A_DAY + 1} to {RAISED_AT_MOST}.", "up_to")
    if not today <= day <= today + timedelta(days=7):
        raise RuleBroken("A raise is for one day: today, or one of the next seven.", "day")
