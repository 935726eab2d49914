"""The full text of items, for feeds and rules that ask: which pages to read, reading, storing.

A stage of its own over stored rows. Matching asks for pages and leaves their items for a while;
readers fetch them with no transaction open; what they bring is stored, and the item judged with it.
Nothing else waits: neither polling nor other items.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.errors import ParseError
from monitor.feeds.hints import parse_http_date
from monitor.feeds.page_text import MAX_PAGE_BYTES, page_text, with_page_text
from monitor.feeds.robots import (
    MAX_ROBOTS_BYTES,
    RobotsRules,
    read_robots,
    robots_url,
    robots_without_file,
)
from monitor.model import (
    Article,
    ArticleOutcome,
    ArticleResult,
    FailureReason,
    FetchResult,
    StoredItem,
)
from monitor.net.client import Client
from monitor.net.fetch import fetch
from monitor.net.urls import shown_url
from monitor.pipeline.elsewhere import Run, run_here
from monitor.pipeline.surroundings import Surroundings
from monitor.store import articles as article_rows
from monitor.store import feeds as feed_rows
from monitor.store import hosts as host_rows
from monitor.store import items as item_rows
from monitor.store.engine import Session, Store
from monitor.store.hosts import HostPace, host_of

ENOUGH_CHARS = 1_500
"""An item whose feed gave so much text needs no page: it is the article, or nearly."""

MAX_AGE = timedelta(hours=24)
"""Pages of older items are not read, nor those whose turn did not come in that time."""

RETRY_AFTER_S = (60.0, 600.0)
"""Waits before the second and the third try of a page that failed for a passing reason."""

RESERVE_S = 60.0
"""A page's lease is its fetch's deadline and so much to store it."""

_OUTCOMES = {
    401: ArticleOutcome.REFUSED,
    402: ArticleOutcome.PAYWALL,
    403: ArticleOutcome.REFUSED,
    404: ArticleOutcome.GONE,
    410: ArticleOutcome.GONE,
    451: ArticleOutcome.REFUSED,
}
_PASSING = frozenset(
    {
        FailureReason.CONNECTION,
        FailureReason.DNS,
        FailureReason.RATE_LIMITED,
        FailureReason.SERVER,
        FailureReason.TIMEOUT,
    }
)


def without_those_that_wait(
    session: Session,
    items: list[StoredItem],
    around: Surroundings,
    feeds: Mapping[int, str],
) -> list[StoredItem]:
    """The items to judge now; of the others the page is asked for, and they wait for its text.

    ``feeds``: of each feed the address by which rules name it, where they name any.
    """
    full_text = around.full_text
    if full_text is None:
        return items
    now = around.clock()
    switches = feed_rows.full_text_switches(session)

    def asks(stored: StoredItem) -> bool:
        switch = switches.get(stored.feed_id)
        if switch is not None or not full_text.for_rules:
            return bool(switch)
        feed = feeds.get(stored.feed_id)
        return around.active.matcher.asks_for_content(stored.item, now=now, feed=feed)

    asked = article_rows.requested_edits(session, (stored.id for stored in items))
    wanted = [
        _article(stored, now)
        for stored in items
        if asked.get(stored.id) != stored.edits and _lacks_text(stored, now) and asks(stored)
    ]
    judge_at = now + timedelta(seconds=full_text.wait_s)
    article_rows.request_articles(session, wanted, judge_at)
    waiting = {article.item_id for article in wanted} if judge_at > now else set()
    return [stored for stored in items if stored.id not in waiting]


def _lacks_text(stored: StoredItem, now: datetime) -> bool:
    if stored.backlog or stored.item.link is None or now - stored.told_at > MAX_AGE:
        return False
    return len(stored.item.content) < ENOUGH_CHARS


def _article(stored: StoredItem, now: datetime) -> Article:
    url = stored.item.link or ""
    return Article(
        item_id=stored.id,
        url=url,
        host=host_of(url),
        edits=stored.edits,
        requested_at=now,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """Bounds of reading one page, and of asking its host."""

    deadline_s: float
    max_body_bytes: int = MAX_PAGE_BYTES
    host_pace: HostPace = field(default_factory=HostPace)

    @property
    def lease_s(self) -> float:
        """How long a claimed page stays ours: the page and a robots.txt, and time to store."""
        return 2 * self.deadline_s + RESERVE_S


def claim_articles(
    store: Store,
    *,
    now: datetime,
    owner: str,
    limits: ReadLimits,
    limit: int,
    failing_limit: int | None = None,
) -> list[Article]:
    """Take up to ``limit`` pages whose hosts may be asked now under a lease.

    At most ``failing_limit`` of them failed before, so that those that hang leave room for others.
    Looks first, so that an idle tick takes no write lock.
    """
    with store.read() as session:
        if not article_rows.is_any_due(session, now):
            return []
    with store.write() as session:
        return article_rows.claim_due(
            session,
            now=now,
            owner=owner,
            lease_s=limits.lease_s,
            limit=limit,
            failing_limit=failing_limit,
            pace=limits.host_pace,
        )


Hold = Callable[[str, datetime, str], None]
"""Has a host left alone until then, and says why (empty: it is only its pace)."""


def hold_in(store: Store) -> Hold:
    """Holds that every process on the database keeps to."""

    def hold(host: str, until: datetime, why: str) -> None:
        with store.write() as session:
            host_rows.hold(session, host, until, why)

    return hold


class Robots:
    """What sites allow, read once a day each (an unreachable file again after ten minutes)."""

    KEPT = timedelta(hours=24)
    KEPT_UNREACHABLE = timedelta(minutes=10)
    MAX_SITES = 10_000

    def __init__(self, get: Callable[[str, int], FetchResult]) -> None:
        """``get`` fetches an address, reading at most so many bytes."""
        self._get = get
        self._sites: OrderedDict[str, tuple[datetime, RobotsRules]] = OrderedDict()
        self._lock = threading.Lock()

    def known(self, url: str, now: datetime) -> RobotsRules | None:
        """The rules for a page, unless the site's file is still to be read."""
        with self._lock:
            known = self._sites.get(robots_url(url))
        return known[1] if known is not None and known[0] > now else None

    def rules_for(self, url: str, now: datetime) -> RobotsRules:
        """The rules for a page; may fetch the site's file."""
        known = self.known(url, now)
        if known is not None:
            return known
        address = robots_url(url)
        fetched = self._get(address, MAX_ROBOTS_BYTES)
        if fetched.failure is None:
            rules = read_robots(fetched.body)
        elif fetched.failure is FailureReason.EMPTY:
            rules = read_robots(b"")
        else:
            rules = robots_without_file(fetched.status, fetched.detail)
        kept = self.KEPT if rules.allows_rest else self.KEPT_UNREACHABLE
        with self._lock:
            self._sites[address] = (now + kept, rules)
            self._sites.move_to_end(address)
            while len(self._sites) > self.MAX_SITES:
                self._sites.popitem(last=False)
        return rules


