"""The timeline in a real browser: live, by keyboard, on a phone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from monitor.web import streaming
from tests.support.browser import CHROMIUM, NO_CHROMIUM, open_page, violations
from tests.web.conftest import Site, let_in
from tests.web.test_development import homes
from tests.web.test_development import told as told  # noqa: PLC0414 - a fixture
from tests.web.test_now import tell

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)


@pytest.fixture
def page(browser: Browser, told: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setattr(streaming, "LOOK_EVERY_S", 0.25)
    opened = open_page(browser)
    let_in(opened, told)
    opened.goto(told.url)
    yield opened
    opened.context.close()


def titles(page: Page) -> list[str]:
    return [one.removeprefix("Unread: ") for one in page.locator("#timeline h2").all_inner_texts()]


def test_news_arrive_by_themselves_and_keep_the_reader_where_they_are(
    told: Site, page: Page
) -> None:
    expect(page.locator("#live")).to_have_text("Live")
    page.locator("#d1 h2 a").focus()
    tell(told, "Freedonia talks on fishing start anew in Lakeside")
    expect(page.locator("#timeline > li").first).to_contain_text("fishing start anew")
    expect(page.locator("#timeline > li")).to_have_count(3)
    expect(page.locator("#timeline > li").first.locator("time")).to_have_attribute(
        "title", re.compile("UTC$")
    )
    expect(page.locator("#said")).to_contain_text("New: Unread: Freedonia talks on fishing")
    expect(page.locator("#unread")).to_have_text("3")
    expect(page).to_have_title(re.compile(r"^\(3\) Now"))
    expect(page.locator("#d1 h2 a")).to_be_focused()
    # One more telling of a known development changes its card where it is.
    tell(told, "Freedonia talks on fishing start anew in Lakeside, ministers say")
    expect(page.locator("#timeline > li")).to_have_count(3)
    assert violations(page) == []


def test_what_does_not_fit_the_filters_does_not_arrive(told: Site, page: Page) -> None:
    page.goto(f"{told.url}/?q=fishing")
    expect(page.locator("#live")).to_have_text("Live")
    expect(page.locator("#empty")).to_contain_text("Nothing fits")
    tell(told, "Freedonia talks on grain resume")
    tell(told, "Freedonia talks on fishing start anew in Lakeside")
    expect(page.locator("#timeline > li")).to_have_count(1)
    expect(page.locator("#empty")).to_have_count(0)


def test_where_much_changes_at_once_the_list_is_had_anew(
    told: Site, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.web.views.now.MOST_TOUCHED", 1)
    expect(page.locator("#live")).to_have_text("Live")
    page.get_by_label("Search", exact=True).fill("half a wo")
    page.get_by_role("button", name="Pause").click()
    tell(told, "Freedonia talks on fishing start anew in Lakeside")
    tell(told, "Freedonia summit on timber ends in Ironbridge without a word")
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("#timeline > li")).to_have_count(4)
    expect(page.locator("#unread")).to_have_text("4")
    expect(page.locator("#q")).to_have_value("half a wo")
    page.get_by_role("button", name=re.compile("Mark read.*timber")).click()
    expect(page.locator("#unread")).to_have_text("3")


def test_paused_nothing_moves_and_resumed_all_is_there(told: Site, page: Page) -> None:
    expect(page.locator("#live")).to_have_text("Live")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#live")).to_have_text("Paused")
    tell(told, "Freedonia talks on fishing start anew in Lakeside")
    assert len(titles(page)) == 2
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("#timeline > li")).to_have_count(3)


def test_a_logged_out_page_says_that_it_is_not_live(told: Site, page: Page) -> None:
    expect(page.locator("#live")).to_have_text("Live")
    page.context.clear_cookies()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("#live")).to_have_text("Not live")


def test_keys_walk_open_mark_and_search(told: Site, page: Page) -> None:
    page.keyboard.press("j")
    expect(page.locator("#d2 h2 a")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("#d1 h2 a")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.locator("#unread")).to_have_text("1")
    expect(page.locator("#d1")).not_to_have_class(re.compile("unread"))
    expect(page.locator("#d1 h2 a")).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("#unread")).to_have_text("2")
    page.keyboard.press("k")
    expect(page.locator("#d2 h2 a")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("harbour j?m")
    expect(page.locator("#q")).to_have_value("harbour j?m")
    page.keyboard.press("Control+a")
    page.keyboard.type("harbour")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=harbour"))
    expect(page.locator("#timeline > li")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"{told.url}/developments/1")


def test_keys_are_told_and_can_be_switched_off(told: Site, page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Single keys do these things").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).not_to_be_visible()
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("#d2 h2 a")).not_to_be_focused()
    page.get_by_role("button", name="Keyboard").click()
    expect(page.get_by_label("Single keys do these things")).not_to_be_checked()


def test_opening_reads_and_all_can_be_read(told: Site, page: Page) -> None:
    page.locator("#d1 h2 a").click()
    expect(page.get_by_role("button", name="Mark unread")).to_be_visible()
    page.goto(told.url)
    expect(page.locator("#unread")).to_have_text("1")
    page.get_by_role("button", name="Mark all read").click()
    expect(page.locator("#unread")).to_have_text("0")
    expect(page.locator(".card.unread")).to_have_count(0)


def test_a_split_by_keyboard_alone(told: Site, page: Page) -> None:
    page.goto(f"{told.url}/developments/1")
    page.get_by_label("Harbour talks of Freedonia").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Split off ticked items…").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Split items off")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Split off 1 item").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{told.url}/developments/1")
    assert homes(told) == [1, 3, 2]
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert violations(page) == []


def test_what_was_weighed_is_had_when_it_is_opened(told: Site, page: Page) -> None:
    page.goto(f"{told.url}/developments/1")
    page.locator("#item-2 details.why summary").click()
    expect(page.locator("#item-2 .weighed table")).to_contain_text("words in common")
    page.get_by_text("The chart as a table").click()
    expect(page.get_by_role("region", name="The story in numbers")).to_be_visible()
    assert violations(page) == []


def test_all_works_without_javascript(browser: Browser, told: Site) -> None:
    page = open_page(browser, width=390, javascript=False)
    let_in(page, told)
    page.goto(told.url)
    page.get_by_label("Search", exact=True).fill("harbour")
    page.get_by_role("button", name="Show").click()
    assert len(titles(page)) == 1
    page.get_by_role("button", name="Mark read").click()
    expect(page.locator("#unread")).to_have_text("1")
    assert page.url.endswith("/?q=harbour")
    page.get_by_role("link", name="Freedonia and Sylvania").click()
    page.get_by_role("link", name="Merge…").click()
    page.get_by_label("Find by words").fill("grain")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Choose").first.click()
    page.get_by_role("button", name="Merge 2 into 1").click()
    assert homes(told) == [1, 1, 1]
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/?q=nothing+of+the+kind",
        "/?severity=high&outlet=Courier",
        "/items?q=freedonia",
        "/developments/1/merge",
        "/developments/1/merge?other=2",
        "/developments/1/split?item=2",
        "/developments/1/items/2",
    ],
)
def test_pages_fit_a_phone_and_are_accessible(
    browser: Browser, told: Site, path: str, scheme: str
) -> None:
    page = open_page(browser, width=390, scheme=scheme)
    let_in(page, told)
    page.goto(f"{told.url}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    page.context.close()
