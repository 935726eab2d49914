from __future__ import annotations

import pytest

from monitor.errors import ConfigError
from monitor.model import PollOutcome
from monitor.store import Store, feeds, visits
from monitor.store.feeds import FeedCounts, FeedSync
from tests.store.builders import NOW, after, outlet_names, source
from tests.store.visiting import claim, record


def test_a_sync_adds_changes_and_removes(store: Store) -> None:
    with store.write() as session:
        assert feeds.sync_feeds(session, [source("a"), source("b")], NOW) == FeedSync(
            added=2, changed=0, removed=0
        )
        again = [source("a", title="News of A", language="en"), source("c")]
        assert feeds.sync_feeds(session, again, after(hours=1)) == FeedSync(
            added=1, changed=1, removed=1
        )
        assert feeds.sync_feeds(session, again, after(hours=2)) == FeedSync(
            added=0, changed=0, removed=0
        )
        listed = feeds.list_feeds(session)
        assert [feed.url for feed in listed] == ["https://a.example/feed", "https://c.example/feed"]
        assert (listed[0].title, listed[0].language, listed[0].outlet) == (
            "News of A",
            "en",
            "Outlet A",
        )
        assert [feed.next_poll_at for feed in listed] == [NOW, after(hours=1)]
        assert [feed.url for feed in claim(session, after(days=1))] == [f.url for f in listed]


def test_a_feed_that_comes_back_is_due_at_once_and_keeps_its_past(store: Store) -> None:
    with store.write() as session:
        feeds.sync_feeds(session, [source("a")], NOW)
        (feed,) = claim(session)
        record(session, feed.id, next_poll_at=after(days=9))
        feeds.sync_feeds(session, [], NOW)
        assert feeds.list_feeds(session) == []
        assert feeds.sync_feeds(session, [source("a")], after(hours=1)).added == 1
        (back,) = feeds.list_feeds(session)
        assert (back.id, back.polls, back.etag) == (feed.id, 1, '"e1"')
        assert back.next_poll_at == after(hours=1)


def test_of_two_entries_with_one_url_the_first_counts(store: Store) -> None:
    twice = [source("a", title="first"), source("a", title="second")]
    with store.write() as session:
        assert feeds.sync_feeds(session, twice, NOW).added == 1
        assert feeds.sync_feeds(session, twice, NOW).changed == 0
        assert [feed.title for feed in feeds.list_feeds(session)] == ["first"]


def test_an_added_feed_is_not_removed_by_a_sync(store: Store) -> None:
    with store.write() as session:
        feed = feeds.add_feed(session, source("x", title="By hand"), NOW)
        assert (feed.title, feed.next_poll_at, feed.polls) == ("By hand", NOW, 0)
        assert feeds.sync_feeds(session, [], NOW).removed == 0
        assert feeds.list_feeds(session) == [feed]
        assert outlet_names(session) == ["Outlet X"]


def test_adding_a_listed_feed_keeps_it_when_the_list_drops_it(store: Store) -> None:
    with store.write() as session:
        feeds.sync_feeds(session, [source("a")], NOW)
        (listed,) = feeds.list_feeds(session)
        assert feeds.add_feed(session, source("a", title="Mine"), NOW).id == listed.id
        assert feeds.sync_feeds(session, [], NOW).removed == 0
        assert [feed.title for feed in feeds.list_feeds(session)] == ["Mine"]


def test_removing_a_feed(store: Store) -> None:
    with store.write() as session:
        feed = feeds.add_feed(session, source("a"), NOW)
        assert not feeds.remove_feed(session, "https://unknown.example/feed")
        assert feeds.remove_feed(session, feed.url)
        assert not feeds.remove_feed(session, feed.url)
        assert feeds.list_feeds(session) == []
        assert claim(session) == []
        assert feeds.add_feed(session, source("a"), after(hours=1)).id == feed.id
        assert [feed.url for feed in claim(session, after(hours=1))] == [feed.url]


def test_a_url_too_long_to_store_is_refused_by_name(store: Store) -> None:
    long = source("a", url="https://a.example/" + "x" * 3000)
    with (
        pytest.raises(ConfigError, match=r"https://a\.example/x+…: .* 2000 bytes"),
        store.write() as session,
    ):
        feeds.sync_feeds(session, [long], NOW)


def test_addresses_are_told_of_every_feed(store: Store) -> None:
    with store.write() as session:
        assert feeds.feed_addresses(session) == {}
        plain, moved, gone = (feeds.add_feed(session, source(name), NOW) for name in "abc")
        record(session, moved.id, moved_to="https://new.example/feed")
        feeds.remove_feed(session, gone.url)
        assert feeds.feed_addresses(session) == {
            plain.id: ("https://a.example/feed",),
            moved.id: ("https://b.example/feed", "https://new.example/feed"),
            gone.id: ("https://c.example/feed",),
        }


def test_counts_and_next_due(store: Store) -> None:
    with store.write() as session:
        assert visits.next_due_at(session) is None
        assert feeds.count_feeds(session) == FeedCounts(total=0, failing=0, never_polled=0)
        one, two, _three, gone = (feeds.add_feed(session, source(n), NOW) for n in "abcd")
        record(session, one.id, next_poll_at=after(minutes=5))
        record(session, two.id, PollOutcome.FAILED, next_poll_at=after(minutes=3))
        feeds.remove_feed(session, gone.url)
        assert feeds.count_feeds(session) == FeedCounts(total=3, failing=1, never_polled=1)
        assert visits.next_due_at(session) == NOW
        claim(session)  # What is in hand stays due until its poll is recorded.
        assert visits.next_due_at(session) == NOW
        record(session, _three.id, next_poll_at=after(minutes=9))
        assert visits.next_due_at(session) == after(minutes=3)
