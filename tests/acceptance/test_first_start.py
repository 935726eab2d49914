"""From the first start to the first alert that arrives on the page, with the real daemon."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import CHROMIUM, NO_CHROMIUM, open_page, violations
from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)

SEEN_WITHIN_MS = 60_000

STOPS_WITHIN_S = 10.0
"""Of ``monitor run``: what a container gets."""


def token_of(daemon: DaemonProcess) -> str:
    """The login token, as a person reads it off the terminal."""

    def printed() -> str | None:
        found = re.search(r"^ {4}(\S{20,})$", "".join(daemon.said), re.MULTILINE)
        return found[1] if found else None

    return wait_until(printed, what="the first login token", of=daemon)


def test_first_start_login_and_an_alert_that_arrives_live(browser: Browser, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with FeedServer() as feeds:
        feeds.set("/a", rss([Entry(title="Ferry line resumes after the storm", guid="1")]))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        with DaemonProcess(workspace, MONITOR_WEB_LOGIN="true") as daemon:
            url = daemon.wait_event("web.started")["url"]
            page = open_page(browser)
            page.goto(url)
            page.wait_for_url(f"{url}/login")
            page.get_by_label("Token").fill(token_of(daemon))
            page.get_by_role("button", name="Log in with the token").click()
            page.wait_for_url(f"{url}/")

            # Nothing has happened, and the page says what happens next, and how far it is.
            expect(page.get_by_role("list", name="What happens next")).to_be_visible()
            judged = "1 rule judged 1 item, and none matched"
            expect(page.locator("#empty")).to_contain_text(judged, timeout=SEEN_WITHIN_MS)
            expect(page.locator("#empty")).to_contain_text("there is no endpoint")
            assert violations(page) == []
            expect(page.locator("#live")).to_have_text("Live")

            title = "Freedonia talks <img src=x onerror=alert(1)> open in the harbour"
            feeds.set("/a", rss([Entry(title=title, guid="2")]))
            card = page.locator("#timeline > li").first
            expect(card).to_contain_text("open in the harbour", timeout=SEEN_WITHIN_MS)
            expect(card).to_contain_text("First report of this development, by Courier.")
            expect(card.get_by_text("alerted")).to_be_visible(timeout=SEEN_WITHIN_MS)
            expect(page.locator("#empty")).to_have_count(0)
            expect(page.locator("#unread")).to_have_text("1")
            assert page.locator("#timeline img").count() == 0

            # A page that listens does not hold up the end.
            code, took_s = daemon.terminate(timeout_s=STOPS_WITHIN_S + 5)
            assert (code, took_s < STOPS_WITHIN_S) == (0, True)
            expect(page.locator("#live")).not_to_have_text("Live")
            page.context.close()
        assert not [line for line in daemon.log if line.get("event") == "daemon.left"]
        assert "Cancel" not in "".join(daemon.raw)

        # The token is told once only.
        with DaemonProcess(workspace, MONITOR_WEB_LOGIN="true") as daemon:
            assert daemon.get("/healthz").ok
            assert "token" not in "".join(daemon.said)
