"""Keep what stood of a person before a later export updated them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported_updates",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("stood", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_imported_updates_import_id_imports")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_imported_updates_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_updates")),
    )
    with op.batch_alter_table("imported_updates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_imported_updates_import_id_person_id"), ["import_id", "person_id"], unique=True
        )
        batch_op.create_index(batch_op.f("ix_imported_updates_person_id"), ["person_id"])


def downgrade() -> None:
    op.drop_table("imported_updates")
