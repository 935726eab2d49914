"""The real daemon reads an article page for a rule that looks at content."""

from __future__ import annotations

import os
from pathlib import Path

from monitor.alerts.signing import new_secret
from tests.feeds.test_page_text import STORY, page
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import rules_with
from tests.support.webhook_receiver import WebhookReceiver


def test_words_that_only_the_article_page_holds_give_one_alert(tmp_path: Path) -> None:
    secret = new_secret(os.urandom(32))
    workspace = Workspace(tmp_path)
    workspace.write_rules(
        rules_with(fields=["title", "content"], match={"all": ["Freedonia", "salmon"]})
    )
    quiet = Entry(title="Harvest festival opens", guid="q")
    with FeedServer() as site, WebhookReceiver(secret) as receiver:
        site.set("/feed", rss([quiet]))
        site.set("/story", page(*STORY), content_type="text/html")
        workspace.write_feeds({"Courier": site.url("/feed")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace, MONITOR_FULL_TEXT="rules") as daemon:
            wait_until(lambda: len(site.requests) >= 2, what="two polls", of=daemon)
            told = Entry(title="Freedonia meets its neighbour", guid="t", link=site.url("/story"))
            site.set("/feed", rss([quiet, told]))
            daemon.wait_event("article.read", outcome="text")
            receiver.wait_for(1)
            assert daemon.get("/readyz").json()["problems"] == {}
            code, _ = daemon.terminate(timeout_s=20)
        assert code == 0
        assert [path for path, _ in site.requests].count("/story") == 1
    [payload] = receiver.verified
    assert {span["field"] for span in payload["data"]["evidence"]} >= {"content"}
