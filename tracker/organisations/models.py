"""The table of organisations."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId, Versioned


class OrganisationKind(StrEnum):
    """What an organisation is to the programmes."""

    IMPLEMENTING = "implementing"
    DONOR = "donor"
    HOST_AUTHORITY = "host_authority"


class Organisation(HasId, Versioned, Base):
    """An organisation, known by a short code in scopes and reports."""

    __tablename__ = "organisations"

    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[OrganisationKind]
    host_iso2: Mapped[str | None] = mapped_column(String(2))
