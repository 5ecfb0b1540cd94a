"""Keep beside each permit when what is in hand ends, so that long lists are sorted by an index."""

from __future__ import annotations

import calendar
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

HELD = ("granted", "renewed")


def upgrade() -> None:
    with op.batch_alter_table("permits", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_first", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ends_last", sa.Date(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_permits_person_id"))
        batch_op.create_index(
            batch_op.f("ix_permits_person_id_ends_last_ends_first"), ["person_id", "ends_last", "ends_first"]
        )
        batch_op.create_index(
            batch_op.f("ix_permits_ends_first_ends_last_person_id"), ["ends_first", "ends_last", "person_id"]
        )
    _fill()


def downgrade() -> None:
    with op.batch_alter_table("permits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_permits_ends_first_ends_last_person_id"))
        batch_op.drop_index(batch_op.f("ix_permits_person_id_ends_last_ends_first"))
        batch_op.create_index(batch_op.f("ix_permits_person_id"), ["person_id"], unique=False)
        batch_op.drop_column("ends_last")
        batch_op.drop_column("ends_first")


def _fill() -> None:
    """Work out the ends of the permits that are there, each from its last entry."""
    permits = sa.table(
        "permits",
        sa.column("id", sa.Uuid()),
        sa.column("ends_first", sa.Date()),
        sa.column("ends_last", sa.Date()),
    )
    entries = sa.table(
        "permit_entries",
        sa.column("permit_id", sa.Uuid()),
        sa.column("status", sa.String()),
        sa.column("on", sa.Date()),
        sa.column("position", sa.Integer()),
        sa.column("ends_on", sa.Date()),
        sa.column("ends_precision", sa.String()),
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(entries).order_by(entries.c.permit_id, entries.c.on, entries.c.position)
    )
    last = {row.permit_id: row for row in rows}
    ends = [
        {"of": row.permit_id, "first": row.ends_on, "last": _last_day(row.ends_on, row.ends_precision)}
        for row in last.values()
        if row.status in HELD and row.ends_on is not None
    ]
    if ends:
        connection.execute(
            sa.update(permits)
            .where(permits.c.id == sa.bindparam("of"))
            .values(ends_first=sa.bindparam("first"), ends_last=sa.bindparam("last")),
            ends,
        )


def _last_day(first: date, precision: str) -> date:
    """Return the last day that an end can be which is known to the month or year and kept as its first day."""
    if precision == "year":
        return first.replace(month=12, day=31)
    if precision == "month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first
