"""Items and the keys that identify them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from monitor.model.aware import require_aware

KeyKind = Literal["guid", "url", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKey:
    """One way to recognise an item. ``scope``: the outlet for guid and title, "" for URLs."""

    kind: KeyKind
    scope: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed, as plain text.

    ``link`` and ``canonical_url`` are http(s) or ``None``. ``published_at`` is what the feed
    stated, or ``None`` where it stated nothing usable. ``keys`` identify the item; at least one.
    """

    title: str
    summary: str = ""
    content: str = ""
    link: str | None = None
    canonical_url: str | None = None
    guid: str | None = None
    published_at: datetime | None = None
    outlet: str
    language: str | None = None
    categories: tuple[str, ...] = ()
    keys: tuple[ItemKey, ...] = ()

    def __post_init__(self) -> None:
        require_aware(self.published_at, "published_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """An item with its identity in the store.

    ``backlog`` marks items that were already in a feed when it was first polled.
    ``edits`` counts how often the outlet changed title, summary or content. ``restore_id``: a
    backup was brought back, and what it lost may have told of the item as it stands.
    """

    id: int
    feed_id: int
    item: Item
    first_seen_at: datetime
    backlog: bool = False
    edits: int = 0
    matched_revision: str | None = None
    restore_id: int | None = None

    @property
    def told_at(self) -> datetime:
        """When the item was told: its stated date, but never later than when we first saw it."""
        stated = self.item.published_at
        return min(stated, self.first_seen_at) if stated is not None else self.first_seen_at
