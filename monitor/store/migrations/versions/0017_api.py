"""Tokens of programs, and alerts by what lists filter.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_alert_kind_created_at": ("alert", ["kind", "created_at"]),
    "ix_alert_severity_created_at": ("alert", ["severity", "created_at"]),
    "ix_alert_settled_at": ("alert", ["settled_at"]),
}

MERGED_INDEX = "ix_development_merged_into_id"


def upgrade() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("digest", name="uq_api_token_digest"),
        sa.UniqueConstraint("person_id", "name", name="uq_api_token_person_id_name"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_api_token_person_id_person", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    # SQLite looked up by it all those that were not merged, and then sorted them.
    op.drop_index(MERGED_INDEX, "development")
    merged = sa.text("merged_into_id IS NOT NULL")
    op.create_index(
        MERGED_INDEX,
        "development",
        ["merged_into_id"],
        sqlite_where=merged,
        postgresql_where=merged,
    )


def downgrade() -> None:
    op.drop_index(MERGED_INDEX, "development")
    op.create_index(MERGED_INDEX, "development", ["merged_into_id"])
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    op.drop_table("api_token")