def client_robots(client: Client, limits: ReadLimits) -> Robots:
    """Robots rules read through the guarded client."""

    def get(url: str, max_bytes: int) -> FetchResult:
        # A longer file counts up to the bound; one that is far longer is no robots.txt.
        return fetch(client, url, deadline_s=limits.deadline_s, max_body_bytes=4 * max_bytes)

    return Robots(get)


def pause_after_robots(
    article: Article, *, robots: Robots, limits: ReadLimits, now: datetime
) -> float:
    """Read the site's robots.txt, if that is still to be done, which is a visit of its own.

    The seconds after which the page may be asked for; 0: now, or it may not be read at all.
    """
    if robots.known(article.url, now) is not None:
        return 0.0
    rules = robots.rules_for(article.url, now)
    return 0.0 if rules.refusal(article.url) else max(limits.host_pace.gap_s, rules.crawl_delay_s)


def postpone_article(
    store: Store, article: Article, pause_s: float, *, owner: str, now: datetime
) -> bool:
    """Give a page back whose host was asked for something else; ``False``: lease lost."""
    with store.write() as session:
        until = now + timedelta(seconds=pause_s)
        return article_rows.postpone_article(session, article, until, owner=owner)


def read_article(
    article: Article,
    *,
    client: Client,
    robots: Robots,
    hold: Hold,
    limits: ReadLimits,
    now: datetime,
    run: Run = run_here,
) -> ArticleResult:
    """Fetch a page, if its site allows it, and find its text. Never raises for what sites do.

    ``hold`` has everybody leave a host alone for a while, as its robots.txt or its answer asks.
    ``run`` is where the text is found in the page.
    """
    if now - article.requested_at > MAX_AGE:
        detail = "its turn did not come within a day"
        return ArticleResult(outcome=ArticleOutcome.LATE, detail=detail)
    rules = robots.rules_for(article.url, now)
    refusal = rules.refusal(article.url)
    if refusal:
        if not rules.allows_rest:
            return _failed(article, None, refusal, now=now)
        return ArticleResult(outcome=ArticleOutcome.ROBOTS, detail=refusal)
    if rules.crawl_delay_s:
        hold(article.host, now + timedelta(seconds=rules.crawl_delay_s), "")
    fetched = fetch(
        client,
        article.url,
        deadline_s=limits.deadline_s,
        max_body_bytes=limits.max_body_bytes,
    )
    if fetched.failure is not None:
        return _refused(article, fetched, hold, now)
    moved = urlsplit(fetched.final_url).netloc != urlsplit(article.url).netloc
    if moved:
        refusal = robots.rules_for(fetched.final_url, now).refusal(fetched.final_url)
        if refusal:
            return ArticleResult(outcome=ArticleOutcome.ROBOTS, detail=refusal)
    return _judged(fetched, run)


