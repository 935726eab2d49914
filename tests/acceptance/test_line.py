"""The whole line with the real daemon: feeds in, signed alerts out, and what may go wrong."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.alerts.signing import new_secret
from tests.support.daemon_process import RULES, DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver

PLACES = ("Sylvania", "Ruritania", "Grand Fenwick", "Elbonia", "Latveria", "Genovia", "Zubrowka")
MATTERS = (
    "salmon quotas", "airport taxes", "opera tours", "flood relief", "night trains", "honey fraud",
    "glacier maps",
)  # fmt: skip
MIN_DEVELOPMENTS = 5

QUIET = [Entry(title="Harvest festival opens in the old town", guid="q1")]
TALKS = Entry(
    title="Freedonia and Sylvania open harbour talks",
    guid="t1",
    summary="Delegations met in the capital on Monday.",
)
SAME_TALKS = Entry(
    title="Harbour talks open between Freedonia and Sylvania",
    guid="t2",
    summary="Delegations of both countries met in the capital.",
)


@pytest.fixture
def secret() -> str:
    return new_secret(os.urandom(32))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_a_new_item_becomes_one_verified_alert(workspace: Workspace, secret: str) -> None:
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss(QUIET))
        feeds.set("/b", rss(QUIET))
        workspace.write_feeds({"Courier": feeds.url("/a"), "Gazette": feeds.url("/b")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            daemon.wait_event("feeds.in_force", added=2)
            wait_until(lambda: len(feeds.requests) >= 4, what="two polls of each feed", of=daemon)
            feeds.set("/a", rss([*QUIET, TALKS]))
            receiver.wait_for(1)
            feeds.set("/b", rss([*QUIET, SAME_TALKS]))
            daemon.wait_event("poll.new", feed=feeds.url("/b"))
            seen = len(feeds.requests)
            wait_until(lambda: len(feeds.requests) >= seen + 4, what="more polls", of=daemon)
            code, took_s = daemon.terminate(timeout_s=30)
        assert code == 0
        assert took_s < 10
        assert receiver.refused == []
        [message] = receiver.verified
        assert message["type"] == "development.new"
        assert message["data"]["item"]["title"] == TALKS.title
        assert message["data"]["rules"][0]["id"] == "talks"
        assert message["data"]["alert"]["id"] == receiver.received[0].headers["webhook-id"]


def test_what_was_in_a_feed_long_ago_never_alerts(workspace: Workspace, secret: str) -> None:
    old = Entry(title=TALKS.title, guid="old", published=datetime.now(UTC) - timedelta(days=3))
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss([old]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            daemon.wait_event("poll.new")
            wait_until(lambda: len(feeds.requests) >= 3, what="more polls", of=daemon)
            page = daemon.get("/").text
            assert TALKS.title in page  # grouped and shown
        assert receiver.received == []


def test_a_bad_edit_keeps_the_last_good_rules(workspace: Workspace) -> None:
    with DaemonProcess(workspace) as daemon:
        daemon.wait_event("rules.in_force", rules=1)
        workspace.write("main.rules.yaml", "rules:\n  - id: talks\n    titel: Harbour talks\n")
        refused = daemon.wait_event("rules.refused")
        assert any("main.rules.yaml:3" in one and "titel" in one for one in refused["problems"])
        assert refused["in_force"] != "none"
        ready = daemon.get("/readyz")
        assert ready.status_code == 200
        assert "main.rules.yaml:3" in ready.json()["problems"]["rules"]
        workspace.write_rules(
            RULES | {"rules": [*RULES["rules"], {**RULES["rules"][0], "id": "b"}]}
        )
        daemon.wait_event("rules.in_force", rules=2)
        wait_until(lambda: daemon.get("/readyz").json()["problems"] == {}, what="health mended")


def test_what_comes_before_the_rules_are_mended_is_judged_by_the_mended_ones(
    workspace: Workspace, secret: str
) -> None:
    workspace.write("broken.rules.yaml", "rules: [")
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss([TALKS]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            refused = daemon.wait_event("rules.refused")
            assert refused["in_force"] == "none"
            daemon.wait_event("poll.new")
            assert daemon.get("/healthz").status_code == 200
            ready = daemon.get("/readyz")
            assert ready.status_code == 503
            assert "no rule set has loaded" in ready.json()["problems"]["judging"]
            (workspace.rules / "broken.rules.yaml").unlink()
            daemon.wait_event("rules.in_force", rules=1)
            receiver.wait_for(1)
            assert daemon.get("/readyz").status_code == 200
        assert receiver.verified[0]["data"]["item"]["title"] == TALKS.title


def test_a_slow_endpoint_takes_no_time_of_another(workspace: Workspace, secret: str) -> None:
    never = threading.Event()
    titles = [
        f"{place} and Freedonia hold talks on {what}"
        for place, what in zip(PLACES, MATTERS, strict=True)
    ]
    with (
        FeedServer() as feeds,
        WebhookReceiver(secret) as quick,
        WebhookReceiver(hold=never) as slow,
    ):
        entries = [Entry(title=title, guid=title) for title in titles]
        feeds.set("/a", rss(entries))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"slow": (slow.url, secret), "quick": (quick.url, secret)})
        with DaemonProcess(workspace) as daemon:
            daemon.wait_event("alert.raised")
            slow.wait_for(4)
            wait_until(
                lambda: daemon.get("/readyz").json()["delivered"] >= MIN_DEVELOPMENTS,
                timeout_s=10,  # the slow one holds its workers for 20 s
                what="the quick endpoint's deliveries",
                of=daemon,
            )
            assert len(slow.received) <= 4  # half of the workers


def test_failing_feeds_and_endpoints_hold_up_nobody(workspace: Workspace, secret: str) -> None:
    with FeedServer() as feeds, WebhookReceiver(secret) as good, WebhookReceiver() as dead:
        dead.script = [500] * 1000
        feeds.set(
            "/page", "<!doctype html><html><body>Log in</body></html>", content_type="text/html"
        )
        feeds.set("/gone", b"", status=410)
        feeds.set("/bomb", rss(QUIET), headers={"Content-Encoding": "gzip"})
        feeds.set("/slow", rss(QUIET), delay_s=20)
        feeds.set("/good", rss([*QUIET, TALKS]))
        names = {n.title(): feeds.url(f"/{n}") for n in ("page", "gone", "bomb", "slow", "good")}
        workspace.write_feeds({**names, "Unreachable": "http://127.0.0.1:9/feed"})
        workspace.write_endpoints({"good": (good.url, secret), "dead": (dead.url, secret)})
        with DaemonProcess(workspace, MONITOR_FETCH_DEADLINE_S="2") as daemon:
            good.wait_for(1)
            dead.wait_for(1)
            for name, reason in [
                ("Page", "not_a_feed"),
                ("Gone", "gone"),
                ("Slow", "timeout"),
                ("Unreachable", "connection"),
            ]:
                url = names.get(name, "http://127.0.0.1:9/feed")
                daemon.wait_event("poll.failed", feed=url, reason=reason)
            daemon.wait_event("delivery.attempted", endpoint="dead", reason="server")
            state = daemon.get("/readyz").json()
            assert state["failing_feeds"] >= 4
            assert state["pending"] == 1
            assert state["delivered"] == 1
            assert daemon.alive()
        assert len(good.verified) == 1


def test_an_edited_title_updates_the_item_without_a_second_alert(
    workspace: Workspace, secret: str
) -> None:
    edited = Entry(title="Freedonia and Sylvania begin their harbour talks", guid="t1")
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss([*QUIET, TALKS]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            receiver.wait_for(1)
            feeds.set("/a", rss([*QUIET, edited]))
            daemon.wait_event("poll.new", edited=1)
            seen = len(feeds.requests)
            wait_until(lambda: len(feeds.requests) >= seen + 3, what="more polls", of=daemon)
            state = daemon.get("/readyz").json()
            assert state["items"] == 2
            assert state["developments"] == 1
        assert len({one.headers["webhook-id"] for one in receiver.received}) == 1


def test_with_nothing_configured_it_runs_and_says_what_it_does(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "settings")
    bare = tmp_path / "bare"
    bare.mkdir()
    workspace.folder = bare
    environ = {"MONITOR_DATABASE_URL": "sqlite:///data/monitor.db", "MONITOR_RULES_DIR": "rules"}
    # Only the feed list is named, an empty one: the shipped one would ask the real world.
    with DaemonProcess(workspace, **environ) as daemon:
        daemon.wait_event("rules.shipped_ones_used")
        daemon.wait_event("endpoints.none")
        daemon.wait_event("daemon.started")
        assert daemon.get("/healthz").json() == {"alive": True}
        assert "event-monitor" in daemon.get("/").text
        assert daemon.terminate(timeout_s=30)[0] == 0
    assert (bare / "data" / "monitor.db").is_file()
