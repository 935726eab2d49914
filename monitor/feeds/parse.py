"""A served document to items. Pure: bytes in, values out; the only failure is ``ParseError``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.errors import ParseError
from monitor.feeds.document import Document, not_a_feed, read_document
from monitor.feeds.entries import FeedContext, RawEntry, language_code, make_item
from monitor.feeds.identity import document_keys
from monitor.feeds.json_feed import json_hub_url, json_self_url, parse_json, raw_json_entry
from monitor.feeds.text import plain_text
from monitor.feeds.urls import bare_url, http_link
from monitor.feeds.xml_feed import PARSER_ERRORS, parse_xml, raw_entry, ttl_s
from monitor.model import FailureReason, Item

MAX_ITEMS = 2_000
"""Items read of one document (Media Cloud's bound). Long real feeds list about 1,000."""

_MAX_FEED_TITLE_CHARS = 200
_MAX_NOTES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed document says.

    ``items`` in the document's order, keys already cleared of those that several of them share.
    ``language`` is a primary code such as "en". ``ttl_s`` is how long the feed asks to be left
    alone, ``hub_url`` its WebSub hub, ``self_url`` the address it calls its own.
    ``format`` names the format ("rss20", "atom10", "rss10", "json11"). ``notes`` are sentences
    for a person about what was mended, skipped or left out.
    """

    title: str
    language: str | None
    ttl_s: float | None
    hub_url: str | None
    items: tuple[Item, ...]
    format: str
    notes: tuple[str, ...] = ()
    self_url: str | None = None


def parse_feed(
    body: bytes,
    *,
    content_type: str | None,
    base_url: str,
    outlet: str,
    now: datetime,
    language: str | None = None,
    max_items: int = MAX_ITEMS,
) -> ParsedFeed:
    """Parse RSS, Atom, RDF or JSON Feed.

    ``base_url`` is where the document was found (relative links), ``content_type`` the HTTP
    header, ``language`` what the feed's owner is known to write in (it wins over the document).
    A broken document gives its good items and a note; one bad entry is skipped with a note.

    Raises ``ParseError`` with a :class:`FailureReason`: ``empty``; ``not_a_feed`` (an HTML page,
    a login page, anything without a feed's root; the message says what it looks like);
    ``malformed`` (a broken feed of which nothing is usable).
    """
    subject = bare_url(base_url)
    document = read_document(body, content_type=content_type, subject=subject)
    read = _read_json if document.kind == "json" else _read_xml
    return read(document, subject, _Request(base_url, outlet, language, now, max_items))


@dataclass(frozen=True, slots=True)
class _Request:
    base_url: str
    outlet: str
    language: str | None
    now: datetime
    max_items: int


def _read_xml(document: Document, subject: str, request: _Request) -> ParsedFeed:
    raw = parse_xml(document, base_url=request.base_url, max_items=request.max_items)
    if not raw.version and not raw.entries:
        raise not_a_feed(f"an XML document <{document.root[:40]}>", subject)
    feed = raw.feed
    title = plain_text(str(feed.get("title") or ""), max_chars=_MAX_FEED_TITLE_CHARS)
    language = language_code(request.language) or language_code(feed.get("language"))
    context = _context(request, title, language)
    trouble = raw.broken or raw.stopped
    items, notes = _items(
        raw.entries, lambda entry: raw_entry(entry, now=request.now), context, trouble, subject
    )
    links = {link.get("rel"): link.get("href") for link in reversed(feed.get("links") or ())}
    if raw.broken:
        notes = (f"the document is broken: {raw.broken}", *notes)
    if raw.stopped:
        notes = (raw.stopped, *notes)
    return ParsedFeed(
        title=title,
        language=language,
        ttl_s=ttl_s(feed),
        hub_url=http_link(links.get("hub"), base_url=request.base_url),
        self_url=http_link(links.get("self"), base_url=request.base_url),
        items=items,
        format=raw.version or document.root.lower()[:20],
        notes=(*document.notes, *notes),
    )


def _read_json(document: Document, subject: str, request: _Request) -> ParsedFeed:
    raw = parse_json(document.text, subject=subject, max_items=request.max_items)
    title = plain_text(str(raw.feed.get("title") or ""), max_chars=_MAX_FEED_TITLE_CHARS)
    language = language_code(request.language) or language_code(raw.feed.get("language"))
    context = _context(request, title, language)
    items, notes = _items(
        raw.items, lambda item: raw_json_entry(item, now=request.now), context, raw.broken, subject
    )
    if raw.broken:
        notes = (f"the document is broken: {raw.broken}", *notes)
    if raw.more:
        notes = (f"only the first {request.max_items} items were read", *notes)
    return ParsedFeed(
        title=title,
        language=language,
        ttl_s=None,
        hub_url=http_link(json_hub_url(raw.feed), base_url=request.base_url),
        self_url=http_link(json_self_url(raw.feed), base_url=request.base_url),
        items=items,
        format=raw.format,
        notes=(*document.notes, *notes),
    )


def _context(request: _Request, title: str, language: str | None) -> FeedContext:
    return FeedContext(
        outlet=request.outlet, base_url=request.base_url, language=language, feed_title=title
    )


def _items(
    entries: Sequence[Any],
    to_raw: Callable[[Any], RawEntry],
    context: FeedContext,
    trouble: str,
    subject: str,
) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """The usable items and notes on the others. Raises ``ParseError`` if a document that is
    broken, or has nothing but unusable entries, gives none."""
    items: list[Item] = []
    notes: list[str] = []
    for number, entry in enumerate(entries, start=1):
        try:
            item = make_item(to_raw(entry), context)
        except PARSER_ERRORS as error:
            notes.append(f"item {number} was skipped: {error}"[:200])
            continue
        if item is None:
            notes.append(f"item {number} was skipped: it has no text")
        else:
            items.append(item)
    if not items and (trouble or notes):
        raise ParseError(
            f"a feed without a usable item: {trouble or notes[0]}",
            reason=FailureReason.MALFORMED,
            subject=subject,
        )
    if len(notes) > _MAX_NOTES:
        notes[_MAX_NOTES:] = [f"{len(notes) - _MAX_NOTES} more items were skipped"]
    return document_keys(items), tuple(notes)
