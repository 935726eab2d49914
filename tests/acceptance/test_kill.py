"""kill -9 at the worst moments, two daemons at once, a locked database: one event each, same id."""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from monitor.alerts.signing import new_secret
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver

TALKS = Entry(title="Freedonia and Sylvania open harbour talks", guid="t1")
SHORT = {"MONITOR_SEND_DEADLINE_S": "1"}
"""A lease of 26 s: how long a killed daemon's delivery waits for the next one."""


@pytest.fixture
def secret() -> str:
    return new_secret(os.urandom(32))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port that takes connections and never reads: a request to it reaches nobody."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def rows(workspace: Workspace, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(workspace.database_path, timeout=5)) as database:
        return database.execute(query).fetchall()


def committed_alerts(workspace: Workspace) -> list[str]:
    if not workspace.database_path.exists():
        return []
    try:
        return [str(row[0]) for row in rows(workspace, "SELECT id FROM alert")]
    except sqlite3.OperationalError:
        return []  # the schema is not there yet


def test_killed_between_commit_and_send(workspace: Workspace, secret: str) -> None:
    with FeedServer() as feeds:
        feeds.set("/a", rss([TALKS]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        with deaf_port() as port:
            workspace.write_endpoints({"desk": (f"http://127.0.0.1:{port}/hook", secret)})
            with DaemonProcess(workspace, **SHORT) as daemon:
                [alert] = wait_until(
                    lambda: committed_alerts(workspace), what="the alert committed", of=daemon
                )
                daemon.kill()
        with WebhookReceiver(secret, port=port) as receiver, DaemonProcess(workspace, **SHORT):
            receiver.wait_for(1, timeout_s=60)
            wait_until(
                lambda: rows(workspace, "SELECT 1 FROM delivery WHERE state = 'delivered'"),
                what="the delivery marked",
            )
            assert [one.headers["webhook-id"] for one in receiver.received] == [alert]
            assert receiver.refused == []
    assert committed_alerts(workspace) == [alert]


def test_killed_between_the_200_and_the_mark(workspace: Workspace, secret: str) -> None:
    answer = threading.Event()
    with FeedServer() as feeds, WebhookReceiver(secret, hold=answer) as receiver:
        feeds.set("/a", rss([TALKS]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            receiver.wait_for(1)
            # With the write lock taken, the daemon gets its 200 but cannot mark it.
            with closing(sqlite3.connect(workspace.database_path, timeout=10)) as other:
                other.isolation_level = None
                other.execute("BEGIN IMMEDIATE")
                answer.set()
                time.sleep(1.0)
                daemon.kill()
                other.execute("ROLLBACK")
        [state] = rows(workspace, "SELECT state FROM delivery")
        assert state == ("pending",)
        # The lease of the killed daemon (20 + 25 s) is run out by hand: nobody waits for it here.
        with closing(sqlite3.connect(workspace.database_path)) as other, other:
            other.execute("UPDATE delivery SET lease_until = '2000-01-01 00:00:00.000000'")
        with DaemonProcess(workspace):
            first, second = receiver.wait_for(2, timeout_s=30)
            wait_until(
                lambda: rows(workspace, "SELECT 1 FROM delivery WHERE state = 'delivered'"),
                what="the delivery marked",
            )
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.body == second.body
        assert receiver.refused == []
    assert len(committed_alerts(workspace)) == 1


def test_killed_before_the_commit(workspace: Workspace, secret: str) -> None:
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss([]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            wait_until(lambda: len(feeds.requests) >= 2, what="polls", of=daemon)
            with closing(sqlite3.connect(workspace.database_path, timeout=10)) as other:
                other.isolation_level = None
                other.execute("BEGIN IMMEDIATE")
                feeds.set("/a", rss([TALKS]))
                time.sleep(1.5)  # polled, and waiting for the lock to store what it brought
                daemon.kill()
                other.execute("ROLLBACK")
        assert committed_alerts(workspace) == []
        with closing(sqlite3.connect(workspace.database_path)) as other, other:
            other.execute("UPDATE feed SET lease_until = '2000-01-01 00:00:00.000000'")
        with DaemonProcess(workspace) as daemon:
            receiver.wait_for(1, timeout_s=30)
        assert len(receiver.verified) == 1


def test_sigterm_in_mid_send_gives_the_delivery_back(workspace: Workspace, secret: str) -> None:
    answer = threading.Event()
    with FeedServer() as feeds, WebhookReceiver(secret, hold=answer) as receiver:
        feeds.set("/a", rss([TALKS]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            receiver.wait_for(1)
            code, took_s = daemon.terminate(timeout_s=30)
        assert code == 0
        assert took_s < 10
        assert rows(workspace, "SELECT state, lease_owner FROM delivery") == [("pending", None)]
        answer.set()
        with DaemonProcess(workspace):
            receiver.wait_for(2, timeout_s=10)  # no lease to wait for
        assert len({one.headers["webhook-id"] for one in receiver.received}) == 1


def test_a_locked_database_delays_and_loses_nothing(workspace: Workspace, secret: str) -> None:
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss([]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace, MONITOR_FETCH_DEADLINE_S="1") as daemon:
            wait_until(lambda: len(feeds.requests) >= 2, what="polls", of=daemon)
            with closing(sqlite3.connect(workspace.database_path, timeout=10)) as other:
                other.isolation_level = None
                other.execute("BEGIN IMMEDIATE")
                feeds.set("/a", rss([TALKS]))
                daemon.wait_event("job.failed", timeout_s=60)
                assert daemon.get("/healthz").status_code == 200
                other.execute("ROLLBACK")
            receiver.wait_for(1, timeout_s=60)
            daemon.wait_event("job.recovered")
        assert len(receiver.verified) == 1


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_two_daemons_give_one_alert(
    tmp_path: Path, secret: str, database: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else None
    workspace = Workspace(tmp_path, database_url=url)
    same = Entry(title="Harbour talks open between Freedonia and Sylvania", guid="t2")
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss([]))
        feeds.set("/b", rss([]))
        workspace.write_feeds({"Courier": feeds.url("/a"), "Gazette": feeds.url("/b")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as one, DaemonProcess(workspace) as two:
            for daemon in (one, two):
                daemon.wait_event("daemon.started")
            wait_until(lambda: len(feeds.requests) >= 6, what="polls of both")
            feeds.set("/a", rss([TALKS]))
            feeds.set("/b", rss([same]))
            receiver.wait_for(1)
            seen = len(feeds.requests)
            wait_until(lambda: len(feeds.requests) >= seen + 8, what="more polls")
            codes = [daemon.terminate(timeout_s=30)[0] for daemon in (one, two)]
        assert codes == [0, 0]
        assert len({one.headers["webhook-id"] for one in receiver.received}) == 1


@pytest.mark.parametrize("content", [b"this is no database at all" * 100])
def test_a_corrupt_database_is_refused_with_a_clear_message(
    workspace: Workspace, content: bytes
) -> None:
    workspace.database_path.write_bytes(content)
    with DaemonProcess(workspace) as daemon:
        assert daemon.exit_code() == 3
    said = "".join(daemon.raw)
    assert "monitor.db" in said
    assert "Traceback" not in said
    assert workspace.database_path.read_bytes() == content
