"""Writing what must not be thrown away because another writer was slow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from monitor.errors import StoreBusyError
from monitor.store.engine import Session, Store

TRIES = 2
"""The store waits for another writer by itself (10 s); so many waits make it 20 s."""

T = TypeVar("T")


def write_patiently(store: Store, work: Callable[[Session], T]) -> T:
    """Run ``work`` in a write transaction, again if another writer held the lock too long.

    ``work`` must be repeatable. Raises :class:`StoreError`.
    """
    for _ in range(TRIES - 1):
        try:
            return _write(store, work)
        except StoreBusyError:
            continue
    return _write(store, work)


def _write(store: Store, work: Callable[[Session], T]) -> T:
    with store.write() as session:
        return work(session)
