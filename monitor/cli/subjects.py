"""What ``monitor rules test`` and ``explain`` look at: a text, a stored item, an address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.cli.opening import environment_settings, opened_store
from monitor.errors import ConfigError, FetchError, ParseError
from monitor.feeds.parse import parse_feed
from monitor.feeds.text import plain_text
from monitor.feeds.urls import canonical_url
from monitor.model import FetchResult, Item, ItemKey, StoredItem
from monitor.net.client import Client
from monitor.net.fetch import fetch
from monitor.pipeline.evaluate import feed_of
from monitor.settings import Settings
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.wiring import CONNECT_TIMEOUT_S, address_policy

_MAX_CHARS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An item to look at, as if it arrived at ``now``. ``feeds``: the addresses of the feed that
    brought it; ``origin``: a few words for a person."""

    item: Item
    now: datetime
    feeds: tuple[str, ...] = ()
    origin: str = ""

    def feed(self, named: frozenset[str]) -> str | None:
        """The address of its feed that rules name, if they name it by any."""
        return feed_of(self.feeds, named) if self.feeds else None


def of_text(text: str, summary: str, at: datetime | None) -> Subject:
    """An item with this headline, published at that moment."""
    now = moment(at)
    item = Item(title=text, summary=summary, outlet="(test)", published_at=now)
    return Subject(item=item, now=now)


def stored(name: str, at: datetime | None) -> Subject:
    """A stored item by its number or address, judged at the moment it arrived.

    Raises :class:`ConfigError` where there is none.
    """
    if name.isdecimal() and len(name) < 19:
        with opened_store() as store, store.read() as session:
            found = list(item_rows.get_items(session, [int(name)]).values())
            addresses = feed_rows.feed_addresses(session)
    else:
        found, addresses = _at_address(name)
    if not found:
        hint = "'monitor hits' shows numbers; give a headline by --text"
        raise ConfigError(f"no stored item is {name!r}", hint=hint)
    return _subject(found[0], addresses, at)


def at_url(url: str, at: datetime | None) -> tuple[Subject, ...]:
    """The item that is stored for an address; else what is there now: a page, or a feed's entries.

    Raises :class:`ConfigError` for what is no address, :class:`FetchError` and
    :class:`ParseError` where nothing can be had.
    """
    if canonical_url(url) is None:
        raise ConfigError(f"{url!r} is no web address", hint="it begins with http:// or https://")
    found, addresses = _at_address(url)
    if found:
        return (_subject(found[0], addresses, at),)
    settings = environment_settings()
    fetched = _fetched(url, settings)
    now = moment(at)
    try:
        feed = parse_feed(
            fetched.body,
            content_type=fetched.headers.get("content-type"),
            base_url=fetched.final_url,
            outlet=_host(fetched.final_url),
            now=now,
        )
    except ParseError:
        item = _page(fetched)
        return (Subject(item=item, now=now, origin="the page as it is now"),)
    items = (replace(item, outlet=feed.title or item.outlet) for item in feed.items)
    return tuple(
        Subject(item=item, now=now, feeds=(url,), origin="an entry of the feed") for item in items
    )


def moment(at: datetime | None) -> datetime:
    """That moment in UTC; now if none is given."""
    return datetime.now(UTC) if at is None else at.replace(tzinfo=at.tzinfo or UTC)


def _at_address(url: str) -> tuple[list[StoredItem], dict[int, tuple[str, ...]]]:
    canonical = canonical_url(url)
    if canonical is None:
        return [], {}
    with opened_store() as store, store.read() as session:
        keys = [ItemKey(kind="url", scope="", value=canonical)]
        return item_rows.find_known(session, keys), feed_rows.feed_addresses(session)


def _subject(
    found: StoredItem, addresses: dict[int, tuple[str, ...]], at: datetime | None
) -> Subject:
    return Subject(
        item=found.item,
        now=found.first_seen_at if at is None else moment(at),
        feeds=addresses.get(found.feed_id, ()),
        origin=f"item {found.id}, as stored",
    )


def _fetched(url: str, settings: Settings) -> FetchResult:
    policy = address_policy("MONITOR_FEED_NETWORKS", settings.feed_networks)
    with Client(
        policy=policy, user_agent=settings.user_agent, connect_timeout_s=CONNECT_TIMEOUT_S
    ) as client:
        fetched = fetch(
            client,
            url,
            deadline_s=settings.fetch_deadline_s,
            max_body_bytes=settings.max_body_bytes,
        )
    if fetched.failure is not None:
        raise FetchError(fetched.detail or fetched.failure, reason=fetched.failure, subject=url)
    return fetched


def _page(fetched: FetchResult) -> Item:
    """A page as an item: its headline, its description as summary, its text as content."""
    # A third of a second to import, which no other command need pay.
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    url = fetched.final_url
    read = bare_extraction(fetched.body, url=url, include_comments=False, with_metadata=True)
    if not isinstance(read, Document) or not read.title:
        reason = "has neither a headline nor entries of a feed"
        raise ParseError(reason, reason="not_a_feed", subject=url)
    return Item(
        title=plain_text(read.title, max_chars=_MAX_CHARS),
        summary=plain_text(read.description or "", max_chars=_MAX_CHARS),
        content=plain_text(read.text or "", max_chars=_MAX_CHARS),
        link=url,
        published_at=_day(read.date),
        outlet=read.sitename or _host(url),
    )


def _day(text: str | None) -> datetime | None:
    if text is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _host(url: str) -> str:
    return url.split("/")[2]
