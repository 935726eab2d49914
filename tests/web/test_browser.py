"""The pages in a real browser: nothing blocked, nothing asked of others, no sideways scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import CHROMIUM, NO_CHROMIUM, open_page, violations
from tests.web.conftest import Site, let_in
from tests.web.test_pages import HOSTILE, feed_in

PATHS = [
    "/",
    "/developments/1",
    "/developments/99",
    "/items?q=freedonia",
    "/meetings",
    "/rules",
    "/rules/rule/talks",
    "/rules/try",
    "/rules/new",
    "/rules/seed",
    "/rules/files/main.rules.yaml",
    "/rules/files/main.rules.yaml/history",
    "/rules/files/main.rules.yaml/history/1",
    "/rules/files/main.rules.yaml/manage",
    "/feeds",
    "/deliveries",
    "/account",
    "/login",
]

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_pages_fit_and_ask_nobody_else(
    browser: Browser, site: Site, width: int, scheme: str, path: str
) -> None:
    feed_in(site, HOSTILE)
    page = open_page(browser, width=width, scheme=scheme)
    let_in(page, site)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(f"{site.url}{path}")
    assert [url for url in asked if not url.startswith(site.url)] == []
    assert [text for text in said if "404" not in text] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(15, 17, 21)") is (scheme == "dark")
    assert violations(page) == []
    page.close()


def test_a_development_is_reached_by_keyboard(browser: Browser, site: Site) -> None:
    feed_in(site, HOSTILE)
    page = browser.new_page()
    let_in(page, site)
    page.goto(site.url)
    follow(page, "Freedonia talks")
    assert page.url.endswith("/developments/1")
    assert page.locator("mark").count() > 0
    assert page.locator("main script, main img").count() == 0
    page.close()


def test_first_login_by_token_then_by_password_then_out(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.goto(f"{site.url}/account")
    page.get_by_label("Token").fill(site.token("ada"))
    page.get_by_role("button", name="Log in with the token").click()
    page.wait_for_url(f"{site.url}/account")
    page.get_by_label("New password").fill("correct horse battery")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Change the password")).to_be_visible()
    page.get_by_role("button", name="Log out").first.click()
    page.wait_for_url(f"{site.url}/login")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/")
    assert page.context.cookies()[0].get("httpOnly")
    assert page.evaluate("document.cookie") == ""
    page.close()


def follow(page: Page, text: str) -> None:
    """Press Tab until a link with ``text`` has the focus, then Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if text in str(page.evaluate("document.activeElement.closest('a')?.textContent")):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no link with {text!r} takes the focus")
