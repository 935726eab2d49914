"""Pages and probes over a real server, with hostile feed text in the store."""

from __future__ import annotations

import ast
import re
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import requests

from monitor.pipeline.corrections import Editor, merge_developments
from monitor.pipeline.health import Health
from monitor.web.app import create_app
from monitor.web.server import WebServer
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.web.conftest import Site

ROOT = Path(__file__).resolve().parents[2]
WORKER_THREADS = 40  # anyio's default for the functions that are not async

HOSTILE = Entry(
    title='Freedonia talks <script>alert(1)</script> & "quotes" open in the harbour',
    guid="h1",
    link="javascript:alert(1)",
    summary="<img src=x onerror=alert(1)> The summit began <b>today</b>.",
)


def feed_in(site: Site, *entries: Entry) -> None:
    with FeedServer() as feeds:
        feeds.set("/a", rss(entries))
        site.line.workspace.write_feeds({"Courier": feeds.url("/a")})
        site.line.load()
        site.line.clock.advance(60)
        site.line.poll()
    while not site.line.evaluate().idle:
        pass


def test_how_headlines_sound_is_plotted(site: Site) -> None:
    feed_in(
        site,
        Entry(title="Freedonia summit on fishing rights: talks begin in the harbour", guid="s1"),
        Entry(title="Freedonia summit on fishing rights: talks collapse in the harbour", guid="s2"),
    )
    page = site.get("/developments/1").text
    assert page.count("<circle") == 2
    assert "+2 “talks collapse”, Courier" in page
    assert 'class="sounds"' in site.get("/").text


def test_probes(site: Site) -> None:
    assert site.get("/healthz").json() == {"alive": True}
    ready = site.get("/readyz")
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    site.beat("the disk is full")
    ready = site.get("/readyz")
    assert (ready.status_code, ready.json()["problems"]) == (503, {"poll": "the disk is full"})
    site.beat(ago_s=1000)
    assert site.get("/healthz").status_code == 503


def test_strangers_learn_of_probes_only_whether_it_is_well(site: Site) -> None:
    site.beat("rules/crisis.rules.yaml:3: no actor 'freedonia'")
    through_proxy = {"X-Forwarded-For": "203.0.113.9"}
    answer = requests.get(f"{site.url}/readyz", headers=through_proxy, timeout=10)
    assert answer.status_code == 503
    assert sorted(answer.json()) == ["problems", "ready"]
    assert list(answer.json()["problems"]) == ["poll"]
    assert "freedonia" not in answer.text


def test_a_development_shows_its_life_and_what_it_follows(site: Site) -> None:
    line = site.line
    line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
    line.load()
    line.tell("Freedonia and Sylvania open harbour talks in Portville")
    line.evaluate()
    line.clock.advance(9 * 86_400)
    line.evaluate()
    line.tell("Freedonia rejects draft of harbour accord as Sylvania talks resume in Portville")
    line.evaluate()
    site.admin.log_in(site.token("ada"))  # the other session was not used for too long
    first, second = (site.get(f"/developments/{number}").text for number in (1, 2))
    assert re.search(r"quiet since <time [^>]*>11 Mar 08:00 UTC", first)
    for page, other in ((first, 2), (second, 1)):
        assert "Timeline" in page
        assert f'<a href="/developments/{other}">' in page
        assert "much like those of development 1" in page
    editor = Editor(
        author="ada",
        comment="",
        now=line.clock(),
        window=timedelta(days=5),
        close_after=timedelta(days=30),
    )
    merge_developments(line.services.store, 1, [2], editor)
    assert 'merged into <a href="/developments/1">1</a>' in site.get("/developments/2").text
    assert "Timeline" not in site.get("/developments/1").text
    assert site.get("/").text.count('<h2><a href="/developments/') == 1


def test_being_alive_is_told_while_the_database_hangs(site: Site) -> None:
    answering = threading.Event()

    def hanging() -> Health:
        answering.wait(20)
        return Health(alive=True, ready=True)

    app = create_app(site.line.services, health=hanging, alive=lambda: True)
    with WebServer(app, host="127.0.0.1", port=0) as server, ExitStack() as asked:
        port = int(server.url.rsplit(":", 1)[1])
        for _ in range(WORKER_THREADS + 5):  # more questions than there are threads to answer them
            waiting = asked.enter_context(socket.create_connection(("127.0.0.1", port)))
            waiting.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        alive = requests.get(f"{server.url}/healthz", timeout=5)
        answering.set()
    assert (alive.status_code, alive.json()) == (200, {"alive": True})


def test_the_container_is_asked_on_the_port_that_is_set(site: Site) -> None:
    found = re.search(r"^HEALTHCHECK .*?CMD (\[.*?\])$", dockerfile(), re.DOTALL | re.MULTILINE)
    assert found
    command = [sys.executable, *ast.literal_eval(found[1])[1:]]
    port = str(urlsplit(site.url).port)

    def check(environ: dict[str, str]) -> int:
        return subprocess.run(command, env=environ, check=False, capture_output=True).returncode

    assert check({"MONITOR_WEB_PORT": port}) == 0
    site.beat(ago_s=1000)
    assert check({"MONITOR_WEB_PORT": port}) != 0
    assert check({"MONITOR_WEB_PORT": "9"}) != 0


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text()


def test_an_empty_page_says_why_it_is_empty(site: Site) -> None:
    assert "There is no feed to read" in site.get("/").text
    site.line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
    site.line.load()
    assert "No feed has been read yet" in site.get("/").text
    feed_in(site, Entry(title="Ferry line resumes after the storm", guid="x"))
    page = site.get("/").text
    assert "1 rule judged 1 item, and none matched" in page
    assert "quiet means quiet" in page


def test_a_failing_feed_shows_as_blindness(site: Site) -> None:
    site.line.workspace.write_feeds({"Courier": "http://127.0.0.1:9/feed"})
    site.line.load()
    site.line.poll()
    page = site.get("/").text
    assert "1 of 1 feed has been failing since" in " ".join(page.split())
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
