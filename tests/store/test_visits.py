from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from monitor.model import FailureReason, NextVisit, Poll, PollingHints, PollOutcome
from monitor.store import Session, Store, feeds, polls, visits
from monitor.store.feeds import FeedSync
from monitor.store.hosts import HostPace
from monitor.store.tables import HostRow
from monitor.store.visits import LONGEST_WAIT, Reserved
from tests.store.builders import NOW, after, source
from tests.store.visiting import claim, on_hosts, record


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
        assert visits.release_feeds(session, "one") == 0
        assert visits.release_feeds(session, "two") == 1
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
        assert [poll.new_items for poll in polls.recent_polls(session, feed.id, 5)] == [3]
        assert claim(session, after(seconds=100), owner="third") == []
        assert record(session, feed.id, owner="quick", leased=False)
        assert feeds.list_feeds(session)[0].polls == 1
        # Neither after its end nor after its release is the lease anybody's.
        assert not record(session, feed.id, owner="quick", leased=False)
        claim(session, after(minutes=10), owner="quick")
        assert visits.release_feeds(session, "quick") == 1
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
        visits.release_feeds(session, "me")
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
        "import sys; from monitor.store import open_store, visits;"
        "from tests.store.builders import NOW; store = open_store(sys.argv[1]);"
        "print('ready', flush=True); sys.stdin.readline(); ids = []\n"
        "while True:\n"
        "    with store.write() as session:\n"
        "        mine = visits.claim_due("
        "session, now=NOW, owner=sys.argv[2], lease_s=60, limit=3)\n"
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
        assert polls.recent_polls(session, feed.id, 5) == [
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
        assert visits.record_poll(session, poll, owner="me", leaves=leaves)
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


def test_feeds_that_fail_get_a_share_only(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=1, b=1, c=1, d=1)
        for feed in feeds.list_feeds(session)[:3]:
            record(session, feed.id, PollOutcome.FAILED, next_poll_at=NOW)
        claimed = visits.claim_due(
            session, now=NOW, owner="me", lease_s=60, limit=9, failing_limit=1
        )
        assert sorted(feed.failures for feed in claimed) == [0, 1]
        again = visits.claim_due(session, now=NOW, owner="me", lease_s=60, limit=9, failing_limit=0)
        assert again == []


def test_feeds_of_a_near_meeting_are_hastened(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=1, b=1, c=1, d=1)
        soon, late, failing, asked = feeds.list_feeds(session)
        record(session, soon.id, next_poll_at=after(minutes=2))
        record(session, late.id, next_poll_at=after(hours=3))
        record(session, failing.id, PollOutcome.FAILED, next_poll_at=after(hours=3))
        record(session, asked.id, next_poll_at=after(hours=3), not_before=after(hours=1))
        urgent = {feed.id: "Talks" for feed in (soon, late, failing, asked)}
        assert visits.hasten(session, urgent, now=NOW, within_s=300) == 2
        found = feeds.list_feeds(session)
        assert [feed.next_poll_at for feed in found] == [
            after(minutes=2),
            after(minutes=5),
            after(hours=3),
            after(hours=1),
        ]
        assert found[1].next_poll_why == "a meeting is near: Talks"
        assert visits.hasten(session, urgent, now=NOW, within_s=300) == 0


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
        last = polls.recent_polls(session, feed.id, 2)
        assert [poll.outcome for poll in last] == [PollOutcome.UNCHANGED, PollOutcome.FAILED]
        assert last[1].reason is FailureReason.TIMEOUT


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


def reserve(session: Session, owner: str, pace: HostPace, limit: int = 10) -> Reserved:
    return visits.reserve_due(
        session, now=NOW, owner=owner, lease_s=20, limit=limit, pace=pace, failing_limit=1
    )


def take(session: Session, ids: Sequence[int], reserved_by: str, pace: HostPace) -> list[int]:
    taken = visits.take_reserved(
        session, ids, reserved_by=reserved_by, owner="me", now=NOW, lease_s=60, pace=pace
    )
    return [feed.id for feed in taken]


def test_reserved_feeds_are_taken_by_whoever_knows_the_name(store: Store) -> None:
    pace = HostPace(at_once=9, gap_s=0)
    with store.write() as session:
        on_hosts(session, a=2, b=1)
        reserved = reserve(session, "name", pace)
        assert len(reserved.sound) == 3
        assert reserved.failing == ()
        assert claim(session) == []
        assert reserve(session, "other", pace) == Reserved(sound=(), failing=())
        assert take(session, reserved.sound, "guessed", pace) == []
        assert sorted(take(session, reserved.sound, "name", pace)) == sorted(reserved.sound)
        assert take(session, reserved.sound, "name", pace) == []  # the message came twice
        assert visits.release_feeds(session, "me") == 3


def test_a_reservation_that_ran_out_is_reserved_anew_and_its_message_is_void(store: Store) -> None:
    pace = HostPace(at_once=9, gap_s=0)
    with store.write() as session:
        on_hosts(session, a=1)
        (feed_id,) = reserve(session, "lost", pace).sound
        later = visits.reserve_due(
            session,
            now=after(seconds=20),
            owner="found",
            lease_s=20,
            limit=1,
            pace=pace,
            failing_limit=0,
        )
        assert later.sound == (feed_id,)
        assert take(session, [feed_id], "lost", pace) == []
        assert take(session, [feed_id], "found", pace) == [feed_id]


def test_a_host_is_asked_at_its_pace_when_reserved_feeds_are_taken(store: Store) -> None:
    pace = HostPace(at_once=2, gap_s=5)
    with store.write() as session:
        on_hosts(session, a=3, b=1)
        first, second = reserve(session, "one", pace), reserve(session, "two", pace)
        # One of each host at a time, and no more of a host in hand than it may have at once.
        assert (len(first.sound), len(second.sound)) == (2, 1)
        assert reserve(session, "three", pace).sound == ()
        assert len(take(session, first.sound, "one", pace)) == 2
        assert take(session, second.sound, "two", pace) == []  # its host rests: given back
        again = update(HostRow).values(next_start_at=NOW)
        session.execute(again)
        assert reserve(session, "four", pace).sound == second.sound


def test_feeds_that_fail_are_reserved_apart_and_few(store: Store) -> None:
    pace = HostPace(at_once=9, gap_s=0)
    with store.write() as session:
        on_hosts(session, a=2, b=1)
        for feed in feeds.list_feeds(session)[:2]:
            record(session, feed.id, PollOutcome.FAILED, next_poll_at=NOW)
        reserved = reserve(session, "name", pace)
    assert (len(reserved.sound), len(reserved.failing)) == (1, 1)
