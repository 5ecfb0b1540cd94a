"""The tables of data keys, wrapped by the key ring."""

from __future__ import annotations

import uuid

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base

INSTALLATION = uuid.UUID(int=0)
"""The owner of values that belong to no person, such as the names of accounts."""


class DataKey(Base):
    """The key of one owner; deleting the row makes everything sealed under it unreadable for good."""

    __tablename__ = "data_keys"

    owner_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
