from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from monitor.errors import ConfigError
from monitor.model import FailureReason, Feed, NextVisit, Poll, PollingHints, PollOutcome
from monitor.store import Session, Store, feeds, hosts
from monitor.store.feeds import KEPT_POLLS, LONGEST_WAIT, FeedCounts, FeedSync
from monitor.store.hosts import HostPace
from monitor.store.tables import FeedRow, PollRow
from tests.store.builders import NOW, after, outlet_names, source


def claim(session: Session, now: datetime = NOW, owner: str = "me", limit: int = 10) -> list[Feed]:
    return feeds.claim_due(session, now=now, owner=owner, lease_s=60, limit=limit)


def record(
    session: Session,
    feed_id: int,
    outcome: PollOutcome = PollOutcome.UNCHANGED,
    *,
    owner: str = "me",
    next_poll_at: datetime | None = None,
    moved_to: str | None = None,
    title: str | None = None,
    not_before: datetime | None = None,
    leased: bool = True,
    **poll: object,
) -> bool:
    """Record a poll of a feed; ``leased``: as one who holds its lease."""
    if leased:
        statement = update(FeedRow).where(col(FeedRow.id) == feed_id)
        session.execute(statement.values(lease_owner=owner, lease_until=after(minutes=1)))
    plain = Poll(feed_id=feed_id, started_at=NOW, outcome=outcome)
    return feeds.record_poll(
        session,
        replace(plain, **poll),  # type: ignore[arg-type]
        owner=owner,
        leaves=NextVisit(
            at=next_poll_at or after(minutes=10),
            why="every 10 min",
            etag='"e1"',
            last_modified="Wed, 04 Mar 2026 12:00:00 GMT",
            body_hash="h1",
            not_before=not_before,
        ),
        moved_to=moved_to,
        title=title,
    )


# ---------------------------------------------------------------- the list


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


# ---------------------------------------------------------------- claiming


def test_only_due_feeds_are_claimed_the_longest_due_first(store: Store) -> None:
    with store.write() as session:
        for name, due in (("a", 3), ("b", 1), ("c", 2), ("d", 61)):
            feed = feeds.add_feed(session, source(name), NOW)
            record(session, feed.id, next_poll_at=after(minutes=due))
    with store.write() as session:
        assert [feed.url[8] for feed in claim(session, after(minutes=60), limit=2)] == ["b", "c"]
        assert [feed.url[8] for feed in claim(session, after(minutes=60))] == ["a"]
        assert claim(session, after(minutes=60), limit=2) == []


def test_a_feed_is_due_at_its_very_moment(store: Store) -> None:
    with store.write() as session:
        feeds.add_feed(session, source("a"), NOW)
        assert claim(session, after(microseconds=-1)) == []
        assert len(claim(session, NOW)) == 1


def test_a_lease_ends_by_time_by_release_and_by_the_poll(store: Store) -> None:
    with store.write() as session:
        feeds.add_feed(session, source("a"), NOW)
        assert len(claim(session, owner="one")) == 1
        assert claim(session, after(seconds=59), owner="two") == []
        assert claim(session, after(seconds=59), owner="one") == []
        assert len(claim(session, after(seconds=60), owner="two")) == 1
        assert feeds.release_feeds(session, "one") == 0
        assert feeds.release_feeds(session, "two") == 1
        (feed,) = claim(session, after(seconds=61), owner="three")
        record(session, feed.id, owner="three", next_poll_at=after(seconds=62))
        assert len(claim(session, after(seconds=62), owner="four")) == 1


def test_a_late_poll_is_kept_but_leaves_the_feed_to_its_next_owner(store: Store) -> None:
    late = {"started_at": after(seconds=1), "new_items": 3, "title": "Late"}
    with store.write() as session:
        feed = feeds.add_feed(session, source("a"), NOW)
        claim(session, owner="slow")
        claim(session, after(seconds=90), owner="quick")
        assert not record(
            session,
            feed.id,
            PollOutcome.FAILED,
            owner="slow",
            leased=False,
            next_poll_at=NOW,
            moved_to="https://elsewhere.example/feed",
            **late,  # type: ignore[arg-type]
        )
        assert feeds.list_feeds(session) == [feed]
        assert [poll.new_items for poll in feeds.recent_polls(session, feed.id, 5)] == [3]
        assert claim(session, after(seconds=100), owner="third") == []
        assert record(session, feed.id, owner="quick", leased=False)
        assert feeds.list_feeds(session)[0].polls == 1
        # Neither after its end nor after its release is the lease anybody's.
        assert not record(session, feed.id, owner="quick", leased=False)
        claim(session, after(minutes=10), owner="quick")
        assert feeds.release_feeds(session, "quick") == 1
        assert not record(session, feed.id, owner="quick", leased=False)


