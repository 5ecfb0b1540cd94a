"""Keep which browser signed in, and whether its owner was told; whoever is signed in signs in anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM donor_sign_ins")
    with op.batch_alter_table("donor_sign_ins") as batch_op:
        batch_op.add_column(sa.Column("browser", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("donor_sign_ins") as batch_op:
        batch_op.alter_column("browser", existing_type=sa.LargeBinary(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("donor_sign_ins") as batch_op:
        batch_op.drop_column("told_at")
        batch_op.drop_column("browser")
