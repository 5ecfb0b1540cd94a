"""Which days before an end somebody is reminded on, and when a reminder that was begun is begun again. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

BANDS = (7, 14, 30, 60, 90, 180)
"""Days before a permit ends; on entering each band its officer is reminded once."""
FURTHEST = timedelta(days=BANDS[-1])
ABANDONED = timedelta(minutes=15)
"""A reminder that was begun this long ago, and not sent since, was left behind by a process that died."""


class ReminderKind(StrEnum):
    """What a reminder is about."""

    PERMIT = "permit"
    TASK = "task"


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing to remind somebody of; the first four say which reminder it is."""

    kind: ReminderKind
    record_id: uuid.UUID
    on: date
    """The day on which it ends or is due."""
    band: int
    """In which band the day lies; 0 for a task."""
    case_id: uuid.UUID | None
    case_code: str | None

    @property
    def key(self) -> tuple[ReminderKind, uuid.UUID, date, int]:
        """Return what tells this reminder of somebody from every other of theirs."""
        return (self.kind, self.record_id, self.on, self.band)


def band_of(on: date, today: date) -> int | None:
    """Return the band in which an end lies; None for one that is further away or over.

    An end known to the month alone may lie behind `today` with its first day and still be ahead: whoever asks has seen
    to that, and it is in the nearest band.
    """
    days = max(0, (on - today).days)
    return next((band for band in BANDS if days <= band), None)


def days_of(band: int, today: date) -> tuple[date | None, date]:
    """Return the first and last day of a band, seen from today; the nearest one has no first day."""
    place = BANDS.index(band)
    first = today + timedelta(days=BANDS[place - 1] + 1) if place else None
    return first, today + timedelta(days=band)


LINK_LIFE = timedelta(days=365)
"""So long a calendar link lives; whoever still wants it makes another."""


def link_lives(expires_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Say whether a calendar link can be used."""
    return ended_at is None and now < expires_at


def is_taken(sent_at: datetime | None, claimed_at: datetime, now: datetime) -> bool:
    """Say whether a reminder in the ledger was sent, or is being sent at this moment."""
    return sent_at is not None or now - claimed_at < ABANDONED
