"""Article pages read for rules that ask for content, over real HTTP and real databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from monitor.errors import ParseError
from monitor.feeds.identity import is_edit
from monitor.model import Article, ArticleOutcome, ArticleResult, FeedSource, Item, ItemKey
from monitor.pipeline.elsewhere import Run
from monitor.pipeline.evaluate import Evaluation, evaluate
from monitor.pipeline.full_text import (
    ReadLimits,
    Robots,
    claim_articles,
    client_robots,
    hold_in,
    pause_after_robots,
    postpone_article,
    read_article,
    store_article,
)
from monitor.pipeline.surroundings import FullText
from monitor.store import articles as article_rows
from monitor.store import feeds as feed_rows
from monitor.store import hits as hit_rows
from monitor.store import hosts as host_rows
from monitor.store import items as item_rows
from monitor.store.hosts import HostPace
from tests.feeds.test_page_text import STORY, page
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line, rules_with
from tests.support.stored import insert_item

LIMITS = ReadLimits(deadline_s=5, host_pace=HostPace(at_once=2, gap_s=0))
ASKING = rules_with(fields=["title", "summary", "content"], match={"all": ["Freedonia", "salmon"]})


@dataclass(frozen=True, kw_only=True)
class Desk:
    line: Line
    site: FeedServer
    limits: ReadLimits
    for_rules: bool = True
    robots: Robots

    def tell(
        self,
        path: str = "/1",
        *,
        title: str = "Freedonia meets its neighbour",
        content: str = "",
        backlog: bool = False,
    ) -> int:
        now = self.line.clock()
        item = Item(
            title=title,
            outlet="Courier",
            published_at=now,
            link=self.site.url(path),
            keys=(ItemKey(kind="guid", scope="Courier", value=title + path),),
            content=content,
        )
        with self.line.services.store.write() as session:
            feed = feed_rows.list_feeds(session)[0]
            return insert_item(session, item, feed_id=feed.id, now=now, backlog=backlog)

    def evaluate(self) -> Evaluation:
        full_text = FullText(wait_s=60.0, for_rules=self.for_rules)
        around = replace(self.line.services.surroundings(), full_text=full_text)
        return evaluate(self.line.services.store, around)

    def claim(self, limit: int = 10) -> list[Article]:
        return claim_articles(
            self.line.services.store,
            now=self.line.clock(),
            owner="me",
            limits=self.limits,
            limit=limit,
        )

    def read(self) -> list[ArticleResult]:
        """Read every page that is due."""
        results = []
        for article in self.claim():
            result = read_article(
                article,
                client=self.line.services.feed_client,
                robots=self.robots,
                hold=hold_in(self.line.services.store),
                limits=self.limits,
                now=self.line.clock(),
            )
            assert store_article(
                self.line.services.store, article, result, owner="me", now=self.line.clock()
            )
            results.append(result)
        return results

    def content(self, item_id: int) -> str:
        with self.line.services.store.read() as session:
            return item_rows.get_items(session, [item_id])[item_id].item.content

    def rules_hit(self, item_id: int) -> list[str]:
        with self.line.services.store.read() as session:
            return [hit.rule_id for hit in hit_rows.hits_of(session, [item_id]).get(item_id, [])]


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    url: str = request.getfixturevalue(request.param)
    with open_line(tmp_path / "line", database_url=url) as line, FeedServer() as site:
        line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        line.workspace.write_rules(ASKING)
        line.load()
        site.set("/1", page(*STORY), content_type="text/html")
        client = line.services.feed_client
        yield Desk(line=line, site=site, limits=LIMITS, robots=client_robots(client, LIMITS))


def test_an_item_is_judged_with_the_text_of_its_page(desk: Desk) -> None:
    item = desk.tell()
    assert desk.evaluate().judged == 0
    assert [result.outcome for result in desk.read()] == [ArticleOutcome.TEXT]
    assert STORY[1] in desk.content(item)
    done = desk.evaluate()
    assert (done.judged, done.hits, len(done.alerts)) == (1, 1, 1)
    assert desk.rules_hit(item) == ["talks"]
    assert [path for path, _ in desk.site.requests] == ["/robots.txt", "/1"]
    assert desk.evaluate().idle


def test_an_item_waits_no_longer_than_the_limit_and_late_text_still_counts(desk: Desk) -> None:
    item = desk.tell()
    desk.evaluate()
    desk.line.clock.advance(seconds=59)
    assert desk.evaluate().judged == 0
    desk.line.clock.advance(seconds=2)
    done = desk.evaluate()
    assert (done.judged, done.hits) == (1, 0)
    desk.read()
    done = desk.evaluate()
    assert (done.judged, done.hits, len(done.alerts)) == (1, 1, 1)
    assert desk.rules_hit(item) == ["talks"]
    assert desk.claim() == []


def test_what_was_told_is_not_told_again_when_its_text_comes_late(desk: Desk) -> None:
    desk.line.workspace.write_rules(
        rules_with(fields=["title", "summary", "content"], match={"all": ["Freedonia"]})
    )
    desk.line.load()
    desk.tell()
    desk.evaluate()
    desk.line.clock.advance(seconds=61)
    assert len(desk.evaluate().alerts) == 1
    desk.read()
    done = desk.evaluate()
    assert (done.judged, done.hits, done.grouped, done.alerts) == (1, 1, 1, ())


def test_only_items_in_the_scope_of_a_rule_that_asks_wait(desk: Desk) -> None:
    rule = ASKING["rules"][0] | {"outlets": ["Gazette"]}  # type: ignore[index]
    desk.line.workspace.write_rules({"rules": [rule]})
    desk.line.load()
    desk.tell()
    assert desk.evaluate().judged == 1
    assert desk.claim() == []


def test_items_that_need_no_page(desk: Desk) -> None:
    desk.tell(content="word " * 400)
    desk.tell(title="Freedonia long ago", backlog=True)
    assert desk.evaluate().judged == 2


@pytest.mark.parametrize(
    ("switch", "for_rules", "read"),
    [
        (None, True, True),
        (None, False, False),
        (True, False, True),
        (True, True, True),
        (False, True, False),
    ],
)
def test_what_the_list_says_of_a_feed_goes_before_what_rules_ask(
    desk: Desk, *, switch: bool | None, for_rules: bool, read: bool
) -> None:
    with desk.line.services.store.write() as session:
        [feed] = feed_rows.list_feeds(session)
        source = FeedSource(url=feed.url, outlet=feed.outlet, full_text=switch)
        feed_rows.sync_feeds(session, [source], desk.line.clock())
        assert feed_rows.list_feeds(session)[0].full_text is switch
    item = desk.tell()
    desk = replace(desk, for_rules=for_rules)
    assert desk.evaluate().judged == (0 if read else 1)
    assert [one.outcome for one in desk.read()] == [ArticleOutcome.TEXT] * read
    assert (STORY[1] in desk.content(item)) is read


def test_a_feed_may_ask_for_pages_that_no_rule_looks_at(desk: Desk) -> None:
    desk.line.workspace.write_rules(rules_with(fields=["title"]))
    desk.line.load()
    with desk.line.services.store.write() as session:
        [feed] = feed_rows.list_feeds(session)
        source = FeedSource(url=feed.url, outlet=feed.outlet, full_text=True)
        feed_rows.sync_feeds(session, [source], desk.line.clock())
    item = desk.tell()
    desk.evaluate()
    desk.read()
    assert STORY[1] in desk.content(item)


def test_pages_are_not_read_unless_the_setting_asks(desk: Desk) -> None:
    desk.tell()
    assert desk.line.evaluate().judged == 1


@pytest.mark.parametrize(
    ("status", "body", "content_type", "outcome"),
    [
        (403, b"", "text/html", ArticleOutcome.REFUSED),
        (451, b"", "text/html", ArticleOutcome.REFUSED),
        (402, b"", "text/html", ArticleOutcome.PAYWALL),
        (404, b"", "text/html", ArticleOutcome.GONE),
        (200, b"<html><body>Subscribe</body></html>", "text/html", ArticleOutcome.NO_TEXT),
        (200, b"%PDF-1.7", "application/pdf", ArticleOutcome.NOT_A_PAGE),
        (200, b"<html>" + b" " * (4 * 2**20), "text/html", ArticleOutcome.TOO_LARGE),
    ],
)
def test_pages_without_text_are_recorded_with_the_reason(
    desk: Desk, status: int, body: bytes, content_type: str, outcome: ArticleOutcome
) -> None:
    desk.site.set("/1", body, status=status, content_type=content_type)
    item = desk.tell()
    desk.evaluate()
    [result] = desk.read()
    assert (result.outcome, result.retry_after_s) == (outcome, None)
    assert result.detail
    assert desk.content(item) == ""
    assert desk.evaluate().judged == 1
    with desk.line.services.store.read() as session:
        [(_, recorded)] = article_rows.recent_articles(session, 5)
        assert article_rows.article_outcomes(session, desk.line.clock()) == {outcome: 1}
    assert recorded is not None
    assert (recorded.outcome, recorded.detail) == (outcome, result.detail)


def test_robots_txt_is_obeyed_and_read_once_a_day(desk: Desk) -> None:
    desk.site.set("/robots.txt", "User-agent: *\nDisallow: /1\n", content_type="text/plain")
    desk.tell()
    desk.tell("/1?b", title="Freedonia again")
    desk.evaluate()
    results = desk.read()
    assert [result.outcome for result in results] == [ArticleOutcome.ROBOTS] * 2
    assert [path for path, _ in desk.site.requests] == ["/robots.txt"]
    desk.line.clock.advance(25 * 3600)
    desk.site.set("/robots.txt", "", content_type="text/plain")
    desk.tell("/1?c", title="Freedonia once more")
    desk.evaluate()
    desk.site.set("/1?c", page(*STORY), content_type="text/html")
    assert [result.outcome for result in desk.read()] == [ArticleOutcome.TEXT]


def test_a_passing_failure_is_tried_again_and_then_given_up(desk: Desk) -> None:
    desk.site.set("/1", b"", status=503, headers={"Retry-After": "90"})
    desk.tell()
    desk.evaluate()
    [first] = desk.read()
    assert (first.outcome, first.retry_after_s) == (ArticleOutcome.FAILED, 90)
    assert desk.evaluate().judged == 0  # it still waits for its text
    assert desk.read() == []
    desk.line.clock.advance(seconds=91)
    assert desk.evaluate().judged == 1
    [second] = desk.read()
    assert second.retry_after_s == 600
    desk.line.clock.advance(seconds=601)
    [third] = desk.read()
    assert third.retry_after_s is None
    desk.line.clock.advance(2 * 3600)
    assert desk.read() == []


def test_an_unreachable_robots_txt_forbids_for_now(desk: Desk) -> None:
    desk.site.set("/robots.txt", "", status=500)
    desk.tell()
    desk.evaluate()
    [result] = desk.read()
    assert (result.outcome, result.retry_after_s) == (ArticleOutcome.FAILED, 60)
    assert "robots.txt could not be read" in result.detail
    desk.site.set("/robots.txt", "", content_type="text/plain")
    desk.line.clock.advance(660)
    assert [one.outcome for one in desk.read()] == [ArticleOutcome.TEXT]


def test_pages_and_feeds_of_a_host_share_its_pace(desk: Desk) -> None:
    polite = replace(desk, limits=ReadLimits(deadline_s=5))
    for path in "123":
        desk.tell(f"/{path}")
    desk.evaluate()
    assert len(polite.claim()) == 1
    desk.line.clock.advance(seconds=4.9)
    assert polite.claim() == []
    desk.line.clock.advance(seconds=0.1)
    assert len(polite.claim()) == 1
    desk.line.clock.advance(seconds=5)
    assert polite.claim() == []  # two are in hand
    with desk.line.services.store.read() as session:
        assert host_rows.visits_in_hand(session, desk.line.clock()) == {"127.0.0.1": 2}


def test_pages_wait_while_a_feed_of_their_host_is_due(desk: Desk) -> None:
    desk.line.workspace.write_feeds(
        {"Courier": "http://courier.example/feed", "Site": desk.site.url("/feed")}
    )
    desk.line.load()
    desk.tell()
    desk.evaluate()
    assert desk.claim() == []
    assert len(desk.line.claim()) == 2
    assert len(desk.claim()) == 1


def test_robots_txt_is_a_visit_of_its_own(desk: Desk) -> None:
    desk.site.set(
        "/robots.txt", "User-agent: *\nCrawl-delay: 20\nDisallow: /no\n", content_type="text/plain"
    )
    desk.tell()
    desk.tell("/no")
    desk.evaluate()
    polite = ReadLimits(deadline_s=5)
    allowed, forbidden = desk.claim()
    now = desk.line.clock()
    for article, pause_s in ((allowed, 20.0), (allowed, 0.0), (forbidden, 0.0)):
        assert pause_after_robots(article, robots=desk.robots, limits=polite, now=now) == pause_s
    assert [path for path, _ in desk.site.requests] == ["/robots.txt"]
    store = desk.line.services.store
    assert postpone_article(store, allowed, 20.0, owner="me", now=now)
    assert not postpone_article(store, allowed, 20.0, owner="me", now=now)
    desk.line.clock.advance(seconds=19)
    assert desk.claim() == []
    desk.line.clock.advance(seconds=1)
    [again] = desk.claim()
    assert (again.item_id, again.tries) == (allowed.item_id, 0)


def test_429_rests_the_host_for_its_feeds_too_and_503_only_the_page(desk: Desk) -> None:
    desk.site.set("/2", b"", status=503, headers={"Retry-After": "900"})
    desk.tell("/2")
    desk.evaluate()
    [unavailable] = desk.read()
    assert unavailable.retry_after_s == 900
    now = desk.line.clock()
    with desk.line.services.store.read() as session:
        assert host_rows.held_hosts(session, now) == {}
    desk.site.set("/1", b"", status=429, headers={"Retry-After": "600"})
    desk.tell("/1")
    desk.evaluate()
    [limited] = desk.read()
    assert limited.retry_after_s == 600
    with desk.line.services.store.read() as session:
        held = host_rows.held_hosts(session, now)
    assert [(one.host, one.until - now) for one in held.values()] == [
        ("127.0.0.1", timedelta(seconds=600))
    ]
    assert "429" in held["127.0.0.1"].why


def test_pages_that_failed_before_leave_room_for_others(desk: Desk) -> None:
    desk.site.set("/1", b"", status=503)
    desk.tell("/1")
    desk.evaluate()
    desk.read()
    desk.line.clock.advance(seconds=61)
    desk.tell("/2")
    desk.evaluate()

    def claimed(failing_limit: int) -> list[int]:
        store, now = desk.line.services.store, desk.line.clock()
        articles = claim_articles(
            store, now=now, owner="x", limits=LIMITS, limit=9, failing_limit=failing_limit
        )
        return sorted(article.tries for article in articles)

    assert claimed(failing_limit=0) == [0]
    assert claimed(failing_limit=1) == [1]


def test_a_page_that_hangs_the_reader_costs_its_own_text_only(desk: Desk) -> None:
    def too_long(*_: object, **__: object) -> None:
        raise ParseError("parsing took more than 20 s", reason="unparsable")

    item = desk.tell()
    desk.evaluate()
    [article] = desk.claim()
    result = read_article(
        article,
        client=desk.line.services.feed_client,
        robots=desk.robots,
        hold=hold_in(desk.line.services.store),
        limits=LIMITS,
        now=desk.line.clock(),
        run=cast("Run", too_long),
    )
    assert (result.outcome, result.retry_after_s) == (ArticleOutcome.NO_TEXT, None)
    assert "more than 20 s" in result.detail
    assert desk.content(item) == ""


def test_no_two_readers_have_one_page_and_a_lost_one_comes_back(desk: Desk) -> None:
    item = desk.tell()
    desk.evaluate()
    [article] = desk.claim()
    assert desk.claim() == []
    desk.line.clock.advance(seconds=LIMITS.lease_s + 1)
    [again] = desk.claim()
    assert again.item_id == item
    result = ArticleResult(outcome=ArticleOutcome.TEXT, text="late")
    store, now = desk.line.services.store, desk.line.clock()
    assert not store_article(store, article, result, owner="other", now=now)
    assert desk.content(item) == ""


def test_an_edit_while_the_page_is_read_stands_and_the_page_is_asked_for_anew(desk: Desk) -> None:
    item = desk.tell()
    desk.evaluate()
    [article] = desk.claim()
    with desk.line.services.store.write() as session:
        stored = item_rows.get_items(session, [item])[item].item
        edited = Item(
            title="Freedonia leaves", outlet="Courier", link=stored.link, keys=stored.keys
        )
        item_rows.update_item(session, item, edited, now=desk.line.clock(), edited=True)
    result = ArticleResult(outcome=ArticleOutcome.TEXT, text="old text " * 50)
    store, now = desk.line.services.store, desk.line.clock()
    assert not store_article(store, article, result, owner="me", now=now)
    assert desk.content(item) == ""
    assert desk.evaluate().judged == 0
    assert [one.outcome for one in desk.read()] == [ArticleOutcome.TEXT]
    assert STORY[0] in desk.content(item)


def test_the_feed_that_serves_the_item_again_does_not_edit_it(desk: Desk) -> None:
    item = desk.tell(content="A teaser of the feed.")
    desk.evaluate()
    desk.read()
    assert desk.content(item).startswith("A teaser of the feed. ")
    assert STORY[0] in desk.content(item)
    with desk.line.services.store.read() as session:
        stored = item_rows.get_items(session, [item])[item].item
    served = Item(
        title=stored.title, outlet="Courier", content="A teaser of the feed.", keys=stored.keys
    )
    assert not is_edit(stored, served)
