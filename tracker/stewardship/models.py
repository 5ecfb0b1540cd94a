"""The tables of merges: what was merged, what stood before, and what waits for a second person."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId
from tracker.vault.columns import sealed_dict


class Merge(HasId, Base):
    """Two persons who turned out to be one: who is left, who went, and until when it can be undone."""

    __tablename__ = "merges"

    kept_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    """Who is left; moves on when they are merged into somebody themselves."""
    kept_code: Mapped[str] = mapped_column(String(12))
    """The case code under which it was done."""
    gone_id: Mapped[uuid.UUID] = mapped_column(index=True)
    gone_code: Mapped[str] = mapped_column(String(12))
    merged_at: Mapped[datetime]
    merged_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    by_two: Mapped[bool]
    """Whether it took a second person; undoing takes one too then."""
    undo_until: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    rows_left: Mapped[dict[str, Any]]
    """The ids of the kept person's rows right after the merge, by column; what is not among them came later."""
    ended_at: Mapped[datetime | None]
    """When what stood before, and the key of who went, were destroyed."""


class MergeMove(HasId, Base):
    """One row that a merge changed: as it stood before and after, sealed for the person whose it was."""

    __tablename__ = "merge_moves"
    __sealed_for__ = "owner_id"
    __table_args__ = (Index(None, "merge_id"),)

    merge_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("merges.id"))
    table_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[uuid.UUID]
    owner_id: Mapped[uuid.UUID]
    """Whose row it was; plain, because that person may be gone."""
    before = sealed_dict()
    """The whole row, its sealed columns still sealed; empty when the merge added it."""
    after = sealed_dict()
    """Empty when the merge took the row out."""


class MergeProposal(HasId, Base):
    """A merge that waits for a second person: which two, and what was chosen."""

    __tablename__ = "merge_proposals"
    __sealed_for__ = "one_id"
    __table_args__ = (Index(None, "one_id", "other_id"),)

    one_id: Mapped[uuid.UUID]
    """Plain, as `other_id`: either may be merged elsewhere while this waits."""
    other_id: Mapped[uuid.UUID]
    proposed_at: Mapped[datetime]
    choices = sealed_dict()
