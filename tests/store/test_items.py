from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlmodel import col

from monitor.errors import StoreError
from monitor.model import ItemKey
from monitor.store import Store, hits, items, open_store
from monitor.store import developments as development_rows
from monitor.store.tables import ItemRow
from tests.store.builders import (
    NOW,
    add_feed,
    add_hit_item,
    add_item,
    after,
    guid,
    make_hit,
    make_item,
)
from tests.support.stored import insert_item

URL = ItemKey(kind="url", scope="", value="https://a.example/story")
TITLE = ItemKey(kind="title", scope="Outlet A", value="freedonia talks")


def test_an_item_comes_back_as_it_was_stored(store: Store) -> None:
    item = make_item(
        "full",
        content="Long text.\nSecond line.",
        link="https://a.example/story?utm=1",
        canonical_url="https://a.example/story",
        guid="full",
        published_at=after(hours=-2),
        language="fr",
        categories=("world", "talks"),
        keys=(guid("full"), URL, TITLE),
    )
    with store.write() as session:
        feed_id = add_feed(session)
        item_id = insert_item(session, item, feed_id=feed_id, now=NOW, backlog=True)
    with store.read() as session:
        stored = items.get_items(session, [item_id])[item_id]
        assert stored.item == item
        assert (stored.feed_id, stored.first_seen_at, stored.backlog) == (feed_id, NOW, True)
        assert (stored.edits, stored.matched_revision) == (0, None)
        assert items.count_items(session) == 1


def test_items_are_known_by_any_key_and_carry_all_of_them(store: Store) -> None:
    with store.write() as session:
        one = add_item(session, "one", keys=(guid("one"), URL))
        two = add_item(session, "two", keys=(guid("two"), TITLE))
        add_item(session, "three")
        assert items.find_known(session, [URL]) == [one]
        assert items.find_known(session, [TITLE, URL, guid("one")]) == [one, two]
        assert items.find_known(session, []) == []
        for stranger in (
            guid("one", "Outlet B"),
            ItemKey(kind="url", scope="", value="one"),
            ItemKey(kind="title", scope="Outlet A", value="one"),
        ):
            assert items.find_known(session, [stranger]) == []


def test_thousands_of_keys_are_looked_up(store: Store) -> None:
    with store.write() as session:
        known = add_item(session, "n40000")
        keys = [guid(f"n{number}") for number in range(40_001)]
        assert items.find_known(session, keys) == [known]


def test_keys_of_any_length_are_kept_and_told_apart(store: Store) -> None:
    long = guid("g" * 50_000, "O" * 9000)
    longer = replace(long, value=long.value + "!")
    with store.write() as session:
        one = add_item(session, "one", keys=(long,))
        two = add_item(session, "two", keys=(longer,))
        assert one.id != two.id
        assert one.item.keys == (long,)
        assert items.find_known(session, [longer]) == [two]


def test_scope_and_value_do_not_run_together(store: Store) -> None:
    with store.write() as session:
        one = add_item(session, "one", keys=(ItemKey(kind="guid", scope="ab", value="c"),))
        two = add_item(session, "two", keys=(ItemKey(kind="guid", scope="a", value="bc"),))
        assert one.id != two.id


def test_an_item_whose_first_key_is_taken_is_not_stored_again(store: Store) -> None:
    with store.write() as session:
        first = add_item(session, "one", keys=(guid("one"),))
        again = make_item("again", keys=(guid("one"), TITLE))
        item_id = insert_item(session, again, feed_id=1, now=after(hours=1), backlog=False)
        assert item_id == first.id
        assert items.count_items(session) == 1
        assert items.get_items(session, [first.id])[first.id] == first


def test_another_key_that_is_taken_stays_where_it_is(store: Store) -> None:
    with store.write() as session:
        one = add_item(session, "one", keys=(guid("one"), TITLE))
        two = add_item(session, "two", keys=(guid("two"), TITLE, URL))
        assert two.item.keys == (guid("two"), URL)
        assert items.find_known(session, [TITLE]) == [one]


def test_an_item_without_keys_is_refused(store: Store) -> None:
    with store.write() as session:
        feed_id = add_feed(session)
        with pytest.raises(ValueError, match="needs a key"):
            insert_item(session, make_item(keys=()), feed_id=feed_id, now=NOW, backlog=False)