def test_what_is_due_impossibly_late_is_due_now(store: Store) -> None:
    with store.write() as session:
        one, two = (feeds.add_feed(session, source(name), NOW) for name in "ab")
        record(session, one.id, next_poll_at=NOW + LONGEST_WAIT)
        record(session, two.id, next_poll_at=NOW + LONGEST_WAIT)
        assert claim(session, NOW) == []
        # The clock was a microsecond ahead when that was written.
        assert [f.id for f in claim(session, after(microseconds=-1))] == [one.id, two.id]
        # Taken by a clock of tomorrow: its lease ends within the longest wait, or does not count.
        feeds.release_feeds(session, "me")
        assert len(claim(session, after(days=3), "ahead")) == 2
        assert claim(session, after(days=3) + timedelta(seconds=60) - LONGEST_WAIT) == []
        assert len(claim(session, after(microseconds=-1))) == 2


def test_threads_never_claim_the_same_feed(store: Store) -> None:
    with store.write() as session:
        feeds.sync_feeds(session, [source(f"f{number}") for number in range(60)], NOW)
    claimed: list[int] = []
    start = threading.Barrier(6)

    def work(owner: str) -> None:
        start.wait(10)
        while True:
            with store.write() as session:
                mine = claim(session, owner=owner, limit=4)
            claimed.extend(feed.id for feed in mine)
            if not mine:
                return

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == 60
    assert len(set(claimed)) == 60


def test_processes_never_claim_the_same_feed(store: Store, store_url: str) -> None:
    with store.write() as session:
        feeds.sync_feeds(session, [source(f"f{number}") for number in range(40)], NOW)
    program = (
        "import sys; from monitor.store import feeds, open_store;"
        "from tests.store.builders import NOW; store = open_store(sys.argv[1]);"
        "print('ready', flush=True); sys.stdin.readline(); ids = []\n"
        "while True:\n"
        "    with store.write() as session:\n"
        "        mine = feeds.claim_due(session, now=NOW, owner=sys.argv[2], lease_s=60, limit=3)\n"
        "    if not mine: break\n"
        "    ids += [str(feed.id) for feed in mine]\n"
        "print(' '.join(ids))"
    )
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, store_url, f"p{number}"],
            stdin=pipe,
            stdout=pipe,
            text=True,
        )
        for number in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    said = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        said += process.communicate(timeout=60)[0].split()
        assert process.returncode == 0
    assert len(said) == 40
    assert len(set(said)) == 40


# ---------------------------------------------------------------- polls


def test_a_poll_is_recorded_with_what_the_next_one_needs(store: Store) -> None:
    with store.write() as session:
        feed = feeds.add_feed(session, source("a"), NOW)
        record(session, feed.id, PollOutcome.NEW, status=200, elapsed_s=0.25, items=30, new_items=2)
        (found,) = feeds.list_feeds(session)
        assert found == replace(
            feed,
            etag='"e1"',
            last_modified="Wed, 04 Mar 2026 12:00:00 GMT",
            body_hash="h1",
            next_poll_at=after(minutes=10),
            next_poll_why="every 10 min",
            polls=1,
            last_poll_at=NOW,
            last_success_at=NOW,
            last_new_item_at=NOW,
        )
        assert feeds.recent_polls(session, feed.id, 5) == [
            Poll(
                feed_id=feed.id,
                started_at=NOW,
                outcome=PollOutcome.NEW,
                status=200,
                elapsed_s=0.25,
                items=30,
                new_items=2,
            )
        ]


