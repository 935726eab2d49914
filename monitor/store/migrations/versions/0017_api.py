"""Tokens of programs, what developments are looked for by, and alerts by what lists filter.

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
TRAIT_INDEX = "ix_development_trait_kind_value_last_told_at_development_id"


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
    op.create_table(
        "development_trait",
        sa.Column("development_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("last_told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("development_id", "kind", "value", name="pk_development_trait"),
        sa.ForeignKeyConstraint(
            ["development_id"],
            ["development.id"],
            name="fk_development_trait_development_id_development",
            ondelete="CASCADE",
        ),
    )
    _note_traits()
    columns = ["kind", "value", "last_told_at", "development_id"]
    op.create_index(TRAIT_INDEX, "development_trait", columns)
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


def _note_traits() -> None:
    """What the developments that are stored already can be looked for by."""
    sources = {
        "rule": ("rule_ids", ""),
        "outlet": ("outlets", ""),
        "actor": ("signature", "actors"),
        "meeting": ("signature", "meetings"),
    }
    for kind, (column, key) in sources.items():
        if op.get_bind().dialect.name == "postgresql":
            listed = f"{column} -> '{key}'" if key else column
            each = (
                f"json_array_elements_text(CASE json_typeof({listed}) WHEN 'array' "
                f"THEN {listed} ELSE '[]' END) AS one(value)"
            )
        else:
            path = f"$.{key}" if key else "$"
            each = f"json_each(development.{column}, '{path}') AS one"
        op.execute(
            "INSERT INTO development_trait (development_id, kind, value, last_told_at) "  # noqa: S608
            f"SELECT DISTINCT development.id, '{kind}', one.value, last_told_at "
            f"FROM development CROSS JOIN {each} "
            "WHERE merged_into_id IS NULL"
        )
    ranks = {"low": 1, "medium": 2, "high": 3, "critical": 4}
    for least, rank in ranks.items():
        heavy = ", ".join(f"'{one}'" for one, other in ranks.items() if other >= rank)
        op.execute(
            "INSERT INTO development_trait (development_id, kind, value, last_told_at) "  # noqa: S608
            f"SELECT id, 'severity', '{least}', last_told_at FROM development "
            f"WHERE merged_into_id IS NULL AND severity IN ({heavy})"
        )


def downgrade() -> None:
    op.drop_index(MERGED_INDEX, "development")
    op.create_index(MERGED_INDEX, "development", ["merged_into_id"])
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
    for table in ("development_trait", "api_token"):
        op.drop_table(table)
