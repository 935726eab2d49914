from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.feeds.discovery import (
    MAX_LINKS,
    guessed_addresses,
    outlet_name,
    read_page,
    well_known_urls,
)

BASE = "https://www.harbour.example/news/"


def links(html: str) -> list[tuple[str, bool]]:
    page = read_page(html.encode(), content_type="text/html", base_url=BASE)
    return [(link.url, link.declared) for link in page.links]


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/rss">', "/rss"),
        ("<LINK REL=ALTERNATE TYPE=Application/Atom+XML HREF=/a.xml>", "/a.xml"),
        ('<link rel="home alternate" type="application/feed+json" href="f.json"/>', "/news/f.json"),
        ('<link type="text/xml; charset=utf-8" rel="alternate" href="../x">', "/x"),
        ('<base href="/deep/"><link rel="feed" href="f">', "/deep/f"),
        ('<link rel=alternate type=application/rss+xml href="?feed=rss&amp;l=en">', None),
        ('<body><link rel=alternate type=application/rss+xml href=" /rss ">', "/rss"),
    ],
)
def test_declared_feeds(html: str, url: str | None) -> None:
    whole = BASE + "?feed=rss&l=en" if url is None else f"https://www.harbour.example{url}"
    assert links(html) == [(whole, True)]


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="alternate" hreflang="de" href="/de">',
        '<link rel="stylesheet" type="text/css" href="/feed.css">',
        '<link rel="alternate" type="application/rss+xml">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/rss"> -->',
        "<script>'<link rel=alternate type=application/rss+xml href=/rss>'</script>",
        '<a href="https://elsewhere.test/rss.xml">their feed</a>',
        '<a href="/feedback">write to us</a>',
        "plain text",
        "",
    ],
)
def test_what_is_no_feed_of_the_site(html: str) -> None:
    assert links(html) == []


def test_declared_feeds_come_first_and_comments_last() -> None:
    html = """<a href="/world/rss.xml">RSS</a><a href="https://feeds.harbour.example/top">Top</a>
    <link rel=alternate type=application/rss+xml title="Comments Feed" href=/comments/feed/>
    <link rel=alternate type=application/rss+xml title="Harbour" href=/feed/>
    <link rel=alternate type=application/rss+xml title="Harbour again" href=/feed/>"""
    assert links(html) == [
        ("https://www.harbour.example/feed/", True),
        ("https://www.harbour.example/comments/feed/", True),
        ("https://www.harbour.example/world/rss.xml", False),
        ("https://feeds.harbour.example/top", False),
    ]


def test_the_number_of_links_is_bounded() -> None:
    assert len(links("".join(f'<a href="/{n}/rss.xml">' for n in range(10_000)))) == MAX_LINKS


def test_site_name() -> None:
    html = '<meta property="og:site_name" content="Harbour &amp; Ledger">'
    assert read_page(html.encode(), content_type=None, base_url=BASE).site_name == (
        "Harbour & Ledger"
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(
    ["<link ", "rel=alternate ", 'href="', "//h.example/rss", '"', ">", "<!--", "-->", "<![", "]]>",
     "<a ", "feed:", "\0", "&#xd800;", "<base ", "http://[", "<script>", "type=text/xml ", "é", "'"]
), max_size=30).map("".join))  # fmt: skip
def test_no_page_breaks_the_reader(html: str) -> None:
    for link in read_page(html.encode(), content_type=None, base_url=BASE).links:
        assert link.url.startswith(("http://", "https://"))


def test_well_known_places_are_tried_below_the_page_and_below_the_host() -> None:
    urls = well_known_urls("https://h.example/blog/?a=b")
    assert urls[:2] == ("https://h.example/blog/feed", "https://h.example/blog/rss")
    assert "https://h.example/atom.xml" in urls
    assert len(urls) < 20


@pytest.mark.parametrize(
    ("text", "guesses"),
    [
        ("harbour.example", ("https://harbour.example/", "http://harbour.example/")),
        ("harbour.example/blog", ("https://harbour.example/blog", "http://harbour.example/blog")),
        ("https://harbour.example/x", ("https://harbour.example/x",)),
        ("feed:https://harbour.example/x", ("https://harbour.example/x",)),
        ("feed://harbour.example/x", ("https://harbour.example/x", "http://harbour.example/x")),
        ("harbour", ()),
        ("two words", ()),
        ("", ()),
    ],
)
def test_what_a_person_may_mean(text: str, guesses: tuple[str, ...]) -> None:
    assert guessed_addresses(text) == guesses


def test_the_outlet_is_named_as_listed_else_as_the_site_says() -> None:
    listed = [("https://www.h.example/a", "Harbour Ledger"), ("https://r.example/", "Reef")]

    def name(url: str, site: str = "", title: str = "") -> str:
        return outlet_name(url=url, site_name=site, feed_title=title, listed=listed)

    assert name("https://h.example/b", "The Site", "T") == "Harbour Ledger"
    assert name("https://v.example/b", "The Site", "T") == "The Site"
    assert name("https://v.example/b", "", "River Desk – World") == "River Desk"
    assert name("https://www.v.example/b") == "v.example"
