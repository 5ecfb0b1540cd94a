"""What the reference facts are: the lists that an administrator keeps, and how sure a figure is. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from tracker.errors import RuleBroken


class Facet(StrEnum):
    """The code lists."""

    ACTOR_CATEGORY = "actor_category"
    SUPPORT_KIND = "support_kind"
    PRIORITY_GROUP = "priority_group"


class Evidence(StrEnum):
    """How a census figure came to stand here."""

    READ_EXACT = "read_exact"
    RECALLED_CONFIRMED_ROUNDED = "recalled_confirmed_rounded"
    RECALLED_CHECKSUM = "recalled_checksum"
    RECALLED_RANK_CONSISTENT = "recalled_rank_consistent"


def is_unverified(evidence: str) -> bool:
    """Say whether a figure must be shown as unverified: of it only the order is confirmed."""
    return evidence == Evidence.RECALLED_RANK_CONSISTENT


_CODE = re.compile(r"[a-z][a-z0-9_]{1,58}")


def check_code(code: str) -> None:
    """Raise `RuleBroken` unless a code is small letters, digits and underscores, a letter first."""
    if not _CODE.fullmatch(code):
        raise RuleBroken("Use small letters, digits and underscores, such as legal_aid.", "code")


@dataclass(frozen=True, slots=True)
class Days:
    """Which day it is at one moment, state by state: a permit ends with the day of its host state."""

    moment: datetime
    """In UTC; its own day holds where no state is known."""
    zones: Mapping[str, str]
    """The time zone (IANA) of each state's seat of government."""

    def of(self, iso2: str | None) -> date:
        """Return the day in a state."""
        zone = self.zones.get(iso2 or "")
        return self.moment.date() if zone is None else _day_in(self.moment, zone)


@lru_cache(maxsize=256)
def _day_in(moment: datetime, zone: str) -> date:
    """Return the day in a time zone; a list asks for the same few hundreds of times."""
    return moment.astimezone(_zone(zone)).date()


@cache
def _zone(name: str) -> ZoneInfo:
    """Return a time zone; the library itself holds eight, and reads the others from their files again."""
    return ZoneInfo(name)
