"""What Alembic runs for every schema change: the open connection is handed in by ``schema.py``."""

from alembic import context

from monitor.store.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    compare_type=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
