"""Roles that one process at a time has, and an index of the deliveries in hand.

Frozen: imports nothing of this program, so it does the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LEASED_INDEX = "ix_delivery_leased"


def upgrade() -> None:
    op.create_table(
        "role",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_role"),
    )
    leased = sa.text("lease_owner IS NOT NULL")
    op.create_index(
        LEASED_INDEX,
        "delivery",
        ["endpoint_id"],
        sqlite_where=leased,
        postgresql_where=leased,
    )


def downgrade() -> None:
    op.drop_index(LEASED_INDEX, "delivery")
    op.drop_table("role")
