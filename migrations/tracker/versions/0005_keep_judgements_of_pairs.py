"""Keep judgements of pairs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("same", "different", "unsure", name="judged", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("one_change", sa.Integer(), nullable=False),
        sa.Column("other_change", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_judgements_order")),
        sa.ForeignKeyConstraint(["one_id"], ["persons.id"], name=op.f("fk_judgements_one_id_persons")),
        sa.ForeignKeyConstraint(["other_id"], ["persons.id"], name=op.f("fk_judgements_other_id_persons")),
        sa.ForeignKeyConstraint(
            ["judged_by"], ["accounts.id"], name=op.f("fk_judgements_judged_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    op.create_index(op.f("ix_judgements_one_id_other_id"), "judgements", ["one_id", "other_id"], unique=True)
    op.create_index(op.f("ix_judgements_other_id"), "judgements", ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_judgements_other_id"), table_name="judgements")
    op.drop_index(op.f("ix_judgements_one_id_other_id"), table_name="judgements")
    op.drop_table("judgements")
