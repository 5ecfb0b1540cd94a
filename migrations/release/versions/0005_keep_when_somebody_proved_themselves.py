"""Keep when a second factor was last shown in a sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("donor_sign_ins") as batch_op:
        batch_op.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE donor_sign_ins SET proved_at = created_at")
    with op.batch_alter_table("donor_sign_ins") as batch_op:
        batch_op.alter_column("proved_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("donor_sign_ins") as batch_op:
        batch_op.drop_column("proved_at")
