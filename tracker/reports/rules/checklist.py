"""What a coordinator looks at before a quarter is closed: what is missing of a person on its last day. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.people.rules.answers import Gender, OriginAnswer
from tracker.permits.rules import HELD, PermitHistory, end_on, status_on


class Gap(StrEnum):
    """Something that is missing of a person; each makes a figure of the quarter weaker."""

    HOST_STATE = "host_state"
    PERMIT_END = "permit_end"
    """A permit in hand of which nobody wrote down when it ends."""
    GENDER = "gender"
    """Not asked; who declined has answered."""
    ORIGIN = "origin"
    PARTICIPATION_END = "participation_end"
    """They take part in this programme, and nobody wrote down until when."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands of a person on the last day of a quarter, as far as it is checked."""

    host_iso2: str | None
    permits: Collection[PermitHistory]
    gender: Gender
    origin: OriginAnswer


def gaps(person: Checked, last: date) -> frozenset[Gap]:
    """Return what is missing of a person on a day, whatever the programme."""
    missing = {
        Gap.HOST_STATE: person.host_iso2 is None,
        Gap.PERMIT_END: any(_held_without_end(one, last) for one in person.permits),
        Gap.GENDER: person.gender is Gender.NOT_ASKED,
        Gap.ORIGIN: person.origin is OriginAnswer.NOT_ASKED,
    }
    return frozenset(gap for gap, is_missing in missing.items() if is_missing)


def _held_without_end(permit: PermitHistory, day: date) -> bool:
    return status_on(permit.entries, day) in HELD and end_on(permit.entries, day) is None
