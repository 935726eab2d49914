"""What polling needs to know of feeds and of the hosts that serve them.

Frozen: imports nothing of this program, so it does the same for ever.
"""

from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_LEASED = sa.text("lease_owner IS NOT NULL")


def upgrade() -> None:
    empty, zero = sa.text("''"), sa.text("0")
    with op.batch_alter_table("feed") as feed:
        feed.add_column(sa.Column("host", sa.Text(), nullable=False, server_default=empty))
        feed.add_column(sa.Column("interval_s", sa.Float(), nullable=True))
        feed.add_column(sa.Column("not_before", _MOMENT, nullable=True))
        feed.add_column(sa.Column("next_poll_why", sa.Text(), nullable=False, server_default=empty))
        feed.add_column(sa.Column("usual_gap_s", sa.Float(), nullable=True))
        feed.add_column(
            sa.Column("hints", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
        )
        feed.add_column(sa.Column("failing_since", _MOMENT, nullable=True))
        feed.add_column(sa.Column("whole_at", _MOMENT, nullable=True))
        feed.add_column(sa.Column("moving_to", sa.Text(), nullable=True))
        feed.add_column(
            sa.Column("moving_visits", sa.Integer(), nullable=False, server_default=zero)
        )
        feed.add_column(sa.Column("distrusted_until", _MOMENT, nullable=True))
    op.add_column("poll", sa.Column("late_s", sa.Float(), nullable=True))
    op.create_index(
        "ix_feed_leased", "feed", ["host"], sqlite_where=_LEASED, postgresql_where=_LEASED
    )
    op.create_table(
        "host",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_start_at", _MOMENT, nullable=False),
        sa.Column("held_why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_host"),
    )
    _fill_hosts()
    op.execute("UPDATE feed SET failing_since = last_poll_at WHERE failures > 0")


def _fill_hosts() -> None:
    feed = sa.table("feed", sa.column("id", sa.Integer()), sa.column("url"), sa.column("host"))
    connection = op.get_bind()
    for feed_id, url in connection.execute(sa.select(feed.c.id, feed.c.url)).all():
        try:
            host = (urlsplit(url).hostname or "").lower().rstrip(".")
        except ValueError:
            host = ""
        connection.execute(feed.update().where(feed.c.id == feed_id).values(host=host))


def downgrade() -> None:
    op.drop_table("host")
    with op.batch_alter_table("poll") as poll:
        poll.drop_column("late_s")
    op.drop_index("ix_feed_leased", table_name="feed")
    with op.batch_alter_table("feed") as feed:
        for column in (
            "distrusted_until",
            "moving_visits",
            "moving_to",
            "whole_at",
            "failing_since",
            "hints",
            "usual_gap_s",
            "next_poll_why",
            "not_before",
            "interval_s",
            "host",
        ):
            feed.drop_column(column)
