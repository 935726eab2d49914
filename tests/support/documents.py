"""Feed documents for tests, of invented outlets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a feed document."""

    title: str
    guid: str
    link: str = ""
    summary: str = ""
    published: datetime | None = None


def rss(entries: Sequence[Entry], *, title: str = "Test feed") -> bytes:
    """An RSS 2.0 document; entries without a date are dated now."""
    items = "".join(_item(entry) for entry in entries)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(title)}'
        f"</title><link>http://outlet.example/</link><description/>{items}</channel></rss>"
    ).encode()


def _item(entry: Entry) -> str:
    published = entry.published or datetime.now(UTC)
    link = entry.link or f"http://outlet.example/{entry.guid}"
    return (
        f"<item><title>{escape(entry.title)}</title><link>{escape(link)}</link>"
        f'<guid isPermaLink="false">{escape(entry.guid)}</guid>'
        f"<pubDate>{format_datetime(published)}</pubDate>"
        f"<description>{escape(entry.summary)}</description></item>"
    )
