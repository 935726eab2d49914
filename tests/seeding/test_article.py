"""An article from text, HTML and saved pages, whatever is done to them."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.errors import ConfigError
from monitor.seeding.article import MAX_BYTES, article

_PAGE = """<!doctype html><html><head><title>Bridge closes | The Valley Record</title>
<meta property="og:title" content="Bridge closes for a year">
<meta property="article:published_time" content="2024-03-02T08:00:00Z">
<script>var who = "Agent Evil Script";</script></head><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Bridge closes for a year</h1>
<p>The old bridge over the river will be closed for a year, said Mayor Ines Calder on Friday, after
engineers had found cracks in two of its pillars during a check in the summer.</p>
<p>Ferries will run twice an hour, and the council has asked the Ministry of Transport for money to
pay for a second boat, which would come from the islands in May.</p></article>
<footer>Copyright. All rights reserved.</footer></body></html>"""


def test_plain_text_has_a_headline_and_paragraphs() -> None:
    read = article("A headline\n\nFirst paragraph.\nSecond  one.\n\nBe the first to comment\n")
    assert read.title == "A headline"
    assert read.paragraphs == ("First paragraph.", "Second one.")


def test_bylines_and_credits_are_left_out() -> None:
    read = article(
        "A headline\nBy Jane Roe and Ann Poe\nIt rained. (Reporting by Al Fox; editing by Bo Li)"
    )
    assert read.paragraphs == ("It rained.",)


def test_a_page_gives_headline_text_and_date() -> None:
    read = article(_PAGE.encode())
    assert read.title == "Bridge closes for a year"
    assert read.published == date(2024, 3, 2)
    text = " ".join(read.paragraphs)
    assert "Mayor Ines Calder" in text
    assert "Ministry of Transport" in text
    assert "Evil" not in text
    assert "rights reserved" not in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    read = article("Überschrift\n\nStéphane said “no”.".encode(encoding))
    assert (read.title, read.paragraphs) == ("Überschrift", ("Stéphane said “no”.",))


def test_control_characters_are_dropped() -> None:
    read = article(b"Head\x00line\n\nOne\x07 text\x00 here.")
    assert (read.title, read.paragraphs) == ("Headline", ("One text here.",))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x" * (MAX_BYTES + 1), "larger than"),
        (b"", "no text"),
        (b"<html><body></body></html>", "no text"),
        (b"<html>" + b"<div>" * 5000 + b"x", "nested"),
    ],
)
def test_what_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        article(content, name="page.html")
    assert caught.value.file == "page.html"


def test_a_broken_page_gives_what_it_has() -> None:
    read = article("<html><p>" + "Mayor Ines Calder closed the bridge. " * 9 + "<script>alert(1)")
    assert "Ines Calder" in " ".join((read.title, *read.paragraphs))
    assert "alert" not in " ".join(read.paragraphs)
