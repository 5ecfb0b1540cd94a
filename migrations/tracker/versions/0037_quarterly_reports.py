"""Keep quarterly reports, chained once they are published, and which programmes are published as IATI activities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quarterly_reports",
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("changed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("fk_quarterly_reports_made_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by"], ["accounts.id"], name=op.f("fk_quarterly_reports_reviewed_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarterly_reports")),
        sa.UniqueConstraint("number", name=op.f("uq_quarterly_reports_number")),
        sa.UniqueConstraint(
            "quarter", "scope", "revision", name=op.f("uq_quarterly_reports_quarter_scope_revision")
        ),
    )
    op.create_index(op.f("ix_quarterly_reports_quarter"), "quarterly_reports", ["quarter"])
    with op.batch_alter_table("programmes") as batch_op:
        batch_op.add_column(sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("programmes") as batch_op:
        batch_op.alter_column("is_public", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    # A proposal to publish one would be of a kind that the earlier tracker does not know.
    op.execute("DELETE FROM approvals WHERE kind = 'quarterly_report'")
    with op.batch_alter_table("programmes") as batch_op:
        batch_op.drop_column("is_public")
    op.drop_index(op.f("ix_quarterly_reports_quarter"), table_name="quarterly_reports")
    op.drop_table("quarterly_reports")
