"""Keep chosen columns, lists under a name, and files that take a second person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chosen_columns",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("columns", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_chosen_columns_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chosen_columns")),
        sa.UniqueConstraint("account_id", name=op.f("uq_chosen_columns_account_id")),
    )
    op.create_table(
        "kept_lists",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("filters", sa.String(length=600), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "programme_id IS NULL OR organisation_id IS NULL", name=op.f("ck_kept_lists_one_audience")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_kept_lists_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_kept_lists_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_kept_lists_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_lists")),
    )
    with op.batch_alter_table("kept_lists", schema=None) as batch_op:
        for column in ("account_id", "programme_id", "organisation_id"):
            batch_op.create_index(batch_op.f(f"ix_kept_lists_{column}"), [column])
    op.create_table(
        "list_exports",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("filters", sa.String(length=600), nullable=False),
        sa.Column("sorting", sa.String(length=20), nullable=False),
        sa.Column("columns", sa.String(length=300), nullable=False),
        sa.Column("file_format", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_list_exports_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_exports")),
    )
    with op.batch_alter_table("list_exports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_list_exports_account_id_proposed_at"), ["account_id", "proposed_at"]
        )


def downgrade() -> None:
    op.drop_table("list_exports")
    op.drop_table("kept_lists")
    op.drop_table("chosen_columns")
