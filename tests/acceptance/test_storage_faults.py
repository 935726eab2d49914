"""A disk that fills up: nothing is lost, nothing is sent too soon, and it goes on by itself."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import pytest

from monitor.alerts.signing import new_secret
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver

TALKS = Entry(title="Freedonia and Sylvania open harbour talks", guid="t1")


def no_larger_files(daemon: DaemonProcess, folder: Path) -> None:
    """From now on the daemon cannot make any file longer than its longest one: a full disk."""
    longest = max(path.stat().st_size for path in folder.glob("monitor.db*"))
    _limit(daemon, longest)


def _limit(daemon: DaemonProcess, size: int) -> None:
    _, most = resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (size, most))


@pytest.mark.skipif(sys.platform != "linux", reason="the disk is filled through Linux's prlimit")
def test_a_full_disk_stops_nothing_and_loses_nothing(tmp_path: Path) -> None:
    secret = new_secret(os.urandom(32))
    workspace = Workspace(tmp_path)
    filler = [
        Entry(title=f"Freedonia talks on subject {n} " + "x" * 3000, guid=f"f{n}")
        for n in range(300)
    ]
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss([]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace, MONITOR_FETCH_DEADLINE_S="1") as daemon:
            wait_until(lambda: len(feeds.requests) >= 2, what="polls", of=daemon)
            no_larger_files(daemon, tmp_path)
            feeds.set("/a", rss([*filler, TALKS]))
            told = {"poll.not_stored", "job.failed"}
            wait_until(
                lambda: any(line.get("event") in told for line in list(daemon.log)),
                what="the refusal in the log",
                of=daemon,
            )
            assert daemon.alive()
            assert daemon.get("/healthz").status_code == 200
            assert receiver.received == []  # nothing that was not committed
            _limit(daemon, resource.RLIM_INFINITY)
            feeds.set("/a", rss([TALKS]))
            receiver.wait_for(1, timeout_s=90)
        assert len(receiver.verified) == 1
        assert receiver.refused == []
