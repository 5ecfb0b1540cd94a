"""Let calendars ask for the days of reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_links",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_calendar_links_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_links_token_digest")),
    )
    with op.batch_alter_table("calendar_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_links_account_id"), ["account_id"])
    op.create_table(
        "calendar_allowances",
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_calendar_allowances_decided_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_allowances")),
    )
    with op.batch_alter_table("calendar_allowances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_allowances_decided_at"), ["decided_at"])


def downgrade() -> None:
    op.drop_table("calendar_allowances")
    op.drop_table("calendar_links")
