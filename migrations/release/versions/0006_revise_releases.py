"""Let a release be followed by a revised one of the same quarter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("releases") as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
    with op.batch_alter_table("releases") as batch_op:
        batch_op.alter_column(
            "revision", existing_type=sa.Integer(), existing_nullable=False, server_default=None
        )
        batch_op.drop_constraint(batch_op.f("uq_releases_quarter"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_releases_quarter_revision"), ["quarter", "revision"])


def downgrade() -> None:
    # Of a quarter that was revised only the last release fits into the earlier table.
    earlier = (
        "SELECT a.id FROM releases a JOIN releases b ON a.quarter = b.quarter AND a.revision < b.revision"
    )
    op.execute(f"DELETE FROM release_funding WHERE release_id IN ({earlier})")  # noqa: S608 - nothing from outside
    op.execute(f"DELETE FROM releases WHERE id IN ({earlier})")  # noqa: S608 - the same
    with op.batch_alter_table("releases") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_releases_quarter_revision"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_releases_quarter"), ["quarter"])
        batch_op.drop_column("revision")
