"""One news item followed from its feed to the webhook, by ids alone: in the log, in traces."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.signing import new_secret
from monitor.tracing import NO_TRACES, open_traces
from tests.support.daemon_process import DaemonProcess, Workspace
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.trace_collector import TraceCollector
from tests.support.webhook_receiver import WebhookReceiver

TALKS = Entry(title="Freedonia and Sylvania open harbour talks", guid="t1")
OTHER = Entry(title="Geese are counted in the park", guid="t2")


@pytest.fixture
def secret() -> str:
    return new_secret(os.urandom(32))


def set_up(folder: Path, feeds: FeedServer, receiver: WebhookReceiver, secret: str) -> Workspace:
    workspace = Workspace(folder)
    feeds.set("/a", rss([OTHER, TALKS]))
    workspace.write_feeds({"Courier": feeds.url("/a"), "Silent": feeds.url("/none")})
    workspace.write_endpoints({"desk": (receiver.url, secret)})
    return workspace


def test_an_item_is_followed_through_the_log_by_ids(tmp_path: Path, secret: str) -> None:
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        workspace = set_up(tmp_path, feeds, receiver, secret)
        with DaemonProcess(workspace) as daemon:
            receiver.wait_for(1, timeout_s=60)
            daemon.wait_event("delivery.attempted", timeout_s=60)
            daemon.terminate(timeout_s=30)
        log = list(daemon.log)
        [received] = receiver.received

    def one(event: str, **ids: Any) -> dict[str, Any]:
        [found] = [line for line in log if line["event"] == event and ids.items() <= line.items()]
        return found

    polled = one("poll.new", feed=feeds.url("/a"))
    matched = one("item.matched", feed_id=polled["feed_id"])
    grouped = one("item.grouped", item=matched["item"])
    raised = one("alert.raised", alert=grouped["alert"])
    sent = one("delivery.attempted", alert=raised["alert"])
    # And back: the webhook's id leads to all of it.
    assert sent["alert"] == received.headers["webhook-id"]
    assert (raised["development"], raised["item"]) == (grouped["development"], matched["item"])
    assert (sent["delivery"], sent["state"], sent["endpoint"]) == (1, "delivered", "desk")
    assert matched["rules"] == raised["rules"] == ["talks"]
    assert (grouped["step"], grouped["quiet"]) == ("new", "")


def test_traces_tell_of_visits_judging_and_sending(tmp_path: Path, secret: str) -> None:
    pytest.importorskip("opentelemetry.sdk")
    with (
        FeedServer() as feeds,
        WebhookReceiver(secret) as receiver,
        TraceCollector() as collector,
    ):
        workspace = set_up(tmp_path, feeds, receiver, secret)
        telemetry = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.base_url}
        with DaemonProcess(workspace, **telemetry) as daemon:
            receiver.wait_for(1, timeout_s=60)
            daemon.wait_event("delivery.attempted", timeout_s=60)
            code, _ = daemon.terminate(timeout_s=30)  # what is left is sent at the end
        spans = collector.spans
        [received] = receiver.received
    assert code == 0
    assert {span.service for span in spans} == {"event-monitor"}
    assert {span.name for span in spans} == {"visit", "match", "group", "release", "send"}
    [send] = [span for span in spans if span.name == "send"]
    alert = received.headers["webhook-id"]
    assert send.attributes == {
        "monitor.delivery": 1,
        "monitor.alert": alert,
        "monitor.endpoint": "desk",
        "monitor.status": 200,
        "monitor.state": "delivered",
    }
    assert [alert] in [
        span.attributes.get("monitor.alerts") for span in spans if span.name == "release"
    ]
    failed = {span.failed for span in spans if span.attributes.get("monitor.status") == 404}
    assert failed  # the feed that is not there says why


def test_without_a_collector_there_are_no_traces(tmp_path: Path) -> None:
    with open_traces({"OTEL_SERVICE_NAME": "x"}) as tracer:
        assert tracer is NO_TRACES
        with tracer.span("visit", feed=1) as one, tracer.span("send") as other:
            assert one is other  # nothing is made for a span
            one.note(status=200)
            one.fail("timeout")
