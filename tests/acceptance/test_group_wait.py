"""The real daemon, killed while an alert waits for more outlets."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import update

from monitor.alerts.signing import new_secret
from monitor.store import Store, open_store
from monitor.store import developments as development_rows
from monitor.store.tables import AlertRow, FeedRow
from monitor.wiring import utc_now
from tests.acceptance.test_line import QUIET, SAME_TALKS, TALKS
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.documents import rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver


def forget_leases(workspace: Workspace) -> None:
    """A feed that was being read when the daemon died is left alone for a minute: not here, where
    the wait is shorter."""
    with closing(open_store(workspace.database_url)) as store, store.write() as session:
        session.execute(update(FeedRow).values(lease_owner=None, lease_until=None))


def outlets(store: Store, development_id: int) -> list[str]:
    with store.read() as session:
        found = development_rows.get_development(session, development_id)
    return sorted(found.outlets) if found else []


def end_wait(store: Store) -> None:
    """However long the daemon took to start again: the wait ends now."""
    with store.write() as session:
        session.execute(update(AlertRow).values(release_at=utc_now()))


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_killed_in_a_group_wait_it_tells_once_and_of_every_outlet(
    tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else None
    workspace = Workspace(tmp_path / "workspace", database_url=url)
    secret = new_secret(os.urandom(32))
    wait = {"MONITOR_GROUP_WAIT_S": "3600"}
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss(QUIET))
        feeds.set("/b", rss(QUIET))
        workspace.write_feeds({"Courier": feeds.url("/a"), "Gazette": feeds.url("/b")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace, **wait) as daemon:
            daemon.wait_event("feeds.in_force", added=2)
            wait_until(lambda: len(feeds.requests) >= 4, what="two polls of each feed", of=daemon)
            feeds.set("/a", rss([*QUIET, TALKS]))
            held = daemon.wait_event("alert.held")
            daemon.kill()
        forget_leases(workspace)
        feeds.set("/b", rss([*QUIET, SAME_TALKS]))
        with (
            DaemonProcess(workspace, **wait) as daemon,
            closing(open_store(workspace.database_url)) as store,
        ):
            wait_until(
                lambda: outlets(store, held["development"]) == ["Courier", "Gazette"],
                what="the second outlet",
                of=daemon,
            )
            end_wait(store)
            receiver.wait_for(1)
            released = daemon.wait_event("alert.raised")
            assert released["alert"] == held["alert"]
        [message] = receiver.verified
        assert message["data"]["alert"]["id"] == held["alert"]
        assert sorted(message["data"]["development"]["outlets"]) == ["Courier", "Gazette"]
