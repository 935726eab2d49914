"""Meetings, feeds and deliveries in a real browser, with real sites and receivers on loopback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from monitor.feeds.opml import read_opml
from monitor.model import DeliveryState, Role
from monitor.web.app import HERE
from tests.support.browser import CHROMIUM, NO_CHROMIUM, open_page, violations
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver
from tests.web.conftest import Site, let_in
from tests.web.test_deliveries import killed, receiver, send_due, state_of, told
from tests.web.test_feeds import failing
from tests.web.test_meetings import HOSTILE, with_meetings

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
__all__ = ["receiver"]  # a fixture

PATHS = (
    "/meetings",
    "/meetings?show=all&month=2026-02",
    "/feeds",
    "/feeds/1",
    "/feeds/coverage",
    "/feeds/add",
    "/feeds/import",
    "/deliveries",
    "/deliveries/1",
    "/deliveries/unsent",
    "/deliveries/silences",
)
LONGEST = 100_000
"""Bytes of a page with its own styles and scripts."""

NEWS = '<html><head><title>Harbour</title><link rel="alternate" type="application/rss+xml" href="/rss" title="World"><link rel="alternate" type="application/rss+xml" href="/comments/feed"></head></html>'  # noqa: E501


def site_of_news(feeds: FeedServer) -> str:
    """A site with two feeds, one of them of comments and both hostile; its address."""
    feeds.set("/", NEWS, content_type="text/html")
    item = Entry(title="<img src=x onerror=alert(1)> Ferries run again", guid="f1")
    feeds.set("/rss", rss([item], title="Harbour <b>World</b>"))
    feeds.set("/comments/feed", rss([Entry(title="First!", guid="c1")], title="Comments"))
    return feeds.url("/")


def weight(html: str) -> int:
    """Bytes of a page and of the styles and scripts that are our own."""
    linked = re.findall(r'"/static/((?!vendor/)[^"]+[.](?:css|js))"', html)
    assert len(linked) > 2
    own: int = sum((HERE / "static" / name).stat().st_size for name in linked)
    return len(html.encode()) + own


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_pages_fit_are_light_and_open_to_everybody(
    browser: Browser, site: Site, receiver: WebhookReceiver, width: int, scheme: str
) -> None:
    with_meetings(site)
    told(site, receiver, "Freedonia talks with Sylvania begin " + "harbour" * 30)
    receiver.script = [500]
    send_due(site)
    failing(site)
    page = open_page(browser, width=width, scheme=scheme)
    let_in(page, site)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        answer = page.goto(f"{site.url}{path}")
        assert answer is not None
        assert weight(answer.text()) < LONGEST, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert violations(page) == [], path
    assert said == []
    assert [url for url in asked if not url.startswith(site.url)] == []
    page.close()


def test_a_feed_is_added_by_its_site_with_the_keyboard(browser: Browser, site: Site) -> None:
    failing(site)
    with FeedServer() as feeds:
        address = site_of_news(feeds)
        page = open_page(browser, width=390)
        let_in(page, site)
        page.goto(f"{site.url}/feeds/add")
        expect(page.get_by_label("Address of a site or a feed")).to_be_focused()
        page.keyboard.type(address)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="2 feeds found")).to_be_visible()
        expect(page.get_by_text("Ferries run again")).to_be_visible()
        assert page.locator("main img, main script").count() == 0
        expect(page.get_by_role("checkbox", name="Harbour World")).to_be_checked()
        comments = page.get_by_role("checkbox", name="Comments")
        expect(comments).not_to_be_checked()
        tab_to(page, "outlets")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("Harbour News")
        tab_to(page, "folder")
        page.keyboard.type("World/Ports")
        page.keyboard.press("Enter")
        expect(page.get_by_text("1 feed added to the list")).to_be_visible()
        page.get_by_role("link", name="Harbour News").click()
        expect(page.get_by_role("heading", name="Harbour News")).to_be_visible()
        [*_, source] = read_opml(site.line.workspace.feeds_file.read_bytes(), file="list")
        assert (source.url, source.folder) == (feeds.url("/rss"), "World/Ports")
        assert [poll.new_items for poll in site.line.poll()] == [1]
        page.reload()
        expect(page.get_by_text("1 in all")).to_be_visible()
    page.close()


def test_without_scripts_a_feed_is_found_and_removed(browser: Browser, site: Site) -> None:
    failing(site)
    page = open_page(browser, javascript=False)
    let_in(page, site)
    page.goto(f"{site.url}/feeds")
    page.get_by_role("link", name="Failing").click()
    page.get_by_label("Find").fill("Echo")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("row", name="Echo").get_by_role("link").click()
    page.get_by_text("Remove this feed…").click()
    page.get_by_role("button", name="Remove Harbour").click()
    expect(page.get_by_role("link", name="All 1")).to_be_visible()
    page.close()


def test_a_dead_delivery_is_sent_again(
    browser: Browser, site: Site, receiver: WebhookReceiver
) -> None:
    killed(site, receiver)
    page = open_page(browser)
    let_in(page, site)
    page.goto(f"{site.url}/deliveries?state=dead")
    page.get_by_role("link", name="Delivery 1").click()
    expect(page.get_by_text("500").first).to_be_visible()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_role("button", name="Send again")).to_have_count(0)
    send_due(site)
    page.reload()
    expect(page.get_by_text("delivered", exact=True)).to_be_visible()
    assert state_of(site, 1) is DeliveryState.DELIVERED
    page.goto(f"{site.url}/deliveries")
    page.get_by_role("button", name="Send a test to desk").click()
    expect(page.get_by_role("status")).to_contain_text("desk accepted the test message")
    page.close()


def test_the_calendar_is_downloaded_and_subscribed_to(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    with_meetings(site)
    page = open_page(browser)
    let_in(page, site)
    page.goto(f"{site.url}/meetings?month=2026-03")
    expect(page.get_by_role("table", name="Meetings in March 2026")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download meetings.ics").click()
    download.value.save_as(tmp_path / "meetings.ics")
    calendar = Calendar.from_ical((tmp_path / "meetings.ics").read_bytes())
    assert HOSTILE in [str(one["summary"]) for one in calendar.walk("VEVENT")]
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Address").input_value()
    assert address.startswith("http://desk.example/calendar/cal_")
    page.goto(f"{site.url}/meetings")
    expect(page.get_by_text("You have an address since")).to_be_visible()
    expect(page.get_by_label("Address", exact=True)).to_have_count(0)
    page.close()


def test_countdowns_are_told_by_the_readers_own_day(browser: Browser, site: Site) -> None:
    with_meetings(site)
    page = open_page(browser)
    page.clock.install(time="2026-03-04T23:59:50+00:00")
    let_in(page, site)
    page.goto(f"{site.url}/meetings")
    countdown = page.locator("#harbour .countdown")
    expect(countdown).to_have_text("in 1 day")
    page.clock.run_for(60_000)
    expect(countdown).to_have_text("day 1 of 3")
    page.close()


def test_a_viewer_sees_and_is_offered_nothing_to_change(
    browser: Browser, site: Site, receiver: WebhookReceiver
) -> None:
    told(site, receiver, "Freedonia talks open")
    viewer = site.visitor("vera", Role.VIEWER)
    page = open_page(browser)
    for one in viewer.browser.cookies:
        page.context.add_cookies([{"name": one.name, "value": one.value or "", "url": site.url}])
    for path in ("/feeds", "/feeds/1", "/deliveries", "/deliveries/1", "/deliveries/silences"):
        page.goto(f"{site.url}{path}")
        assert page.locator("main form[method=post]").count() == 0, path
    page.close()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the field of this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"no field {name!r} takes the focus")
