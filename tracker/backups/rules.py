"""The two parts of a backup, and how long the data keys live in one. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from tracker.rights.rules.erasing import KEYS_LIVE_IN_BACKUPS

TORN: Final = "This backup is damaged or not whole. Nothing was restored; take another copy of it."


class Part(StrEnum):
    """What a file of a backup holds."""

    RECORDS = "records"
    KEYS = "data keys"


def keys_beside(records: Path) -> Path:
    """Return where the data keys of a backup lie: beside its records."""
    return records.with_name(f"{records.name}.keys")


def keys_have_expired(made_at: str, now: datetime) -> bool:
    """Say whether data keys of a backup made then have lived their time."""
    return datetime.fromisoformat(made_at) + KEYS_LIVE_IN_BACKUPS < now
