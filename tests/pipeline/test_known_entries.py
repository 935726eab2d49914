"""Reading only what is new in a document stores exactly what reading all of it stores."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model import Feed, Poll
from monitor.store.engine import open_store
from tests.feeds.shared import shared_documents
from tests.support.visits import Documents, empty, read, stored, visited

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
EVERY = 4
"""Every fourth snapshot; the bench reads them all."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("known") / "empty.db"
    empty(path).close()
    return path.read_bytes()


def snapshots() -> dict[str, list[tuple[datetime, bytes]]]:
    feeds = defaultdict(list)
    for name, body in shared_documents("feed-replay/snapshots-2020.tar.gz"):
        path = PurePath(name)
        now = datetime.strptime(path.stem, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        feeds[path.parent.name].append((now, body))
    return feeds


def test_of_replayed_documents_the_same_is_stored(tmp_path: Path) -> None:
    feeds = snapshots()
    polls: dict[bool, list[Poll]] = {}
    rows = {}
    for with_prints in (True, False):
        with closing(empty(tmp_path / f"{with_prints}.db")) as store:
            polls[with_prints] = [
                replace(poll, feed_id=0)
                for outlet, documents in feeds.items()
                for poll in visited(store, outlet, documents[::EVERY], with_prints=with_prints)
            ]
            rows[with_prints] = stored(store)
    assert len(rows[True]) > 10_000
    assert rows[True] == rows[False]
    assert polls[True] == polls[False]


def test_of_served_documents_read_twice_the_second_time_nothing_is() -> None:
    spared = total = 0
    feed = Feed(id=1, url="https://a.example/rss", outlet="A", next_poll_at=NOW)
    for _, body in shared_documents("served-feeds/feeds-2026-02.tar.gz")[::3]:
        first = read(feed, body, NOW).parsed
        if first is None:
            continue
        again = read(replace(feed, prints=first.prints), body, NOW).parsed
        assert again is not None
        assert len(again.items) == len(first.items) - again.known
        total += len(first.items)
        spared += again.known
    assert spared > 0.9 * total


# ---------------------------------------------------------------- invented feeds

WORDS = ("harbour", "ferry", "talks", "storm", "border", "summit")


@st.composite
def entries(draw: st.DrawFn) -> str:
    """An entry of a feed that reuses guids, addresses and titles."""
    number = st.integers(0, 5)
    title = f"Freedonia {WORDS[draw(number)]} and {WORDS[draw(number)]} told at length"
    parts = [
        f"<title>{title}</title>",
        draw(st.sampled_from(["", f"<guid>g{draw(number)}</guid>"])),
        draw(st.sampled_from(["", f"<link>https://a.example/p{draw(number)}</link>"])),
        draw(st.sampled_from(["", "<pubDate>Mon, 02 Mar 2026 07:00:00 GMT</pubDate>"])),
        draw(st.sampled_from(["", f"<description>More {draw(number)}</description>"])),
    ]
    return f"<item>{''.join(parts)}</item>"


@st.composite
def successions(draw: st.DrawFn) -> list[tuple[datetime, bytes]]:
    """Documents of one feed, each a few steps from the one before."""
    listed = draw(st.lists(entries(), min_size=1, max_size=4))
    documents = []
    for number in range(draw(st.integers(2, 5))):
        for _ in range(draw(st.integers(0, 2))):
            at = draw(st.integers(0, len(listed)))
            listed[at : at + draw(st.integers(0, 1))] = [draw(entries())]
        text = f'<rss version="2.0"><channel><title>A</title>{"".join(listed)}</channel></rss>'
        documents.append((NOW + timedelta(hours=number), text.encode()))
    return documents


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(documents=successions())
def test_of_feeds_that_reuse_their_ids_the_same_is_stored(
    documents: Documents, template: bytes, tmp_path: Path
) -> None:
    rows = []
    for with_prints in (True, False):
        path = tmp_path / f"{with_prints}.db"
        for old in tmp_path.glob(f"{path.name}*"):
            old.unlink()
        path.write_bytes(template)
        with closing(open_store(f"sqlite:///{path}", durable=False)) as store:
            polls = visited(store, "A", documents, with_prints=with_prints)
            rows.append((stored(store), polls))
    assert rows[0] == rows[1]
