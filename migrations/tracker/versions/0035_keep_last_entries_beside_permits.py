"""Keep beside each permit what its last entry says, so that many are asked at once what they need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0028"
branch_labels = None
depends_on = None

COLUMNS = (
    ("last_status", sa.String(length=40)),
    ("last_on", sa.Date()),
    ("last_ends_on", sa.Date()),
    ("last_ends_precision", sa.String(length=40)),
)


def upgrade() -> None:
    with op.batch_alter_table("permits", schema=None) as batch_op:
        for name, kind in COLUMNS:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    _fill()


def downgrade() -> None:
    with op.batch_alter_table("permits", schema=None) as batch_op:
        for name, _kind in reversed(COLUMNS):
            batch_op.drop_column(name)


def _fill() -> None:
    """Copy the last entry of each permit that is there."""
    permits = sa.table("permits", sa.column("id", sa.Uuid()), *(sa.column(*one) for one in COLUMNS))
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
    last = {
        row.permit_id: {
            "of": row.permit_id,
            "status": row.status,
            "day": row.on,
            "ends": row.ends_on,
            "precision": row.ends_precision,
        }
        for row in rows
    }
    if last:
        connection.execute(
            sa.update(permits)
            .where(permits.c.id == sa.bindparam("of"))
            .values(
                last_status=sa.bindparam("status"),
                last_on=sa.bindparam("day"),
                last_ends_on=sa.bindparam("ends"),
                last_ends_precision=sa.bindparam("precision"),
            ),
            list(last.values()),
        )
