"""Keep who wrote a consent down and when, and on what else the use of data rests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("consents") as batch_op:
        batch_op.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("recorded_by", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_by", sa.String(length=80), nullable=True))
    op.create_table(
        "lawful_bases",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_lawful_bases_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lawful_bases")),
    )
    with op.batch_alter_table("lawful_bases") as batch_op:
        batch_op.create_index(batch_op.f("ix_lawful_bases_person_id_since"), ["person_id", "since"])


def downgrade() -> None:
    op.drop_table("lawful_bases")
    with op.batch_alter_table("consents") as batch_op:
        for name in ("withdrawn_by", "withdrawn_at", "recorded_by", "recorded_at"):
            batch_op.drop_column(name)
