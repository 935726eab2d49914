"""What the program does not see and cannot tell: which episodes begin and end. Pure.

Each episode is told once when it begins and once when it ends, however long it lasts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.model import FailureReason

FAILING_AFTER = timedelta(hours=1)
"""A feed that could not be read for so long, and an endpoint that took nothing, is told of."""

BLIND_AFTER = timedelta(minutes=10)
"""At least half of all feeds that could not be read for so long are told of at once."""

LEAST_FAILURES = 3
"""Fewer failed visits in a row are no more than a hiccup."""

FAILING_LONG = timedelta(hours=6)
"""A feed that failed so long ago, and was not read since, is told of however few its visits were:
its server may have asked to be left alone for a day (Retry-After)."""

SILENT_GAPS = 5.0
"""A feed is silent after so many times its usual gap between visits that bring something new."""

SILENT_AT_LEAST = timedelta(days=1)
"""No feed is silent sooner: nights and week-ends are quiet."""

LEAST_ARRIVALS = 6
"""From fewer arrivals nobody can say what a feed's usual gap is."""


class EpisodeCode(StrEnum):
    """What kind of blindness: a closed set, stored."""

    BLIND = "blind"
    FEED_FAILING = "feed_failing"
    FEED_SILENT = "feed_silent"
    ENDPOINT_FAILING = "endpoint_failing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSight:
    """How one listed feed does.

    ``since``: its last success, or when it was listed; ``failing_since``: its first failure after
    that; ``usual_gap``: between arrivals of new items, ``None`` where too little is known.
    """

    id: int
    url: str
    outlet: str
    failures: int
    since: datetime
    reason: str = ""
    failing_since: datetime | None = None
    last_success_at: datetime | None = None
    last_new_item_at: datetime | None = None
    usual_gap: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSight:
    """How one listed endpoint does; ``failing_since`` and ``disabled_at`` are ``None`` if well."""

    id: str
    host: str
    failing_since: datetime | None = None
    disabled_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Subjects of which an episode begins and ends. ``blind``: whether the whole sight does."""

    begun: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    blind_begun: bool = False
    blind_ended: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.begun or self.ended or self.blind_begun or self.blind_ended)


def failing(
    feeds: Sequence[FeedSight], known: Collection[str], *, blind: bool, now: datetime
) -> Changes:
    """Which feeds begin or cease to fail. ``known``: those told of; ``blind``: that was told.

    Where at least half of the feeds (and two) fail, that is one episode of its own, and no feed is
    told of apart while it lasts.
    """
    down = [
        one for one in feeds if one.failures >= LEAST_FAILURES and now - one.since >= BLIND_AFTER
    ]
    is_blind = len(down) >= 2 and len(down) * 2 >= len(feeds)
    recovered = tuple(one.url for one in feeds if one.url in known and not one.failures)
    gone = tuple(url for url in known if url not in {one.url for one in feeds})
    if is_blind or blind:
        return Changes(blind_begun=is_blind and not blind, blind_ended=blind and not is_blind)
    begun = tuple(one.url for one in feeds if one.url not in known and _is_failing(one, now))
    return Changes(begun=begun, ended=(*recovered, *gone))


def _is_failing(feed: FeedSight, now: datetime) -> bool:
    if feed.failures and feed.reason == FailureReason.GONE:
        return True  # it is asked only once a day from now on
    long_ago = feed.failing_since is not None and now - feed.failing_since >= FAILING_LONG
    often = feed.failures >= LEAST_FAILURES
    return bool(feed.failures) and now - feed.since >= FAILING_AFTER and (often or long_ago)


def silent(feeds: Sequence[FeedSight], known: Collection[str]) -> Changes:
    """Which feeds begin or cease to be silent: read without failure, and nothing new in them."""
    begun = tuple(one.url for one in feeds if one.url not in known and _is_silent(one))
    listed = {one.url: one for one in feeds}
    ended = tuple(url for url in known if url not in listed or _is_heard(listed[url]))
    return Changes(begun=begun, ended=ended)


def _read_without_news(feed: FeedSight) -> timedelta:
    """How long the feed has been read without bringing anything new."""
    if feed.last_success_at is None or feed.last_new_item_at is None:
        return timedelta(0)
    return feed.last_success_at - feed.last_new_item_at


def _is_silent(feed: FeedSight) -> bool:
    if feed.failures or feed.usual_gap is None:
        return False
    return _read_without_news(feed) >= max(SILENT_AT_LEAST, feed.usual_gap * SILENT_GAPS)


def _is_heard(feed: FeedSight) -> bool:
    return not feed.failures and _read_without_news(feed) < SILENT_AT_LEAST


def unreachable(
    endpoints: Sequence[EndpointSight], known: Collection[str], *, now: datetime
) -> Changes:
    """Which endpoints begin or cease to fail: an hour without a success, or disabled."""
    begun, ended = [], []
    for one in endpoints:
        is_down = one.disabled_at is not None or (
            one.failing_since is not None and now - one.failing_since >= FAILING_AFTER
        )
        if is_down and one.id not in known:
            begun.append(one.id)
        if one.id in known and one.disabled_at is None and one.failing_since is None:
            ended.append(one.id)
    listed = {one.id for one in endpoints}
    ended += [one for one in known if one not in listed]
    return Changes(begun=tuple(begun), ended=tuple(ended))


def usual_gap(first: datetime, last: datetime, arrivals: int) -> timedelta | None:
    """The mean time between ``arrivals`` (moments that brought something new), if it is known."""
    if arrivals < LEAST_ARRIVALS or last <= first:
        return None
    return (last - first) / (arrivals - 1)
