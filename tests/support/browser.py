"""The system's Chromium, driven by Playwright, and what every page is held to in it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.processes import children

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
    """A headless Chromium. It and Playwright's driver are killed at the end: asked to close, they
    may never do so, as where another process holds the driver's standard input open."""
    before = children()
    with sync_playwright() as playwright:
        drivers = children() - before
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        browser = _process_of(chromium)
        try:
            yield chromium
        finally:
            for pid in (browser, *drivers):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


def _process_of(chromium: Browser) -> int:
    """The number of a browser's main process."""
    processes = chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return next(int(one["id"]) for one in processes["processInfo"] if one["type"] == "browser")


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
