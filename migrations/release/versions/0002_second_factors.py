"""Ask every account for a second factor; whoever is signed in without one signs in anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "donor_second_factors",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["donor_accounts.id"],
            name=op.f("fk_donor_second_factors_account_id_donor_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_second_factors")),
        sa.UniqueConstraint("account_id", name=op.f("uq_donor_second_factors_account_id")),
    )
    op.create_table(
        "donor_recovery_codes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["donor_accounts.id"],
            name=op.f("fk_donor_recovery_codes_account_id_donor_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_recovery_codes")),
    )
    with op.batch_alter_table("donor_recovery_codes") as batch_op:
        batch_op.create_index(batch_op.f("ix_donor_recovery_codes_account_id"), ["account_id"])
    op.create_table(
        "donor_doorsteps",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["donor_accounts.id"], name=op.f("fk_donor_doorsteps_account_id_donor_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donor_doorsteps")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_donor_doorsteps_token_digest")),
    )
    with op.batch_alter_table("donor_doorsteps") as batch_op:
        batch_op.create_index(batch_op.f("ix_donor_doorsteps_account_id"), ["account_id"])
    op.execute("DELETE FROM donor_sign_ins")
    with op.batch_alter_table("donor_sign_ins") as batch_op:
        batch_op.add_column(sa.Column("second_factor", sa.String(length=40), nullable=True))
    with op.batch_alter_table("donor_sign_ins") as batch_op:
        batch_op.alter_column("second_factor", existing_type=sa.String(length=40), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("donor_sign_ins") as batch_op:
        batch_op.drop_column("second_factor")
    op.drop_table("donor_doorsteps")
    op.drop_table("donor_recovery_codes")
    op.drop_table("donor_second_factors")
