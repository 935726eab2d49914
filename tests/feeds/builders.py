"""Documents in one line, parsed as the tests want them, and what holds for every item."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.feeds.parse import ParsedFeed, parse_feed
from monitor.model import Item

NOW = datetime(2022, 1, 14, 12, tzinfo=UTC)
BASE = "https://harbour-ledger.example/rss.xml"

TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>|<(?:script|img|iframe|svg)", re.IGNORECASE)


def parse(body: bytes | str, **given: Any) -> ParsedFeed:
    arguments: dict[str, Any] = {
        "content_type": None,
        "base_url": BASE,
        "outlet": "Harbour Ledger",
        "now": NOW,
    }
    raw = body.encode() if isinstance(body, str) else body
    return parse_feed(raw, **(arguments | given))


def rss(items: str, *, channel: str = "") -> str:
    return f'<rss version="2.0"><channel><title>T</title>{channel}{items}</channel></rss>'


def item(title: str, rest: str = "") -> str:
    return f"<item><title>{title}</title>{rest}</item>"


def reason_of(body: bytes | str, **given: Any) -> tuple[str, str]:
    with pytest.raises(ParseError) as caught:
        parse(body, **given)
    return caught.value.reason, str(caught.value)


def assert_clean(found: Item) -> None:
    for text in (found.title, found.summary, found.content, *found.categories):
        assert not TAG.search(text), text
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\ud800-\udfff]", text)
    for link in (found.link, found.canonical_url):
        assert link is None or link.startswith(("http://", "https://"))
    assert found.title
    assert found.keys
    assert len(found.title) <= 500
    assert len(found.summary) <= 2_000
    assert len(found.content) <= 20_000
