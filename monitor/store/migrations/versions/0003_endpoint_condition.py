"""How each endpoint does, since when its secret signs, and an index to claim by endpoint.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INDEX = "ix_delivery_endpoint_id_state_next_attempt_at"


def upgrade() -> None:
    op.add_column(
        "endpoint",
        sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")),
    )
    op.add_column("endpoint", sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("endpoint", sa.Column("resume_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "endpoint", sa.Column("secret_print", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("endpoint", sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_delivery_endpoint_id", table_name="delivery")
    op.create_index(_INDEX, "delivery", ["endpoint_id", "state", "next_attempt_at"])


def downgrade() -> None:
    op.drop_index(_INDEX, table_name="delivery")
    op.create_index("ix_delivery_endpoint_id", "delivery", ["endpoint_id"])
    for column in ("rotated_at", "secret_print", "resume_at", "failing_since", "failures"):
        op.drop_column("endpoint", column)
