"""The tables of data keys, wrapped by the key ring, and of what is known about the ring's keys."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base

INSTALLATION = uuid.UUID(int=0)
"""The owner of values that belong to no person, such as the names of accounts."""


class DataKey(Base):
    """The key of one owner; deleting the row makes everything sealed under it unreadable for good."""

    __tablename__ = "data_keys"

    owner_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class RingKeyState(StrEnum):
    """What a ring key is used for."""

    ANNOUNCED = "announced"
    """In the ring; not used before every host has it."""
    WRITING = "writing"
    """Wraps new data keys; one at a time."""
    READING = "reading"
    """Opens data keys that have not been wrapped anew."""
    RETIRED = "retired"
    """Opens nothing any more, and left the ring."""


class KnownRingKey(Base):
    """What the database knows about a key of the ring: never the key."""

    __tablename__ = "ring_keys"

    key_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    state: Mapped[RingKeyState]
    changed_at: Mapped[datetime]
    """When it came to this state."""


class RingHost(Base):
    """A host that serves this installation, and the ring keys it holds, as it said last."""

    __tablename__ = "ring_hosts"

    host: Mapped[str] = mapped_column(String(80), primary_key=True)
    holds: Mapped[dict[str, Any]]
    """`{"keys": [ids]}`"""
    seen_at: Mapped[datetime]
