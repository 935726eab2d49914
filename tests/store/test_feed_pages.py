from __future__ import annotations

from sqlalchemy import update
from sqlmodel import col

from monitor.store import Session, Store, feed_pages, feeds
from monitor.store.feed_pages import FeedFilter, FeedHealth, FeedOrder
from monitor.store.tables import FeedRow
from tests.store.builders import NOW, after, source


def stored(session: Session) -> dict[str, int]:
    ids = {}
    described = {"b": "Ports", "a": "Ports/North", "c": "Portside", "d%": ""}
    for name, folder in described.items():
        feed = source(name.strip("%"), folder=folder, outlet=f"Outlet {name}")
        ids[name] = feeds.add_feed(session, feed, NOW).id

    def note(name: str, **values: object) -> None:
        session.execute(update(FeedRow).where(col(FeedRow.id) == ids[name]).values(**values))

    note("a", polls=3, failures=2, last_success_at=NOW)
    note("b", polls=3, last_success_at=after(hours=1))
    note("c", polls=3, failures=5)
    return ids


def names(session: Session, wanted: FeedFilter, order: str = "outlet", limit: int = 9) -> list[str]:
    found = feed_pages.list_feeds_by(
        session,
        wanted,
        order=FeedOrder(order.removeprefix("-")),
        descending=order.startswith("-"),
        limit=limit,
        offset=0,
    )
    if limit == 9:
        assert feed_pages.count_feeds_by(session, wanted) == len(found)
    return [feed.outlet.removeprefix("Outlet ") for feed in found]


def test_feeds_are_sorted_and_those_without_a_value_come_last(store: Store) -> None:
    with store.write() as session:
        stored(session)
        assert names(session, FeedFilter()) == ["a", "b", "c", "d%"]
        assert names(session, FeedFilter(), "-outlet", 2) == ["d%", "c"]
        assert names(session, FeedFilter(), "success")[:2] == ["a", "b"]
        assert names(session, FeedFilter(), "-success")[:2] == ["b", "a"]
        assert names(session, FeedFilter(), "-failures")[:2] == ["c", "a"]


def test_feeds_are_filtered(store: Store) -> None:
    with store.write() as session:
        ids = stored(session)
        assert names(session, FeedFilter(health=FeedHealth.FAILING)) == ["a", "c"]
        assert names(session, FeedFilter(health=FeedHealth.SOUND)) == ["b"]
        assert names(session, FeedFilter(health=FeedHealth.UNREAD)) == ["d%"]
        assert names(session, FeedFilter(folder="Ports")) == ["a", "b"]
        assert names(session, FeedFilter(words="outlet D%")) == ["d%"]
        assert names(session, FeedFilter(words="b.example")) == ["b"]
        assert feed_pages.folders_of_feeds(session) == ["Ports", "Ports/North", "Portside"]
        assert feeds.remove_feed(session, "https://b.example/feed")
        assert names(session, FeedFilter(folder="Ports")) == ["a"]
        found = feeds.feeds_by_id(session, [ids["c"], 99, ids["a"]])
        assert [feed.id for feed in found] == [ids["c"], ids["a"]]
