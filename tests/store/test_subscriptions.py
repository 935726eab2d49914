from __future__ import annotations

from datetime import datetime
from itertools import count

from monitor.store import Session, Store, feeds, hosts, subscriptions
from monitor.store.hosts import HostPace
from tests.store.builders import NOW, after, source

PACE = HostPace(at_once=2, gap_s=5)
NUMBERS = count()


def with_hubs(session: Session, *hubs: str) -> None:
    """A feed for each hub that is to be asked."""
    for number, hub in enumerate(hubs):
        feed = feeds.add_feed(session, source(f"f{number}"), NOW)
        subscriptions.note_hub(session, feed.id, f"https://{hub}.example/", feed.url, NOW)


def asked(session: Session, now: datetime = NOW, limit: int = 4) -> list[str]:
    """The hubs that are asked now."""
    taken = subscriptions.claim_due(
        session,
        now=now,
        limit=limit,
        pace=PACE,
        callback_base="https://m.example/websub/",
        random_hex=lambda: f"{next(NUMBERS):032x}",
    )
    return [one.hub_url.split("/")[2].split(".")[0] for one in taken]


def test_subscriptions_at_one_hub_queue_up_and_others_do_not_wait(store: Store) -> None:
    with store.write() as session:
        with_hubs(session, "big", "big", "big", "small")
        assert asked(session) == ["big", "small"]
        assert not subscriptions.is_any_due(session, after(seconds=4.9))
        assert asked(session, after(seconds=5)) == ["big"]
        assert asked(session, after(seconds=9)) == []
        assert asked(session, after(seconds=10)) == ["big"]
        assert asked(session, after(seconds=15)) == []


def test_a_hub_that_was_asked_for_something_else_waits(store: Store) -> None:
    with store.write() as session:
        with_hubs(session, "big")
        assert hosts.try_start(session, "big.example", PACE, NOW)
        assert asked(session) == []
        assert asked(session, after(seconds=5)) == ["big"]
        assert not hosts.try_start(session, "big.example", PACE, after(seconds=9))


def test_no_more_are_asked_than_wanted(store: Store) -> None:
    with store.write() as session:
        with_hubs(session, "a", "b", "c")
        assert asked(session, limit=2) == ["a", "b"]
        assert asked(session, limit=2) == ["c"]
