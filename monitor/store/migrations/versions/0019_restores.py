"""Backups that were brought back, and what was not told because of them.

Also: on SQLite a development's number is never given again. 0002 rebuilt the table without that,
so once the latest development was let go of, its number went to the next one.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INDEXES = {"item": "ix_item_restore_id", "decision": "ix_decision_restore_id"}


def upgrade() -> None:
    op.create_table(
        "restore",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("backup_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("caught_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_restore"),
        sqlite_autoincrement=True,
    )
    if op.get_context().dialect.name == "sqlite":
        kept = {"sqlite_autoincrement": True}
        with op.batch_alter_table("development", recreate="always", table_kwargs=kept):
            pass
    # Numbers, not references: a column with one would make SQLite rebuild the largest tables.
    set_ = sa.text("restore_id IS NOT NULL")
    for table, index in INDEXES.items():
        op.add_column(table, sa.Column("restore_id", sa.Integer(), nullable=True))
        op.create_index(index, table, ["restore_id"], sqlite_where=set_, postgresql_where=set_)


def downgrade() -> None:
    for table, index in INDEXES.items():
        op.drop_index(index, table)
        op.drop_column(table, "restore_id")
    op.drop_table("restore")
