"""Looking for the feeds of a site that a person wants to add: a bounded search, and offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import ConfigError, FetchError
from monitor.feeds.discovery import outlet_name
from monitor.feeds.feed_list import listed_as
from monitor.feeds.opml import Outline, same_feed
from monitor.model import FailureReason, FeedSource, FetchResult
from monitor.net.client import Client
from monitor.net.fetch import fetch
from monitor.net.urls import check_url
from monitor.pipeline.discovery import Discovery, FoundFeed, discover
from monitor.pipeline.feed_list import folders_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchLimits:
    """Bounds of a search: of each request, and of all together (``None``: no such bound)."""

    fetch_s: float
    max_body_bytes: int
    total_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A feed that was found, named as it would be listed. ``known``: the list has it already."""

    feed: FoundFeed
    outlet: str
    known: bool

    @property
    def newest(self) -> datetime | None:
        """The latest date among its items."""
        return newest_item_at(self.feed)


def search(
    client: Client,
    address: str,
    *,
    limits: SearchLimits,
    now: datetime,
    monotonic: Callable[[], float],
) -> Discovery:
    """The feeds behind an address that a person gave.

    Raises :class:`ConfigError` for what is no address.
    """
    began = monotonic()

    def get(url: str) -> FetchResult:
        left_s = limits.fetch_s
        if limits.total_s is not None:
            left_s = min(left_s, limits.total_s - (monotonic() - began))
        if left_s <= 0:
            detail = "not tried: the site took too long before"
            return FetchResult(
                url=url, final_url=url, status=None, failure=FailureReason.TIMEOUT, detail=detail
            )
        return fetch(client, url, deadline_s=left_s, max_body_bytes=limits.max_body_bytes)

    try:
        return discover(address, fetch=get, now=now)
    except FetchError as error:
        if error.reason != "bad_url":
            raise
        hint = "such as https://example.com or example.com"
        raise ConfigError(error.message, hint=hint) from error


def offers(found: Discovery, sources: Sequence[FeedSource]) -> list[Offer]:
    """What a search found, each with who publishes it, for a list that holds ``sources``."""
    listed = [(source.url, source.outlet) for source in sources]
    known = {same_feed(source.url) for source in sources}
    return [
        Offer(
            feed=feed,
            outlet=outlet_name(
                url=feed.url, site_name=found.site_name, feed_title=feed.title, listed=listed
            ),
            known=not known.isdisjoint(same_feed(url) for url in (feed.url, *feed.also)),
        )
        for feed in found.feeds
    ]


def listing(
    url: str,
    *,
    outlet: str,
    title: str = "",
    language: str = "",
    folder: str = "",
    full_text: bool | None = None,
) -> Outline:
    """The outline of a feed that a person adds."""
    folders = folders_of(folder)
    source = FeedSource(
        url=url,
        outlet=outlet,
        title=title,
        folder="/".join(folders),
        language=language or None,
        full_text=full_text,
    )
    return listed_as(source, folders)


def check_address(url: str) -> None:
    """Raises :class:`ConfigError` for what can never be requested."""
    try:
        check_url(url)
    except FetchError as error:
        raise ConfigError(error.message, hint="such as https://example.com/feed.xml") from error


def newest_item_at(feed: FoundFeed) -> datetime | None:
    """The latest date among the items of a feed that was found."""
    dates = (item.published_at for item in feed.parsed.items)
    return max((date for date in dates if date is not None), default=None)