def test_all_that_a_visit_leaves_is_kept(store: Store) -> None:
    leaves = NextVisit(
        at=after(minutes=7),
        why="slower",
        etag='"e2"',
        last_modified="then",
        body_hash="h2",
        interval_s=420.0,
        not_before=after(minutes=5),
        usual_gap_s=900.5,
        hints=PollingHints(ttl_s=300.0, skip_hours=(0, 23), skip_days=(6,)),
        whole_at=after(hours=-1),
        moving_to="https://new.example/feed",
        moving_visits=2,
        distrusted_until=after(days=7),
    )
    with store.write() as session:
        feeds.add_feed(session, source("a"), NOW)
        (feed,) = claim(session)
        poll = Poll(feed_id=feed.id, started_at=NOW, outcome=PollOutcome.UNCHANGED)
        assert feeds.record_poll(session, poll, owner="me", leaves=leaves)
        (found,) = feeds.list_feeds(session)
    for name in (one.name for one in dataclasses.fields(NextVisit)):
        stored = {"at": "next_poll_at", "why": "next_poll_why"}.get(name, name)
        assert getattr(found, stored) == getattr(leaves, name), name


def test_a_feed_fails_since_its_first_failure_in_a_row(store: Store) -> None:
    with store.write() as session:
        feed = feeds.add_feed(session, source("a"), NOW)
        for hours in (1, 2):
            record(session, feed.id, PollOutcome.FAILED, started_at=after(hours=hours))
        (failing,) = feeds.list_feeds(session)
        assert (failing.failures, failing.failing_since) == (2, after(hours=1))
        record(session, feed.id, started_at=after(hours=3))
        (sound,) = feeds.list_feeds(session)
        assert (sound.failures, sound.failing_since) == (0, None)


# ---------------------------------------------------------------- hosts


def on_hosts(session: Session, **feeds_of: int) -> None:
    """``a=3``: three feeds on host a.example."""
    sources = [
        source(f"{host}{number}", url=f"https://{host}.example:8443/{number}")
        for host, count in feeds_of.items()
        for number in range(count)
    ]
    feeds.sync_feeds(session, sources, NOW)


def claim_politely(
    session: Session, now: datetime = NOW, *, at_once: int = 2, gap_s: float = 5.0, limit: int = 10
) -> list[str]:
    """The hosts of the feeds that are claimed."""
    pace = HostPace(at_once=at_once, gap_s=gap_s)
    claimed = feeds.claim_due(session, now=now, owner="me", lease_s=60, limit=limit, pace=pace)
    return sorted(feed.host for feed in claimed)


def test_a_host_is_asked_so_often_and_others_do_not_wait_for_it(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=600, b=1)
        assert claim_politely(session) == ["a.example", "b.example"]
        assert claim_politely(session, after(seconds=4.9)) == []
        assert not feeds.is_any_due(session, after(seconds=4.9))
        assert claim_politely(session, after(seconds=5)) == ["a.example"]
        # Two are in hand now: a third must wait for one of them to end.
        assert claim_politely(session, after(seconds=10)) == []
        # After a minute the leases have run out.
        assert claim_politely(session, after(seconds=61)) == ["a.example", "b.example"]


def test_without_a_gap_a_host_is_asked_for_as_many_as_allowed_at_once(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=5, b=1)
        assert claim_politely(session, gap_s=0, at_once=3) == ["a.example"] * 3 + ["b.example"]
        assert claim_politely(session, gap_s=0, at_once=3) == []
        assert claim_politely(session, gap_s=0, at_once=4) == ["a.example"]


def test_a_held_host_rests_until_then_and_shows_why(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=1, b=1)
        hosts.hold(session, "a.example", after(hours=1), "it answered 429")
        hosts.hold(session, "a.example", after(minutes=1), "a shorter one")
        assert claim_politely(session) == ["b.example"]
        held = hosts.held_hosts(session, NOW)
        assert {one.host: (one.until, one.why) for one in held.values()} == {
            "a.example": (after(hours=1), "it answered 429")
        }
        assert claim_politely(session, after(hours=1)) == ["a.example", "b.example"]
        assert hosts.held_hosts(session, after(hours=1)) == {}


