"""Documents made to break a parser, and thousands of real ones."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.parse import MAX_ITEMS, ParsedFeed
from monitor.feeds.xml_feed import MAX_ELEMENTS
from monitor.model import Item
from tests.feeds.builders import assert_clean, item, parse, rss
from tests.feeds.shared import shared_documents

DATA = Path(__file__).parent / "data"
CASES = sorted(path for path in DATA.iterdir() if ".expected." not in path.name)


def within(seconds: float, body: bytes | str) -> ParsedFeed | ParseError:
    start = time.process_time()
    result: ParsedFeed | ParseError
    try:
        result = parse(body)
    except ParseError as error:
        result = error
    assert time.process_time() - start < seconds
    return result


def test_entities_are_never_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    subset = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = within(5, subset + rss(item("Talks &l11; &f; resume today")))
    assert isinstance(found, ParsedFeed)
    assert "haha" not in found.items[0].title
    assert "root:" not in found.items[0].title
    long = "x" * 100_000
    found = within(5, f'<!DOCTYPE rss [<!ENTITY a "{long}">]>' + rss(item("&a;" * 30_000)))
    assert isinstance(found, ParsedFeed)


def test_a_million_items_are_cut_at_the_cap() -> None:
    found = within(15, rss(item("Story") * 400_000))
    assert isinstance(found, ParsedFeed)
    assert len(found.items) == MAX_ITEMS
    assert f"only the first {MAX_ITEMS} items were read" in found.notes
    entry = '{"id":"1","title":"One story of today"}'
    body = f'{{"version":"https://jsonfeed.org/version/1","items":[{",".join([entry] * 5)}]}}'
    assert len(parse(body, max_items=3).items) == 3
    assert len(parse(rss(item("Story of today") * 5), max_items=3).items) == 3


@pytest.mark.parametrize(
    "body",
    [
        rss("<x>" * (2 * MAX_ELEMENTS)),
        rss(item("Story of today", f"<author>{'a.' * 500_000}@</author>")),
        rss(item("Story", "".join(f"<category>c{i}</category>" for i in range(MAX_ELEMENTS)))),
        rss(item("word " * 2_000_000)),
        rss(item(f"<![CDATA[{'<b>' * 1_000_000}]]>")),
        rss(item(f"<![CDATA[{'<a x=' * 300_000}]]>")),
        rss(item(f"<![CDATA[{'<script>' * 300_000}]]>")),
        rss(item("&lt;![CDATA[" * 200_000 + "&gt;")),
        rss(item(f"<![CDATA[&#{'9' * 500_000};]]>")),
        rss(item("&amp;" * 500_000)),
        rss("<" * 200_000),
        rss("&x" * 200_000),
        "<!-- " * 200_000 + rss(""),
        "<!DOCTYPE x [" * 200_000,
        "<?xml " * 200_000,
        '{"version":"https://jsonfeed.org/version/1","items":' + "[" * 500_000,
        '{"version":"https://jsonfeed.org/version/1","items":[{"id":' + "9" * 500_000 + "}]}",
        "\n" * 1_000_000 + rss(item("Story of today")),
    ],
    ids=lambda body: body[:8] + f"+{len(body)}",
)
def test_hostile_documents_take_bounded_time(body: str) -> None:
    found = within(10, body)
    if isinstance(found, ParsedFeed):
        for entry in found.items:
            assert_clean(entry)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_fail_only_with_parse_error(body: bytes) -> None:
    with contextlib.suppress(ParseError):
        parse(body)


MARKUP = st.sampled_from([
    "<item>", "</item>", "<title>", "</title>", "<link>", "<![CDATA[", "]]>", "<!--", "-->",
    "&lt;", "&amp;", "&#x3c;", "<script>", "</script>", "<entry>", "<guid>", "</guid>", "<b", ">",
    "<description>", "</description>", "onerror=x", "javascript:", "\u202e", "\0", "text", " ",
    "<pubDate>", "<content:encoded>", "</rss>", "<?x?>", "<!DOCTYPE a>", "&nbsp;", "&#xD800;",
    "'", '"', "é",
])  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(MARKUP, max_size=40))
def test_random_markup_gives_clean_items_or_parse_error(pieces: list[str]) -> None:
    try:
        found = parse(f"<rss version='2.0'><channel>{''.join(pieces)}")
    except ParseError:
        return
    for entry in found.items:
        assert_clean(entry)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_real_document_with_bytes_changed_never_crashes(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(CASES)).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = parse(bytes(body))
    except ParseError:
        return
    for entry in found.items:
        assert_clean(entry)


def parse_all(archive: str, *, per_document_s: float, every: int = 1) -> dict[str, list[Item]]:
    """Every document's items; failures may only be ``ParseError``."""
    found: dict[str, list[Item]] = {}
    for name, body in shared_documents(archive)[::every]:
        start = time.process_time()
        with contextlib.suppress(ParseError):
            found[name] = list(parse(body).items)
        assert time.process_time() - start < per_document_s, name
        for entry in found.get(name, ()):
            assert_clean(entry)
    return found


def test_torture_cases_give_clean_items_or_a_reason() -> None:
    found = parse_all("feed-torture/feedparser-cases.tar.gz", per_document_s=2)
    assert sum(map(len, found.values())) > 400
    assert len(found) > 1_300


def test_documents_of_the_real_web_are_read() -> None:
    found = parse_all("served-feeds/feeds-2026-02.tar.gz", per_document_s=5, every=2)
    assert len(found) >= 88  # of 89; one of them is no XML by any reading
    assert sum(map(len, found.values())) > 2_000
