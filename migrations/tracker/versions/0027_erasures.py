"""Keep who is to be erased until a second person decides, and the ledger of erasures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure_requests",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_erasure_requests_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_requests")),
    )
    with op.batch_alter_table("erasure_requests") as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_requests_person_id"), ["person_id"])
    op.create_table(
        "erasures",
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("owners", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )


def downgrade() -> None:
    # A proposal to erase somebody would be of a kind that the earlier tracker does not know.
    op.execute("DELETE FROM approvals WHERE kind = 'erasure'")
    op.drop_table("erasures")
    op.drop_table("erasure_requests")
