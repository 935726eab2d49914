"""The timeline of changes, what it is filtered by, who read what, and the index for full text.

Frozen: imports nothing of this program, so it does the same for ever. The texts that were stored
before are put into the index by the program itself, a little at a time: folding
them is its business (``index_due`` says that it is still to be done).
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_TOKENS = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'"


def upgrade() -> None:
    zero = sa.text("0")
    op.add_column(
        "development", sa.Column("version", sa.Integer(), nullable=False, server_default=zero)
    )
    op.add_column(
        "development", sa.Column("change_id", sa.Integer(), nullable=False, server_default=zero)
    )
    op.add_column("development", sa.Column("changed_at", _MOMENT, nullable=True))
    op.add_column(
        "development", sa.Column("change_text", sa.Text(), nullable=False, server_default="")
    )
    op.create_table(
        "change_counter",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change_counter"),
    )
    op.create_table(
        "development_filter",
        sa.Column("development_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("last_told_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("development_id", "kind", "value", name="pk_development_filter"),
        sa.ForeignKeyConstraint(
            ["development_id"],
            ["development.id"],
            name="fk_development_filter_development_id_development",
            ondelete="CASCADE",
        ),
    )
    _make_reading()
    _make_index()
    _order_changes()
    _fill_filters()
    op.create_index("ix_development_version", "development", ["version"])
    op.create_index("ix_development_change_id", "development", ["change_id"])
    op.create_index("ix_development_changed_at", "development", ["changed_at"])
    op.create_index(
        "ix_development_filter_kind_value_change_id",
        "development_filter",
        ["kind", "value", "change_id"],
    )
    op.create_index(
        "ix_development_filter_kind_value_last_told_at_development_id",
        "development_filter",
        ["kind", "value", "last_told_at", "development_id"],
    )


def _make_reading() -> None:
    op.create_table(
        "reader",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("read_through", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_reader"),
    )
    op.create_table(
        "read_mark",
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("development_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reader", "development_id", name="pk_read_mark"),
        sa.ForeignKeyConstraint(
            ["development_id"],
            ["development.id"],
            name="fk_read_mark_development_id_development",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_read_mark_development_id", "read_mark", ["development_id"])


def _make_index() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ("item_search", "development_search"):
            op.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5"
                f'(words, columnsize=0, tokenize="{_TOKENS}")'
            )
    else:
        for table, of in (("item_search", "item"), ("development_search", "development")):
            op.execute(
                f"CREATE TABLE {table} (rowid bigint PRIMARY KEY "
                f"REFERENCES {of} (id) ON DELETE CASCADE, words tsvector NOT NULL)"
            )
            op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words)")
    op.create_table(
        "index_due",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("items_through", sa.Integer(), nullable=False),
        sa.Column("developments_through", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_index_due"),
    )
    op.execute(
        "INSERT INTO index_due (id, items_through, developments_through) SELECT 1, "
        "(SELECT coalesce(max(id), 0) FROM item), (SELECT coalesce(max(id), 0) FROM development) "
        "WHERE EXISTS (SELECT 1 FROM item)"
    )


def _order_changes() -> None:
    """What is stored counts as changed in the order in which it was last told."""
    op.execute(
        "UPDATE development SET change_id = ranked.place, version = ranked.place, "
        "changed_at = development.last_told_at FROM "
        "(SELECT id, row_number() OVER (ORDER BY last_told_at, id) AS place FROM development) "
        "AS ranked WHERE ranked.id = development.id"
    )
    op.execute(
        "UPDATE development SET change_text = latest.update_text FROM "
        "(SELECT development_id, update_text, row_number() OVER "
        "(PARTITION BY development_id ORDER BY decided_at DESC, item_id DESC) AS place "
        "FROM decision WHERE update_text IS NOT NULL) AS latest "
        "WHERE latest.place = 1 AND latest.development_id = development.id"
    )
    op.execute(
        "UPDATE development SET change_text = latest.reason_text FROM "
        "(SELECT development_id, reason_text, row_number() OVER "
        "(PARTITION BY development_id ORDER BY created_at DESC, id DESC) AS place "
        "FROM alert WHERE development_id IS NOT NULL) AS latest "
        "WHERE latest.place = 1 AND latest.development_id = development.id"
    )
    op.execute(
        "INSERT INTO change_counter (id, changes) "
        "SELECT 1, max(version) FROM development HAVING count(*) > 0"
    )


def _fill_filters() -> None:
    severities = ("low", "medium", "high", "critical")
    development = sa.table(
        "development",
        sa.column("id", sa.Integer()),
        sa.column("change_id", sa.Integer()),
        sa.column("last_told_at", _MOMENT),
        sa.column("severity", sa.Text()),
        sa.column("rule_ids", sa.JSON()),
        sa.column("outlets", sa.JSON()),
        sa.column("signature", sa.JSON()),
        sa.column("merged_into_id", sa.Integer()),
    )
    filters = sa.table(
        "development_filter",
        *(sa.column(name) for name in ("development_id", "kind", "value", "change_id")),
        sa.column("last_told_at", _MOMENT),
    )
    connection = op.get_bind()
    after = 0
    while True:
        query = sa.select(development).where(
            development.c.id > after, development.c.merged_into_id.is_(None)
        )
        found = connection.execute(query.order_by(development.c.id).limit(500)).all()
        if not found:
            return
        rows = []
        for one in found:
            at_most = severities.index(one.severity) + 1 if one.severity in severities else 0
            values = {
                "severity": severities[:at_most],
                "rule": one.rule_ids,
                "outlet": one.outlets,
                "actor": (one.signature or {}).get("actors", ()),
                "meeting": (one.signature or {}).get("meetings", ()),
            }
            rows += [
                {
                    "development_id": one.id,
                    "kind": kind,
                    "value": value,
                    "change_id": one.change_id,
                    "last_told_at": one.last_told_at,
                }
                for kind, several in values.items()
                for value in dict.fromkeys(several)
            ]
        if rows:
            connection.execute(filters.insert(), rows)
        after = found[-1].id


def downgrade() -> None:
    for table in ("index_due", "development_search", "item_search", "read_mark", "reader"):
        op.drop_table(table)
    op.drop_table("development_filter")
    op.drop_table("change_counter")
    for column in ("version", "change_id", "changed_at"):
        op.drop_index(f"ix_development_{column}", table_name="development")
    with op.batch_alter_table("development") as rows:
        for column in ("change_text", "changed_at", "change_id", "version"):
            rows.drop_column(column)
