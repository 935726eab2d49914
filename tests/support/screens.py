"""Pictures of every page over a kept replay: ``python -m tests.support.screens WEEK OUT [PATH …]``.

``WEEK`` is what ``monitor demo --keep WEEK`` left. Each page is taken at 1280 and 390 pixels, light
and dark, whole length; what the console says and what axe finds is printed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from playwright.sync_api import Browser

from monitor.model import Role
from monitor.pipeline.health import Beat, judge
from monitor.settings import Settings
from monitor.store import people
from monitor.web.app import create_app
from monitor.web.people import add_person
from monitor.web.server import WebServer
from monitor.wiring import Services, open_services
from tests.support.browser import open_browser, open_page, violations

PATHS = ("/", "/developments/1", "/meetings", "/rules", "/feeds", "/deliveries", "/account")


def main(week: Path, out: Path, paths: list[str]) -> None:
    """Take the pictures of ``paths``."""
    out.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        database_url=f"sqlite:///{week / 'monitor.db'}",
        rules_dir=week / "rules",
        feeds_file=week / "feeds.opml",
    )
    with open_services(settings, environ={}) as services:
        services.rules.reload(services.store, now=services.clock())
        services.rules.reload(services.store, now=services.clock())
        beats = {"poll": Beat(ran_at_s=time.monotonic())}
        store = services.store
        app = create_app(
            services,
            health=lambda: judge(store, beats, now_s=time.monotonic()),
            alive=lambda: True,
        )
        with WebServer(app, host="127.0.0.1", port=0) as server, open_browser() as browser:
            token = _token(services)
            for path in paths or PATHS:
                for width in (1280, 390):
                    for scheme in ("light", "dark"):
                        _take(browser, server.url, token, path, width, scheme, out)


def _token(services: Services) -> str:
    with services.store.read() as session:
        known = {person.name for person in people.list_people(session)}
    name = "ada" if "ada" not in known else f"ada-{time.time_ns()}"
    return add_person(
        services.store, name, Role.ADMIN, now=services.clock(), random_hex=services.random_hex
    )


def _take(
    browser: Browser, url: str, token: str, path: str, width: int, scheme: str, out: Path
) -> None:
    page = open_page(browser, width=width, scheme=scheme)
    page.on("console", lambda message: _say(f"{path} console: {message.text}"))
    page.goto(f"{url}/login")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Log in with the token").click()
    page.wait_for_url(f"{url}/")
    page.goto(f"{url}{path}")
    page.wait_for_timeout(300)
    name = path.strip("/").replace("/", "-") or "now"
    page.screenshot(path=out / f"{name}-{width}-{scheme}.png", full_page=True)
    for one in violations(page):
        _say(f"{path} {width} {scheme}: {one}")
    page.context.close()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
