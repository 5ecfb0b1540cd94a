"""Keep what is decided about support that two programmes give one person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "overlap_decisions",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("one_support_id", sa.Uuid(), nullable=False),
        sa.Column("other_support_id", sa.Uuid(), nullable=False),
        sa.Column(
            "settled",
            sa.Enum(
                "agreed", "explained", "one_ends", "other_ends", name="settled", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("avoided_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("avoided_currency", sa.String(length=3), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("one_support_id < other_support_id", name=op.f("ck_overlap_decisions_order")),
        sa.CheckConstraint(
            "(avoided_amount IS NULL) = (avoided_currency IS NULL)", name=op.f("ck_overlap_decisions_money")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_overlap_decisions_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["one_support_id"], ["support.id"], name=op.f("fk_overlap_decisions_one_support_id_support")
        ),
        sa.ForeignKeyConstraint(
            ["other_support_id"], ["support.id"], name=op.f("fk_overlap_decisions_other_support_id_support")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_overlap_decisions_decided_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlap_decisions")),
    )
    op.create_index(
        op.f("ix_overlap_decisions_one_support_id_other_support_id"),
        "overlap_decisions",
        ["one_support_id", "other_support_id"],
        unique=True,
    )
    op.create_index(op.f("ix_overlap_decisions_other_support_id"), "overlap_decisions", ["other_support_id"])
    op.create_index(op.f("ix_overlap_decisions_person_id"), "overlap_decisions", ["person_id"])


def downgrade() -> None:
    for columns in ("person_id", "other_support_id", "one_support_id_other_support_id"):
        op.drop_index(op.f(f"ix_overlap_decisions_{columns}"), table_name="overlap_decisions")
    op.drop_table("overlap_decisions")
