"""A served document to items. Pure: bytes in, values out; the only failure is ``ParseError``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import Any

from monitor.errors import ParseError
from monitor.feeds.document import Document, not_a_feed, read_document
from monitor.feeds.entries import FeedContext, RawEntry, language_code, make_item
from monitor.feeds.identity import document_keys
from monitor.feeds.json_feed import json_hub_url, json_self_url, parse_json, raw_json_entry
from monitor.feeds.plain_feed import parse_plainly
from monitor.feeds.prints import (
    Entries,
    Prints,
    collides,
    cut,
    key_prints,
    text_print,
    unpack,
)
from monitor.feeds.text import plain_text
from monitor.feeds.urls import bare_url, http_link
from monitor.feeds.xml_feed import (
    PARSER_ERRORS,
    RawFeed,
    parse_strictly,
    parse_xml,
    raw_entry,
    ttl_s,
)
from monitor.model import FailureReason, Item

MAX_ITEMS = 2_000
"""Items read of one document (Media Cloud's bound). Long real feeds list about 1,000."""

_MAX_FEED_TITLE_CHARS = 200
_MAX_NOTES = 20

# The tags around the entries: what they declare (namespaces, base address) holds within.
_OUTER_TAG = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|RDF|channel)(?=[\s>])[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed document says.

    ``items`` in the document's order, keys already cleared of those that several of them share.
    ``language`` is a primary code such as "en". ``ttl_s`` is how long the feed asks to be left
    alone, ``hub_url`` its WebSub hub, ``self_url`` the address it calls its own. ``format`` names
    the format ("rss20", "atom10", "rss10", "json11"). ``notes`` are sentences for a person about
    what was mended, skipped or left out.

    ``known`` counts the entries that are not among ``items`` because they stood in the feed's last
    document. Then ``places`` says where each item stands among all entries, and ``known_keys`` by
    the print of a key where the first known entry stands that has it. ``prints`` is what the
    parsing of the next document needs to know of this one.
    """

    title: str
    language: str | None
    ttl_s: float | None
    hub_url: str | None
    items: tuple[Item, ...]
    format: str
    notes: tuple[str, ...] = ()
    self_url: str | None = None
    known: int = 0
    places: tuple[int, ...] = ()
    known_keys: Mapping[bytes, int] = field(default_factory=dict)
    prints: bytes = b""


def parse_feed(
    body: bytes,
    *,
    content_type: str | None,
    base_url: str,
    outlet: str,
    now: datetime,
    language: str | None = None,
    max_items: int = MAX_ITEMS,
    prints: bytes = b"",
) -> ParsedFeed:
    """Parse RSS, Atom, RDF or JSON Feed.

    ``base_url`` is where the document was found (relative links), ``content_type`` the HTTP
    header, ``language`` what the feed's owner is known to write in (it wins over the document).
    ``prints`` is the ``ParsedFeed.prints`` of the feed's last document: entries that stand in both
    to the letter are counted and not read again. Without it every item is read.
    A broken document gives its good items and a note; one bad entry is skipped with a note.

    Raises ``ParseError`` with a :class:`FailureReason`: ``empty``; ``not_a_feed`` (an HTML page,
    a login page, anything without a feed's root; the message says what it looks like);
    ``malformed`` (a broken feed of which nothing is usable).
    """
    subject = bare_url(base_url)
    document = read_document(body, content_type=content_type, subject=subject)
    read = _read_json if document.kind == "json" else _read_xml
    return read(
        document, subject, _Request(base_url, outlet, language, now, max_items, unpack(prints))
    )


@dataclass(frozen=True, slots=True)
class _Request:
    base_url: str
    outlet: str
    language: str | None
    now: datetime
    max_items: int
    prints: Prints


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was made of a document's entries, and notes on those that gave nothing.

    ``known`` are the prints of those that were not read, as they stood in the last document, with
    the prints of their keys; ``prints`` are those of all entries, where they were cut out.
    """

    made: Sequence[Item | None]
    notes: tuple[str, ...] = ()
    places: Sequence[int] = ()
    known: Mapping[bytes, Sequence[bytes]] = field(default_factory=dict)
    prints: Sequence[bytes] = ()
    context: bytes = b""

    def items(self) -> tuple[Item, ...]:
        """The items, without keys that several different ones share."""
        return document_keys([item for item in self.made if item is not None])

    def known_keys(self) -> dict[bytes, int]:
        """By the print of a key where the first entry stands that was not read and has it."""
        places = reversed(list(enumerate(self.prints)))
        return {key: at for at, one in places for key in self.known.get(one, ())}

    def remembered(self) -> Prints:
        """What the next reading may pass over: entries that gave an item and share no key."""
        if not self.context:
            return Prints()
        keys = [key_prints(item) if item else () for item in self.made]
        shared = Counter(chain.from_iterable(keys))
        read = {
            self.prints[at]: some
            for at, some in zip(self.places, keys, strict=True)
            if some and all(shared[key] == 1 for key in some)
        }
        kept = {one: tuple(some) for one, some in self.known.items()}
        return Prints(context=self.context, entries=kept | read)


def _read_xml(document: Document, subject: str, request: _Request) -> ParsedFeed:
    entries = cut(document.text, max_entries=request.max_items)
    prints = [text_print(text) for text in entries.texts] if entries else []
    if entries and not request.prints.entries.keys().isdisjoint(prints):
        parsed = _read_new(document, entries, prints, request)
        if parsed is not None:
            return parsed
    raw = _parse_whole(document, entries, request)
    if not raw.version and not raw.entries:
        raise not_a_feed(f"an XML document <{document.root[:40]}>", subject)
    context = _xml_context(raw, request)
    read = _made(raw.entries, lambda entry: raw_entry(entry, now=request.now), context)
    _refuse_unusable(read, raw.broken or raw.stopped, subject)
    if entries and len(prints) == len(raw.entries) and not (raw.broken or raw.stopped):
        context_print = _context_print(entries.between[0], raw, context, request)
        read = replace(read, prints=prints, context=context_print)
    return _parsed_xml(document, raw, context, read, request)


def _parse_whole(document: Document, entries: Entries | None, request: _Request) -> RawFeed:
    """The whole document: plainly where it is of the plain kind, else through feedparser."""
    if entries:
        kept = range(len(entries.texts))
        raw = parse_plainly(entries, kept, base_url=request.base_url, now=request.now)
        if raw is not None:
            return raw
    return parse_xml(document, base_url=request.base_url, max_items=request.max_items)


def _read_new(
    document: Document, entries: Entries, prints: Sequence[bytes], request: _Request
) -> ParsedFeed | None:
    """Read what is new in a document, without the entries that stood in the last one.

    ``None`` where anything in it is not as it should be: then it has to be read as a whole.
    """
    seen = request.prints.entries
    new = [at for at, one in enumerate(prints) if one not in seen]
    raw = parse_plainly(entries, new, base_url=request.base_url, now=request.now) or parse_strictly(
        entries.only(new), base_url=request.base_url, max_items=request.max_items
    )
    if raw.broken or raw.stopped or not raw.version or len(raw.entries) != len(new):
        return None
    context = _xml_context(raw, request)
    context_print = _context_print(entries.between[0], raw, context, request)
    if context_print != request.prints.context:
        return None
    read = _made(raw.entries, lambda entry: raw_entry(entry, now=request.now), context, new)
    known = {one: seen[one] for one in prints if one in seen}
    if collides((item for item in read.made if item is not None), known.values()):
        return None
    read = replace(read, known=known, prints=prints, context=context_print)
    return _parsed_xml(document, raw, context, read, request)


def _xml_context(raw: RawFeed, request: _Request) -> FeedContext:
    title = plain_text(str(raw.feed.get("title") or ""), max_chars=_MAX_FEED_TITLE_CHARS)
    language = language_code(request.language) or language_code(raw.feed.get("language"))
    return _context(request, title, language)


def _context_print(head: str, raw: RawFeed, context: FeedContext, request: _Request) -> bytes:
    """The print of all that the reading of an entry depends on besides its own text."""
    return text_print(
        raw.version,
        *_OUTER_TAG.findall(head),
        request.base_url.partition("?")[0],
        context.outlet,
        context.feed_title,
        context.language or "",
    )


def _parsed_xml(
    document: Document, raw: RawFeed, context: FeedContext, read: _Read, request: _Request
) -> ParsedFeed:
    broken = f"the document is broken: {raw.broken}" if raw.broken else ""
    trouble = [text for text in (raw.stopped, broken) if text]
    links = {link.get("rel"): link.get("href") for link in reversed(raw.feed.get("links") or ())}
    return ParsedFeed(
        title=context.feed_title,
        language=context.language,
        ttl_s=ttl_s(raw.feed),
        hub_url=http_link(links.get("hub"), base_url=request.base_url),
        self_url=http_link(links.get("self"), base_url=request.base_url),
        items=read.items(),
        format=raw.version or document.root.lower()[:20],
        notes=(*document.notes, *trouble, *read.notes),
        known=len(read.prints) - len(read.made) if read.known else 0,
        places=tuple(at for at, item in zip(read.places, read.made, strict=True) if item),
        known_keys=read.known_keys(),
        prints=read.remembered().packed(),
    )


def _read_json(document: Document, subject: str, request: _Request) -> ParsedFeed:
    raw = parse_json(document.text, subject=subject, max_items=request.max_items)
    title = plain_text(str(raw.feed.get("title") or ""), max_chars=_MAX_FEED_TITLE_CHARS)
    language = language_code(request.language) or language_code(raw.feed.get("language"))
    context = _context(request, title, language)
    read = _made(raw.items, lambda item: raw_json_entry(item, now=request.now), context)
    _refuse_unusable(read, raw.broken, subject)
    notes = read.notes
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
        items=read.items(),
        format=raw.format,
        notes=(*document.notes, *notes),
    )


def _context(request: _Request, title: str, language: str | None) -> FeedContext:
    return FeedContext(
        outlet=request.outlet, base_url=request.base_url, language=language, feed_title=title
    )


def _made(
    entries: Sequence[Any],
    to_raw: Callable[[Any], RawEntry],
    context: FeedContext,
    places: Sequence[int] | None = None,
) -> _Read:
    """Make items of entries; ``places`` says where they stand in the document, if not in a row."""
    places = range(len(entries)) if places is None else places
    made: list[Item | None] = []
    notes: list[str] = []
    for at, entry in zip(places, entries, strict=True):
        try:
            item = make_item(to_raw(entry), context)
        except PARSER_ERRORS as error:
            item = None
            notes.append(f"item {at + 1} was skipped: {error}"[:200])
        else:
            if item is None:
                notes.append(f"item {at + 1} was skipped: it has no text")
        made.append(item)
    if len(notes) > _MAX_NOTES:
        notes[_MAX_NOTES:] = [f"{len(notes) - _MAX_NOTES} more items were skipped"]
    return _Read(made=made, notes=tuple(notes), places=places)


def _refuse_unusable(read: _Read, trouble: str, subject: str) -> None:
    """Raise ``ParseError`` if a document that is broken, or has nothing but unusable entries,
    gives no item."""
    if not any(read.made) and (trouble or read.notes):
        raise ParseError(
            f"a feed without a usable item: {trouble or read.notes[0]}",
            reason=FailureReason.MALFORMED,
            subject=subject,
        )