def test_racing_processes_store_one_item_once(store: Store, store_url: str) -> None:
    with store.write() as session:
        feed_id = add_feed(session)
    start, found = threading.Barrier(4), []

    def insert(number: int) -> None:
        with closing(open_store(store_url)) as mine:
            for round_number in range(8):
                start.wait(30)
                key = guid(f"round {round_number}")
                own = guid(f"round {round_number}, thread {number}")
                # In unlike order, as two documents may have them.
                keys = (key, own, URL) if number % 2 else (key, URL, own)
                with mine.write() as session:
                    item = make_item("raced", keys=keys)
                    item_id = insert_item(session, item, feed_id=feed_id, now=NOW, backlog=False)
                found.append((round_number, item_id))

    threads = [threading.Thread(target=insert, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        assert len(found) == 32
        assert len(set(found)) == 8
        assert items.count_items(session) == 8
        stored = items.get_items(session, (item_id for _, item_id in found))
        assert len(stored) == 8


def test_items_that_share_keys_never_wait_for_each_other(store: Store) -> None:
    with store.write() as session:
        feed_id = add_feed(session)
    start, failures = threading.Barrier(2), []

    def insert(own: str, step: int) -> None:
        for round_number in range(10):
            shared = [guid(f"{round_number} {number}") for number in range(40)][::step]
            item = make_item(own, keys=(guid(f"{own} {round_number}"), *shared))
            start.wait(30)
            try:
                with store.write() as session:
                    insert_item(session, item, feed_id=feed_id, now=NOW, backlog=False)
            except StoreError as error:
                failures.append(error)

    threads = [threading.Thread(target=insert, args=one) for one in (("a", 1), ("b", -1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.read() as session:
        assert items.count_items(session) == 20


def test_an_update_without_edit_only_learns_keys(store: Store) -> None:
    with store.write() as session:
        stored = add_item(session, "one", keys=(guid("one"),))
        hits.replace_hits(session, stored.id, "r1", [])
        served = make_item("changed", keys=(guid("one"), TITLE, URL))
        items.update_item(session, stored.id, served, now=after(hours=1), edited=False)
        found = items.get_items(session, [stored.id])[stored.id]
        assert found.item == replace(stored.item, keys=(guid("one"), TITLE, URL))
        assert (found.edits, found.matched_revision) == (0, "r1")


def test_an_edit_stores_new_texts_and_is_matched_again(store: Store) -> None:
    with store.write() as session:
        stored = add_item(session, "one", published_at=after(hours=-3), link="https://a.example/1")
        hits.replace_hits(session, stored.id, "r1", [])
        served = make_item(
            "edited",
            summary="New.",
            content="More.",
            categories=("x",),
            published_at=after(hours=5),
            outlet="Outlet B",
        )
        items.update_item(session, stored.id, served, now=after(hours=1), edited=True)
        found = items.get_items(session, [stored.id])[stored.id]
        assert (found.item.title, found.item.summary) == ("Freedonia talks edited", "New.")
        assert (found.item.content, found.item.categories) == ("More.", ("x",))
        assert (found.edits, found.matched_revision) == (1, None)
        assert found.item.link == "https://a.example/1"
        # Neither newer nor another outlet's.
        assert (found.item.published_at, found.item.outlet) == (after(hours=-3), "Outlet A")
        assert found.told_at == stored.told_at
        assert [waiting.id for waiting in items.unmatched(session, 5)] == [stored.id]
        items.update_item(session, stored.id, served, now=after(hours=2), edited=True)
        assert items.get_items(session, [stored.id])[stored.id].edits == 2


def test_an_edit_that_brings_the_first_date_sets_when_it_was_told(store: Store) -> None:
    with store.write() as session:
        stored = add_item(session, "one")
        items.update_item(
            session,
            stored.id,
            make_item("one", published_at=after(hours=-4)),
            now=after(hours=1),
            edited=True,
        )
        hits.replace_hits(session, stored.id, "r1", [make_hit(stored.id)])
        other = add_item(session, "two", published_at=after(hours=-2))
        hits.replace_hits(session, other.id, "r1", [make_hit(other.id)])
        found = items.get_items(session, [stored.id])[stored.id]
        assert found.told_at == after(hours=-4)
        assert development_rows.due_for_grouping(session, 5) == [stored.id, other.id]


def test_unmatched_items_come_oldest_first_until_matched(store: Store) -> None:
    with store.write() as session:
        ids = [add_item(session, f"{number}").id for number in range(4)]
        assert [stored.id for stored in items.unmatched(session, 3)] == ids[:3]
        for item_id in (ids[0], ids[2]):
            hits.replace_hits(session, item_id, "r7", [])
        assert [stored.id for stored in items.unmatched(session, 10)] == [ids[1], ids[3]]
        found = items.get_items(session, [ids[0], ids[0], ids[1], 4711])
        assert list(found) == [ids[0], ids[1]]
        assert found[ids[0]].matched_revision == "r7"


def test_a_quarantined_item_stays_stored_until_an_edit_frees_it(store: Store) -> None:
    with store.write() as session:
        bad, good = add_hit_item(session, "bad"), add_hit_item(session, "good")
        assert items.count_quarantined(session) == 0
        items.quarantine(session, bad.id, "group: ValueError('odd\0')")
        items.quarantine(session, bad.id, "group: again")
        assert items.count_quarantined(session) == 1
        assert development_rows.due_for_grouping(session, 5) == [good.id]
        assert items.count_items(session) == 2
        # Served again unchanged, or judged anew, it is what it was.
        items.update_item(session, bad.id, make_item("bad"), now=after(hours=1), edited=False)
        hits.replace_hits(session, bad.id, "r2", [])
        assert items.count_quarantined(session) == 1
        items.update_item(session, bad.id, make_item("mended"), now=after(hours=1), edited=True)
        assert items.count_quarantined(session) == 0
        assert [waiting.id for waiting in items.unmatched(session, 5)] == [bad.id]


def test_a_problem_is_cut_to_size_and_never_empty(store: Store) -> None:
    with store.write() as session:
        stored = add_item(session)
        items.quarantine(session, stored.id, "p\0" * 5000)
        problem = session.scalar(select(col(ItemRow.problem)))
        assert problem == "p" * items.MAX_PROBLEM_CHARS
        for empty in ("", "\0"):
            with pytest.raises(ValueError, match="needs a problem"):
                items.quarantine(session, stored.id, empty)


def test_recent_items_come_latest_first(store: Store) -> None:
    with store.write() as session:
        ids = [add_item(session, f"{number}").id for number in range(3)]
        assert [stored.id for stored in items.recent_items(session, 2)] == ids[:0:-1]


def test_dates_of_long_ago_are_kept(store: Store) -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    with store.write() as session:
        assert add_item(session, "old", published_at=epoch).told_at == epoch
