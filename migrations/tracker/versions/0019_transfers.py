"""Offer cases to other officers, programmes and organisations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_REFERS_TO = {
    "case_id": "cases",
    "person_id": "persons",
    "from_programme_id": "programmes",
    "from_officer_id": "accounts",
    "to_programme_id": "programmes",
    "to_officer_id": "accounts",
    "settled_by": "accounts",
    "received_case_id": "cases",
}


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_programme_id", sa.Uuid(), nullable=False),
        sa.Column("from_officer_id", sa.Uuid(), nullable=False),
        sa.Column("to_programme_id", sa.Uuid(), nullable=False),
        sa.Column("to_officer_id", sa.Uuid(), nullable=True),
        sa.Column("sentence", sa.LargeBinary(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("received_case_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_transfers_{column}_{table}"))
            for column, table in _REFERS_TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    with op.batch_alter_table("transfers", schema=None) as batch_op:
        for columns in (
            ["case_id", "state"],
            ["to_programme_id", "state"],
            ["from_programme_id", "offered_at"],
            ["person_id"],
        ):
            batch_op.create_index(batch_op.f(f"ix_transfers_{'_'.join(columns)}"), columns)


def downgrade() -> None:
    op.drop_table("transfers")
