"""RSS 2.0 and Atom of the plain kind, read at a tenth of feedparser's cost. Pure.

feedparser is the reference, and reads whatever is not plain. Here stands, for a closed list of
elements, what it makes of them: of an entry's fields, of second titles and descriptions, of
elements within ``media:group``. Whatever could come out differently ends the attempt (another
element that feedparser handles, XHTML, a base address, a date in an odd form): then feedparser
reads the whole document. What stands around the entries is feedparser's in any case. Tests
compare both readings, of real feeds and of invented ones.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin

import feedparser.api

from monitor.feeds.dates import parse_date
from monitor.feeds.entries import RawEntry
from monitor.feeds.prints import Entries
from monitor.feeds.xml_feed import MAX_ELEMENTS, MAX_TAGS_PER_ENTRY, RawFeed, parse_strictly

_Parser: Any = feedparser.api.StrictFeedParser
_PREFIXES: Final[Mapping[str, str]] = {
    uri.lower(): prefix.lower() for uri, prefix in _Parser.namespaces.items()
}
"""What feedparser calls the elements of a namespace, whatever the document calls it."""

_HANDLED: Final = frozenset(
    name.partition("_")[2].partition("_")[2]
    for name in dir(_Parser)
    if name.startswith(("_start_", "_end_"))
)
"""Elements that feedparser does something about; of any other it keeps the text under its name."""

_FIELDS: Final = frozenset({
    "title", "summary", "content", "links", "link", "id", "guidislink", "published", "updated",
    "created", "published_parsed", "updated_parsed", "created_parsed", "language", "tags", "source",
    "category", "itunes_keywords", "feedburner_origlink", "svg", "math",
    # Names that feedparser's dictionary takes for one of these.
    "channel", "items", "guid", "date", "date_parsed", "description", "description_detail", "url",
    "modified", "modified_parsed", "issued", "issued_parsed", "copyright", "copyright_detail",
    "tagline", "tagline_detail",
})  # fmt: skip
"""Names under which no element may be kept unseen."""

_TELLING: Final = frozenset({
    "about", "base", "domain", "href", "ispermalink", "label", "lastmod", "mode", "rel", "scheme",
    "src", "term", "type", "uri", "url",
})  # fmt: skip
"""Attributes that matter; feedparser also takes those of unknown namespaces for them."""

_TEXT_TYPES: Final = frozenset({"text", "plain", "html", "text/plain", "text/html"})
_LINK_TYPES: Final = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})

_HEAD: Final = frozenset({
    "author", "category", "cloud", "contributor", "copyright", "dc_creator", "dc_date",
    "dc_language", "dc_publisher", "dc_rights", "dc_title", "description", "generator", "id",
    "image", "language", "lastbuilddate", "link", "managingeditor", "modified", "pubdate",
    "published", "rights", "subtitle", "tagline", "title", "updated", "webmaster",
})  # fmt: skip
"""Elements before the entries that leave nothing behind for them to be read by."""

_INNER: Final = frozenset({
    "description", "email", "height", "href", "homepage", "link", "name", "title", "uri", "url",
    "width",
})  # fmt: skip
"""Elements within the feed's image or author."""

_UNSEEN: Final = frozenset({
    "author", "contributor", "copyright", "dc_author", "dc_contributor", "dc_creator",
    "dc_publisher", "dc_rights", "email", "enclosure", "homepage", "itunes_author", "itunes_block",
    "itunes_explicit", "itunes_image", "managingeditor", "media_content", "media_credit",
    "media_group", "media_license", "media_player", "media_rating", "media_restriction",
    "media_thumbnail", "name", "rights", "uri", "url", "webmaster",
})  # fmt: skip
"""Elements of an entry that feedparser handles without a trace in the fields used here."""

_HOLDERS: Final = frozenset({"author", "contributor", "media_content", "media_group"})
"""Those among them that hold others, which count as the entry's own."""

_MAX_DEPTH: Final = 8

_TAIL: Final = re.compile(r"\s*(?:</[\w:.-]+\s*>\s*)*")
_C1: Final = re.compile("[\x80-\x9f]")
_REFERENCE: Final = re.compile("&([A-Za-z0-9_]+);")
_MANY_SLASHES: Final = re.compile(r"^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")
_WHOLE_LINK: Final = re.compile(
    r"https?://[A-Za-z0-9.-]+/[A-Za-z0-9._~/%&=+,:@!$'()*-]*(?:\?[A-Za-z0-9._~/%&=+,:@!$'()*-]+)?"
)
_DATE: Final = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-9]{1,2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?:19|20)[0-9]{2} "
    r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})? (?:GMT|UTC?|Z|[A-Z]{3,4}|[+-][0-9]{2}:?[0-9]{2})"
    r"|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})"
)


