"""Successive snapshots of real feeds: what is served again must be recognised."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePath

import pytest

from monitor.errors import ParseError
from monitor.feeds.identity import is_edit, normalised_title, same_item
from monitor.feeds.parse import parse_feed
from monitor.model import Item, ItemKey, StoredItem
from tests.feeds.shared import shared_documents

EVERY = 3
"""Every third snapshot (20 of 60): the gaps are wider, so recognition is harder, not easier."""


@dataclass
class Memory:
    """What a store does with items, in a dictionary."""

    known: dict[int, StoredItem] = field(default_factory=dict)
    by_key: dict[ItemKey, set[int]] = field(default_factory=lambda: defaultdict(set))
    edits: int = 0

    def take(self, item: Item, now: datetime) -> bool:
        """Store or update the item; whether it was new."""
        candidates = {number for key in item.keys for number in self.by_key[key]}
        found = same_item(item, [self.known[number] for number in sorted(candidates)], now)
        if found is None:
            kept = StoredItem(id=len(self.known) + 1, feed_id=1, item=item, first_seen_at=now)
        else:
            self.edits += is_edit(found.item, item)
            kept = replace(found, item=item)
        self.known[kept.id] = kept
        for key in item.keys:
            self.by_key[key].add(kept.id)
        return found is None


Snapshots = dict[str, list[tuple[datetime, list[Item]]]]


@pytest.fixture(scope="module")
def snapshots() -> Snapshots:
    """Every feed's parsed documents in order of time."""
    feeds: Snapshots = defaultdict(list)
    by_feed: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for name, body in shared_documents("feed-replay/snapshots-2020.tar.gz"):
        by_feed[PurePath(name).parent.name].append((name, body))
    for outlet, documents in by_feed.items():
        for name, body in documents[::EVERY]:
            stamp = PurePath(name).stem
            now = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            try:
                parsed = parse_feed(
                    body,
                    content_type=None,
                    base_url=f"https://{outlet}.example/rss",
                    outlet=outlet,
                    now=now,
                )
            except ParseError:
                continue
            feeds[outlet].append((now, list(parsed.items)))
    return feeds


def test_what_is_served_again_is_no_new_item(snapshots: Snapshots) -> None:
    assert len(snapshots) == 10
    report = {}
    for outlet, documents in snapshots.items():
        memory = Memory()
        urls: set[str | None] = set()
        for now, items in documents:
            for item in items:
                memory.take(item, now)
                urls.add(item.canonical_url)
        repeated = defaultdict(list)
        for kept in memory.known.values():
            repeated[normalised_title(kept.item.title)].append(kept)
        twice = sum(len(group) - 1 for group in repeated.values())
        report[outlet] = (len(memory.known), len(urls), memory.edits, twice)
        # Never more items than distinct pages: a changed guid or a tracking link adds none.
        assert len(memory.known) <= len(urls), report
        # Nor many fewer: distinct pages are not swallowed (equal titles join a few).
        assert len(memory.known) >= 0.93 * len(urls), report
        # What is left twice under one title is a column that comes back on other days.
        assert twice <= 0.01 * len(memory.known) + 3, report
    assert sum(edits for _, _, edits, _ in report.values()) > 100, report


def test_the_same_document_again_brings_nothing_new_and_no_edit(snapshots: Snapshots) -> None:
    for outlet, documents in snapshots.items():
        memory = Memory()
        now, items = documents[-1] if documents[-1][1] else documents[-2]
        for item in items:
            memory.take(item, now)
        distinct = len(memory.known)
        once = memory.edits
        assert not any(memory.take(item, now) for item in items), outlet
        assert len(memory.known) == distinct
        joined = len(items) - distinct  # pages under one title take turns as one item
        assert memory.edits - once <= 2 * joined, outlet


def test_every_guid_and_tracking_parameter_changed_brings_nothing_new(snapshots: Snapshots) -> None:
    for outlet, documents in snapshots.items():
        memory = Memory()
        for now, items in documents[-3:]:
            for item in items:
                memory.take(item, now)
        distinct = len(memory.known)
        now, items = documents[-1]
        renewed = [
            replace(
                item,
                guid=f"renewed-{number}",
                keys=tuple(
                    replace(key, value=f"renewed-{number}") if key.kind == "guid" else key
                    for key in item.keys
                ),
            )
            for number, item in enumerate(items)
        ]
        fresh = [item.title for item in renewed if memory.take(item, now)]
        assert not fresh, outlet
        assert len(memory.known) == distinct
