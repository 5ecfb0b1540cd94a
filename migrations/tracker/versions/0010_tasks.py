"""Write tasks down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recurrence", sa.String(length=40), nullable=False),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_tasks_case_id_cases")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_tasks_person_id_persons")),
        sa.ForeignKeyConstraint(["assignee_id"], ["accounts.id"], name=op.f("fk_tasks_assignee_id_accounts")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_tasks_made_by_accounts")),
        sa.ForeignKeyConstraint(["done_by"], ["accounts.id"], name=op.f("fk_tasks_done_by_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tasks_assignee_id_done_at_due_on"), ["assignee_id", "done_at", "due_on"]
        )
        batch_op.create_index(batch_op.f("ix_tasks_case_id_due_on"), ["case_id", "due_on"])
        batch_op.create_index(batch_op.f("ix_tasks_done_at_due_on"), ["done_at", "due_on"])
        batch_op.create_index(batch_op.f("ix_tasks_person_id"), ["person_id"])


def downgrade() -> None:
    op.drop_table("tasks")
