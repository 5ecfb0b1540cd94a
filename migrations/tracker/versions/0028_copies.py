"""Keep for whom a copy of everything about them was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "copy_requests",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_copy_requests_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy_requests")),
    )
    with op.batch_alter_table("copy_requests") as batch_op:
        batch_op.create_index(batch_op.f("ix_copy_requests_person_id"), ["person_id"])


def downgrade() -> None:
    # A proposal of a copy would be of a kind that the earlier tracker does not know.
    op.execute("DELETE FROM approvals WHERE kind = 'person_copy'")
    op.drop_table("copy_requests")
