"""The poller with real servers, threads, processes and databases."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.daemon.poller import Poller
from monitor.model import FailureReason, Feed, Poll, PollOutcome
from monitor.settings import Settings
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.store import polls as poll_rows
from monitor.wiring import Services, open_services, read_feed_list
from tests.support.clock import Clock
from tests.support.daemon_process import Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer

TALKS = Entry(title="Freedonia and Sylvania open harbour talks", guid="t1")


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as running:
        yield running


class Room:
    """A poller over a workspace; the clock stands until a test moves it."""

    def __init__(self, services: Services, workspace: Workspace, clock: Clock) -> None:
        self.services = services
        self.workspace = workspace
        self.clock = clock
        self.problems: list[str] = []
        self.poller = Poller(services, report=self.problems.append)

    def list_feeds(self, *urls: str) -> None:
        self.workspace.write_feeds({f"Outlet {number}": url for number, url in enumerate(urls)})
        with self.services.store.write() as session:
            sources = read_feed_list(self.services.feeds_file)
            feed_rows.sync_feeds(session, sources, self.clock())

    @contextmanager
    def polling(self, *, grace_s: float = 5.0) -> Iterator[None]:
        self.poller.start()
        try:
            yield
        finally:
            self.poller.stop(time.monotonic() + grace_s)

    def feeds(self) -> dict[str, Feed]:
        """The feeds by the last part of their address."""
        with self.services.store.read() as session:
            return {feed.url.rpartition("/")[2]: feed for feed in feed_rows.list_feeds(session)}

    def polls(self, name: str) -> list[Poll]:
        with self.services.store.read() as session:
            return poll_rows.recent_polls(session, self.feeds()[name].id, 100)

    def wait_for_polls(self, name: str, count: int) -> list[Poll]:
        def enough() -> list[Poll] | None:
            polls = self.polls(name)
            return polls if len(polls) >= count else None

        return wait_until(enough, what=f"{count} polls of {name}")


@contextmanager
def open_room(
    tmp_path: Path, *, database_url: str | None = None, **changes: object
) -> Iterator[Room]:
    workspace = Workspace(tmp_path / "desk", database_url=database_url)
    clock = Clock(datetime.now(UTC))
    given: dict[str, object] = {
        "database_url": workspace.database_url,
        "rules_dir": workspace.rules,
        "feeds_file": workspace.feeds_file,
        "feed_networks": ("127.0.0.0/8",),
        "host_at_once": 1000,
        "host_gap_s": 0,
        "tick_s": 0.02,
        "poll_interval_s": 1.0,
        "poll_workers": 4,
    }
    settings = Settings.model_validate(given | changes)
    with open_services(settings, environ=os.environ, clock=clock) as services:
        yield Room(services, workspace, clock)


@pytest.mark.parametrize("url", ["sqlite_url", "postgres_url"])
def test_due_feeds_are_fetched_parsed_and_stored(
    tmp_path: Path, server: FeedServer, url: str, request: pytest.FixtureRequest
) -> None:
    names = [f"f{number}" for number in range(50)]
    for name in names:
        server.set(f"/{name}", rss([Entry(title=f"News of {name}", guid=name)]))
    server.set("/f7", b"<!doctype html><title>Log in</title>", content_type="text/html")
    with open_room(tmp_path, database_url=request.getfixturevalue(url)) as room:
        room.list_feeds(*(server.url(f"/{name}") for name in names))
        with room.polling():
            for name in names:
                room.wait_for_polls(name, 1)
        with room.services.store.read() as session:
            assert item_rows.count_items(session) == 49
        assert room.feeds()["f7"].last_reason is FailureReason.NOT_A_FEED
        assert not room.poller.busy
        assert set(room.problems) == {""}


def test_a_stuck_host_delays_no_other(tmp_path: Path, server: FeedServer) -> None:
    """More feeds hang than there are threads; the sound one is read on, again and again."""
    with FeedServer(host="127.0.0.2") as stuck, open_room(tmp_path, host_at_once=2) as room:
        urls = []
        for number in range(12):
            stuck.set(f"/s{number}", rss([TALKS]), delay_s=60)
            urls.append(f"http://127.0.0.2:{stuck.port}/s{number}")
        server.set("/sound", rss([TALKS]))
        room.list_feeds(*urls, server.url("/sound"))
        with room.polling(grace_s=0.1):
            for count in range(1, 6):
                room.wait_for_polls("sound", count)
                room.clock.advance(5)
            assert len(stuck.requests) == 2
            assert all(feed.polls == 0 for name, feed in room.feeds().items() if name != "sound")


def test_feeds_that_fail_leave_room_for_the_others(tmp_path: Path, server: FeedServer) -> None:
    """Every stuck feed has a host of its own, so only its failures tell it from a sound one."""
    server.set("/sound", rss([TALKS]))
    with FeedServer(host="0.0.0.0") as stuck, open_room(tmp_path) as room:
        urls = []
        for number in range(8):
            stuck.set(f"/s{number}", b"", status=500)
            urls.append(f"http://127.0.1.{number + 1}:{stuck.port}/s{number}")
        room.list_feeds(*urls, server.url("/sound"))
        with room.polling(grace_s=0.1):
            for number in range(8):
                room.wait_for_polls(f"s{number}", 1)
                stuck.set(f"/s{number}", rss([TALKS]), delay_s=60)
            room.wait_for_polls("sound", 1)
            for count in range(2, 6):
                room.clock.advance(5)
                room.wait_for_polls("sound", count)
            hanging = len(stuck.requests) - 8
        assert hanging == 1  # a quarter of four threads


def test_a_document_that_eats_memory_costs_its_own_feed_only(
    tmp_path: Path, server: FeedServer
) -> None:
    filling = "\N{GRINNING FACE}" + "x" * 14_000_000
    poison = rss([Entry(title="Harmless", guid="p", summary=filling)])
    assert len(poison) < 15 * 2**20
    server.set("/poison", poison)
    server.set("/sound", rss([TALKS]))
    with open_room(tmp_path, parse_memory_mb=256) as room:
        room.list_feeds(server.url("/poison"), server.url("/sound"))
        with room.polling():
            [poll] = room.wait_for_polls("poison", 1)
            room.wait_for_polls("sound", 1)
            room.clock.advance(5)
            room.wait_for_polls("sound", 2)
        assert (poll.outcome, poll.reason) == (PollOutcome.FAILED, FailureReason.UNPARSABLE)
        assert poll.detail == "parsing took more than 256 MiB of memory"
        assert room.feeds()["poison"].failures >= 1


@pytest.mark.parametrize("workers", [0, 2])
def test_parsing_here_and_elsewhere_bring_the_same(
    tmp_path: Path, server: FeedServer, workers: int
) -> None:
    server.set("/a", rss([TALKS, Entry(title="Ferry line resumes", guid="t2")]))
    with open_room(tmp_path, parse_processes=workers) as room:
        room.list_feeds(server.url("/a"))
        with room.polling():
            [poll] = room.wait_for_polls("a", 1)
        assert (poll.items, poll.new_items) == (2, 2)


def test_a_visit_that_the_database_refuses_stops_no_other(
    tmp_path: Path, server: FeedServer
) -> None:
    names = [f"f{number}" for number in range(20)]
    for name in names:
        server.set(f"/{name}", rss([Entry(title=f"News of {name}", guid=name)]))
    with open_room(tmp_path) as room:
        room.list_feeds(*(server.url(f"/{name}") for name in names))
        refused = room.feeds()["f7"].id
        with room.services.store.migration() as connection:
            connection.execute(
                text(
                    f"CREATE TRIGGER refuse BEFORE INSERT ON poll WHEN NEW.feed_id = {refused} "
                    "BEGIN SELECT RAISE(ABORT, 'refused'); END"
                )
            )
        with room.polling():
            for name in names:
                if name != "f7":
                    room.wait_for_polls(name, 1)
            wait_until(lambda: any(room.problems), what="the problem")
        assert room.polls("f7") == []
        with room.services.store.write() as session:
            connection = session.connection()
            connection.execute(text("DROP TRIGGER refuse"))
        # Its lease runs out, and it is visited like any other.
        room.clock.advance(room.services.limits.lease_s + 1)
        again = Poller(room.services, report=room.problems.append)
        again.start()
        room.wait_for_polls("f7", 1)
        assert again.stop(time.monotonic() + 5)


def test_stopping_stores_what_was_read_and_waits_for_nothing_else(
    tmp_path: Path, server: FeedServer
) -> None:
    server.set("/slow", rss([TALKS]), delay_s=0.5)
    server.set("/stuck", rss([TALKS]), delay_s=60)
    # Parsed here: a busy machine may take seconds to start a process.
    with open_room(tmp_path, parse_processes=0) as room:
        room.list_feeds(server.url("/slow"), server.url("/stuck"))
        room.poller.start()
        wait_until(lambda: len(server.requests) == 2, what="both requests")
        assert room.poller.busy
        assert not room.poller.stop(time.monotonic() + 2)
        assert len(room.polls("slow")) == 1
        assert room.polls("stuck") == []
    assert not [one for one in threading.enumerate() if one.name == "poller"]


def test_a_feed_waits_for_its_host_and_says_so_in_its_lateness(
    tmp_path: Path, server: FeedServer
) -> None:
    for name in ("a", "b"):
        server.set(f"/{name}", rss([Entry(title=f"News of {name}", guid=name)]))
    with open_room(tmp_path, host_gap_s=5) as room:
        room.list_feeds(server.url("/a"), server.url("/b"))
        with room.polling():
            wait_until(lambda: len(server.requests) == 1, what="the first request")
            first = server.requests[0][0][1:]
            room.wait_for_polls(first, 1)
            room.clock.advance(4)
            second = "ab".replace(first, "")
            assert room.polls(second) == []
            room.clock.advance(1)
            [poll] = room.wait_for_polls(second, 1)
        assert poll.late_s == 5