def _judged(fetched: FetchResult, run: Run) -> ArticleResult:
    status, content_type = fetched.status, fetched.headers.get("content-type")
    try:
        found = run(page_text, fetched.body, content_type=content_type, url=fetched.final_url)
    except ParseError as error:  # it took too long, or killed the process
        detail = error.message
        return ArticleResult(outcome=ArticleOutcome.NO_TEXT, detail=detail, status=status)
    if not found.is_page:
        kind = (content_type or "")[:80] or "unknown"
        detail = f"it is no HTML page (content type {kind})"
        return ArticleResult(outcome=ArticleOutcome.NOT_A_PAGE, detail=detail, status=status)
    if found.paid:
        detail = "the page says that it is not free to read"
        return ArticleResult(outcome=ArticleOutcome.PAYWALL, detail=detail, status=status)
    if not found.text:
        detail = "no article was found in the page"
        return ArticleResult(outcome=ArticleOutcome.NO_TEXT, detail=detail, status=status)
    return ArticleResult(outcome=ArticleOutcome.TEXT, text=found.text, status=status)


def _refused(article: Article, fetched: FetchResult, hold: Hold, now: datetime) -> ArticleResult:
    detail = f"{shown_url(fetched.final_url)}: {fetched.detail}"
    outcome = _OUTCOMES.get(fetched.status or 0)
    if outcome is None and fetched.failure is FailureReason.TOO_LARGE:
        outcome = ArticleOutcome.TOO_LARGE
    if outcome is not None:
        return ArticleResult(outcome=outcome, detail=detail, status=fetched.status)
    if fetched.failure not in _PASSING:
        return ArticleResult(outcome=ArticleOutcome.FAILED, detail=detail, status=fetched.status)
    asked_s = _retry_after_s(fetched, now)
    if fetched.status == 429 and asked_s:  # 503 is of the page, as it is of a feed
        why = f"it answered 429 for a page and asked to wait {round(asked_s)} s"
        hold(article.host, now + timedelta(seconds=asked_s), why)
    return _failed(article, fetched.status, detail, now=now, asked_s=asked_s)


def _failed(
    article: Article, status: int | None, detail: str, *, now: datetime, asked_s: float = 0.0
) -> ArticleResult:
    left = article.tries < len(RETRY_AFTER_S) and now - article.requested_at < MAX_AGE
    again_s = max(RETRY_AFTER_S[article.tries], asked_s) if left else None
    return ArticleResult(
        outcome=ArticleOutcome.FAILED, detail=detail, status=status, retry_after_s=again_s
    )


def _retry_after_s(fetched: FetchResult, now: datetime) -> float:
    """What ``Retry-After`` asks for, in seconds, at most a day; 0 where it is not there."""
    text = fetched.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), 86_400.0)
    moment = parse_http_date(text)
    return min(max((moment - now).total_seconds(), 0.0), 86_400.0) if moment else 0.0


def store_article(
    store: Store, article: Article, result: ArticleResult, *, owner: str, now: datetime
) -> bool:
    """Record a try: another one is due, or it is done and the item has its text.

    ``False`` where the lease was lost, or the item was edited while its page was read.
    """
    with store.write() as session:
        if result.retry_after_s is not None:
            return article_rows.retry_article(session, article, result, owner=owner, now=now)
        content = None
        if result.outcome is ArticleOutcome.TEXT:
            stored = item_rows.get_items(session, [article.item_id]).get(article.item_id)
            content = with_page_text(stored.item.content, result.text) if stored else None
        return article_rows.finish_article(
            session, article, result, content=content, owner=owner, now=now
        )