class _OddError(Exception):
    """Something that is not of the plain kind."""


def parse_plainly(
    entries: Entries, kept: Sequence[int], *, base_url: str, now: datetime
) -> RawFeed | None:
    """What feedparser's strict parser makes of a document with only the ``kept`` ones of its
    entries; ``None`` where that is not known for sure, or the document is not well-formed."""
    if any(map(str.strip, entries.between[1:-1])) or not _TAIL.fullmatch(entries.between[-1]):
        return None
    shell = parse_strictly(entries.only(()), base_url=base_url, max_items=len(kept))
    if shell.broken or shell.stopped or shell.entries or not shell.version:
        return None
    if not kept:
        return shell
    try:
        read = tuple(_read(entries.only(kept), base_url, now))
    except (_OddError, ET.ParseError):
        return None
    if len(read) != len(kept):
        return None
    return RawFeed(version=shell.version, feed=shell.feed, entries=read)


def _read(text: str, base_url: str, now: datetime) -> Iterable[RawEntry]:
    if text.count("<") > MAX_ELEMENTS:
        raise _OddError
    # The document has no DOCTYPE, so there is nothing to expand.
    events = ET.iterparse(io.BytesIO(text.encode()), events=("start-ns",))  # noqa: S314 # nosec B314
    names = _Names(declared for _, declared in events)
    root: ET.Element = events.root  # type: ignore[attr-defined]
    holder = root
    if names.of(root.tag) == "rss":
        if [names.of(child.tag) for child in root] != ["channel"]:
            raise _OddError
        holder = root[0]
    elif names.of(root.tag) != "feed":
        raise _OddError
    for one in (root, holder):
        if not _TELLING.isdisjoint(map(_local, one.attrib)):
            raise _OddError
    reader = _Reader(names, base_url, now)
    for child in holder:
        if names.of(child.tag) in ("item", "entry"):
            yield reader.entry(child)
        else:
            _check_head(child, names, 0)


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()


class _Names:
    """What feedparser calls the elements of a document."""

    def __init__(self, declared: Iterable[tuple[str, str]]) -> None:
        self._known: dict[str, str] = {}
        self._prefixes: dict[str, str] = {}
        by_prefix: dict[str, str] = {}
        for prefix, uri in declared:
            # One name for each namespace, and one namespace for each name: then it does not
            # matter in which order they were declared.
            if by_prefix.setdefault(prefix, uri) != uri or re.search(r"[\s{}]", uri) or not uri:
                raise _OddError
            ours = _PREFIXES.get(uri.lower())
            if "backend.userland.com/rss" in uri.lower():
                ours = ""
            name = prefix.lower() if ours is None else ours
            if self._prefixes.setdefault(uri, name) != name:
                raise _OddError
        taken = {prefix.lower() for prefix in by_prefix} & set(_PREFIXES.values()) - {""}
        if any(_PREFIXES.get(by_prefix.get(name, "").lower()) != name for name in taken):
            raise _OddError  # "dc" that is not Dublin Core

    def of(self, tag: str) -> str:
        """The name without its namespace's address: "title", "media_title"."""
        name = self._known.get(tag)
        if name is None:
            uri, _, local = tag.rpartition("}")
            prefix = self._prefixes.get(uri[1:], "xml") if uri else ""
            name = self._known[tag] = f"{prefix}_{local.lower()}" if prefix else local.lower()
        return name


def _check_head(element: ET.Element, names: _Names, depth: int) -> None:
    """Refuse what could leave something behind for the entries after it."""
    name = names.of(element.tag)
    known = name in _HEAD if depth == 0 else name in _INNER
    if depth > _MAX_DEPTH or not (known or _is_unknown(name)):
        raise _OddError
    if len(element):
        if known and (depth or name not in ("image", "author", "contributor")):
            raise _OddError
        for child in element:
            _check_head(child, names, depth + 1)


def _is_unknown(name: str) -> bool:
    return name not in _HANDLED and name not in _FIELDS


