"""What the pages of feeds show: their health, their last weeks, one feed, what rules can hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from monitor.model import Feed, Poll, Rule, RuleSet, Subscription
from monitor.pipeline.coverage import HITS_WITHIN, Coverage, coverage, hears
from monitor.store import feed_days as day_rows
from monitor.store import feed_pages as page_rows
from monitor.store import feeds as feed_rows
from monitor.store import hosts as host_rows
from monitor.store import polls as poll_rows
from monitor.store import subscriptions as subscription_rows
from monitor.store.engine import Store
from monitor.store.feed_pages import FeedFilter, FeedHealth, FeedOrder
from monitor.store.feeds import FeedCounts
from monitor.store.hosts import HostHold

SHOWN_FEEDS = 50
SHOWN_POLLS = 50
SHOWN_DOWN = 5
SPARK_DAYS = 14
LONG_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """New items of a feed by day, as the bars of an SVG ``path`` in a box of this size."""

    path: str
    width: int
    height: int
    counts: tuple[int, ...]
    first: date
    last: date

    @property
    def total(self) -> int:
        """How many there were."""
        return sum(self.counts)

    @property
    def label(self) -> str:
        """The plot in words."""
        first, last = (f"{day.day} {day:%b}" for day in (self.first, self.last))
        return f"{self.total} new items from {first} to {last}, at most {max(self.counts)} a day"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """A feed in the table. ``hold``: its host asked to be left alone beyond the next poll."""

    feed: Feed
    spark: Spark
    hold: HostHold | None

    @property
    def health(self) -> FeedHealth:
        """How it fares."""
        return health_of(self.feed)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsAsked:
    """What of the feeds is asked for: which, in what order, and which page of them."""

    wanted: FeedFilter
    order: FeedOrder
    descending: bool
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsView:
    """The page of feeds; ``found`` counts those that are wanted over all ``pages``."""

    lines: Sequence[FeedLine]
    counts: FeedCounts
    folders: Sequence[str]
    asked: FeedsAsked
    found: int
    pages: int


def read_feeds(store: Store, asked: FeedsAsked, *, now: datetime) -> FeedsView:
    """Read the page of feeds."""
    first = now.date() - timedelta(days=SPARK_DAYS - 1)
    with store.read() as session:
        counts = feed_rows.count_feeds(session)
        found = page_rows.count_feeds_by(session, asked.wanted)
        pages = max(-(-found // SHOWN_FEEDS), 1)
        feeds = page_rows.list_feeds_by(
            session,
            asked.wanted,
            order=asked.order,
            descending=asked.descending,
            limit=SHOWN_FEEDS,
            offset=(min(asked.page, pages) - 1) * SHOWN_FEEDS,
        )
        held = host_rows.held_hosts(session, now)
        days = day_rows.new_items_by_day(session, [feed.id for feed in feeds], first=first)
        folders = page_rows.folders_of_feeds(session)
    return FeedsView(
        lines=[
            FeedLine(
                feed=feed,
                spark=spark(days.get(feed.id, {}), first=first, days=SPARK_DAYS),
                hold=_hold(feed, held),
            )
            for feed in feeds
        ],
        counts=counts,
        folders=folders,
        asked=asked,
        found=found,
        pages=pages,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """The page of one feed, with the rules that look at it."""

    line: FeedLine
    polls: Sequence[Poll]
    hub: Subscription | None
    rules: Sequence[Rule]
    listed: bool


def read_feed(store: Store, feed_id: int, rules: RuleSet, *, now: datetime) -> FeedView | None:
    """Read the page of one feed, ``None`` where there is no such one."""
    first = now.date() - timedelta(days=LONG_DAYS - 1)
    with store.read() as session:
        feed = feed_rows.feed_by_id(session, feed_id)
        if feed is None:
            return None
        polls = poll_rows.recent_polls(session, feed_id, SHOWN_POLLS)
        days = day_rows.new_items_by_day(session, [feed_id], first=first)
        held = host_rows.held_hosts(session, now)
        listed = feed_rows.get_feed(session, feed.listed_url) is not None
        hub = subscription_rows.of_feed(session, feed_id)
    plot = spark(days.get(feed_id, {}), first=first, days=LONG_DAYS, width=600, height=60)
    return FeedView(
        line=FeedLine(feed=feed, spark=plot, hold=_hold(feed, held)),
        polls=polls,
        hub=hub,
        rules=[rule for rule in rules.rules if rule.enabled and hears(rule, feed)],
        listed=listed,
    )


def read_coverage(store: Store, rules: RuleSet, *, now: datetime) -> Sequence[Coverage]:
    """What each rule can hear, the blind ones first, disabled ones last."""
    with store.read() as session:
        found = coverage(session, rules, since=now - HITS_WITHIN)
    return sorted(found, key=lambda one: (not one.rule.enabled, one.sees))


def health_of(feed: Feed) -> FeedHealth:
    """How a feed fares."""
    if feed.failures:
        return FeedHealth.FAILING
    return FeedHealth.SOUND if feed.polls else FeedHealth.UNREAD


def spark(
    counts: Mapping[date, int], *, first: date, days: int, width: int = 98, height: int = 24
) -> Spark:
    """Bars of the counts by day from ``first`` on; a day without items is a line on the ground."""
    values = tuple(counts.get(first + timedelta(days=at), 0) for at in range(days))
    return Spark(
        path=_bars(values, width, height),
        width=width,
        height=height,
        counts=values,
        first=first,
        last=first + timedelta(days=days - 1),
    )


@lru_cache(maxsize=1000)
def _bars(values: tuple[int, ...], width: int, height: int) -> str:
    highest, step = max(*values, 1), width / len(values)
    bars = []
    for at, value in enumerate(values):
        tall = max(round(value / highest * (height - 1), 1), 1.5) if value else 0.5
        bars.append(f"M{at * step:.4g} {height}v-{tall:g}h{step * 0.75:.3g}v{tall:g}z")
    return "".join(bars)


def _hold(feed: Feed, held: Mapping[str, HostHold]) -> HostHold | None:
    hold = held.get(feed.host)
    return hold if hold is not None and hold.until > feed.next_poll_at else None
