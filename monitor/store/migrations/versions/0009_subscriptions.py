"""Subscriptions of feeds at their WebSub hubs.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("hub_url", sa.Text(), nullable=False),
        sa.Column("topic_url", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("callback_url", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=True),
        sa.Column("checked_at", moment, nullable=True),
        sa.Column("distrusted_until", moment, nullable=True),
        sa.Column("last_push_at", moment, nullable=True),
        sa.Column("pushes", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.UniqueConstraint("token", name="uq_subscription_token"),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_subscription_feed_id_feed", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_subscription_feed_id", "subscription", ["feed_id"])
    op.create_index("ix_subscription_next_try_at", "subscription", ["next_try_at"])


def downgrade() -> None:
    op.drop_index("ix_subscription_next_try_at", table_name="subscription")
    op.drop_index("ix_subscription_feed_id", table_name="subscription")
    op.drop_table("subscription")
