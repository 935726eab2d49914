"""Pages and probes over a real server, with hostile feed text in the store."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from monitor.pipeline.health import Beat, judge
from monitor.web.app import create_app
from monitor.web.server import WebServer
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line

HOSTILE = Entry(
    title='Freedonia talks <script>alert(1)</script> & "quotes" open in the harbour',
    guid="h1",
    link="javascript:alert(1)",
    summary="<img src=x onerror=alert(1)> The summit began <b>today</b>.",
)


@dataclass(frozen=True, kw_only=True)
class Site:
    line: Line
    url: str
    beats: dict[str, Beat]

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", headers=headers, timeout=10)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_line(tmp_path) as line:
        line.load()
        beats = {"poll": Beat(ran_at_s=time.monotonic())}
        store = line.services.store
        app = create_app(line.services, lambda: judge(store, beats, now_s=time.monotonic()))
        with WebServer(app, host="127.0.0.1", port=0) as server:
            yield Site(line=line, url=server.url, beats=beats)


def feed_in(site: Site, *entries: Entry) -> None:
    with FeedServer() as feeds:
        feeds.set("/a", rss(entries))
        site.line.workspace.write_feeds({"Courier": feeds.url("/a")})
        site.line.load()
        site.line.clock.advance(60)
        site.line.poll()
    while not site.line.evaluate().idle:
        pass


def test_probes(site: Site) -> None:
    assert site.get("/healthz").json() == {"alive": True}
    ready = site.get("/readyz")
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    site.beats["poll"] = Beat(ran_at_s=time.monotonic(), problem="the disk is full")
    ready = site.get("/readyz")
    assert (ready.status_code, ready.json()["problems"]) == (503, {"poll": "the disk is full"})
    site.beats["poll"] = Beat(ran_at_s=time.monotonic() - 1000)
    assert site.get("/healthz").status_code == 503


def test_an_empty_page_says_why_it_is_empty(site: Site) -> None:
    assert "No feed has been read yet" in site.get("/").text
    feed_in(site, Entry(title="Ferry line resumes after the storm", guid="x"))
    page = site.get("/").text
    assert "have judged 1 items and none has matched" in page
    assert "quiet means quiet" in page


def test_a_failing_feed_shows_as_blindness(site: Site) -> None:
    site.line.workspace.write_feeds({"Courier": "http://127.0.0.1:9/feed"})
    site.line.load()
    site.line.poll()
    page = site.get("/").text
    assert "1 of 1 feeds fail" in page
    assert "connection" in page


def test_hostile_text_stays_text(site: Site) -> None:
    feed_in(site, HOSTILE)
    front = site.get("/").text
    assert "<script>" not in front
    assert "Freedonia talks" in front
    page = site.get("/developments/1").text
    for danger in ("<script>", "<img src=x", "onerror=", 'href="javascript:'):
        assert danger not in page
    assert "<mark>Freedonia</mark>" in page
    assert "First report" in page or "New:" in page


def test_pages_forbid_script_and_foreign_hosts(site: Site) -> None:
    answer = site.get("/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "http" not in answer.text.replace(site.url, "").replace("http-equiv", "")
    assert site.get("/", Host="evil.example").status_code == 400


def test_an_unknown_development_is_a_404(site: Site) -> None:
    assert site.get("/developments/999").status_code == 404
