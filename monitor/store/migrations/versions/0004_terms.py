"""Counts of terms that fade, with what it takes to read only those that changed.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    zero = sa.text("0")
    with op.batch_alter_table("term") as term:
        term.alter_column("documents", type_=sa.Float(), existing_type=sa.Integer(), nullable=False)
        term.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default=zero))
    op.create_index("ix_term_version", "term", ["version"])
    with op.batch_alter_table("term_total") as total:
        total.alter_column(
            "documents", type_=sa.Float(), existing_type=sa.Integer(), nullable=False
        )
        total.add_column(sa.Column("age", sa.Float(), nullable=False, server_default=zero))
        total.add_column(sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True))
        total.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default=zero))
        total.add_column(sa.Column("rewritten", sa.Integer(), nullable=False, server_default=zero))
        total.add_column(sa.Column("unchecked", sa.Integer(), nullable=False, server_default=zero))


def downgrade() -> None:
    with op.batch_alter_table("term_total") as total:
        for column in ("unchecked", "rewritten", "version", "counted_at", "age"):
            total.drop_column(column)
        total.alter_column(
            "documents", type_=sa.Integer(), existing_type=sa.Float(), nullable=False
        )
    op.drop_index("ix_term_version", table_name="term")
    with op.batch_alter_table("term") as term:
        term.drop_column("version")
        term.alter_column("documents", type_=sa.Integer(), existing_type=sa.Float(), nullable=False)
