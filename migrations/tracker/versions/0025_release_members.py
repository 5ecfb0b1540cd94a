"""Keep whom released figures were about, and why figures of a closed quarter are hidden."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release_members",
        sa.Column("closed_id", sa.Uuid(), nullable=False),
        sa.Column("cell", sa.String(length=120), nullable=False),
        sa.Column("tokens", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_id"], ["closed_quarters.id"], name=op.f("fk_release_members_closed_id_closed_quarters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_members")),
        sa.UniqueConstraint("closed_id", "cell", name=op.f("uq_release_members_closed_id_cell")),
    )
    with op.batch_alter_table("closed_quarters") as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("built_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("working", sa.LargeBinary(), nullable=True))
    # What was closed by the first rule was worked out at once, and nothing was kept of why. What still waits to be
    # published was made by the rule of that time, so it is closed again: `built_at` stays empty and says so.
    op.execute("UPDATE closed_quarters SET revision = 1, working = ''")
    op.execute("UPDATE closed_quarters SET built_at = closed_at WHERE published_at IS NOT NULL")
    with op.batch_alter_table("closed_quarters") as batch_op:
        batch_op.alter_column("revision", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("working", existing_type=sa.LargeBinary(), nullable=False)


def downgrade() -> None:
    op.drop_table("release_members")
    with op.batch_alter_table("closed_quarters") as batch_op:
        batch_op.drop_column("working")
        batch_op.drop_column("built_at")
        batch_op.drop_column("revision")
