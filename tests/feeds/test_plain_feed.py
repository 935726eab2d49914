"""Plain documents give the same whether feedparser reads them or not."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.document import read_document
from monitor.feeds.entries import RawEntry
from monitor.feeds.plain_feed import parse_plainly
from monitor.feeds.prints import Entries, cut
from monitor.feeds.xml_feed import RawFeed, parse_strictly, raw_entry
from tests.feeds.shared import shared_documents

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BASE = "https://outlet.example/news/feed.xml?kind=all"
FEED_FIELDS = ("title", "language", "ttl", "sy_updateperiod", "sy_updatefrequency", "links")


def plainly(entries: Entries) -> RawFeed | None:
    return parse_plainly(entries, range(len(entries.texts)), base_url=BASE, now=NOW)


def fields(entry: dict[str, Any] | RawEntry) -> dict[str, Any]:
    raw = asdict(raw_entry(entry, now=NOW))
    return raw | {name: list(raw[name]) for name in ("contents", "links", "categories")}


def is_read_alike(document: bytes) -> bool:
    """Whether a document was read plainly; what it gave then is what feedparser gives."""
    try:
        cleaned = read_document(document, content_type=None, subject="x")
    except ParseError:
        return False
    entries = cut(cleaned.text, max_entries=2_000) if cleaned.kind == "xml" else None
    plain = plainly(entries) if entries else None
    if plain is None:
        return False
    known = parse_strictly(cleaned.text, base_url=BASE, max_items=2_000)
    assert (known.broken, known.stopped, known.version) == ("", "", plain.version)
    for name in FEED_FIELDS:
        assert plain.feed.get(name) == known.feed.get(name), name
    assert [fields(one) for one in plain.entries] == [fields(one) for one in known.entries]
    return True


RSS = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:own="https://own.example/ns">'
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">'


def rss(*items: str, channel: str = "", root: str = RSS) -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return f"{root}<channel><title>Outlet</title>{channel}{body}</channel></rss>".encode()


def atom(*entries: str) -> bytes:
    body = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f"{ATOM}<title>Outlet</title>{body}</feed>".encode()


@pytest.mark.parametrize(
    "document",
    [
        rss("<title>One</title><link>/1</link><guid>1</guid><pubDate>2 Mar 2026 07:00 Z</pubDate>"),
        rss("<guid>https://outlet.example/1</guid><title/><title>One &amp; all</title>"),
        rss("<title>A</title><title>B</title><summary>C</summary><description>D</description>"),
        rss("<media:group><media:title>Deep</media:title></media:group><title>One</title>"),
        rss("<title>One</title><source url='/o'>Other</source><media:title>x</media:title>"),
        rss("<category domain='x'>A</category><category/><category>B</category>"),
        rss("<content:encoded><![CDATA[<p>All</p>]]></content:encoded><description>Part</description>"),
        rss("<description>Part</description><content:encoded type='html'>All</content:encoded>"),
        rss("<own:thing a='1'>x<own:inner>y</own:inner></own:thing><title>One</title>"),
        rss("<title>One</title>", channel="<image><url>/i.png</url><title>Logo</title></image>"),
        rss("<link>https://outlet.example/?a=1&amp;amp;b=2&amp;c;</link><atom:link href='//x'/>"),
        rss("<title>CafÃ©</title><dc:creator>W</dc:creator><dc:date>2026-03-01T10:00:00Z</dc:date>"),
        atom(
            "<title type='html'>&lt;b&gt;One&lt;/b&gt;</title><id>tag:o,1</id>"
            "<link href='/1'/><link rel='enclosure' href='/1.mp3'/>"
            "<updated>2026-03-01T10:00:00Z</updated>"
            "<author><name>Writer</name><uri>/w</uri></author><category term='a' label='A'/>"
            "<content type='html' xml:base='https://x.example/'>All</content>"
        ),
    ],
)  # fmt: skip
def test_plain_documents_are_read_as_feedparser_does(document: bytes) -> None:
    assert is_read_alike(document)


@pytest.mark.parametrize(
    "document",
    [
        rss("<title>One</title><image><url>/i.png</url></image>"),
        rss("<title type='xhtml'><div>One</div></title>"),
        rss("<title>One</title><pubDate>yesterday</pubDate>"),
        rss("<title>One</title><link xml:base='https://x.example/'>1</link>"),
        rss("<title>One</title><language>fr</language>"),
        rss("<title>One</title><description mode='base64'>SGk=</description>"),
        rss("<title>One &unknown; two</title>"),
        rss("<title>One</title>", channel="</channel><channel>"),
        rss("<title>One</title>", root=RSS.replace(" xmlns:own", ' xml:base="/b/" xmlns:own')),
        rss("<dc:title>One</dc:title>", root='<rss version="2.0" xmlns:dc="https://own.example/">'),
        rss("<title>One</title>").replace(b"</channel>", b"<title>Late</title></channel>"),
        rss("<title>One</title>").replace(b"</rss>", b""),
        (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            b' xmlns="http://purl.org/rss/1.0/"><channel><title>O</title></channel>'
            b'<item rdf:about="https://o.example/1"><title>One</title></item></rdf:RDF>'
        ),
    ],
)
def test_whatever_is_not_plain_is_left_to_feedparser(document: bytes) -> None:
    assert not is_read_alike(document)


def test_only_the_entries_asked_for_are_read() -> None:
    entries = cut(rss("<title>A</title>", "<title>B</title>").decode(), max_entries=9)
    assert entries is not None
    raw = parse_plainly(entries, [1], base_url=BASE, now=NOW)
    assert raw is not None
    assert [fields(one)["title"] for one in raw.entries] == ["B"]


TEXTS = st.sampled_from(
    ["", " ", "One", " Two words ", "<b>x</b>", "a & b", "&amp;amp;", "https://o.example/a?b=1&c=2",
     "/rel", "é", "CafÃ©", "\x85x", "日本", "2026-03-01T10:00:00Z", "Mon, 02 Mar 2026 07:00:00 GMT",
     "2 Mar 1970 00:00 EST", "http:////o.example/x", "tag:o,1", "http://[bad"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["title", "dc:title", "media:title", "description", "media:description", "summary", "content",
     "content:encoded", "link", "atom:link", "guid", "id", "pubDate", "published", "updated",
     "dc:date", "category", "dc:subject", "media:keywords", "media:group", "media:content",
     "source", "author", "dc:creator", "own:title", "own:thing", "unknown", "enclosure", "comments",
     "name", "image", "language", "date", "media:thumbnail", "rights"]
)  # fmt: skip
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ["type", "href", "url", "rel", "isPermaLink", "domain", "term", "label", "scheme", "lang",
         "xml:lang", "xml:base", "own:href", "Type"]
    ),
    st.sampled_from(["", "html", "text", "xhtml", "self", "alternate", "true", "false", "/a",
                     "https://o.example/b", "TEXT/html", "x"]),
    max_size=2,
)  # fmt: skip


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> str:
    """An element of an entry, now and then with others inside."""
    name = draw(NAMES)
    attributes = "".join(
        f' {key}="{escaped(value)}"'
        for key, value in draw(st.one_of(st.just({}), ATTRIBUTES)).items()
    )
    text = draw(TEXTS)
    inner = f"<![CDATA[{text}]]>" if draw(st.booleans()) else escaped(text)
    if depth < 2 and (name in ("media:group", "media:content") or draw(st.integers(0, 9)) == 0):
        inner += "".join(draw(st.lists(elements(depth + 1), max_size=3)))
    return f"<{name}{attributes}>{inner}</{name}>"


@settings(max_examples=200, deadline=None)
@given(
    items=st.lists(st.lists(elements(), max_size=6).map("".join), min_size=1, max_size=3),
    channel=st.sampled_from(["", "<link>https://o.example/</link>", "<language>en</language>",
                             "<image><url>/i</url><title>L</title></image>", "<own:x>1</own:x>",
                             "<description>D</description><description>E</description>"]),
)  # fmt: skip
def test_invented_documents_are_read_alike(items: list[str], channel: str) -> None:
    is_read_alike(rss(*items, channel=channel))
    is_read_alike(atom(*items).replace(b"content:", b"").replace(b"dc:", b"").replace(b"own:", b"")
                  .replace(b"atom:", b""))  # fmt: skip


@pytest.mark.parametrize(
    ("archive", "least"),
    [
        ("feed-replay/snapshots-2020.tar.gz", 500),
        ("served-feeds/feeds-2026-02.tar.gz", 130),
        ("feed-torture/feedparser-cases.tar.gz", 500),
    ],
)
def test_real_documents_are_read_alike(archive: str, least: int) -> None:
    documents = [document for _, document in shared_documents(archive)]
    step = max(1, len(documents) // 300)
    assert sum(map(is_read_alike, documents[::step])) * step >= least
