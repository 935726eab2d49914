"""Two real processes that poll feeds and read pages of one host ask it no more than one would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import Article, Item, ItemKey
from monitor.store import articles as article_rows
from monitor.store import feeds as feed_rows
from monitor.store import hosts as host_rows
from tests.feeds.test_page_text import STORY, page
from tests.support.daemon_process import wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line
from tests.support.stored import insert_item

ROOT = Path(__file__).parents[2]
FEEDS, PAGES = 6, 4
GAP_S = 5.0


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two processes on one database, told the time at once; ``site`` is asked by both."""

    line: Line
    site: FeedServer
    processes: tuple[subprocess.Popen[str], ...]

    def at(self, seconds: float) -> None:
        """Let both do what is due ``seconds`` after the start."""
        moment: datetime = self.line.clock() + timedelta(seconds=seconds)
        for process in self.processes:
            assert process.stdin is not None
            process.stdin.write(f"{moment.isoformat()}\n")
            process.stdin.flush()
        for process in self.processes:
            _hear(process, "done")

    def in_hand(self, seconds: float) -> int:
        """How many visits to the site are under way then."""
        moment = self.line.clock() + timedelta(seconds=seconds)
        with self.line.services.store.read() as session:
            return sum(host_rows.visits_in_hand(session, moment).values())

    def wait_for_end(self, seconds: float) -> None:
        """Wait until no visit is under way then."""
        wait_until(lambda: not self.in_hand(seconds), what="the end of the visits")


def _hear(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == f"{word}\n"


@contextmanager
def _worker(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.support.polling_worker", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def pair(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Pair]:
    """Six feeds and four pages of one host are due; nothing was asked yet."""
    url: str = request.getfixturevalue(request.param)
    with ExitStack() as stack:
        line = stack.enter_context(open_line(tmp_path / "line", database_url=url))
        site = stack.enter_context(FeedServer())
        line.workspace.write_feeds({f"O{n}": site.url(f"/feed{n}") for n in range(FEEDS)})
        line.load()
        for number in range(FEEDS):
            site.set(f"/feed{number}", rss([Entry(title=f"Harbour {number}", guid=f"{number}")]))
        for number in range(PAGES):
            site.set(f"/page{number}", page(*STORY), content_type="text/html")
        _ask_for_pages(line, site)
        arguments = (url, str(line.workspace.feeds_file), "2", str(GAP_S))
        processes = tuple(
            stack.enter_context(_worker(str(tmp_path / name), *arguments)) for name in "ab"
        )
        for process in processes:
            _hear(process, "ready")
        yield Pair(line=line, site=site, processes=processes)


def _ask_for_pages(line: Line, site: FeedServer) -> None:
    now = line.clock()
    with line.services.store.write() as session:
        feed = feed_rows.list_feeds(session)[0]
        for number in range(PAGES):
            link = site.url(f"/page{number}")
            item = Item(
                title=f"Told {number}",
                outlet=feed.outlet,
                link=link,
                keys=(ItemKey(kind="url", scope="", value=link),),
            )
            item_id = insert_item(session, item, feed_id=feed.id, now=now, backlog=False)
            article = Article(
                item_id=item_id, url=link, host="127.0.0.1", edits=0, requested_at=now
            )
            article_rows.request_articles(session, [article], now)


def test_both_together_begin_one_visit_in_each_gap_and_have_two_under_way(pair: Pair) -> None:
    wanted = {f"/feed{n}" for n in range(FEEDS)} | {f"/page{n}" for n in range(PAGES)}
    for step in range(60):
        for seconds in (step * GAP_S, (step + 1) * GAP_S - 0.1):
            pair.at(seconds)
            pair.wait_for_end(seconds)
            asked = [path for path, _ in pair.site.requests]
            assert len(asked) <= step + 1
        if wanted <= set(asked):
            break
    # Both processes may have read robots.txt, once each, before pages of the site.
    assert asked.count("/robots.txt") in (1, 2)
    assert sorted(path for path in asked if path != "/robots.txt") == sorted(wanted)
    # The feeds are due again, and now the site hangs.
    for number in range(FEEDS):
        pair.site.set(f"/feed{number}", "", delay_s=600)
    for step in range(4):
        seconds = 3600 + step * GAP_S
        pair.at(seconds)
        assert pair.in_hand(seconds) == min(step + 1, 2)
    wait_until(lambda: len(pair.site.requests) >= len(asked) + 2, what="two requests")
    assert len(pair.site.requests) == len(asked) + 2
