"""The real daemon is backed up while it runs, dies, and comes back from the backup."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.alerts.signing import new_secret
from monitor.cli.main import app, exit_code
from monitor.errors import MonitorError
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver


def talks(name: str, at: datetime) -> Entry:
    return Entry(title=f"Freedonia holds {name} talks in {name}ville", guid=name, published=at)


def delivered(workspace: Workspace) -> int:
    with closing(sqlite3.connect(workspace.database_path, timeout=5)) as database:
        query = "SELECT count(*) FROM delivery WHERE state = 'delivered'"
        return int(database.execute(query).fetchone()[0])


@pytest.fixture
def monitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Runs a command in the workspace; what it said. Its exit code must be ``code``."""
    for name, value in Workspace(tmp_path).environ().items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, list(arguments))
        error = result.exception
        if isinstance(error, MonitorError):
            assert exit_code(error) == code
            return str(error)
        assert result.exit_code == code, result.output
        return result.stdout

    return run


def test_backed_up_killed_and_restored_tells_nothing_twice(
    tmp_path: Path, monitor: Callable[..., str]
) -> None:
    secret = new_secret(os.urandom(32))
    workspace = Workspace(tmp_path)
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        past = datetime.now(UTC) - timedelta(minutes=30)
        served = [talks("Alpha", past)]
        feeds.set("/a", rss(served), etag='"1"')
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            receiver.wait_for(1, timeout_s=60)
            wait_until(lambda: delivered(workspace) == 1, what="the record", of=daemon)
            said = monitor("db", "backup", "saved.db")
            assert "sound" in said
            served.append(talks("Bravo", past + timedelta(minutes=5)))
            feeds.set("/a", rss(served), etag='"2"')
            receiver.wait_for(2, timeout_s=60)
            wait_until(lambda: delivered(workspace) == 2, what="both recorded", of=daemon)
            refused = monitor("db", "restore", "saved.db", "--force", code=3)
            assert "stop the daemon first" in refused
            daemon.kill()
        assert "--force" in monitor("db", "restore", "saved.db", code=2)
        said = monitor("db", "restore", "saved.db", "--force")
        assert "before-restore" in said
        served.append(talks("Charlie", datetime.now(UTC) + timedelta(seconds=1)))
        feeds.set("/a", rss(served), etag='"3"')
        with DaemonProcess(workspace) as daemon:
            daemon.wait_event("restore.caught_up", timeout_s=60)
            # The notice of the restore has no route but the same one: it comes, and one more alert.
            wait_until(
                lambda: [one for one in receiver.verified if "Charlie" in json.dumps(one)],
                timeout_s=60,
                what="what is new",
                of=daemon,
            )
            told = json.loads(monitor("alerts", "untold", "--json"))
            assert [one["title"] for one in told] == [served[1].title]
            why = monitor("alerts", "explain", "--item", str(told[0]["item"]))
            assert "Restored from a backup of" in why
        developments = [
            one["data"]["item"]["title"]
            for one in receiver.verified
            if one["type"] == "development.new"
        ]
        assert developments == [one.title for one in served]
        assert receiver.refused == []
