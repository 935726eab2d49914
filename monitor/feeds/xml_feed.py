"""RSS, RDF and Atom through feedparser, bounded. Pure: a cleaned document in, raw entries out.

feedparser's own ``parse`` fetches a URL or reads a file when it is given a text that is one, and
some of its steps cost the square of their input (author addresses, distinct categories). So its
two parsers are driven here directly, on bytes in memory, with bounds on entries and elements.
"""

from __future__ import annotations

import io
import math
import xml.sax
import xml.sax.handler
import xml.sax.xmlreader
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser.api

from monitor.feeds.dates import from_struct, parse_date
from monitor.feeds.document import Document
from monitor.feeds.entries import RawEntry

MAX_ELEMENTS = 50_000
"""Elements read in one document (about 1.5 s). Large real feeds have 4,000."""

MAX_TAGS_PER_ENTRY = 40
_UPDATE_PERIOD_S = {
    "hourly": 3600.0,
    "daily": 86400.0,
    "weekly": 604800.0,
    "monthly": 2592000.0,
    "yearly": 31536000.0,
}

# What feedparser, its HTML parser and expat are known to raise on hostile input.
PARSER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    xml.sax.SAXException,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A parsed document: feedparser's fields, and how the parsing went.

    The dictionaries are plain: feedparser's own substitute dates for one another, with a warning.

    Entries that were read without feedparser are :class:`RawEntry` already.
    ``broken`` says what was wrong with a document that is not well-formed; ``stopped`` that a
    bound was reached.
    """

    version: str
    feed: dict[str, Any]
    entries: tuple[dict[str, Any] | RawEntry, ...]
    broken: str = ""
    stopped: str = ""


class _EnoughError(Exception):
    """A bound was reached: what was read so far counts."""


class _Bounds:
    """Overrides for feedparser's parsers: bounds, and no work on what is not used."""

    max_items = 0
    elements = 0
    entries: list[Any]
    # Not "id": a guid made absolute would change with the feed's address.
    can_be_relative_uri = frozenset(feedparser.api.StrictFeedParser.can_be_relative_uri) - {"id"}

    def unknown_starttag(self, tag: str, attrs: object) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise _EnoughError(f"only the first {MAX_ELEMENTS} elements were read")
        base: Any = super()
        base.unknown_starttag(tag, attrs)

    def _start_item(self, attrs_d: object) -> None:
        if len(self.entries) >= self.max_items:
            raise _EnoughError(f"only the first {self.max_items} items were read")
        base: Any = super()
        base._start_item(attrs_d)  # noqa: SLF001 - extends it

    _start_entry = _start_item

    def _sync_author_detail(self, key: str = "author") -> None:
        """Authors are not used, and finding their addresses costs the square of the length."""

    def _add_tag(self, term: object, scheme: object, label: object) -> None:
        parser: Any = self
        base: Any = super()
        tags = parser._get_context().setdefault("tags", [])  # noqa: SLF001 - ours too
        if len(tags) >= MAX_TAGS_PER_ENTRY:
            tags.pop()  # the last one stands in for the rest: callers expect to find theirs there
        base._add_tag(term, scheme, label)  # noqa: SLF001 - extends it


_Strict: Any = type("_Strict", (_Bounds, feedparser.api.StrictFeedParser), {})
_Loose: Any = type("_Loose", (_Bounds, feedparser.api.LooseFeedParser), {})


def parse_xml(document: Document, *, base_url: str, max_items: int) -> RawFeed:
    """Parse with the strict parser, and with the forgiving one where that fails.

    Never raises for what a document holds: a broken one gives what could be read of it.
    """
    strict = parse_strictly(document.text, base_url=base_url, max_items=max_items)
    if not strict.broken:
        return strict
    loose = _run_loose(document.text, base_url, max_items, strict.broken)
    better = loose if len(loose.entries) >= len(strict.entries) else strict
    return better if better.stopped else _without_cut_entry(better, document.text)