def test_other_visits_to_a_host_are_counted_with_those_to_its_feeds(store: Store) -> None:
    pace = HostPace(at_once=2, gap_s=5)
    with store.write() as session:
        on_hosts(session, a=3)
        assert hosts.try_start(session, "a.example", pace, NOW)
        assert not hosts.try_start(session, "a.example", pace, after(seconds=4))
        assert claim_politely(session, after(seconds=4)) == []
        assert claim_politely(session, after(seconds=5)) == ["a.example"]
        assert claim_politely(session, after(seconds=10)) == ["a.example"]
        # Two feeds of it are in hand.
        assert not hosts.try_start(session, "a.example", pace, after(seconds=20))
        assert hosts.try_start(session, "b.example", pace, after(seconds=20))


def test_a_hold_by_a_clock_that_was_set_back_does_not_last(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=1)
        hosts.hold(session, "a.example", after(days=900), "a clock far ahead")
        assert claim_politely(session) == ["a.example"]


def test_feeds_that_fail_get_a_share_only(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=1, b=1, c=1, d=1)
        for feed in feeds.list_feeds(session)[:3]:
            record(session, feed.id, PollOutcome.FAILED, next_poll_at=NOW)
        claimed = feeds.claim_due(
            session, now=NOW, owner="me", lease_s=60, limit=9, failing_limit=1
        )
        assert sorted(feed.failures for feed in claimed) == [0, 1]
        again = feeds.claim_due(session, now=NOW, owner="me", lease_s=60, limit=9, failing_limit=0)
        assert again == []


def test_two_processes_together_ask_a_host_no_more_than_one(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=40)
    claimed: list[str] = []

    def work() -> None:
        with store.write() as session:
            claimed.extend(claim_politely(session, gap_s=0, at_once=2))

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert claimed == ["a.example"] * 2


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://News.Example:8443/feed?x=1", "news.example"),
        ("http://user@news.example./", "news.example"),
        ("http://[::1]:80/", "::1"),
        ("no url", ""),
        ("http://[broken", ""),
    ],
)
def test_the_host_of_a_url(url: str, host: str) -> None:
    assert hosts.host_of(url) == host


def test_feeds_of_a_near_meeting_are_hastened(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=1, b=1, c=1, d=1)
        soon, late, failing, asked = feeds.list_feeds(session)
        record(session, soon.id, next_poll_at=after(minutes=2))
        record(session, late.id, next_poll_at=after(hours=3))
        record(session, failing.id, PollOutcome.FAILED, next_poll_at=after(hours=3))
        record(session, asked.id, next_poll_at=after(hours=3), not_before=after(hours=1))
        urgent = {feed.id: "Talks" for feed in (soon, late, failing, asked)}
        assert feeds.hasten(session, urgent, now=NOW, within_s=300) == 2
        found = feeds.list_feeds(session)
        assert [feed.next_poll_at for feed in found] == [
            after(minutes=2),
            after(minutes=5),
            after(hours=3),
            after(hours=1),
        ]
        assert found[1].next_poll_why == "a meeting is near: Talks"
        assert feeds.hasten(session, urgent, now=NOW, within_s=300) == 0


def test_failures_count_up_and_a_success_ends_them(store: Store) -> None:
    failed = {"reason": FailureReason.TIMEOUT, "detail": "no answer in 30 s"}
    with store.write() as session:
        feed = feeds.add_feed(session, source("a"), NOW)
        for count in (1, 2):
            record(session, feed.id, PollOutcome.FAILED, **failed)  # type: ignore[arg-type]
            (found,) = feeds.list_feeds(session)
            assert (found.failures, found.polls) == (count, count)
            assert (found.last_reason, found.last_detail) == tuple(failed.values())
            assert found.last_success_at is None
        record(session, feed.id, PollOutcome.UNCHANGED, started_at=after(hours=1))
        (found,) = feeds.list_feeds(session)
        assert (found.failures, found.polls) == (0, 3)
        assert (found.last_reason, found.last_detail) == (None, "")
        assert (found.last_success_at, found.last_new_item_at) == (after(hours=1), None)
        polls = feeds.recent_polls(session, feed.id, 2)
        assert [poll.outcome for poll in polls] == [PollOutcome.UNCHANGED, PollOutcome.FAILED]
        assert polls[1].reason is FailureReason.TIMEOUT


