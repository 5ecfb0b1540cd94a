"""Note which reminders were sent, and where an application stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LAST_STEP = (
    "(SELECT {column} FROM application_steps WHERE application_steps.application_id = applications.id"
    ' ORDER BY "on" DESC, position DESC LIMIT 1)'
)


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_reminders_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reminders_account_id_kind_record_id_on_band"),
            ["account_id", "kind", "record_id", "on", "band"],
            unique=True,
        )
    with op.batch_alter_table("applications") as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("since", sa.Date(), nullable=True))
    op.execute(
        f"UPDATE applications SET status = {LAST_STEP.format(column='status')},"  # noqa: S608 - nothing from outside
        f" since = {LAST_STEP.format(column=chr(34) + 'on' + chr(34))}"
    )
    with op.batch_alter_table("applications") as batch_op:
        batch_op.alter_column("status", existing_type=sa.String(length=40), nullable=False)
        batch_op.alter_column("since", existing_type=sa.Date(), nullable=False)
        batch_op.drop_index(batch_op.f("ix_applications_programme_id"))
        batch_op.create_index(
            batch_op.f("ix_applications_programme_id_status_since"), ["programme_id", "status", "since"]
        )
        batch_op.create_index(batch_op.f("ix_applications_status_since"), ["status", "since"])


def downgrade() -> None:
    with op.batch_alter_table("applications") as batch_op:
        batch_op.drop_index(batch_op.f("ix_applications_status_since"))
        batch_op.drop_index(batch_op.f("ix_applications_programme_id_status_since"))
        batch_op.create_index(batch_op.f("ix_applications_programme_id"), ["programme_id"])
        batch_op.drop_column("since")
        batch_op.drop_column("status")
    op.drop_table("reminders")
