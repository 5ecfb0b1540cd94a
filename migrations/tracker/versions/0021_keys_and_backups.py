"""Know the keys of the ring and the hosts that hold it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ring_keys",
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_ring_keys")),
    )
    op.create_table(
        "ring_hosts",
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("holds", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_ring_hosts")),
    )


def downgrade() -> None:
    op.drop_table("ring_hosts")
    op.drop_table("ring_keys")
