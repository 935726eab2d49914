"""Keys of items that were let go of, and what finds an item's and an alert's references.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retired_key",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_retired_key"),
    )
    op.create_index("ix_retired_key_retired_at", "retired_key", ["retired_at"])
    op.create_index("ix_alert_item_id", "alert", ["item_id"])
    op.create_index("ix_notice_alert_id", "notice", ["alert_id"])


def downgrade() -> None:
    op.drop_index("ix_notice_alert_id", "notice")
    op.drop_index("ix_alert_item_id", "alert")
    op.drop_table("retired_key")
