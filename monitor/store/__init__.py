"""The only SQL: tables, engine, one module of queries per word, migrations.

Open the database with :func:`open_store`; give the ``Session`` of ``store.read()`` or
``store.write()`` to the functions of the query modules. They take and return the values of
``monitor.model``; rows never leave this package. Whatever the database refuses is a
:class:`monitor.errors.StoreError`.
"""

from monitor.store.engine import Session, Store, open_store
from monitor.store.schema import (
    SchemaChange,
    check_schema,
    downgrade_schema,
    head_revision,
    upgrade_schema,
)

__all__ = [
    "SchemaChange",
    "Session",
    "Store",
    "check_schema",
    "downgrade_schema",
    "head_revision",
    "open_store",
    "upgrade_schema",
]
