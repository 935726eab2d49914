"""Where a site keeps its feeds: what its pages say, and where feeds usually are. Pure.

A page names its feeds in ``<link rel="alternate">`` (the "RSS autodiscovery" of 2006, now in the
HTML standard). Many sites only link to them from a list, so plain links that look like feeds
count too, behind those. What is found here is a guess until it has been fetched and parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from monitor.feeds.document import decode
from monitor.feeds.text import plain_text
from monitor.feeds.urls import http_link
from monitor.model import Item

MAX_PAGE_CHARS = 3_000_000
"""Of a longer page only so much is read: feeds are named in its head."""

MAX_LINKS = 30
"""Addresses taken from one page. Pages that list a whole outlet's feeds name some twenty."""

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
        "application/json",
    }
)
"""What ``<link rel="alternate" type=…>`` may say of a feed (WHATWG HTML, JSON Feed 1.1)."""

WELL_KNOWN_PATHS = (
    "feed",
    "rss",
    "rss.xml",
    "feed.xml",
    "atom.xml",
    "index.xml",
    "feeds",
    "feed.json",
    "rss/index.xml",
    "index.rdf",
)
"""Where the common publishing programs put a feed (WordPress, Ghost, Drupal, Hugo, Jekyll, Movable
Type), the most common first. Tried only where the page names none: each is a request."""

_LOOKS_LIKE_FEED = re.compile(
    r"(?:/|[._?=-])(?:rss|atom|feeds?|rdf)(?:[/._?=-]|\d|$)|\.(?:rss|atom|rdf)$", re.IGNORECASE
)
_NOT_A_FEED = re.compile(
    r"\.(?:html?|css|js|png|svg|jpe?g|gif|ico|woff2?|pdf|mp[34])(?:$|\?)|/wp-json/|oembed",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comments?/feed|/comments/|\bcomments?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """An address that a page gives for a feed. ``declared``: as autodiscovery asks."""

    url: str
    title: str = ""
    declared: bool = False

    @property
    def of_comments(self) -> bool:
        """Whether it is likely the feed of readers' comments, which is no news."""
        return bool(_COMMENTS.search(self.url) or _COMMENTS.search(self.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page says of its site: the feeds it names and what the site calls itself."""

    links: tuple[FeedLink, ...]
    site_name: str = ""


def read_page(body: bytes, *, content_type: str | None, base_url: str) -> Page:
    """The feeds an HTML page names, declared ones first; anything else names none."""
    text = decode(body, content_type)[0][:MAX_PAGE_CHARS]
    reader = _PageReader(base_url)
    try:
        reader.feed(text)
        reader.close()
    except (AssertionError, ValueError):  # what Python's HTML parser raises on hostile input
        pass
    unique: dict[str, FeedLink] = {}
    for link in sorted(reader.links, key=lambda link: (not link.declared, link.of_comments)):
        unique.setdefault(link.url, link)
    links = tuple(unique.values())[:MAX_LINKS]
    return Page(links=links, site_name=plain_text(reader.site_name, max_chars=100))


def well_known_urls(url: str) -> tuple[str, ...]:
    """Where the feed of the page at ``url`` may be: first below the page, then below its host."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    path = parts.path.rstrip("/")
    found: dict[str, None] = {}
    if path:
        for name in WELL_KNOWN_PATHS[:3]:
            found[f"{root.rstrip('/')}{path}/{name}"] = None
    for name in WELL_KNOWN_PATHS:
        found[root + name] = None
    return tuple(found)


def guessed_addresses(text: str) -> tuple[str, ...]:
    """What a person may mean by a site's address: "example.org" is tried with https, then http.

    Only addresses that are valid; none where the text is no address at all.
    """
    text = text.strip()
    if re.match(r"feed:(?://)?https?://", text, re.IGNORECASE):
        text = re.sub(r"^feed:(?://)?", "", text, flags=re.IGNORECASE)
    elif text.lower().startswith("feed://"):
        text = text[len("feed://") :]
    if re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
        return (text,)
    guesses = (http_link(f"{scheme}://{text}") for scheme in ("https", "http"))
    return tuple(guess for guess in guesses if guess and "." in (urlsplit(guess).hostname or ""))


def same_news(one: Sequence[Item], other: Sequence[Item]) -> bool:
    """Whether two documents hold the same items, as the RSS and the Atom of one feed do."""
    first, second = ({(i.canonical_url or i.title) for i in items} for items in (one, other))
    return bool(first) and first == second


def site_of(url: str) -> str:
    """A host without ``www.``, by which feeds of one outlet are recognised."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def outlet_name(
    *, url: str, site_name: str, feed_title: str, listed: Iterable[tuple[str, str]]
) -> str:
    """Who publishes a feed: as listed for its host, else as the page or the feed says, else the
    host. ``listed`` are pairs of address and outlet."""
    names = {outlet for address, outlet in listed if site_of(address) == site_of(url)}
    if len(names) == 1:
        return names.pop()
    title = re.split(r"\s+[-–—|:»·]\s+|:\s", feed_title)[0].strip()
    return site_name or title or site_of(url)


class _PageReader(HTMLParser):
    """Collects links while the standard library's forgiving parser reads."""

    def __init__(self, base_url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[FeedLink] = []
        self._base = base_url
        self._names: dict[str, str] = {}
        self._based = False

    @property
    def site_name(self) -> str:
        """What the page says its site is called."""
        return self._names.get("og:site_name") or self._names.get("application-name") or ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of what names a feed, the site, or where links begin."""
        values = {name: value or "" for name, value in reversed(attrs)}
        if tag == "link":
            self._link(values)
        elif tag == "a":
            self._anchor(values)
        elif tag == "base" and not self._based:
            self._based = True
            self._base = http_link(values.get("href"), base_url=self._base) or self._base
        elif tag == "meta":
            name = (values.get("property") or values.get("name") or "").lower()
            self._names.setdefault(name, values.get("content", ""))

    def _link(self, values: dict[str, str]) -> None:
        relations = values.get("rel", "").lower().split()
        kind = values.get("type", "").partition(";")[0].strip().lower()
        if "feed" in relations or ("alternate" in relations and kind in FEED_TYPES):
            self._take(values.get("href", ""), values.get("title", ""), declared=True)

    def _anchor(self, values: dict[str, str]) -> None:
        href = values.get("href", "")
        if len(self.links) < 10 * MAX_LINKS and _LOOKS_LIKE_FEED.search(href):
            self._take(href, values.get("title", ""), declared=False)

    def _take(self, href: str, title: str, *, declared: bool) -> None:
        href = re.sub(r"^feed:(?://)?(?=https?:)|^feed:(?=//)", "", href.strip())
        url = http_link(href, base_url=self._base)
        if url is None or _NOT_A_FEED.search(url):
            return
        own = site_of(urljoin(self._base, "/"))
        elsewhere = own.split(".")[-2:] != site_of(url).split(".")[-2:]
        if not declared and elsewhere:
            return  # a link to another site's feed is no feed of this one
        title = plain_text(title, max_chars=200) if title else ""
        self.links.append(FeedLink(url=url.partition("#")[0], title=title, declared=declared))
