from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.feeds.entries import MAX_CONTENT_CHARS
from monitor.feeds.page_text import page_text, with_page_text

STORY = [
    (
        "Delegations of Freedonia and Sylvania met in the harbour town on Monday to settle the "
        "quarrel about fishing grounds that has kept their fleets apart since the spring."
    ),
    (
        "A clause on salmon was left open, said the envoy, and would be taken up again in June "
        "when the ministers return to the table with figures of their own."
    ),
    (
        "Boats of both countries stayed in port while the talks went on, and the market sold "
        "frozen cod from the far north to whoever still came for fish."
    ),
]


def page(*paragraphs: str, head: str = "", lang: str = "en") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>Talks</title>{head}</head><body>'
        '<nav><a href="/">Home</a><a href="/sport">Sport</a><a href="/login">Sign in</a></nav>'
        f"<article><h1>Talks in the harbour</h1>{body}</article>"
        "<footer>All rights reserved. Cookies. Imprint.</footer></body></html>"
    ).encode()


def text_of(body: bytes, content_type: str | None = "text/html; charset=utf-8") -> str:
    return page_text(body, content_type=content_type, url="https://h.example/1").text


def test_the_article_is_found_without_what_surrounds_it() -> None:
    text = text_of(page(*STORY))
    assert all(paragraph in text for paragraph in STORY)
    assert "Sign in" not in text
    assert "Cookies" not in text
    assert "\n" not in text


def test_markup_scripts_and_controls_never_reach_the_text() -> None:
    escaped = "&lt;img src=x onerror=alert(1)&gt; \u202eabc"
    hostile = f"<script>alert(1)</script><b onclick=x>Bold</b> {escaped}"
    text = text_of(page(*STORY, hostile + " the last word of the envoy on the matter was brief."))
    assert "alert" not in text
    assert "<" not in text
    assert "\u202e" not in text
    assert "onclick" not in text


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r"])
def test_the_encoding_is_the_declared_one(encoding: str) -> None:
    russian = (
        "Делегации двух стран встретились в порту, чтобы обсудить рыболовство и судоходство. " * 4
    )
    body = page(russian, head=f'<meta charset="{encoding}">', lang="ru").decode().encode(encoding)
    assert "Делегации двух стран встретились" in text_of(body, "text/html")


def test_a_teaser_is_no_article() -> None:
    assert text_of(page("Read on as a subscriber.")) == ""
    assert text_of(b"<html><body></body></html>") == ""


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (page(*STORY), "application/json"),
        (b'{"a": 1}', "text/html"),
        (b"", None),
    ],
)
def test_what_is_no_page(body: bytes, content_type: str | None) -> None:
    found = page_text(body, content_type=content_type, url="https://h.example/1")
    assert (found.is_page, found.text) == (False, "")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"@type": "NewsArticle", "isAccessibleForFree": False}, True),
        ({"@type": "NewsArticle", "isAccessibleForFree": "False"}, True),
        ([{"@type": "WebPage"}, {"isAccessibleForFree": False}], True),
        ({"@graph": [{"isAccessibleForFree": False}]}, True),
        ({"@type": "NewsArticle", "isAccessibleForFree": True}, False),
        ({"@type": "NewsArticle"}, False),
        ([[[]], 7, None], False),
    ],
)
def test_a_page_that_says_it_is_not_free(data: object, says: object) -> None:
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    found = page_text(page(*STORY, head=script), content_type="text/html", url="https://h.example/")
    assert found.paid is says


def test_hostile_pages_end() -> None:
    for body in (
        b"<html>" + b"<div>" * 500_000,
        b"<html>" + b"<p>" * 1_000_000,
        b"<html><!--" + b"-" * 2_000_000,
        b"<html><body>" + b"<a href='" * 300_000,
        b"<html><script type=application/ld+json>" + b"[" * 100_000 + b"</script>",
        page("word " * 500_000),
    ):
        assert len(text_of(body)) <= MAX_CONTENT_CHARS


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(
    ["<html>", "<p>", "</p>", "<article>", "<table>", "<td>", "<!--", "-->", "<![CDATA[", "\0",
     "&#0;", "&#xd800;", "<script>", "<svg>", "word " * 60, "<a href=", '"', "é", "<?xml?>"]
), max_size=40).map("".join))  # fmt: skip
def test_no_page_breaks_the_reader(html: str) -> None:
    text = text_of(("<html>" + html).encode())
    assert "\0" not in text


def test_the_feeds_own_text_stays_in_front() -> None:
    assert with_page_text("", "Page.") == "Page."
    assert with_page_text("Page", "Page and more.") == "Page and more."
    assert with_page_text("Teaser.", "Page.") == "Teaser. Page."
