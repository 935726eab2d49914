"""The application on a real server over a real store, with beats that the test sets."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page

from monitor.model import Role
from monitor.pipeline.health import Beat, Health, is_alive, judge
from monitor.web.app import create_app
from monitor.web.people import add_person
from monitor.web.server import WebServer
from tests.support.line import Line, open_line


class Visitor:
    """A browser without a screen: keeps cookies, and sends forms with the page's token."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.browser = requests.Session()

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.browser.get(
            f"{self.url}{path}", headers=headers, timeout=60, allow_redirects=False
        )

    def post(
        self, path: str, fields: Mapping[str, str], *, shown_on: str, **headers: str
    ) -> requests.Response:
        """Send a form of the page ``shown_on``."""
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get(shown_on).text)
        assert found, f"{shown_on} has no form"
        return self.send(path, {"csrf": found[1], **fields}, **headers)

    def send(self, path: str, fields: Mapping[str, str], **headers: str) -> requests.Response:
        """Send a form without looking at a page."""
        return self.browser.post(
            f"{self.url}{path}", data=fields, headers=headers, timeout=60, allow_redirects=False
        )

    def log_in(self, token: str = "", **fields: str) -> requests.Response:
        return self.post("/login", {"token": token, **fields}, shown_on="/login")


@dataclass(frozen=True, kw_only=True)
class Site:
    """A served application; ``get`` asks it as somebody who is logged in as an admin."""

    line: Line
    url: str
    beats: dict[str, Beat]
    admin: Visitor

    def health(self) -> Health:
        """The program's health, counted anew."""
        store = self.line.services.store
        return judge(store, self.beats, now_s=time.monotonic())

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.admin.get(path, **headers)

    def visitor(self, name: str = "", role: Role = Role.ADMIN) -> Visitor:
        """Another browser; with a ``name`` a person is added and logged in."""
        visitor = Visitor(self.url)
        if name:
            assert visitor.log_in(self.token(name, role)).status_code == 303
        return visitor

    def token(self, name: str, role: Role = Role.ADMIN) -> str:
        """Add a person; their login token."""
        services = self.line.services
        return add_person(
            services.store, name, role, now=services.clock(), random_hex=services.random_hex
        )

    def beat(self, problem: str = "", *, ago_s: float = 0.0) -> None:
        self.beats["poll"] = Beat(ran_at_s=time.monotonic() - ago_s, problem=problem)


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path) -> Iterator[Site]:
    shutil.copyfile(sqlite_template, tmp_path / "monitor.db")
    with open_line(tmp_path) as line:
        line.load()
        beats: dict[str, Beat] = {}
        store = line.services.store
        app = create_app(
            line.services,
            health=lambda: judge(store, beats, now_s=time.monotonic()),
            alive=lambda: is_alive(beats, now_s=time.monotonic()),
        )
        with WebServer(app, host="127.0.0.1", port=0) as server:
            served = Site(line=line, url=server.url, beats=beats, admin=Visitor(server.url))
            served.admin.log_in(served.token("root"))
            served.beat()
            yield served


def let_in(page: Page, site: Site) -> None:
    """Give the page's browser the session of the site's admin."""
    [cookie] = [c for c in site.admin.browser.cookies if c.name == "monitor_session"]
    page.context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": site.url}])
