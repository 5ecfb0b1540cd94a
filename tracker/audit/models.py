"""The tables of the trail, once for each store."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from tracker.db import Base, HasId, ReleaseBase
from tracker.vault.columns import sealed_text

_COVERED = (
    "number",
    "at",
    "actor",
    "deed",
    "record_kind",
    "record_id",
    "person_id",
    "details",
    "sentence_digest",
)


def content_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the hash of an entry covers, from its columns."""
    return {
        "number": entry["number"],
        "at": entry["at"].isoformat(),
        "actor": entry["actor"],
        "deed": entry["deed"],
        "record_kind": entry["record_kind"],
        "record_id": entry["record_id"],
        "person_id": None if entry["person_id"] is None else str(entry["person_id"]),
        "details": entry["details"],
        "sentence": entry["sentence_digest"],
    }


class EntryColumns(HasId):
    """What one entry holds: ids and codes only; the sentence of a reason is sealed."""

    __sealed_for__ = "person_id"

    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    """An account's id, or `command:` and the system user."""
    deed: Mapped[str] = mapped_column(String(60))
    record_kind: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[uuid.UUID | None]
    details: Mapped[dict[str, Any]]
    """Codes, numbers and dates; never what a person is called or wrote."""
    sentence = sealed_text()
    sentence_digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Index, ...]:
        """Find entries by person, record and actor."""
        return (
            Index(None, "person_id", "number"),
            Index(None, "record_kind", "record_id"),
            Index(None, "actor", "number"),
        )

    def content(self) -> dict[str, Any]:
        """Return what the hash covers."""
        return content_of({name: getattr(self, name) for name in _COVERED})


class HeadColumns:
    """The last entry's number and hash; the row that writers of the trail queue for."""

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class Entry(EntryColumns, Base):
    """An entry in the main database's trail."""

    __tablename__ = "trail_entries"


class Head(HeadColumns, Base):
    """The head of the main database's trail."""

    __tablename__ = "trail_head"


class ReleaseEntry(EntryColumns, ReleaseBase):
    """An entry in the release store's trail: what donors did."""

    __tablename__ = "trail_entries"


class ReleaseHead(HeadColumns, ReleaseBase):
    """The head of the release store's trail."""

    __tablename__ = "trail_head"
