"""The timeline over a real server: filters, search, read marks, and the stream of changes."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from monitor.model import Role
from monitor.pipeline.corrections import Editor, merge_developments
from monitor.store.changes import newest_version
from monitor.web import live
from tests.web.conftest import Site, Visitor
from tests.web.test_pages import HOSTILE, feed_in


def tell(site: Site, title: str) -> None:
    site.line.tell(title)
    while not site.line.evaluate().idle:
        pass


@pytest.fixture
def told(site: Site) -> Site:
    """A site with two developments: harbour talks (1), a summit on grain (2)."""
    site.line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
    site.line.load()
    tell(site, "Freedonia opens harbour talks with Sylvania in Portville")
    site.line.clock.advance(3600)
    tell(site, "Freedonia: Zürich summit on grain begins without the president")
    return site


def shown(site: Site, query: str = "", visitor: Visitor | None = None) -> list[int]:
    page = (visitor or site.admin).get(f"/{query}").text
    return [int(one) for one in re.findall(r'<li class="card[^>]* data-id="(\d+)"', page)]


def test_filters_of_the_address(told: Site) -> None:
    assert shown(told) == [2, 1]
    assert shown(told, "?q=harbour") == [1]
    assert shown(told, "?q=ZURICH") == [2]
    assert shown(told, "?q=zurich+-grain") == []
    assert shown(told, "?rule=talks&severity=high&outlet=Courier") == [2, 1]
    assert shown(told, "?severity=critical") == []
    assert shown(told, "?time=24h") == [2, 1]
    assert shown(told, "?rule=nothing") == []
    assert "Nothing fits" in told.get("/?rule=nothing").text
    day = told.line.clock().date()
    assert shown(told, f"?from={day}&to={day}") == [2, 1]
    assert shown(told, f"?to={day - timedelta(days=1)}") == []


@pytest.mark.parametrize(
    "query",
    [
        "?severity=huge&time=ever&from=yesterday&to=9999-99-99",
        "?from=0001-01-01&to=9999-12-31",
        "?q=%00%22%27%3B--%20*%20NEAR(",
        f"?q={'x' * 5000}",
        "?before=9007199254740992",
        "?unread=1&actor=%F0%9F%92%A5",
    ],
)
def test_what_cannot_be_asked_is_left_out(told: Site, query: str) -> None:
    assert told.get(f"/{query}").status_code == 200


def test_older_pages_follow(told: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.web.views.now.SHOWN", 1)
    page = told.get("/?q=freedonia").text
    [older] = re.findall(r'rel="next" href="([^"]+)"', page)
    assert shown(told, older.replace("&amp;", "&").lstrip("/")) == [1]
    assert "You are looking at older developments" in told.get("/?before=2").text


def test_reading_is_each_persons_own(told: Site) -> None:
    viewer = told.visitor("ada", Role.VIEWER)
    assert shown(told, "?unread=1", viewer) == [2, 1]
    answer = viewer.post("/developments/2/read", {"back": "/?unread=1"}, shown_on="/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?unread=1")
    assert shown(told, "?unread=1", viewer) == [1]
    assert shown(told, "?unread=1") == [2, 1]
    viewer.post("/developments/2/unread", {}, shown_on="/")
    assert shown(told, "?unread=1", viewer) == [2, 1]
    through = re.search(r'name="through" value="(\d+)"', viewer.get("/").text)
    assert through
    tell(told, "Freedonia talks on fishing start anew in Lakeside")
    viewer.post("/now/read-all", {"through": through[1], "back": "//evil.example"}, shown_on="/")
    assert shown(told, "?unread=1", viewer) == [3]


@pytest.mark.parametrize("path", ["/developments/2/read", "/now/read-all"])
def test_marking_needs_a_page_of_ours(told: Site, path: str) -> None:
    assert told.admin.send(path, {"through": "9"}).status_code == 403
    foreign = {"Origin": "https://evil.example"}
    answer = told.admin.post(path, {"through": "9"}, shown_on="/", **foreign)
    assert answer.status_code == 403
    assert told.admin.post("/developments/99/read", {}, shown_on="/").status_code == 404


def test_changes_are_given_as_the_filters_let_them_through(told: Site) -> None:
    version = re.search(r'data-version="(\d+)"', told.get("/").text)
    assert version
    tell(told, "Freedonia talks on fishing start anew in Lakeside")
    editor = Editor(
        author="ada",
        comment="",
        now=told.line.clock(),
        window=timedelta(days=5),
        close_after=timedelta(days=30),
    )
    merge_developments(told.line.services.store, 1, [2], editor)

    def changes(query: str) -> tuple[list[str], list[str]]:
        text = told.get(f"/now/changes?since={version[1]}{query}").text
        found = re.findall(r' data-id="(\d+)"', text), re.findall(r'data-gone="(\d+)"', text)
        return sorted(found[0]), sorted(found[1])

    assert changes("") == (["1", "3"], ["2"])
    assert changes("&q=fishing") == (["3"], ["1", "2"])
    assert changes("&severity=critical") == ([], ["1", "2", "3"])


def test_hostile_text_stays_text_in_changes(site: Site) -> None:
    feed_in(site, HOSTILE)
    text = site.get("/now/changes?since=0").text
    assert "<script>" not in text
    assert "Freedonia talks" in text


def test_every_item_can_be_searched(told: Site) -> None:
    tell(told, "Élection à Portville: ferry <b>strike</b> averted")
    page = told.get("/items?q=election+strike").text
    assert "Élection à Portville" in page
    assert "no rule matched" in page
    assert "<b>strike" not in page
    assert "/developments/1" in told.get("/items?q=harbour").text
    assert "Nothing found" in told.get("/items?q=quinquereme").text


# ------------------------------------------------------------ the stream


class Events:
    """A stream as it comes over the wire, read by a thread of its own."""

    def __init__(self, visitor: Visitor, path: str, headers: Mapping[str, str]) -> None:
        port = urlsplit(visitor.url).port
        cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.browser.cookies)
        asked = {"Host": f"127.0.0.1:{port}", "Cookie": cookies, **headers}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in asked.items())]
        self.socket = socket.create_connection(("127.0.0.1", port or 0), timeout=60)
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.lines: list[str] = []
        self.news = threading.Condition()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def wait_for(self, text: str) -> None:
        with self.news:
            assert self.news.wait_for(lambda: text in self.lines, timeout=30), self.lines

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join(timeout=30)
        self.socket.close()

    def _read(self) -> None:
        with self.socket.makefile("rb") as answer:
            for line in answer:
                with self.news:
                    self.lines.append(line.decode().rstrip())
                    self.news.notify_all()
                if line == b"0\r\n":  # the last chunk
                    break
        self.ended.set()


@contextmanager
def listening(visitor: Visitor, path: str = "/now/stream", **headers: str) -> Iterator[Events]:
    with closing(Events(visitor, path, headers)) as events:
        events.wait_for(": open")
        assert events.lines[0] == "HTTP/1.1 200 OK"
        assert "content-type: text/event-stream; charset=utf-8" in events.lines
        yield events


def test_a_change_is_told_at_once_and_resumed_from(told: Site) -> None:
    with listening(told.admin, "/now/stream?since=99") as events:
        events.wait_for("retry: 3000")
    with listening(told.admin, "/now/stream?since=0") as events:
        events.wait_for("event: changed")
        seen = next(line for line in events.lines if line.startswith("id: "))
        tell(told, "Freedonia talks on fishing start anew in Lakeside")
        with told.line.services.store.read() as session:
            newest = newest_version(session)
        events.wait_for(f"id: {newest}")
    with listening(told.admin, **{"Last-Event-ID": seen.removeprefix("id: ")}) as events:
        events.wait_for(f"data: {newest}")
    with listening(told.admin, **{"Last-Event-ID": "8 and junk"}) as events:
        events.wait_for(f"data: {newest}")


def test_a_stream_is_kept_alive_and_ends_with_its_session(
    told: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "KEEP_ALIVE_S", 0.05)
    monkeypatch.setattr(live, "SESSIONS_EVERY", 1)
    viewer = told.visitor("ada", Role.VIEWER)
    other = told.visitor("bob", Role.VIEWER)
    with listening(viewer) as events, listening(other) as others:
        events.wait_for(": ping")
        others.wait_for(": ping")
        viewer.post("/logout", {}, shown_on="/")
        assert events.ended.wait(30)
        assert not others.ended.is_set()
    assert viewer.get("/now/stream").status_code == 303


def test_streams_are_bounded(told: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_OF_ONE", 1)
    with listening(told.admin):
        refused = told.get("/now/stream")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
        with listening(told.visitor("ada", Role.VIEWER)):
            pass


def test_a_lost_listener_gives_its_place_back(told: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_OF_ONE", 1)
    monkeypatch.setattr(live, "KEEP_ALIVE_S", 0.05)
    with listening(told.admin) as events:
        events.wait_for(": ping")
    for _ in range(200):
        answer = told.admin.browser.get(f"{told.url}/now/stream", timeout=30, stream=True)
        answer.close()
        if answer.status_code == 200:
            return
        threading.Event().wait(0.05)
    raise AssertionError("the place was never given back")


def test_the_page_is_small(told: Site) -> None:
    page = told.get("/").text
    own = sum(
        len(told.get(path).content)
        for path in re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)
        if "/vendor/" not in path
    )
    assert len(page.encode()) + own < 60_000
