"""What the invented programmes are like, and how many of them so many people need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt
from typing import Final

from tracker.programmes.models import Horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of programme: whom it reaches, and what they say of themselves."""

    word: str
    title: str
    horizon: Horizon
    women: float
    """The share of women among those who say."""
    other_nations: float
    """The share of persons who name another nation than the Russian, among those who say."""
    says_gender: float
    says_origin: float
    allows_statistics: float
    size: float
    """How large it is beside the others."""
    hosts: tuple[str, ...]
    """ISO 3166-1 codes, the one with the most persons first."""
    exactly: int | None = None
    """So many persons and no more, all of them supported."""


PROFILES: Final = (
    Profile(
        word="HARBOUR", title="Harbour: a first year abroad for civic activists", horizon=Horizon.SHORT,
        women=0.5, other_nations=0.35, says_gender=0.98, says_origin=0.95, allows_statistics=0.97,
        size=1.35, hosts=("DE", "LT", "PL", "FR", "CZ"),
    ),
    Profile(
        word="NEWSROOM", title="Newsroom: journalism in exile", horizon=Horizon.MID,
        women=0.3, other_nations=0.3, says_gender=0.97, says_origin=0.85, allows_statistics=0.95,
        size=1.2, hosts=("LV", "DE", "NL", "GE", "ME"),
    ),
    Profile(
        word="COUNSEL", title="Counsel: legal aid and advice on permits", horizon=Horizon.MID,
        women=0.5, other_nations=0.25, says_gender=0.75, says_origin=0.45, allows_statistics=0.75,
        size=1.1, hosts=("GE", "AM", "RS", "DE", "TR"),
    ),
    Profile(
        word="ATELIER", title="Atelier: residencies for artists", horizon=Horizon.SHORT,
        women=0.55, other_nations=0.2, says_gender=1.0, says_origin=0.95, allows_statistics=1.0,
        size=0, hosts=("FI", "EE"), exactly=11,
    ),
    Profile(
        word="CAMPUS", title="Campus: fellowships for researchers at risk", horizon=Horizon.LONG,
        women=0.5, other_nations=0.1, says_gender=0.95, says_origin=0.9, allows_statistics=0.95,
        size=1.2, hosts=("FR", "DE", "CZ", "GB", "SE"),
    ),
    Profile(
        word="VOICES", title="Voices: women and families who start anew", horizon=Horizon.MID,
        women=0.7, other_nations=0.2, says_gender=0.97, says_origin=0.9, allows_statistics=0.95,
        size=1.1, hosts=("RS", "KZ", "LT", "PL", "ES"),
    ),
)  # fmt: skip
"""The six kinds: one meets both targets, others fall short in one way each, one is very small."""

FEWEST: Final = 40
"""With fewer people a demonstration does not show what the tracker does."""
_PEOPLE_A_PROGRAMME: Final = 100
_PROGRAMMES_AT_LEAST: Final = len(PROFILES)
QUARTERS_BACK: Final = 10
"""How far the demonstration looks back."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many of everything a demonstration of so many people has."""

    people: int

    @property
    def programmes(self) -> int:
        """Count the programmes: they grow with the people, so that one stays as large as an office can bear."""
        return max(_PROGRAMMES_AT_LEAST, round(self.people / _PEOPLE_A_PROGRAMME))

    @property
    def implementing(self) -> int:
        """Count the organisations that run programmes."""
        return 3 + isqrt(self.programmes - _PROGRAMMES_AT_LEAST) // 2

    @property
    def donors(self) -> int:
        """Count the donors."""
        return 3 + isqrt(self.programmes - _PROGRAMMES_AT_LEAST) // 4

    @property
    def officers(self) -> int:
        """Count the officers: one for three programmes."""
        return -(-self.programmes // 3)

    @property
    def waiting(self) -> int:
        """Count the persons who wait in the coordinators' queue."""
        return max(2, self.people // 75)

    def profile(self, number: int) -> Profile:
        """Return what the programme with this number, from 0, is like."""
        return PROFILES[number % len(PROFILES)]

    def sizes(self) -> list[int]:
        """Return how many persons each programme looks after; the sum is the people less those who wait."""
        profiles = [self.profile(number) for number in range(self.programmes)]
        left = self.people - self.waiting - sum(profile.exactly or 0 for profile in profiles)
        whole = sum(profile.size for profile in profiles)
        sizes, given, taken = [], 0.0, 0
        for profile in profiles:
            given += profile.size
            upto = round(left * given / whole)
            sizes.append(profile.exactly or upto - taken)
            taken = upto
        return sizes


def quarter_start(day: date, quarters_back: int = 0) -> date:
    """Return the first day of the quarter that a day is in, or of one before it."""
    months = day.year * 12 + (day.month - 1) // 3 * 3 - 3 * quarters_back
    return date(months // 12, months % 12 + 1, 1)


def last_quarter(today: date) -> tuple[date, date]:
    """Return the first and the last day of the last quarter that is over."""
    return quarter_start(today, 1), quarter_start(today) - timedelta(days=1)
