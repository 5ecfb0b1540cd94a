"""Invite people to speak for themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LANGUAGE = sa.Enum("en", "ru", name="language", native_enum=False, length=40)


def upgrade() -> None:
    op.create_table(
        "self_identification_links",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("language", _LANGUAGE, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts.id"], name=op.f("fk_self_identification_links_made_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_self_identification_links_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_identification_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_self_identification_links_token_hash")),
    )
    op.create_index(
        op.f("ix_self_identification_links_person_id"), "self_identification_links", ["person_id"]
    )
    op.create_table(
        "self_statements",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column(
            "question",
            sa.Enum(
                "gender",
                "nations",
                "region",
                "languages",
                "statistics",
                name="question",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["self_identification_links.id"],
            name=op.f("fk_self_statements_link_id_self_identification_links"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_self_statements_person_id_persons")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_statements")),
    )
    op.create_index(op.f("ix_self_statements_person_id"), "self_statements", ["person_id"])
    op.add_column("consents", sa.Column("wording_version", sa.String(length=20), nullable=True))
    op.add_column("consents", sa.Column("language", _LANGUAGE, nullable=True))


def downgrade() -> None:
    op.drop_column("consents", "language")
    op.drop_column("consents", "wording_version")
    op.drop_index(op.f("ix_self_statements_person_id"), table_name="self_statements")
    op.drop_table("self_statements")
    op.drop_index(op.f("ix_self_identification_links_person_id"), table_name="self_identification_links")
    op.drop_table("self_identification_links")
