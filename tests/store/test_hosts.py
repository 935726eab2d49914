from __future__ import annotations

import threading
from datetime import datetime

import pytest

from monitor.store import Session, Store, hosts, visits
from monitor.store.hosts import HostPace
from tests.store.builders import NOW, after
from tests.store.visiting import on_hosts


def claim_politely(
    session: Session, now: datetime = NOW, *, at_once: int = 2, gap_s: float = 5.0, limit: int = 10
) -> list[str]:
    """The hosts of the feeds that are claimed."""
    pace = HostPace(at_once=at_once, gap_s=gap_s)
    claimed = visits.claim_due(session, now=now, owner="me", lease_s=60, limit=limit, pace=pace)
    return sorted(feed.host for feed in claimed)


def test_a_host_is_asked_so_often_and_others_do_not_wait_for_it(store: Store) -> None:
    with store.write() as session:
        on_hosts(session, a=600, b=1)
        assert claim_politely(session) == ["a.example", "b.example"]
        assert claim_politely(session, after(seconds=4.9)) == []
        assert not visits.is_any_due(session, after(seconds=4.9))
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
