"""Remember the life of a development: its state, what it follows, what a person corrected.

Also where each development saw its meeting, notices, the thresholds of corroboration, and how far
a server's clock is from ours. Frozen: imports nothing of this program.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_EMPTY_LIST = sa.text("'[]'")
_EMPTY_OBJECT = sa.text("'{}'")
_EMPTY = sa.text("''")
_ZERO = sa.text("0")


def upgrade() -> None:
    with op.batch_alter_table("development") as development:
        moment = sa.DateTime(timezone=True)
        development.add_column(sa.Column("state_at", moment, nullable=True))
        development.add_column(
            sa.Column("follows_why", sa.Text(), nullable=False, server_default=_EMPTY)
        )
        development.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        development.add_column(
            sa.Column("corroborated", sa.Integer(), nullable=False, server_default=_ZERO)
        )
    op.create_index("ix_development_follows_id", "development", ["follows_id"])
    op.create_index("ix_development_merged_into_id", "development", ["merged_into_id"])
    op.create_index("ix_development_state_at", "development", ["state_at"])
    with op.batch_alter_table("decision") as decision:
        decision.add_column(
            sa.Column("runner_up_scores", sa.JSON(), nullable=False, server_default=_EMPTY_OBJECT)
        )
        decision.add_column(sa.Column("facet_id", sa.Integer(), nullable=True))
        decision.add_column(sa.Column("correction_id", sa.Integer(), nullable=True))
    op.create_index("ix_decision_facet_id", "decision", ["facet_id"])
    with op.batch_alter_table("rule") as rule:
        rule.add_column(
            sa.Column("on_outlets", sa.JSON(), nullable=False, server_default=_EMPTY_LIST)
        )
    with op.batch_alter_table("poll") as poll:
        poll.add_column(sa.Column("clock_ahead_s", sa.Float(), nullable=True))
    with op.batch_alter_table("alert") as alert:
        alert.alter_column("development_id", existing_type=sa.Integer(), nullable=True)
        alert.alter_column("item_id", existing_type=sa.Integer(), nullable=True)
    _correction()
    _separation()
    _meeting_development()
    _notice()
    _note_meetings_told_so_far()


def downgrade() -> None:
    for table in ("notice", "meeting_development", "separation", "correction"):
        op.drop_table(table)
    # A notice is no development's: what only this schema can hold is lost.
    notices = "SELECT id FROM alert WHERE development_id IS NULL"
    deliveries = f"SELECT id FROM delivery WHERE alert_id IN ({notices})"  # noqa: S608
    op.execute(f"DELETE FROM attempt WHERE delivery_id IN ({deliveries})")  # noqa: S608
    op.execute(f"DELETE FROM delivery WHERE alert_id IN ({notices})")  # noqa: S608
    op.execute("DELETE FROM alert WHERE development_id IS NULL")
    with op.batch_alter_table("alert") as alert:
        alert.alter_column("item_id", existing_type=sa.Integer(), nullable=False)
        alert.alter_column("development_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("poll") as poll:
        poll.drop_column("clock_ahead_s")
    with op.batch_alter_table("rule") as rule:
        rule.drop_column("on_outlets")
    op.drop_index("ix_decision_facet_id", "decision")
    with op.batch_alter_table("decision") as decision:
        for name in ("correction_id", "facet_id", "runner_up_scores"):
            decision.drop_column(name)
    for name in ("state_at", "merged_into_id", "follows_id"):
        op.drop_index(f"ix_development_{name}", "development")
    options = {"sqlite_autoincrement": True}
    with op.batch_alter_table("development", table_kwargs=options) as development:
        for name in ("corroborated", "merged_into_id", "follows_why", "state_at"):
            development.drop_column(name)


def _correction() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("development_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("item_ids", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["development_id"],
            ["development.id"],
            name=op.f("fk_correction_development_id_development"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["development.id"],
            name=op.f("fk_correction_other_id_development"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_correction_development_id", "correction", ["development_id"])
    op.create_index("ix_correction_other_id", "correction", ["other_id"])


def _separation() -> None:
    op.create_table(
        "separation",
        sa.Column("first_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("second_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["development.id"],
            name=op.f("fk_separation_first_id_development"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["development.id"],
            name=op.f("fk_separation_second_id_development"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["correction.id"],
            name=op.f("fk_separation_correction_id_correction"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_separation")),
    )
    op.create_index("ix_separation_second_id", "separation", ["second_id"])


def _meeting_development() -> None:
    op.create_table(
        "meeting_development",
        sa.Column("meeting_id", sa.Text(), nullable=False),
        sa.Column("development_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["development_id"],
            ["development.id"],
            name=op.f("fk_meeting_development_development_id_development"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "meeting_id", "development_id", name=op.f("pk_meeting_development")
        ),
    )
    op.create_index(
        "ix_meeting_development_development_id", "meeting_development", ["development_id"]
    )


def _note_meetings_told_so_far() -> None:
    connection = op.get_bind()
    development = sa.table(
        "development",
        sa.column("id", sa.Integer()),
        sa.column("signature", sa.JSON()),
        sa.column("last_told_at", sa.DateTime(timezone=True)),
    )
    told = sa.table(
        "meeting_development",
        sa.column("meeting_id", sa.Text()),
        sa.column("development_id", sa.Integer()),
        sa.column("status", sa.Text()),
        sa.column("told_at", sa.DateTime(timezone=True)),
    )
    rows = [
        {
            "meeting_id": meeting,
            "development_id": row.id,
            "status": row.signature.get("status") if len(meetings) == 1 else None,
            "told_at": row.last_told_at,
        }
        for row in connection.execute(sa.select(development))
        for meetings in [row.signature.get("meetings") or []]
        for meeting in meetings
    ]
    if rows:
        op.bulk_insert(told, rows)


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=True),
        sa.Column("alert_id", sa.Text(), nullable=True),
        sa.Column("due", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_notice_feed_id_feed"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_notice_alert_id_alert"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_code_created_at", "notice", ["code", "created_at"])
    op.create_index("ix_notice_created_at", "notice", ["created_at"])
