"""JSON Feed 1.0 and 1.1 (jsonfeed.org) with the standard library. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.errors import ParseError
from monitor.feeds.dates import parse_date
from monitor.feeds.document import not_a_feed
from monitor.feeds.entries import RawEntry
from monitor.model import FailureReason

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(\d)(?:\.(\d))?")
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_SEPARATOR = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawJsonFeed:
    """A JSON Feed's own fields (empty if the document was cut) and its items, as they came."""

    format: str
    feed: Mapping[str, Any]
    items: tuple[object, ...]
    broken: str = ""
    more: bool = False


def parse_json(text: str, *, subject: str, max_items: int) -> RawJsonFeed:
    """Read a JSON Feed; of one that is cut off, the items before the cut.

    Raises ``ParseError``: not_a_feed for JSON without a JSON Feed version, malformed for a
    JSON Feed of which nothing can be read.
    """
    version = _VERSION.search(text, 0, 5000)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if version is None:
            raise not_a_feed("broken JSON", subject) from error
        items = _items_before_cut(text, max_items)
        if not items:
            raise ParseError(
                f"a broken JSON Feed without a whole item: {error}"[:200],
                reason=FailureReason.MALFORMED,
                subject=subject,
            ) from error
        return RawJsonFeed(format=_format(version), feed={}, items=items, broken=str(error)[:100])
    if not isinstance(data, dict):
        raise not_a_feed("a JSON document", subject)
    version = _VERSION.match(_text(data.get("version")))
    if version is None:
        raise not_a_feed("a JSON document", subject)
    listed = data.get("items")
    items = tuple(listed[:max_items]) if isinstance(listed, list) else ()
    more = isinstance(listed, list) and len(listed) > max_items
    return RawJsonFeed(format=_format(version), feed=data, items=items, more=more)


def raw_json_entry(item: object, *, now: datetime) -> RawEntry:
    """One item of a JSON Feed. Raises ``TypeError`` where it is no object."""
    if not isinstance(item, dict):
        raise TypeError("the item is no JSON object")
    guid = item.get("id")
    tags = item.get("tags")
    html, text = _text(item.get("content_html")), _text(item.get("content_text"))
    return RawEntry(
        title=_text(item.get("title")),
        summary=_text(item.get("summary")) or html or text,
        contents=[html or text],
        links=[_text(item.get("url")), _text(item.get("external_url"))],
        guid=str(guid)[:3000] if isinstance(guid, str | int) else "",
        published_at=parse_date(_text(item.get("date_published")), now=now)
        or parse_date(_text(item.get("date_modified")), now=now),
        language=_text(item.get("language")) or None,
        categories=[_text(tag) for tag in tags[:40]] if isinstance(tags, list) else (),
    )


def json_hub_url(feed: Mapping[str, Any]) -> str:
    """The first hub's URL, or nothing."""
    hubs = feed.get("hubs")
    for hub in hubs[:10] if isinstance(hubs, list) else ():
        if isinstance(hub, dict) and _text(hub.get("url")):
            return _text(hub.get("url"))
    return ""


def json_self_url(feed: Mapping[str, Any]) -> str:
    """The address that the feed calls its own, or nothing."""
    return _text(feed.get("feed_url"))


def _items_before_cut(text: str, max_items: int) -> tuple[object, ...]:
    start = _ITEMS.search(text)
    items: list[object] = []
    decoder = json.JSONDecoder()
    at = start.end() if start else len(text)
    while at < len(text) and len(items) < max_items:
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(item)
        separator = _SEPARATOR.match(text, at)
        at = separator.end() if separator else at
    return tuple(items)


def _format(version: re.Match[str]) -> str:
    return f"json{version[1]}{version[2] or '0'}"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
