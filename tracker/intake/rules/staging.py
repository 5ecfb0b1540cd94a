"""Say where an import stands, what may follow, and how long an uploaded list is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

KEPT_DAYS = 7
"""An uploaded list that nobody took over is destroyed after so many days."""


TAKE_OVER = "import"
"""The kind of background work that takes a staged list over."""


class ImportState(StrEnum):
    """Where an import stands; only a staged one can still be decided, only a committed one undone."""

    STAGED = "staged"
    COMMITTED = "committed"
    DISCARDED = "discarded"
    UNDONE = "undone"


def kept_since(now: datetime) -> datetime:
    """Return the moment before which uploaded lists are destroyed."""
    return now - timedelta(days=KEPT_DAYS)


def kept_until(uploaded_at: datetime) -> datetime:
    """Return the moment at which an uploaded list is destroyed."""
    return uploaded_at + timedelta(days=KEPT_DAYS)
