"""Which items of a served document are known, and by what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.developments.flood import is_renamed
from monitor.feeds.identity import is_edit, normalised_title, same_item
from monitor.model import Feed, Item, ItemKey, StoredItem


class KnownItems:
    """The stored items that share a key with a document, found by key."""

    def __init__(self, stored: Iterable[StoredItem]) -> None:
        self._by_key: dict[ItemKey, dict[int, StoredItem]] = {}
        for item in stored:
            self.add(item)

    def add(self, stored: StoredItem) -> None:
        """Add an item, or replace what was known of it."""
        for key in stored.item.keys:
            self._by_key.setdefault(key, {})[stored.id] = stored

    def sharing(self, keys: Iterable[ItemKey]) -> list[StoredItem]:
        """Items with any of ``keys``, each once, oldest first."""
        found: dict[int, StoredItem] = {}
        for key in keys:
            found.update(self._by_key.get(key, {}))
        return [found[item_id] for item_id in sorted(found)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A document's items as they were recognised before any of them was stored.

    ``total`` counts those too that were not read because the last document held them. ``renamed``
    counts those known by their words alone; ``retold`` are, by place in the document,
    the known items that such ones are although they were told long ago.
    """

    items: tuple[Item, ...]
    total: int
    new: tuple[int, ...]
    renamed: int
    retold: Mapping[int, StoredItem]


def recognise(
    feed: Feed, items: tuple[Item, ...], known: KnownItems, now: datetime, *, unread: int = 0
) -> Seen:
    """What of a document is known before any of it is stored.

    ``unread``: how many items more it holds that stood in the last one.

    An item that its feed told long ago in the same words, and that now comes under other ids,
    is known only where most of the document comes so: else it is another item of a column.
    """
    new: list[int] = []
    retold: dict[int, StoredItem] = {}
    renamed = 0
    for at, item in enumerate(items):
        candidates = known.sharing(item.keys)
        stored = same_item(item, candidates, now)
        if stored is not None:
            renamed += stored.feed_id == feed.id and is_renamed_item(item, stored.item)
            continue
        twin = next((one for one in candidates if _is_retold(feed, item, one)), None)
        if twin is None:
            new.append(at)
        else:
            retold[at] = twin
    total = len(items) + unread
    if not is_renamed(renamed + len(retold), total):
        every_new = tuple(sorted((*new, *retold)))
        return Seen(items=items, total=total, new=every_new, renamed=renamed, retold={})
    return Seen(
        items=items, total=total, new=tuple(new), renamed=renamed + len(retold), retold=retold
    )


def is_renamed_item(item: Item, stored: Item) -> bool:
    """Whether the item has neither guid nor address in common with the stored one, both having
    some: only its words tell that it is the same."""
    ours, theirs = ({k for k in one.keys if k.kind != "title"} for one in (item, stored))
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _is_retold(feed: Feed, item: Item, stored: StoredItem) -> bool:
    """Whether the feed served the very text before, however long ago, under other ids."""
    return (
        stored.feed_id == feed.id
        and is_renamed_item(item, stored.item)
        and normalised_title(item.title) == normalised_title(stored.item.title)
        and not is_edit(stored.item, item)
    )
