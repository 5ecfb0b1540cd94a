"""Stage imports on the page: their state, who uploaded them, what is staged, and what columns meant."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("imports") as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("uploaded_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("last_entry", sa.Integer(), nullable=True))
        batch_op.alter_column("imported_at", existing_type=sa.DateTime(timezone=True), nullable=True)
    # Whatever was imported so far was imported by the command: uploaded and committed in one.
    op.execute(
        "UPDATE imports SET state = 'committed', uploaded_at = imported_at, organisation_id ="
        " (SELECT organisation_id FROM programmes WHERE programmes.id = imports.programme_id)"
    )
    with op.batch_alter_table("imports") as batch_op:
        batch_op.alter_column("state", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("uploaded_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_imports_uploaded_by_accounts"), "accounts", ["uploaded_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_imports_organisation_id_organisations"),
            "organisations",
            ["organisation_id"],
            ["id"],
        )
        batch_op.create_index(batch_op.f("ix_imports_organisation_id"), ["organisation_id"])
        batch_op.create_index(
            batch_op.f("ix_imports_uploaded_by_uploaded_at"), ["uploaded_by", "uploaded_at"]
        )

    with op.batch_alter_table("imported_rows") as batch_op:
        batch_op.add_column(sa.Column("settled", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("source_digest", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_imported_rows_source_digest"), ["source_digest"])
    op.execute("UPDATE imported_rows SET settled = '[]'")
    with op.batch_alter_table("imported_rows") as batch_op:
        batch_op.alter_column("settled", existing_type=sa.JSON(), nullable=False)

    op.create_table(
        "staged_lists",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("decisions", sa.LargeBinary(), nullable=False),
        sa.Column("layout", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_staged_lists_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_lists")),
        sa.UniqueConstraint("import_id", name=op.f("uq_staged_lists_import_id")),
    )
    op.create_table(
        "saved_mappings",
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("headers_digest", sa.String(length=64), nullable=False),
        sa.Column("meanings", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_saved_mappings_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_mappings")),
    )
    with op.batch_alter_table("saved_mappings") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_saved_mappings_headers_digest_organisation_id"),
            ["headers_digest", "organisation_id"],
        )


def downgrade() -> None:
    op.drop_table("saved_mappings")
    op.drop_table("staged_lists")
    with op.batch_alter_table("imported_rows") as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_rows_source_digest"))
        batch_op.drop_column("source_digest")
        batch_op.drop_column("settled")
    # What was only staged made nobody, and 0006 has no place for it.
    op.execute("DELETE FROM imports WHERE imported_at IS NULL")
    with op.batch_alter_table("imports") as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_uploaded_by_uploaded_at"))
        batch_op.drop_index(batch_op.f("ix_imports_organisation_id"))
        batch_op.drop_constraint(batch_op.f("fk_imports_organisation_id_organisations"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_imports_uploaded_by_accounts"), type_="foreignkey")
        batch_op.alter_column("imported_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.drop_column("last_entry")
        batch_op.drop_column("organisation_id")
        batch_op.drop_column("uploaded_at")
        batch_op.drop_column("uploaded_by")
        batch_op.drop_column("state")
