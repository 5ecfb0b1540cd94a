"""Keep what a permit derives from, how it changed its track, what it allows, and the trips that count against it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("permits") as batch_op:
        batch_op.add_column(sa.Column("derived_from_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_permits_derived_from_id_permits"), "permits", ["derived_from_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_permits_derived_from_id"), ["derived_from_id"])
    op.create_table(
        "permit_terms",
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("host_iso2", sa.String(length=2), nullable=True),
        sa.Column("framework_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permit_id"], ["permits.id"], name=op.f("fk_permit_terms_permit_id_permits")
        ),
        sa.ForeignKeyConstraint(
            ["host_iso2"], ["host_states.iso2"], name=op.f("fk_permit_terms_host_iso2_host_states")
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"],
            ["permit_frameworks.id"],
            name=op.f("fk_permit_terms_framework_id_permit_frameworks"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit_terms")),
    )
    op.create_index(
        op.f("ix_permit_terms_permit_id_since"), "permit_terms", ["permit_id", "since"], unique=True
    )
    op.create_table(
        "permit_conditions",
        sa.Column("permit_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("authority", sa.LargeBinary(), nullable=False),
        sa.Column("work_allowed", sa.LargeBinary(), nullable=False),
        sa.Column("travel_allowed", sa.LargeBinary(), nullable=False),
        sa.Column("days_abroad", sa.LargeBinary(), nullable=False),
        sa.Column("other", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permit_id"], ["permits.id"], name=op.f("fk_permit_conditions_permit_id_permits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_permit_conditions_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit_conditions")),
        sa.UniqueConstraint("permit_id", name=op.f("uq_permit_conditions_permit_id")),
    )
    op.create_index(op.f("ix_permit_conditions_person_id"), "permit_conditions", ["person_id"])
    op.create_table(
        "trips",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("left_on", sa.LargeBinary(), nullable=False),
        sa.Column("returned_on", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_trips_person_id_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trips")),
    )
    op.create_index(op.f("ix_trips_person_id"), "trips", ["person_id"])


def downgrade() -> None:
    op.drop_table("trips")
    op.drop_table("permit_conditions")
    op.drop_table("permit_terms")
    with op.batch_alter_table("permits") as batch_op:
        batch_op.drop_index(batch_op.f("ix_permits_derived_from_id"))
        batch_op.drop_constraint(batch_op.f("fk_permits_derived_from_id_permits"), type_="foreignkey")
        batch_op.drop_column("derived_from_id")
