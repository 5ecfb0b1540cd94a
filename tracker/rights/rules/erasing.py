"""Why somebody is erased, and how long a backup could still open what was theirs. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

KEYS_LIVE_IN_BACKUPS = timedelta(days=35)
"""How long backups keep the table of person keys."""


class Ground(StrEnum):
    """On what ground somebody is erased (GDPR article 17(1))."""

    ASKED = "asked"
    """The person withdrew their consent or objects, and asked for it."""
    NO_LONGER_NEEDED = "no_longer_needed"
    UNLAWFUL = "unlawful"
    """The data should never have been kept."""


@dataclass(frozen=True)
class LedgerEntry:
    """One erasure, as a restore needs it to erase again: random ids, a day, kinds of data; never who it was."""

    id: uuid.UUID
    erased_on: date
    owners: tuple[uuid.UUID, ...]
    """The ids under which the person was kept, from before merges too; each had a key of its own."""
    kinds: tuple[str, ...]
    """The tables that held something of them."""

    @property
    def last_key_in_backups_on(self) -> date:
        """Return the day on which the last backup expires that holds a key of theirs."""
        return self.erased_on + KEYS_LIVE_IN_BACKUPS

    def as_record(self) -> dict[str, Any]:
        """Return the entry in the form in which it is written down."""
        return {
            "id": str(self.id),
            "erased_on": self.erased_on.isoformat(),
            "owners": [str(one) for one in self.owners],
            "kinds": list(self.kinds),
        }

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> LedgerEntry:
        """Read what `as_record` returned."""
        return cls(
            id=uuid.UUID(record["id"]),
            erased_on=date.fromisoformat(record["erased_on"]),
            owners=tuple(uuid.UUID(one) for one in record["owners"]),
            kinds=tuple(record["kinds"]),
        )
