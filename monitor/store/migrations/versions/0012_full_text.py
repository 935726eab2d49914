"""A switch for full text with each feed, and the pages in hand counted by host.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_LEASED = sa.text("lease_owner IS NOT NULL")


def upgrade() -> None:
    op.add_column("feed", sa.Column("full_text", sa.Boolean(), nullable=True))
    op.create_index(
        "ix_article_leased", "article", ["host"], sqlite_where=_LEASED, postgresql_where=_LEASED
    )


def downgrade() -> None:
    op.drop_index("ix_article_leased", table_name="article")
    with op.batch_alter_table("feed") as feed:
        feed.drop_column("full_text")