def raw_entry(entry: dict[str, Any] | RawEntry, *, now: datetime) -> RawEntry:
    """One of feedparser's entries as a :class:`RawEntry`."""
    if isinstance(entry, RawEntry):
        return entry
    get = entry.get
    source = get("source")
    return RawEntry(
        title=_text(get("title")),
        summary=_text(get("summary")),
        contents=[_text(part.get("value")) for part in get("content") or () if _is_text(part)],
        links=list(_links(entry)),
        guid=_text(get("id")),
        guid_is_link=bool(get("guidislink")),
        published_at=_published_at(entry, now),
        language=_text(get("language")) or None,
        categories=[_text(tag.get("label") or tag.get("term")) for tag in get("tags") or ()],
        source=_text(source.get("title")) if isinstance(source, Mapping) else "",
    )


def ttl_s(feed: dict[str, Any]) -> float | None:
    """How long the feed asks to be left alone (``ttl`` in minutes, or ``sy:updatePeriod``)."""
    get = feed.get
    minutes = _number(get("ttl"))
    if minutes is not None:
        return minutes * 60
    period_s = _UPDATE_PERIOD_S.get(_text(get("sy_updateperiod")).strip().lower())
    if period_s is None:
        return None
    return period_s / (_number(get("sy_updatefrequency")) or 1.0)


def parse_strictly(text: str, *, base_url: str, max_items: int) -> RawFeed:
    """Parse with the strict parser alone; ``broken`` where the text is not well-formed XML."""
    parser = _Strict(base_url, None, "utf-8")
    reader = xml.sax.make_parser()  # noqa: S317 - no DOCTYPE, so no entities  # nosec B317
    reader.setFeature(xml.sax.handler.feature_namespaces, True)
    reader.setFeature(xml.sax.handler.feature_external_ges, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    source = xml.sax.xmlreader.InputSource()
    source.setByteStream(io.BytesIO(text.encode()))
    return _run(parser, max_items, lambda: reader.parse(source), "")


def _run_loose(text: str, base_url: str, max_items: int, broken: str) -> RawFeed:
    parser = _Loose(base_url, None, "utf-8", {})
    return _run(parser, max_items, lambda: parser.feed(text), broken)


def _run(parser: Any, max_items: int, parse: Any, broken: str) -> RawFeed:
    parser.resolve_relative_uris = False
    parser.sanitize_html = False
    parser.max_items = max_items
    stopped = ""
    try:
        parse()
    except _EnoughError as enough:
        stopped = str(enough)
        if parser.elements > MAX_ELEMENTS:
            del parser.entries[-1:]  # it was being read
    except PARSER_ERRORS as error:
        broken = broken or _say(error)
    return RawFeed(
        version=parser.version or "",
        feed=dict(parser.feeddata),
        entries=tuple(dict(entry) for entry in parser.entries),
        broken=broken,
        stopped=stopped,
    )


def _say(error: Exception) -> str:
    message = error.getMessage() if isinstance(error, xml.sax.SAXException) else str(error)
    line = getattr(error, "getLineNumber", lambda: None)()
    place = f" in line {line}" if line else ""
    return f"{message[:100] or type(error).__name__}{place}"


def _without_cut_entry(raw: RawFeed, text: str) -> RawFeed:
    """Without a last entry that the end of the document cut off: half a title is no item."""
    opened = max(text.rfind("<item"), text.rfind("<entry"))
    closed = max(text.rfind("</item"), text.rfind("</entry"))
    if opened <= closed or not raw.entries:
        return raw
    return RawFeed(
        version=raw.version,
        feed=raw.feed,
        entries=raw.entries[:-1],
        broken=f"{raw.broken}; the last item is cut off",
        stopped=raw.stopped,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _is_text(part: object) -> bool:
    if not isinstance(part, Mapping):
        return False
    kind = _text(part.get("type"))
    return not kind or kind.startswith("text/") or kind.endswith(("xml", "html"))


def _links(entry: dict[str, Any]) -> Iterator[str]:
    get = entry.get
    yield _text(get("feedburner_origlink"))
    link = _text(get("link"))
    if link != _text(get("id")) or "://" in link:  # "<guid>17</guid>" is no address
        yield link
    for link in get("links") or ():
        if _text(link.get("rel")) == "alternate":
            yield _text(link.get("href"))


def _published_at(entry: dict[str, Any], now: datetime) -> datetime | None:
    get = entry.get
    for key in ("published", "updated", "created"):
        moment = parse_date(get(key), now=now) or from_struct(get(f"{key}_parsed"), now=now)
        if moment is not None:
            return moment
    return None


def _number(value: object) -> float | None:
    try:
        number = float(_text(value)[:20])
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None
