"""What the pages of meetings, feeds and deliveries are read from.

Addresses and entries of the calendar, new items of feeds by day, and indexes for lists that are
turned page by page. Items stored so far are counted once.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COUNT = """
INSERT INTO feed_day (feed_id, day, new_items)
SELECT feed_id, {day}, count(*) FROM item GROUP BY feed_id, {day}
"""
DAYS = {
    "sqlite": "date(first_seen_at)",
    "postgresql": "CAST(first_seen_at AT TIME ZONE 'UTC' AS date)",
}


def upgrade() -> None:
    op.create_table(
        "calendar_key",
        sa.Column("person_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name="pk_calendar_key"),
        sa.UniqueConstraint("digest", name="uq_calendar_key_digest"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name="fk_calendar_key_person_id_person",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "calendar_entry",
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("schedule_print", sa.Text(), nullable=False),
        sa.Column("content_print", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_calendar_entry"),
    )
    op.create_table(
        "feed_day",
        sa.Column("feed_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("new_items", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "day", name="pk_feed_day"),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name="fk_feed_day_feed_id_feed", ondelete="CASCADE"
        ),
    )
    op.execute(COUNT.format(day=DAYS[op.get_context().dialect.name]))
    op.create_index(
        "ix_meeting_development_meeting_id_told_at",
        "meeting_development",
        ["meeting_id", "told_at"],
    )
    op.create_index("ix_alert_state_created_at", "alert", ["state", "created_at"])
    op.create_index("ix_delivery_endpoint_id_id", "delivery", ["endpoint_id", "id"])
    op.create_index("ix_delivery_state_id", "delivery", ["state", "id"])


def downgrade() -> None:
    op.drop_index("ix_delivery_state_id", "delivery")
    op.drop_index("ix_delivery_endpoint_id_id", "delivery")
    op.drop_index("ix_alert_state_created_at", "alert")
    op.drop_index("ix_meeting_development_meeting_id_told_at", "meeting_development")
    for table in ("feed_day", "calendar_entry", "calendar_key"):
        op.drop_table(table)
