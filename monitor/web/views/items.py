"""What the search over every item shows, read from the store as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.model import StoredItem
from monitor.store import items as item_rows
from monitor.store import search as search_rows
from monitor.store.engine import Store
from monitor.store.search_query import MAX_CHARS, read_query

SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsView:
    """Items that were found, the last stored first; ``developments``: of each, where it is told.

    ``older``: the number before which the next page begins.
    """

    q: str
    items: Sequence[StoredItem]
    developments: Mapping[int, int]
    older: int | None


def read_items(store: Store, text: str, *, before: int | None) -> ItemsView:
    """Look for items."""
    q = text.replace("\0", "").strip()[:MAX_CHARS]
    with store.read() as session:
        ids = search_rows.find_items(session, read_query(q), limit=SHOWN + 1, before=before)
        found = item_rows.get_items(session, ids[:SHOWN])
        return ItemsView(
            q=q,
            items=[found[one] for one in ids[:SHOWN] if one in found],
            developments=search_rows.developments_of(session, ids[:SHOWN]),
            older=ids[SHOWN - 1] if len(ids) > SHOWN else None,
        )
