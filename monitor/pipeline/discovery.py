"""Find the feeds of a site: fetch its page, follow what it names, try where feeds usually are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from monitor.errors import FetchError, ParseError
from monitor.feeds.discovery import (
    FeedLink,
    guessed_addresses,
    read_page,
    same_news,
    well_known_urls,
)
from monitor.feeds.parse import ParsedFeed, parse_feed
from monitor.model import FetchResult
from monitor.net.urls import check_url, shown_url

MAX_FETCHES = 24
"""Requests to look at one site, beside its page: a page that names more feeds is cut there."""

Fetch: TypeAlias = Callable[[str], FetchResult]
"""One guarded GET of an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed that was fetched and parsed. ``also`` are addresses with the same items."""

    url: str
    title: str
    parsed: ParsedFeed
    declared: bool = True
    of_comments: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """What a site holds. ``tried`` says of each address that gave no feed why not."""

    asked: str
    feeds: tuple[FoundFeed, ...]
    site_name: str = ""
    tried: tuple[tuple[str, str], ...] = ()


def discover(address: str, *, fetch: Fetch, now: datetime) -> Discovery:
    """Find the feeds behind an address that a person gave: of a feed, a page or a host.

    The document itself if it is a feed; else the feeds that the page names, each fetched and
    parsed; else the first of the well-known places that holds one. Raises :class:`FetchError`
    (``bad_url``) for what is no address.
    """
    guesses = guessed_addresses(address)
    if not guesses:
        raise FetchError(
            f"{shown_url(address)!r} is no address of a site", reason="bad_url", subject=""
        )
    tried: list[tuple[str, str]] = []
    for url in guesses:
        check_url(url)
        fetched = fetch(url)
        if fetched.failure is None:
            return _look_around(address, fetched, _Visits(fetch, now, tried))
        tried.append((url, fetched.detail))
    return Discovery(asked=address, feeds=(), tried=tuple(tried))


class _Visits:
    """Fetches and parses candidates, each once, up to a bound."""

    def __init__(self, fetch: Fetch, now: datetime, tried: list[tuple[str, str]]) -> None:
        self._fetch = fetch
        self._now = now
        self._left = MAX_FETCHES
        self._seen: set[str] = set()
        self.tried = tried

    def parse(self, fetched: FetchResult) -> ParsedFeed | None:
        """The feed in a document, or ``None`` and why not in ``tried``."""
        try:
            return parse_feed(
                fetched.body,
                content_type=fetched.headers.get("content-type"),
                base_url=fetched.final_url,
                outlet="",
                now=self._now,
            )
        except ParseError as error:
            self.tried.append((fetched.final_url, error.message))
            return None

    def visit(self, links: Iterable[FeedLink], *, first_only: bool = False) -> list[FoundFeed]:
        """The feeds among ``links``."""
        found: list[FoundFeed] = []
        for link in links:
            if link.url in self._seen or not self._left:
                continue
            self._seen.add(link.url)
            self._left -= 1
            fetched = self._fetch(link.url)
            if fetched.failure is not None:
                self.tried.append((link.url, fetched.detail))
                continue
            parsed = self.parse(fetched)
            if parsed is None:
                continue
            found.append(_found(link, fetched, parsed))
            if first_only:
                break
        return found


def _look_around(asked: str, fetched: FetchResult, visits: _Visits) -> Discovery:
    parsed = visits.parse(fetched)
    if parsed is not None:
        link = FeedLink(url=fetched.url, declared=True)
        return Discovery(asked=asked, feeds=(_found(link, fetched, parsed),))
    page = read_page(
        fetched.body,
        content_type=fetched.headers.get("content-type"),
        base_url=fetched.final_url,
    )
    found = visits.visit(link for link in page.links if link.declared)
    if not any(not feed.of_comments for feed in found):
        found += visits.visit(link for link in page.links if not link.declared)
    if not any(not feed.of_comments for feed in found):
        usual = (FeedLink(url=url) for url in well_known_urls(fetched.final_url))
        found += visits.visit(usual, first_only=True)
    return Discovery(
        asked=asked,
        feeds=_folded(found),
        site_name=page.site_name,
        tried=tuple(visits.tried),
    )


def _found(link: FeedLink, fetched: FetchResult, parsed: ParsedFeed) -> FoundFeed:
    return FoundFeed(
        url=fetched.permanent_url or link.url,
        title=parsed.title or link.title,
        parsed=parsed,
        declared=link.declared,
        of_comments=link.of_comments or FeedLink(url="", title=parsed.title).of_comments,
    )


def _folded(found: Sequence[FoundFeed]) -> tuple[FoundFeed, ...]:
    """Each set of items once, under the first address that gave it."""
    kept: list[FoundFeed] = []
    for feed in found:
        twin = next(
            (
                at
                for at, other in enumerate(kept)
                if other.url == feed.url or same_news(other.parsed.items, feed.parsed.items)
            ),
            None,
        )
        if twin is None:
            kept.append(feed)
        elif feed.url != kept[twin].url:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, feed.url))
    return tuple(sorted(kept, key=lambda feed: feed.of_comments))
