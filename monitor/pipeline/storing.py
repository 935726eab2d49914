"""A document's items to the store: what is new, what its outlet edited, what is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.developments.flood import Judgement, Treatment
from monitor.feeds.identity import is_edit, same_item
from monitor.feeds.parse import MAX_ITEMS, ParsedFeed
from monitor.feeds.prints import key_print
from monitor.model import Feed, Item, StoredItem
from monitor.pipeline.recognition import KnownItems, Seen
from monitor.store import items as item_rows
from monitor.store import retention
from monitor.store.engine import Session


def store_items(
    session: Session,
    feed: Feed,
    parsed: ParsedFeed,
    seen: Seen,
    known: KnownItems,
    judgement: Judgement,
    now: datetime,
) -> tuple[int, int]:
    """Store what is new and update what is known; how many of each.

    New items are stored together at the end. Until then they are known by negative numbers, so
    that a second entry for one of them is recognised.
    """
    new: list[tuple[Item, bool]] = []
    learnt: dict[int, Item] = {}
    visited: set[int] = set()
    edited: set[int] = set()
    for at, item in enumerate(seen.items):
        stored = same_item(item, known.sharing(item.keys), now) or seen.retold.get(at)
        if stored is None:
            free = tuple(key for key in item.keys if not known.sharing([key]))
            if not free:
                continue  # whatever it is, nothing would tell it from those at the next visit
            item = replace(item, keys=free)  # noqa: PLW2901 - the others stay with who has them
            treatment = judgement.treat(item.published_at)
            if treatment is Treatment.UNDATED:
                item = replace(item, published_at=None)  # noqa: PLW2901 - as it is believed
            new.append((item, treatment is not Treatment.NEWS))
            stored = StoredItem(id=-len(new), feed_id=feed.id, item=item, first_seen_at=now)
            known.add(stored)
            visited.add(stored.id)
            continue
        # Two feeds of an outlet, or two entries of one document, may word one item differently:
        # only its own feed edits it, and once a visit, or it would flip back and forth.
        may_edit = stored.feed_id == feed.id and stored.id not in visited
        visited.add(stored.id)
        changed = may_edit and is_edit(stored.item, item)
        changed = changed and not _is_served_before(parsed, at, stored)
        if not changed and set(item.keys) <= set(stored.item.keys):
            continue
        keys = tuple(dict.fromkeys((*stored.item.keys, *item.keys)))
        known.add(replace(stored, item=replace(item if changed else stored.item, keys=keys)))
        if stored.id < 0:
            learnt[stored.id] = replace(new[-stored.id - 1][0], keys=keys)
            continue
        item_rows.update_item(session, stored.id, item, now=now, edited=changed)
        if changed:
            edited.add(stored.id)
    rows = [(learnt.get(-number, item), old) for number, (item, old) in enumerate(new, start=1)]
    gone = retention.let_go(session, [item for item, _ in rows])
    rows = [row for place, row in enumerate(rows) if place not in gone]
    item_rows.insert_items(session, rows, feed_id=feed.id, now=now)
    return len(rows), len(edited)


def _is_served_before(parsed: ParsedFeed, at: int, stored: StoredItem) -> bool:
    """Whether an entry for the stored item stands before this one, unread because it was known."""
    if not parsed.known:
        return False
    first = min(parsed.known_keys.get(key_print(key), MAX_ITEMS) for key in stored.item.keys)
    return first < parsed.places[at]
