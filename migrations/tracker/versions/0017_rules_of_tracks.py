"""Keep the rules of legal tracks, their versions and what is proposed and learnt of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The facts that are loaded next say the real values of what is filled in here.
    with op.batch_alter_table("permit_frameworks") as batch_op:
        batch_op.add_column(sa.Column("rules", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.drop_column("usual_months")
    op.execute("UPDATE permit_frameworks SET rules = '{}', number = 0")
    with op.batch_alter_table("permit_frameworks") as batch_op:
        batch_op.alter_column("rules", existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=False)
    op.create_table(
        "framework_proposals",
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("declined_because", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["permit_frameworks.id"],
            name=op.f("fk_framework_proposals_framework_id_permit_frameworks"),
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts.id"], name=op.f("fk_framework_proposals_proposed_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_proposals")),
    )
    op.create_index(op.f("ix_framework_proposals_framework_id"), "framework_proposals", ["framework_id"])
    op.create_table(
        "framework_versions",
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["permit_frameworks.id"],
            name=op.f("fk_framework_versions_framework_id_permit_frameworks"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["framework_proposals.id"],
            name=op.f("fk_framework_versions_proposal_id_framework_proposals"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_versions")),
    )
    op.create_index(
        op.f("ix_framework_versions_framework_id_number"),
        "framework_versions",
        ["framework_id", "number"],
        unique=True,
    )
    op.create_table(
        "framework_notes",
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["permit_frameworks.id"],
            name=op.f("fk_framework_notes_framework_id_permit_frameworks"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_framework_notes_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["accounts.id"], name=op.f("fk_framework_notes_author_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_notes")),
    )
    op.create_index(op.f("ix_framework_notes_framework_id"), "framework_notes", ["framework_id"])


def downgrade() -> None:
    op.drop_table("framework_notes")
    op.drop_table("framework_versions")
    op.drop_table("framework_proposals")
    op.execute("DELETE FROM approvals WHERE kind = 'framework'")
    with op.batch_alter_table("permit_frameworks") as batch_op:
        batch_op.add_column(sa.Column("usual_months", sa.Integer(), nullable=True))
        batch_op.drop_column("number")
        batch_op.drop_column("rules")
