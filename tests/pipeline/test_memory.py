"""What grouping remembers between batches is what the database says, at any time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import Item, ItemKey, OpenDevelopment, Telling
from monitor.pipeline import memory as memory_module
from monitor.pipeline.evaluate import evaluate
from monitor.pipeline.memory import GroupingMemory
from monitor.store import developments as development_rows
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.store import statistics as term_rows
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line
from tests.support.stored import insert_item

WORDS = (
    *("harbour", "ferry", "tax", "airport", "herring", "accord"),
    *("border", "railway", "winter", "budget", "museum", "tunnel"),
)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    url: str = request.getfixturevalue(request.param)
    with open_line(tmp_path / "line", database_url=url) as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.load()
        yield opened


def store_items(line: Line, *items: tuple[str, float]) -> list[int]:
    """Items by title and age in hours; their ids."""
    now = line.clock()
    ids = []
    with line.services.store.write() as session:
        feed = feed_rows.list_feeds(session)[0]
        for title, age_h in items:
            published = now - timedelta(hours=age_h)
            key = ItemKey(kind="guid", scope="Courier", value=f"{title} {published}")
            item = Item(title=title, outlet="Courier", published_at=published, keys=(key,))
            ids.append(insert_item(session, item, feed_id=feed.id, now=now, backlog=False))
    return ids


def invented(draw: random.Random, count: int) -> list[tuple[str, float]]:
    return [
        (f"Freedonia talks about {' and '.join(draw.sample(WORDS, 3))}", draw.uniform(0, 30))
        for _ in range(count)
    ]


def seen(line: Line, memory: GroupingMemory) -> dict[str, object]:
    """All that grouping sees of the memory now."""
    since = line.clock() - timedelta(hours=120)
    with line.services.store.write() as session:
        development_rows.lock_grouping(session)
        window = memory.open(session, since=since, items=())
    probe = window.read(_probe(line))
    entries = {found: window.entry(found) for found in sorted(window)}
    return {
        "developments": {found: entry.development for found, entry in entries.items()},
        "tellings": {
            found: [reading.telling for reading in entry.readings]
            for found, entry in entries.items()
        },
        "keys": {found: entry.all_keys() for found, entry in entries.items()},
        "candidates": window.candidates(probe),
        "weights": {term: window.idf(term) for term in sorted(probe.terms)},
        "rarity": window.rarity("title", probe.normal_title),
    }


def _probe(line: Line) -> Telling:
    with line.services.store.read() as session:
        stored = item_rows.recent_items(session, 1)[0]
    telling = development_rows.telling_of(stored, ())
    return replace(telling, item_id=10**6, title=f"Freedonia {' '.join(WORDS)}")


def test_a_restart_changes_nothing(line: Line) -> None:
    draw = random.Random(11)
    for hour in range(5):
        long = [("Freedonia talks about herring at the long table", age) for age in range(5)]
        store_items(line, *long, *invented(draw, 8 + hour))
        while not line.evaluate().idle:
            pass
        line.clock.advance(3600 * 5)
    before = seen(line, line.services.memory)
    assert len(before["developments"]) > 5  # type: ignore[arg-type]
    assert any(len(told) > 15 for told in before["tellings"].values())  # type: ignore[attr-defined]
    assert seen(line, GroupingMemory()) == before


def test_two_processes_that_take_turns_see_the_same(line: Line) -> None:
    draw = random.Random(12)
    ours = line.services.surroundings()
    other = replace(ours, memory=GroupingMemory())
    for turn in range(4):
        store_items(line, *invented(draw, 6))
        evaluate(line.services.store, other if turn % 2 else ours)
        line.clock.advance(3600)
    assert seen(line, ours.memory) == seen(line, other.memory) == seen(line, GroupingMemory())


def test_an_edited_item_goes_home_though_its_development_left_the_window(line: Line) -> None:
    [old] = store_items(line, ("Freedonia talks about herring quotas", 0))
    line.evaluate()
    line.clock.advance(3600 * 24 * 20)
    store_items(line, ("Freedonia talks about a railway tunnel", 0))
    line.evaluate()
    with line.services.store.write() as session:
        item = item_rows.get_items(session, [old])[old].item
        edited = replace(item, title="Freedonia talks about herring quotas end")
        item_rows.update_item(session, old, edited, now=line.clock(), edited=True)
    assert line.evaluate().grouped == 1
    with line.services.store.read() as session:
        assert development_rows.count_developments(session) == 2
        home = development_rows.development_of(session, old)
    assert home is not None
    assert home.id == 1


def test_items_out_of_order_do_not_make_the_window_be_read_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[datetime] = []
    read = development_rows.open_developments

    def watched(*args: object, **options: object) -> list[OpenDevelopment]:
        asked.append(options["since"])  # type: ignore[arg-type]
        return read(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(development_rows, "open_developments", watched)
    draw = random.Random(13)
    for age_h in (0, 20, 3, 11, 23, 0):
        store_items(line, *((title, age_h) for title, _ in invented(draw, 3)))
        line.evaluate()
    whole = [since for since in asked if since < line.clock()]
    assert len(whole) == 1


def test_what_is_kept_for_later_is_no_candidate_now(line: Line) -> None:
    [old] = store_items(line, ("Freedonia talks about herring quotas at sea", 10))
    line.evaluate()
    line.clock.advance(3600 * 113)  # 123 h after it was told: over, but still in memory
    [late] = store_items(line, ("Freedonia talks about herring quotas on the sea", 0))
    line.evaluate()
    with line.services.store.read() as session:
        homes = [development_rows.development_of(session, item) for item in (old, late)]
    assert homes[0] is not None
    assert homes[1] is not None
    assert homes[0].id != homes[1].id


def test_the_longest_silent_are_forgotten_beyond_the_bound(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_module, "MAX_ITEMS", 4)
    for number, word in enumerate(WORDS[:8]):
        store_items(line, (f"Freedonia talks {word * 2} {word * 3} {word * 4}", 8 - number))
        line.evaluate()
    found = seen(line, line.services.memory)["developments"]
    assert list(found) == [5, 6, 7, 8]  # type: ignore[call-overload]
    assert seen(line, GroupingMemory())["developments"] == found


def test_a_feed_that_names_all_its_items_anew_counts_none_twice(line: Line) -> None:
    def entries(mark: str) -> list[Entry]:
        return [
            Entry(
                title=f"Story {number} of the {word}",
                guid=f"{mark}-{number}",
                link=f"http://courier.example/{word}-{number}?from={mark}",
            )
            for number, word in enumerate(WORDS)
        ]

    with FeedServer() as server:
        line.workspace.write_feeds({"Courier": server.url("/a")})
        line.load()
        for mark in ("old", "new", "newer"):
            server.set("/a", rss(entries(mark)))
            line.poll()
            line.evaluate()
            line.clock.advance(3600 * 3)
    with line.services.store.read() as session:
        counted = term_rows.refresh(session, term_rows.TermCounts())
        items = item_rows.count_items(session)
    assert items == len(WORDS)
    assert counted.documents / counted.decay.unit == pytest.approx(len(WORDS), rel=0.01)
    assert counted.frequencies["ferry"] == 1