def test_a_moved_feed_is_polled_at_its_new_address(store: Store) -> None:
    with store.write() as session:
        feeds.sync_feeds(session, [source("a")], NOW)
        (feed,) = feeds.list_feeds(session)
        record(session, feed.id, moved_to="https://new.example/feed")
        assert [f.url for f in feeds.list_feeds(session)] == ["https://new.example/feed"]
        # The list may go on naming the old address, or learn the new one, or name both.
        old, new = source("a"), source("a", url="https://new.example/feed")
        for sources in ([old], [old, new], [new, old], [new], [new]):
            assert feeds.sync_feeds(session, sources, NOW) == FeedSync(
                added=0, changed=0, removed=0
            )
            (found,) = feeds.list_feeds(session)
            assert (found.id, found.url) == (feed.id, "https://new.example/feed")
        assert feeds.sync_feeds(session, [], NOW).removed == 1


@pytest.mark.parametrize("name", ["listed", "unlisted"])
def test_a_feed_does_not_move_to_the_address_of_another(store: Store, name: str) -> None:
    with store.write() as session:
        feed = feeds.add_feed(session, source("a"), NOW)
        other = feeds.add_feed(session, source("b"), NOW)
        if name == "unlisted":
            feeds.remove_feed(session, other.url)
        record(session, feed.id, moved_to=other.url)
        assert "https://a.example/feed" in [f.url for f in feeds.list_feeds(session)]


def test_a_feed_does_not_move_to_an_address_too_long_to_store(store: Store) -> None:
    with store.write() as session:
        feed = feeds.add_feed(session, source("a"), NOW)
        record(session, feed.id, moved_to="https://a.example/" + "y" * 9000)
        (found,) = feeds.list_feeds(session)
        assert (found.url, found.polls) == (feed.url, 1)


def test_a_feed_shows_its_own_title_where_the_list_has_none(store: Store) -> None:
    with store.write() as session:
        bare = feeds.add_feed(session, source("a"), NOW)
        named = feeds.add_feed(session, source("b", title="From the list"), NOW)
        for feed in (bare, named):
            record(session, feed.id, title="Served")
        assert [f.title for f in feeds.list_feeds(session)] == ["Served", "From the list"]
        record(session, bare.id, title=None)
        assert feeds.list_feeds(session)[0].title == "Served"
        same = [source("a"), source("b", title="From the list")]
        assert feeds.sync_feeds(session, same, NOW).changed == 0


def test_the_latest_polls_of_each_feed_are_kept(store: Store) -> None:
    def stored(feed_id: int) -> int:
        query = select(func.count()).select_from(PollRow)
        return session.scalar(query.where(col(PollRow.feed_id) == feed_id)) or 0

    with store.write() as session:
        one, two = (feeds.add_feed(session, source(name), NOW) for name in "ab")
        # Half-way the clock is set back: those polls seem older, and are the latest still.
        for number in range(KEPT_POLLS + 2):
            started_at = after(minutes=number if number < 100 else number - 9000)
            record(session, one.id, started_at=started_at, items=number)
            if number < 3:
                record(session, two.id, items=number)
        assert (stored(one.id), stored(two.id)) == (KEPT_POLLS, 3)
        kept = {poll.items for poll in feeds.recent_polls(session, one.id, 999)}
        assert kept == set(range(2, KEPT_POLLS + 2))
        assert feeds.list_feeds(session)[0].polls == KEPT_POLLS + 2


# ---------------------------------------------------------------- summaries


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
        assert feeds.next_due_at(session) is None
        assert feeds.count_feeds(session) == FeedCounts(total=0, failing=0, never_polled=0)
        one, two, _three, gone = (feeds.add_feed(session, source(n), NOW) for n in "abcd")
        record(session, one.id, next_poll_at=after(minutes=5))
        record(session, two.id, PollOutcome.FAILED, next_poll_at=after(minutes=3))
        feeds.remove_feed(session, gone.url)
        assert feeds.count_feeds(session) == FeedCounts(total=3, failing=1, never_polled=1)
        assert feeds.next_due_at(session) == NOW
        claim(session)  # What is in hand stays due until its poll is recorded.
        assert feeds.next_due_at(session) == NOW
        record(session, _three.id, next_poll_at=after(minutes=9))
        assert feeds.next_due_at(session) == after(minutes=3)
