"""Alerts that wait before they are sent, and what became of each.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_MATCHERS = ("tag", "max_severity", "development_id", "outlet", "feed", "actor")
_EMPTY = sa.text("''")


def upgrade() -> None:
    op.add_column(
        "alert",
        sa.Column("state", sa.Text(), nullable=False, server_default=sa.text("'released'")),
    )
    op.add_column("alert", sa.Column("release_at", _MOMENT, nullable=True))
    op.add_column("alert", sa.Column("settled_at", _MOMENT, nullable=True))
    op.add_column(
        "alert", sa.Column("state_text", sa.Text(), nullable=False, server_default=_EMPTY)
    )
    op.add_column("alert", sa.Column("into_id", sa.Text(), nullable=True))
    # What there is was sent when it was raised.
    op.execute("UPDATE alert SET settled_at = created_at")
    op.create_index("ix_alert_state_release_at", "alert", ["state", "release_at"])
    for column in _MATCHERS:
        kind = sa.Integer() if column == "development_id" else sa.Text()
        op.add_column("silence", sa.Column(column, kind, nullable=True))
    op.create_table(
        "episode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("told_at", _MOMENT, nullable=False),
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode")),
    )
    op.create_index("ix_episode_ended_at", "episode", ["ended_at"])


def downgrade() -> None:
    op.drop_table("episode")
    # Without what it names a silence would mute far more than was meant.
    named = " OR ".join(f"{column} IS NOT NULL" for column in _MATCHERS)
    op.execute(f"DELETE FROM silence WHERE {named}")  # noqa: S608
    for column in _MATCHERS:
        op.drop_column("silence", column)
    # What was not sent must not look as if it had been.
    op.execute("DELETE FROM alert WHERE state <> 'released'")
    # Kinds that the schema before does not know.
    known = "SELECT id FROM alert WHERE kind IN ('new', 'update', 'notice')"
    deliveries = f"SELECT id FROM delivery WHERE alert_id NOT IN ({known})"  # noqa: S608
    op.execute(f"DELETE FROM attempt WHERE delivery_id IN ({deliveries})")  # noqa: S608
    op.execute(f"DELETE FROM delivery WHERE alert_id NOT IN ({known})")  # noqa: S608
    op.execute("DELETE FROM alert WHERE kind NOT IN ('new', 'update', 'notice')")
    op.drop_index("ix_alert_state_release_at", table_name="alert")
    for column in ("into_id", "state_text", "settled_at", "release_at", "state"):
        op.drop_column("alert", column)
