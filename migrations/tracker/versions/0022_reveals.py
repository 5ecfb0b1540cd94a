"""Keep reveals of identities, and what raises their quota for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reveals",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("ends_at > revealed_at", name=op.f("ck_reveals_window")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_reveals_person_id_persons")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_reveals_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveals")),
    )
    with op.batch_alter_table("reveals") as batch_op:
        batch_op.create_index(batch_op.f("ix_reveals_person_id_revealed_at"), ["person_id", "revealed_at"])
        batch_op.create_index(batch_op.f("ix_reveals_account_id_revealed_at"), ["account_id", "revealed_at"])
    op.create_table(
        "reveal_quota_raises",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.LargeBinary(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_reveal_quota_raises_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveal_quota_raises")),
    )
    with op.batch_alter_table("reveal_quota_raises") as batch_op:
        batch_op.create_index(batch_op.f("ix_reveal_quota_raises_account_id_day"), ["account_id", "day"])


def downgrade() -> None:
    # A proposal to raise the quota would be of a kind that the earlier tracker does not know.
    op.execute("DELETE FROM approvals WHERE kind = 'reveal_quota'")
    op.drop_table("reveal_quota_raises")
    op.drop_table("reveals")
