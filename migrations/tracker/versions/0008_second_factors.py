"""Ask every account for a second factor; whoever is signed in without one signs in anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_second_factors_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factors")),
        sa.UniqueConstraint("account_id", name=op.f("uq_second_factors_account_id")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    with op.batch_alter_table("recovery_codes") as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_account_id"), ["account_id"])
    op.create_table(
        "doorsteps",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_doorsteps_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doorsteps")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_doorsteps_token_digest")),
    )
    with op.batch_alter_table("doorsteps") as batch_op:
        batch_op.create_index(batch_op.f("ix_doorsteps_account_id"), ["account_id"])
    op.execute("DELETE FROM sign_ins")
    with op.batch_alter_table("sign_ins") as batch_op:
        batch_op.add_column(sa.Column("second_factor", sa.String(length=40), nullable=True))
    with op.batch_alter_table("sign_ins") as batch_op:
        batch_op.alter_column("second_factor", existing_type=sa.String(length=40), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("sign_ins") as batch_op:
        batch_op.drop_column("second_factor")
    op.drop_table("doorsteps")
    op.drop_table("recovery_codes")
    op.drop_table("second_factors")
