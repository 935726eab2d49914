"""Items by when they arrived, copies of them, and the database they are tried on."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.model import FeedSource, Item, ItemKey
from monitor.store import Store
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.store.schema import check_schema
from monitor.store.scratch import scratch_store
from tests.support.stored import insert_item

START = datetime(2026, 3, 2, tzinfo=UTC)


def feed(store: Store) -> int:
    with store.write() as session:
        source = FeedSource(url="http://courier.example/feed", outlet="Courier")
        return feed_rows.add_feed(session, source, START).id


def fill(store: Store, hours: list[int]) -> None:
    feed_id = feed(store)
    with store.write() as session:
        for number, hour in enumerate(hours):
            item = Item(
                title=f"Item {number}",
                outlet=f"Outlet {number % 2}",
                published_at=START,
                categories=("world",),
                keys=(ItemKey(kind="guid", scope="Courier", value=str(number)),),
            )
            now = START + timedelta(hours=hour)
            insert_item(session, item, feed_id=feed_id, now=now, backlog=number == 1)


def test_arrivals_of_a_period_in_the_order_they_were_stored(store: Store) -> None:
    fill(store, [0, 5, 4, 9, 6])
    with store.read() as session:
        found = item_rows.find_arrivals(
            session, START + timedelta(hours=4), START + timedelta(hours=9)
        )
        assert (found.items, found.first_id, found.last_id) == (3, 2, 5)
        first = item_rows.arrived(session, found, after=0, limit=2)
        rest = item_rows.arrived(session, found, after=first[-1].id, limit=2)
        none = item_rows.find_arrivals(session, START + timedelta(days=9), START)
        assert item_rows.arrived(session, none, after=0, limit=2) == ()
    assert [one.item.title for one in (*first, *rest)] == ["Item 1", "Item 2", "Item 4"]
    assert none.items == 0


def test_what_is_stored_later_is_no_arrival(store: Store) -> None:
    fill(store, [0, 1])
    with store.read() as session:
        found = item_rows.find_arrivals(session, START, START + timedelta(days=1))
    with store.write() as session:
        item = Item(title="Late", outlet="X", keys=(ItemKey(kind="guid", scope="X", value="late"),))
        insert_item(session, item, feed_id=1, now=START, backlog=False)
        assert len(item_rows.arrived(session, found, after=0, limit=9)) == 2


def test_copies_are_the_items_under_their_ids(store: Store) -> None:
    fill(store, [0, 5, 4])
    with store.read() as session:
        found = item_rows.find_arrivals(session, START, START + timedelta(days=1))
        originals = item_rows.arrived(session, found, after=1, limit=9)
    with scratch_store() as scratch:
        feed_id = feed(scratch)
        edited = replace(originals[0], edits=3, matched_revision="x")
        with scratch.write() as session:
            item_rows.copy_items(session, [edited, *originals[1:]], feed_id=feed_id)
        with scratch.read() as session:
            copies = item_rows.get_items(session, [1, 2, 3])
            waiting = item_rows.unmatched(session, 9)
    assert list(copies.values()) == [replace(one, feed_id=feed_id) for one in originals]
    assert [one.id for one in waiting] == [2, 3]
    assert copies[2].backlog


def test_a_scratch_database_has_the_schema_and_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with scratch_store() as scratch:
        check_schema(scratch)
        with scratch.read() as session:
            assert session.execute(text("PRAGMA synchronous")).scalar() == 0
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
