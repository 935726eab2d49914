"""Texts, links and lists made safe and small."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.bounds import clean, cut, take, web_link

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(text=ANY_TEXT)
def test_clean_text_keeps_its_length_and_has_utf8(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert cleaned.encode("utf-8")[:0] == b""
    assert not any(ord(character) < 32 and character not in "\n\t" for character in cleaned)
    assert clean(cleaned) == cleaned


def test_clean_replaces_only_what_is_unfit() -> None:
    assert clean("a\x00b\x1bc\x9bd\ne\tf\ud800g é中🕊") == "a b c d\ne\tf\ufffdg é中🕊"


@given(text=ANY_TEXT, max_chars=st.integers(1, 40))
def test_cut_text_fits(text: str, max_chars: int) -> None:
    short = cut(text, max_chars)
    assert len(short) <= max_chars
    assert (short == clean(text)) if len(text) <= max_chars else short.endswith("…")


def test_cut_marks_only_what_was_cut() -> None:
    assert cut("harbour", 7) == "harbour"
    assert cut("harbours", 7) == "harbou…"
    assert cut("harbo  urs", 7) == "harbo…"


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/a?b=c#d",
        "http://127.0.0.1:8080/developments/7",
        "https://новости.example/статья",
        "HTTPS://NEWS.EXAMPLE/",
        "https://[2001:db8::1]/x",
    ],
)
def test_web_links_pass(url: str) -> None:
    assert web_link(url, 200) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        " https://news.example/",
        "https://news.example/a b",
        "https://news.example/\nx",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//news.example/x",
        "news.example",
        "https://",
        "https:///path",
        "https://user:secret@news.example/",
        "https://news.example@evil.example/",
        "http://[::1",
        "https://ex\u2100mple.example/",
        "https://news.example/\udcff",
        "https://news.example/\u202egpj",
        "https://news.example/" + "a" * 200,
        "https://news.example/" + "é" * 95,
    ],
)
def test_everything_else_is_no_link(url: str | None) -> None:
    assert web_link(url, 200) is None


def test_take_counts_what_it_leaves() -> None:
    assert take(iter("abcde"), 3) == (("a", "b", "c"), 2)
    assert take("ab", 3) == (("a", "b"), 0)
    assert take("", 3) == ((), 0)
