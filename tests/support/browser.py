"""The system's Chromium, driven by Playwright, and what every page is held to in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_CHROMIUM = "no Chromium on this machine (Debian: apt install chromium)"


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def open_page(
    browser: Browser, *, width: int = 1280, scheme: str = "light", javascript: bool = True
) -> Page:
    """An empty page in a browser profile of its own."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=javascript,
        bypass_csp=False,
    )
    return context.new_page()


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its best practices: rule, and where.

    Its script is put in by the browser's debugger, so the page's own policy stays as it is.
    """
    found = Axe().run(page)
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
