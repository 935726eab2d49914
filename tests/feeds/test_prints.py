"""What a document's last reading spares the next one, and that nothing is lost by it."""

from __future__ import annotations

import pickle

import pytest

from monitor.feeds.parse import ParsedFeed
from monitor.feeds.prints import Prints, cut, unpack
from tests.feeds.builders import item, parse, rss

ONE = item("Freedonia opens its harbour", "<guid>1</guid><link>https://a.example/1</link>")
TWO = item("Ferry resumes after the storm", "<guid>2</guid><link>https://a.example/2</link>")
NEW = item("Talks end without a result", "<guid>3</guid><link>https://a.example/3</link>")


def titles(feed: ParsedFeed) -> list[str]:
    return [found.title for found in feed.items]


def test_only_what_the_last_document_did_not_hold_is_read() -> None:
    first = parse(rss(ONE + TWO))
    assert (first.known, len(first.items)) == (0, 2)
    second = parse(rss(NEW + ONE + TWO, channel="<ttl>30</ttl>"), prints=first.prints)
    assert titles(second) == ["Talks end without a result"]
    assert (second.known, second.places, second.ttl_s) == (2, (0,), 1800.0)
    assert second.items == parse(rss(NEW)).items
    third = parse(rss(NEW + ONE + TWO + "<!-- x -->"), prints=second.prints)
    assert (third.known, third.items) == (3, ())
    # What left the document is forgotten: it may come back in its old words after an edit.
    fourth = parse(rss(TWO), prints=third.prints)
    assert titles(parse(rss(ONE + TWO), prints=fourth.prints)) == ["Freedonia opens its harbour"]


def test_an_entry_with_one_letter_changed_is_read_again() -> None:
    first = parse(rss(ONE + TWO))
    edited = ONE.replace("opens", "opened")
    assert titles(parse(rss(edited + TWO), prints=first.prints)) == ["Freedonia opened its harbour"]


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(rss(NEW + ONE + TWO, channel="<language>fr</language>"), id="language"),
        pytest.param(rss(NEW + ONE + TWO).replace("<title>T<", "<title>U<", 1), id="feed's title"),
        pytest.param(rss(NEW + ONE + TWO).replace("<rss ", '<rss xml:base="/x/" '), id="base"),
        pytest.param(rss(NEW + ONE + TWO + "<item/>"), id="empty entry"),
        pytest.param(rss(NEW + ONE + TWO + "<Item><title>Other case</title></Item>"), id="case"),
        pytest.param(rss(NEW + ONE + TWO + "&nbsp;&lt;<b>"), id="not well-formed"),
        pytest.param(rss(NEW + ONE + TWO)[:-40], id="cut off"),
        pytest.param(rss(NEW.replace("https://a.example/3", "https://a.example/1") + ONE + TWO),
                     id="address of another"),
        pytest.param(rss(NEW.replace(">3<", ">2<") + ONE + TWO), id="guid of another"),
        pytest.param(rss(item("Ferry resumes after the storm", "<guid>4</guid>") + ONE + TWO),
                     id="title of another"),
    ],
)  # fmt: skip
def test_what_is_odd_is_read_as_a_whole(odd: str) -> None:
    known = parse(rss(ONE + TWO)).prints
    with_prints, whole = parse(odd, prints=known), parse(odd)
    assert with_prints.items == whole.items
    assert with_prints.known == 0
    assert with_prints.notes == whole.notes


@pytest.mark.parametrize("given", [{"outlet": "B"}, {"language": "de"}, {"base_url": "http://x/y"}])
def test_what_an_entry_is_read_by_counts(given: dict[str, str]) -> None:
    known = parse(rss(ONE + TWO)).prints
    assert parse(rss(ONE + TWO), prints=known).known == 2
    assert parse(rss(ONE + TWO), prints=known, **given).known == 0


def test_items_that_share_a_key_are_always_read_together() -> None:
    live = "<guid>{0}</guid><link>https://a.example/live</link>"
    words = ("Border crossing reopened today", "Summit moved to the capital")
    page = "".join(item(title, live.format(title)) for title in words)
    first = parse(rss(ONE + page + TWO))
    assert [found.canonical_url is None for found in first.items] == [False, True, True, False]
    second = parse(rss(ONE + page + TWO), prints=first.prints)
    assert (second.known, second.places) == (2, (1, 2))
    assert second.items == first.items[1:3]
    third = item("Weather for all the week", live.format("Weather"))
    after = parse(rss(third + page), prints=second.prints)
    assert [found.canonical_url for found in after.items] == [None, None, None]


def test_an_entry_without_text_is_told_every_time() -> None:
    body = rss(ONE + item("", "<guid>4</guid>") + TWO)
    first = parse(body)
    again = parse(body, prints=first.prints)
    assert again.notes == first.notes == ("item 2 was skipped: it has no text",)
    assert (again.known, again.items) == (2, ())


def test_cutting_minds_comments_sections_and_instructions() -> None:
    inner = "<!-- <item> --><![CDATA[</item><item>]]><?x <item> ?><items><itemize/></items>"
    text = f"<rss><item a='>'>{inner}</item> <item\n>b</item></rss>"
    entries = cut(text, max_entries=5)
    assert entries is not None
    assert entries.texts == (f"<item a='>'>{inner}</item>", "<item\n>b</item>")
    assert entries.only([0, 1]) == text
    assert entries.only([1]) == "<rss> <item\n>b</item></rss>"
    assert entries.only([]) == "<rss> </rss>"


@pytest.mark.parametrize(
    "text",
    [
        "<rss></rss>",
        "<rss><item>",
        "<rss></item></rss>",
        "<rss><item><item></item></item></rss>",
        "<rss><item/></rss>",
        "<rss><item a='/'/></rss>",
        "<rss><item></item><entry></entry></rss>",
        "<rss><item></item><a:item></a:item></rss>",
        "<rss><item><![CDATA[</item></rss>",
        "<rss><item></item><!-- </rss>",
        "<rss><item a='></item></rss>",
        "<rss><item>1</item><item>2</item><item>3</item></rss>",
    ],
)
def test_unusual_documents_are_not_cut(text: str) -> None:
    assert cut(text, max_entries=2) is None


def test_prints_survive_storage_and_nothing_else_passes_for_them() -> None:
    prints = parse(rss(ONE + TWO)).prints
    assert unpack(prints).packed() == prints
    assert len(prints) == 9 + 2 * 32
    for bad in (b"", b"\x01", prints[:-1], b"\x02" + prints[1:], b"\x01" + bytes(8) + b"x" * 31):
        assert unpack(bad) == Prints()
    parsed = parse(rss(NEW + ONE + TWO), prints=prints)
    assert pickle.loads(pickle.dumps(parsed)) == parsed
