from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.feeds.text import plain_text


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("", ""),
        ("Talks resume", "Talks resume"),
        ("  Talks \n\t resume \u00a0\u2003now ", "Talks resume now"),
        ("<p>Talks</p><p>resume</p>", "Talks resume"),
        ("Uk<b>raine</b> and <i>others</i>", "Ukraine and others"),
        ("one<br>two<br/>three", "one two three"),
        ('<a title="a > b" href=x>link</a> text', "link text"),
        ("<a title='>'>link</a>", "link"),
        ("it<b class=x'>'s</b> fine", "it's fine"),
        ("<script>alert('</b>')</script >after", "after"),
        ("<STYLE>p{}</STYLE>after", "after"),
        ("<style>p{}</style><iframe src=x>fallback</iframe>after", "after"),
        ("<svg><title>drawn</title></svg>after", "after"),
        ("before<!-- hidden <b>x</b> -->after", "beforeafter"),
        ("before<!-- never closed", "before"),
        ("before<!DOCTYPE x>after<?php x ?>end", "before after end"),
        ("<![CDATA[kept & shown]]> and", "kept & shown and"),
        ("closed</é> and </> </ 3>", "closed and"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("a <3 b", "a <3 b"),
        ("x <y and z", "x <y and z"),
        ('cut off <a href="https://x.example/lo', "cut off"),
        ("cut off <a...Read more", "cut off"),
        ("cut off <unknown onload=alert(1)", "cut off"),
        ("Fish &amp; chips &lt;b&gt;now&lt;/b&gt;", "Fish & chips now"),
        ("&amp;lt;script&amp;gt;x()&amp;lt;/script&amp;gt;left", "left"),
        ("&amp;amp;amp;amp;lt;b&amp;amp;amp;amp;gt;x", "x"),
        ("&lt;scr&lt;script&gt;&lt;/script&gt;ipt&gt;alert(1)&lt;/script&gt;", "alert(1)"),
        ("&#60;img src=x onerror=alert(1)&#62;left", "left"),
        ("&#x3c;b&#x3E;left", "left"),
        ("&ltb&gtleft", "left"),
        ("a&nbsp;b&hellip; &eacute; &#8217; &#128512;", "a b… é ’ 😀"),
        ("R&D at AT&T, Q&A", "R&D at AT&T, Q&A"),
        ("&#99999999999999999999; &#xFFFFFFFFF; x", "x"),
        ("&unknown; &amp", "&unknown; &"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("user\u202ecod.exe\u202c", "usercod.exe"),
        ("\u2066iso\u2069 \u200elrm\u200f", "iso lrm"),
        ("Rus\u200bsia, U\u00adkraine, \ufeffx\u2060y", "Russia, Ukraine, xy"),
        ("Rus\u200csia \u200d\u200d x", "Russia x"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("👩\u200d🚀 flies", "👩\u200d🚀 flies"),
        ("a\ud800b\udfffc \ufffe", "abc"),
        ("<\u200bscript>alert(1)</script>left", "left"),
        ("<scr\0ipt>alert(1)</script>left", "left"),
        ("\U000e0041\U000e0042hidden tags", "hidden tags"),
        ("H\u0336e\u0336", "H\u0336e\u0336"),
        ("北京で会談 <b>始まる</b>", "北京で会談 始まる"),
    ],
)
def test_text_comes_out_plain(given_text: str, plain: str) -> None:
    assert plain_text(given_text, max_chars=500) == plain


def test_long_text_is_cut_at_a_word_with_an_ellipsis() -> None:
    cut = plain_text("word " * 100, max_chars=23)
    assert cut == "word word word word…"
    assert plain_text("x" * 100, max_chars=10) == "x" * 9 + "…"
    assert plain_text("exactly ten", max_chars=11) == "exactly ten"
    assert plain_text("a <b> " * 10, max_chars=1) == "…"


def test_text_behind_much_markup_is_found() -> None:
    text = "<div class='x'>" * 2_000 + "the text" + "</div>" * 2_000
    assert plain_text(text, max_chars=500) == "the text"
    assert plain_text(" " * 1_000_000 + "the text", max_chars=500) == "the text"


def test_a_cut_before_the_end_of_the_input_shows() -> None:
    assert plain_text("<i></i>" * 150_000 + "never read", max_chars=500) == ""
    assert plain_text("seen " + "<i></i>" * 150_000 + "never read", max_chars=500) == "seen…"
    assert plain_text("&#8203;" * 100_000 + "x", max_chars=10) in ("", "x")


@pytest.mark.parametrize(
    "unit",
    ["word ", "<b>", "</", "<!", "<!-", "<?", "<a ", '<a x="', "<a x='\">", "<script>", "<a<",
     "&", "&amp;", "&lt;", "&#", "&#9", "amp;", "\u200d", "<![CDATA[", "]]>", "<style><",
     '="', "<x y=>"],
)  # fmt: skip
def test_a_text_of_ten_megabytes_takes_bounded_time(unit: str) -> None:
    text = unit * (10_000_000 // len(unit)) + ">"
    start = time.process_time()
    plain = plain_text(text, max_chars=500)
    assert time.process_time() - start < 4
    assert len(plain) <= 500


MARKUP = st.lists(
    st.sampled_from(
        ["<", ">", "</", "b", "script", "<script>", "</script>", "<b", "<!--", "-->", "&", "amp;",
         "lt;", "gt;", "&lt;", "&#60;", "#x3c;", '"', "'", "=", "onerror", " ", "\u200b", "\u200d",
         "\0", "🙂", "x", "<![CDATA[", "]]>", "<p>", "/", "!", "?", "…", "é", "<em", "a"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), MARKUP), st.integers(1, 40))
@example("<abc def ghi", 6)
@example("<SCRIPT0", 8)
@example("&am&#112;;lt;b&gt;", 30)
def test_plain_text_is_stable_and_holds_no_tag(text: str, max_chars: int) -> None:
    plain = plain_text(text, max_chars=max_chars)
    assert len(plain) <= max_chars
    assert plain == " ".join(plain.split())
    assert "<script" not in plain.lower()
    assert "<b>" not in plain
    assert plain_text(plain, max_chars=max_chars) == plain


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "N"]), max_size=60))
def test_letters_and_digits_are_never_lost(text: str) -> None:
    lost = set(text) - set(plain_text(text, max_chars=500))
    assert lost <= {"\u115f", "\u1160", "\u3164", "\uffa0"}  # letters by name, blank by looks