class _Reader:
    """Reads the entries of one document."""

    def __init__(self, names: _Names, base_url: str, now: datetime) -> None:
        self._names = names
        self._handlers: dict[str, _Handler | None] = {}
        self.base_url = base_url
        self.now = now

    def entry(self, element: ET.Element) -> RawEntry:
        """One entry. Raises :class:`_OddError`."""
        if element.attrib and not _TELLING.isdisjoint(map(_local, element.attrib)):
            raise _OddError
        entry = _Entry(self)
        self.take(element, entry, 1)
        return entry.raw()

    def take(self, parent: ET.Element, entry: _Entry, depth: int) -> None:
        """Give an entry all elements within another."""
        handlers = self._handlers
        for element in parent:
            try:
                handler = handlers[element.tag]
            except KeyError:
                handler = handlers[element.tag] = self._handler(element.tag)
            if handler is not None:
                handler(entry, element, depth)
            elif len(element):
                self._open(element, entry, depth)

    def _open(self, element: ET.Element, entry: _Entry, depth: int) -> None:
        name = self._names.of(element.tag)
        base = not {"base"}.isdisjoint(map(_local, element.attrib))
        if depth > _MAX_DEPTH or base or (name in _UNSEEN and name not in _HOLDERS):
            raise _OddError
        self.take(element, entry, depth + 1)

    def _handler(self, tag: str) -> _Handler | None:
        """What to do about an element; ``None``: nothing but to look into it."""
        name = self._names.of(tag)
        handler = _HANDLERS.get(name)
        if handler is None and not (name in _UNSEEN or _is_unknown(name)):
            raise _OddError
        return handler


class _Entry:
    """What was read of an entry so far: feedparser's fields, and its state while reading."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.fields: dict[str, str] = {}
        self.depths: dict[str, int] = {}
        self.contents: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.tags: list[list[str | None]] = []
        self.guid_is_link: bool | None = None
        self.title_depth = -1

    def keep(self, field: str, value: str, depth: int) -> None:
        """Keep a field's value, unless there is one from further out."""
        if depth <= self.depths.get(field, depth):
            self.depths[field] = depth
            self.fields[field] = value

    def tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        """Add a category, each once."""
        tag = [term, scheme, label]
        if any(tag) and tag not in self.tags:
            self.tags.append(tag)
        if len(self.tags) >= MAX_TAGS_PER_ENTRY:
            raise _OddError

    def raw(self) -> RawEntry:
        """The entry as a whole."""
        fields = self.fields
        guid, link = fields.get("id", ""), fields.get("link", "")
        links = [fields.get("feedburner_origlink", "")]
        if link != guid or "://" in link:  # "<guid>17</guid>" is no address
            links.append(link)
        links.extend(href for rel, href in self.links if rel == "alternate")
        return RawEntry(
            title=fields.get("title", ""),
            summary=fields.get("summary", ""),
            contents=self.contents,
            links=links,
            guid=guid,
            guid_is_link=bool(self.guid_is_link),
            published_at=self._published_at(),
            categories=[label or term or "" for term, _, label in self.tags],
            source=fields.get("source", ""),
        )

    def _published_at(self) -> datetime | None:
        for field in ("published", "updated", "created"):
            text = self.fields.get(field)
            if text:
                moment = parse_date(text, now=self.reader.now)
                if moment is None:
                    raise _OddError  # feedparser may know the form
                return moment
        return None


_Handler = Callable[[_Entry, ET.Element, int], None]


