"""The real daemon, subscribed at a real hub: what the hub sends becomes one alert, unpolled."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from monitor.alerts.signing import new_secret
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.feed_server import FeedServer
from tests.support.hub import Hub
from tests.support.webhook_receiver import WebhookReceiver


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def document(hub: Hub, *titles: str) -> bytes:
    items = "".join(f"<item><title>{title}</title><guid>{title}</guid></item>" for title in titles)
    return (
        '<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>C</title>'
        f'<a:link rel="hub" href="{hub.url}"/>{items}</channel></rss>'
    ).encode()


def test_what_a_hub_sends_is_alerted_without_a_poll(tmp_path: Path) -> None:
    secret, port = new_secret(os.urandom(32)), free_port()
    workspace = Workspace(tmp_path)
    settings = {
        "MONITOR_WEB_PORT": str(port),
        "MONITOR_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    with FeedServer() as site, Hub() as hub, WebhookReceiver(secret) as receiver:
        site.set("/feed", document(hub, "Harvest festival opens"))
        workspace.write_feeds({"Courier": site.url("/feed")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace, **settings) as daemon:
            daemon.wait_event("hub.verified")
            wait_until(lambda: len(site.requests) >= 2, what="the first check", of=daemon)
            polls = len(site.requests)
            talks = "Freedonia and Sylvania open harbour talks"
            assert hub.send(site.url("/feed"), document(hub, talks)) == [202]
            receiver.wait_for(1)
            assert len(site.requests) - polls <= 1
            code, _ = daemon.terminate(timeout_s=20)
        assert code == 0
    assert [one["data"]["item"]["title"] for one in receiver.verified] == [talks]
