"""A database for trying things: the real schema, on a temporary file that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.store.engine import Store, open_store
from monitor.store.schema import upgrade_schema


@contextmanager
def scratch_store() -> Iterator[Store]:
    """An empty SQLite database in the folder for temporary files, removed at the end.

    Its commits wait for no disk. Raises :class:`StoreError` where the file cannot be made.
    """
    with tempfile.TemporaryDirectory(prefix="monitor-trial-") as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'trial.db'}", durable=False)
        try:
            upgrade_schema(store)
            yield store
        finally:
            store.close()