def _attributes(element: ET.Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in element.attrib.items():
        key = name.lower()
        if key[0] == "{":
            if _local(key) in _TELLING:
                raise _OddError
        elif key in found or key == "base":
            raise _OddError
        else:
            found[key] = value.lower() if key in ("rel", "type") else value
    return found


def _text(element: ET.Element) -> str:
    """The text of an element without others in it, as feedparser mends it."""
    if len(element):
        raise _OddError
    return _mended((element.text or "").strip())


def _mended(text: str) -> str:
    if text.isascii():
        return text
    with suppress(UnicodeError):  # UTF-8 that was taken for Latin-1 and encoded once more
        text = text.encode("iso-8859-1").decode()
    if _C1.search(text):
        raise _OddError
    return text


def _markup(element: ET.Element) -> str:
    """The text of an element that may hold HTML, escaped."""
    for name, value in element.attrib.items():
        if name == "type":
            if value.lower() not in _TEXT_TYPES:
                raise _OddError
        elif _local(name) in _TELLING and _local(name) != "base":
            raise _OddError
    return _text(element)


def _joined(base_url: str, url: str) -> str:
    if _WHOLE_LINK.fullmatch(url):
        return url
    try:
        return urljoin(base_url, _MANY_SLASHES.sub(r"\1\3", url))
    except ValueError:
        return ""


def _read_title(entry: _Entry, element: ET.Element, depth: int) -> None:
    before = entry.title_depth
    value = _markup(element)
    if not -1 < before <= depth:
        entry.keep("title", value, depth)
    if value:
        entry.title_depth = depth


def _read_media_title(entry: _Entry, element: ET.Element, depth: int) -> None:
    before = entry.title_depth
    _read_title(entry, element, depth)
    entry.title_depth = before


def _read_summary(entry: _Entry, element: ET.Element, depth: int) -> None:
    if "summary" in entry.fields and not entry.contents:
        _read_content(entry, element, depth)  # the second one is taken for the full text
    else:
        entry.keep("summary", _markup(element), depth)


def _read_content(entry: _Entry, element: ET.Element, depth: int) -> None:  # noqa: ARG001
    value = _markup(element)
    entry.contents.append(value)
    entry.fields.setdefault("summary", value)


def _read_link(entry: _Entry, element: ET.Element, depth: int) -> None:  # noqa: ARG001
    attributes = _attributes(element) if element.attrib else {}
    rel = attributes.get("rel", "alternate")
    href = attributes.get("href")
    if href == "" or "url" in attributes or "uri" in attributes:
        raise _OddError
    if href is not None:
        if len(element):
            raise _OddError
        href = _joined(entry.reader.base_url, href)
        entry.links.append((rel, href))
        if rel == "alternate" and attributes.get("type", "text/html") in _LINK_TYPES:
            entry.fields["link"] = href
        return
    if len(element):
        raise _OddError
    text = (element.text or "").strip()
    if text:
        text = _mended(_joined(entry.reader.base_url, text))
        text = _REFERENCE.sub(r"&\g<1>", text.replace("&amp;", "&")) if "&" in text else text
    entry.fields["link"] = text
    entry.links.append((rel, text))


def _read_guid(entry: _Entry, element: ET.Element, depth: int) -> None:
    attributes = _attributes(element) if element.attrib else {}
    is_link = attributes.get("ispermalink", "true") == "true"
    value = _text(element)
    entry.keep("id", value, depth)
    if entry.guid_is_link is None:
        entry.guid_is_link = is_link and "link" not in entry.fields
    if is_link:
        entry.fields.setdefault("link", value)


def _date_reader(field: str) -> _Handler:
    def read_date(entry: _Entry, element: ET.Element, depth: int) -> None:
        value = _text(element)
        if value and not _DATE.fullmatch(value):
            raise _OddError
        if entry.fields.get(field, value) != value:
            raise _OddError
        entry.keep(field, value, depth)

    return read_date


def _read_category(entry: _Entry, element: ET.Element, depth: int) -> None:  # noqa: ARG001
    attributes = _attributes(element) if element.attrib else {}
    scheme = attributes.get("scheme", attributes.get("domain"))
    entry.tag(attributes.get("term"), scheme, attributes.get("label"))
    value = _text(element)
    if not value:
        return
    if entry.tags and not entry.tags[-1][0]:
        entry.tags[-1][0] = value
    else:
        entry.tag(value, None, None)


def _read_keywords(entry: _Entry, element: ET.Element, depth: int) -> None:  # noqa: ARG001
    if element.attrib:
        raise _OddError
    for term in _text(element).split(","):
        if term.strip():
            entry.tag(term.strip(), None, None)


def _read_source(entry: _Entry, element: ET.Element, depth: int) -> None:  # noqa: ARG001
    if element.attrib:
        _attributes(element)
    entry.title_depth = -1
    entry.fields["source"] = _text(element)


def _read_original_link(entry: _Entry, element: ET.Element, depth: int) -> None:
    if element.attrib:
        raise _OddError
    entry.keep("feedburner_origlink", _text(element), depth)


_published, _updated, _created = map(_date_reader, ("published", "updated", "created"))

_HANDLERS: Final[Mapping[str, _Handler]] = {
    "title": _read_title,
    "dc_title": _read_title,
    "media_title": _read_media_title,
    "description": _read_summary,
    "dc_description": _read_summary,
    "media_description": _read_summary,
    "summary": _read_summary,
    "content": _read_content,
    "content_encoded": _read_content,
    "link": _read_link,
    "guid": _read_guid,
    "id": _read_guid,
    "pubdate": _published,
    "published": _published,
    "issued": _published,
    "dcterms_issued": _published,
    "updated": _updated,
    "modified": _updated,
    "dc_date": _updated,
    "dcterms_modified": _updated,
    "created": _created,
    "dcterms_created": _created,
    "category": _read_category,
    "dc_subject": _read_category,
    "keywords": _read_category,
    "media_keywords": _read_keywords,
    "source": _read_source,
    "feedburner_origlink": _read_original_link,
}
