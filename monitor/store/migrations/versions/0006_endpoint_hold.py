"""Alerts that wait for one endpoint: for its digest, or for the end of its quiet hours.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "endpoint_hold",
        sa.Column("alert_id", sa.Text(), nullable=False),
        sa.Column("endpoint_id", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("digest_over", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("into_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
            name=op.f("fk_endpoint_hold_alert_id_alert"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["endpoint.id"], name=op.f("fk_endpoint_hold_endpoint_id_endpoint")
        ),
        sa.PrimaryKeyConstraint("alert_id", "endpoint_id", name=op.f("pk_endpoint_hold")),
    )
    op.create_index("ix_endpoint_hold_ended_at_until", "endpoint_hold", ["ended_at", "until"])


def downgrade() -> None:
    # What waits, or is in a digest that nobody took yet, is sent by itself rather than never.
    untaken = "SELECT alert_id FROM delivery WHERE state = 'pending'"
    op.execute(
        "INSERT INTO delivery "  # noqa: S608
        "(alert_id, endpoint_id, state, attempts, next_attempt_at, created_at) "
        "SELECT alert_id, endpoint_id, 'pending', 0, created_at, created_at "
        f"FROM endpoint_hold WHERE ended_at IS NULL OR into_id IN ({untaken})"
    )
    digests = "SELECT id FROM alert WHERE kind = 'digest'"
    deliveries = f"SELECT id FROM delivery WHERE alert_id IN ({digests})"  # noqa: S608
    op.execute(f"DELETE FROM attempt WHERE delivery_id IN ({deliveries})")  # noqa: S608
    op.execute(f"DELETE FROM delivery WHERE alert_id IN ({digests})")  # noqa: S608
    op.execute("DELETE FROM alert WHERE kind = 'digest'")
    op.drop_table("endpoint_hold")
