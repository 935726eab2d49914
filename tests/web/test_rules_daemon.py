"""Rules edited through the pages of a running daemon: in force without a restart."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from monitor.alerts.signing import new_secret
from tests.support.browser import CHROMIUM, NO_CHROMIUM, open_page
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver

OLD = Entry(title="Harvest festival opens in the old town", guid="q1")
FRAUD = Entry(title="Honey fraud uncovered at the border of Ruritania", guid="h1")
RULES = "rules:\n  - id: fraud\n    title: Fraud\n    match: honey fraud\n"
FILE = "main.rules.yaml"


@pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
def test_rules_saved_on_the_page_come_into_force(browser: Browser, tmp_path: Path) -> None:
    workspace, secret = Workspace(tmp_path), new_secret(os.urandom(32))
    with FeedServer() as feeds, WebhookReceiver(secret) as receiver:
        feeds.set("/a", rss([OLD]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (receiver.url, secret)})
        with DaemonProcess(workspace) as daemon:
            url = daemon.wait_event("web.started")["url"]
            daemon.wait_event("poll.new")
            page = open_page(browser)
            page.goto(f"{url}/rules/files/{FILE}")
            page.locator(".cm-content").click()
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.insert_text(RULES)
            page.get_by_label("Why (for the history)").fill("honey")
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_text("Saved.")).to_be_visible()
            assert (workspace.rules / FILE).read_text() == RULES
            expect(page.locator("#force")).to_contain_text("In force", timeout=30_000)
            daemon.wait_event("rules.in_force", rules=1)
            feeds.set("/a", rss([OLD, FRAUD]))
            receiver.wait_for(1)

            workspace.write(FILE, RULES + "# by hand\n")

            def noticed() -> bool:
                page.goto(f"{url}/rules/files/{FILE}/history")
                return "edited outside of these pages" in page.content().partition("honey")[0]

            wait_until(noticed, what="the edit on disk in the history", of=daemon)
            page.goto(f"{url}/rules/files/endpoints.yaml")
            assert "(hidden desk.secret)" in page.content()
            assert secret not in page.content()
            page.context.close()
            assert daemon.terminate(timeout_s=30)[0] == 0
    assert [one["data"]["item"]["title"] for one in receiver.verified] == [FRAUD.title]
