"""Items that are to be put into the full text index, so that no visit waits for it.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_due",
        sa.Column("item_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("item_id", name="pk_search_due"),
    )


def downgrade() -> None:
    # What is still to be put into the index is put in with everything else.
    op.execute("DELETE FROM index_due WHERE EXISTS (SELECT 1 FROM search_due)")
    op.execute(
        "INSERT INTO index_due (id, items_through, developments_through) SELECT 1, "
        "(SELECT max(id) FROM item), (SELECT coalesce(max(id), 0) FROM development) "
        "WHERE EXISTS (SELECT 1 FROM search_due) AND EXISTS (SELECT 1 FROM item)"
    )
    op.drop_table("search_due")
