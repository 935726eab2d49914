from __future__ import annotations

import contextlib
import dataclasses
import gzip
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.parse import MAX_ITEMS, ParsedFeed, parse_feed
from monitor.feeds.xml_feed import MAX_ELEMENTS
from monitor.model import FailureReason, Item
from tests.feeds.shared import shared_documents

DATA = Path(__file__).parent / "data"
NOW = datetime(2022, 1, 14, 12, tzinfo=UTC)
BASE = "https://harbour-ledger.example/rss.xml"
CASES = sorted(path for path in DATA.iterdir() if ".expected." not in path.name)

TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>|<(?:script|img|iframe|svg)", re.IGNORECASE)


def parse(body: bytes | str, **given: Any) -> ParsedFeed:
    arguments: dict[str, Any] = {
        "content_type": None,
        "base_url": BASE,
        "outlet": "Harbour Ledger",
        "now": NOW,
    }
    raw = body.encode() if isinstance(body, str) else body
    return parse_feed(raw, **(arguments | given))


def rss(items: str, *, channel: str = "") -> str:
    return f'<rss version="2.0"><channel><title>T</title>{channel}{items}</channel></rss>'


def item(title: str, rest: str = "") -> str:
    return f"<item><title>{title}</title>{rest}</item>"


def described(path: Path) -> dict[str, Any]:
    """What a parsed file says, as its expected.json has it."""
    feed = dataclasses.asdict(parse(path.read_bytes()))
    for entry in feed["items"]:
        entry["keys"] = [f"{key['kind']}|{key['scope']}|{key['value']}" for key in entry["keys"]]
    described: dict[str, Any] = json.loads(json.dumps(feed, default=str))
    return described


def reason_of(body: bytes | str, **given: Any) -> tuple[str, str]:
    with pytest.raises(ParseError) as caught:
        parse(body, **given)
    return caught.value.reason, str(caught.value)


def assert_clean(found: Item) -> None:
    for text in (found.title, found.summary, found.content, *found.categories):
        assert not TAG.search(text), text
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\ud800-\udfff]", text)
    for link in (found.link, found.canonical_url):
        assert link is None or link.startswith(("http://", "https://"))
    assert found.title
    assert found.keys
    assert len(found.title) <= 500
    assert len(found.summary) <= 2_000
    assert len(found.content) <= 20_000


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_document_gives_exactly_what_is_expected(path: Path) -> None:
    expected = json.loads((DATA / f"{path.stem}.expected.json").read_text())
    assert described(path) == expected
    for found in parse(path.read_bytes()).items:
        assert_clean(found)


@pytest.mark.parametrize(
    ("body", "reason", "says"),
    [
        (b"", FailureReason.EMPTY, "empty"),
        (b" \n\t\0\xef\xbb\xbf", FailureReason.EMPTY, "empty"),
        (
            b"<!DOCTYPE html><html><head><title>Harbour &amp; Co</title></head></html>",
            FailureReason.NOT_A_FEED,
            'HTML page titled "Harbour & Co"',
        ),
        (
            b"<html><form><input type='password' name=p></form></html>",
            FailureReason.NOT_A_FEED,
            "login or challenge page",
        ),
        (
            b"<html><title>Just a moment...</title><p>x</p></html>",
            FailureReason.NOT_A_FEED,
            "login or challenge page",
        ),
        (
            b"<html><script>var s='<rss version=2.0><channel><item>'</script></html>",
            FailureReason.NOT_A_FEED,
            "HTML page",
        ),
        (
            b"<urlset><url><loc>https://x.example/</loc></url></urlset>",
            FailureReason.NOT_A_FEED,
            "<urlset>",
        ),
        (b"<opml version='2.0'><body/></opml>", FailureReason.NOT_A_FEED, "<opml>"),
        (b'{"status": "ok", "items": []}', FailureReason.NOT_A_FEED, "JSON document"),
        (b'["a"]', FailureReason.NOT_A_FEED, "JSON document"),
        (b'{"status": "ok"', FailureReason.NOT_A_FEED, "broken JSON"),
        (b"https://other.example/feed.xml", FailureReason.NOT_A_FEED, "plain text"),
        (b"/etc/passwd", FailureReason.NOT_A_FEED, "plain text"),
        (b"%PDF-1.7 ...", FailureReason.NOT_A_FEED, "PDF"),
        (gzip.compress(b"<rss/>"), FailureReason.NOT_A_FEED, "not unpacked"),
        (b"\x89PNG\r\n", FailureReason.NOT_A_FEED, "image"),
        (b"<rss version='2.0'><channel><title>T", FailureReason.MALFORMED, "usable"),
        (b"<rss version='2.0'><channel><item><title>Ta", FailureReason.MALFORMED, "usable"),
        (b"<rss><channel><item/><item/></channel></rss>", FailureReason.MALFORMED, "no text"),
        (
            b'{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","ti',
            FailureReason.MALFORMED,
            "broken JSON Feed",
        ),
        (
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
            FailureReason.NOT_A_FEED,
            "<rdf:RDF>",
        ),
    ],
)
def test_what_is_no_usable_feed_fails_with_its_reason(
    body: bytes, reason: FailureReason, says: str
) -> None:
    found, message = reason_of(body)
    assert found is reason
    assert says in message


def test_errors_name_the_feed_without_credentials_or_query() -> None:
    _, message = reason_of(b"", base_url="https://user:word@feeds.example/a.xml?token=1")
    assert "https://feeds.example/a.xml" in message
    assert "word" not in message
    assert "token" not in message


def test_a_body_that_names_a_file_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text(rss(item("Secret of the harbour office")))
    assert reason_of(str(secret))[0] is FailureReason.NOT_A_FEED


@pytest.mark.parametrize("body", ["<rss/>", rss(""), '<feed xmlns="http://www.w3.org/2005/Atom"/>'])
def test_a_feed_without_items_is_a_feed(body: str) -> None:
    assert parse(body).items == ()


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<![CDATA[<script>alert(1)</script>Talks resume]]>", "Talks resume"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Talks resume", "Talks resume"),
        ("&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;Talks resume", "Talks resume"),
        ("<![CDATA[Talks <img src=x onerror=alert(1)> resume]]>", "Talks resume"),
        ("Talks &#8238;emuser&#8236; resume", "Talks emuser resume"),
        ("Talks\r\n  resume\t now", "Talks resume now"),
        ("Talks &amp;amp; tea resume", "Talks & tea resume"),
        ("AT&amp;T &amp; others", "AT&T & others"),
    ],
)
def test_titles_come_out_as_plain_text(title: str, plain: str) -> None:
    (found,) = parse(rss(item(title))).items
    assert found.title == plain


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "mailto:a@b.example",
        "http://",
        "https://ex ample.example/",
    ],
)
def test_links_that_are_not_http_are_dropped(link: str) -> None:
    (found,) = parse(rss(item("Council meets in the harbour", f"<link>{link}</link>"))).items
    assert found.link is None
    assert found.canonical_url is None


def test_relative_links_are_resolved_and_credentials_removed() -> None:
    body = rss(
        item("One story of the day", "<link>../a/1</link>")
        + item("Other story of the day", "<link>https://me:word@x.example/2</link>")
    )
    first, second = parse(body, base_url="https://h.example/feeds/rss.xml").items
    assert first.link == "https://h.example/a/1"
    assert second.link == "https://x.example/2"


def test_a_guid_that_is_a_link_stands_in_for_a_missing_link() -> None:
    body = rss(item("One story of the day", "<guid>https://h.example/a/1</guid>"))
    assert parse(body).items[0].link == "https://h.example/a/1"
    body = rss(item("One story of the day", '<guid isPermaLink="false">a-1</guid>'))
    assert parse(body).items[0].link is None


def test_the_original_link_is_preferred_to_a_feed_burners() -> None:
    body = (
        '<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
        "<channel><title>T</title><item><title>One story of the day</title>"
        "<link>http://feeds.example/~r/x/1</link>"
        "<feedburner:origLink>https://h.example/a/1</feedburner:origLink></item></channel></rss>"
    )
    assert parse(body).items[0].link == "https://h.example/a/1"


def test_the_listed_language_wins_over_the_documents() -> None:
    body = rss(item("Eine Meldung vom Hafen"), channel="<language>en-us</language>")
    assert parse(body).language == "en"
    assert parse(body).items[0].language == "en"
    listed = parse(body, language="de-AT")
    assert (listed.language, listed.items[0].language) == ("de", "de")
    assert parse(rss(item("x"), channel="<language>???</language>")).language is None


def test_future_and_ancient_dates_are_no_dates() -> None:
    dates = [
        "Fri, 14 Jan 2022 11:00:00 GMT",
        "Sun, 16 Jan 2022 11:00:00 GMT",
        "Mon, 17 Jan 2022 11:00:00 GMT",
        "Mon, 01 Jan 2999 00:00:00 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "",
    ]
    body = rss("".join(item(f"Story {i}", f"<pubDate>{d}</pubDate>") for i, d in enumerate(dates)))
    known = [found.published_at is not None for found in parse(body).items]
    assert known == [True, True, False, False, False, False]


def test_one_bad_entry_is_skipped_with_a_note() -> None:
    found = parse(rss(item("First story today") + "<item/>" + item("Second story today")))
    assert [entry.title for entry in found.items] == ["First story today", "Second story today"]
    assert any("item 2 was skipped" in note for note in found.notes)


def test_a_document_cut_anywhere_never_gives_a_half_title() -> None:
    titles = [f"Story number {i} of the harbour, with its full title" for i in range(5)]
    whole = rss("".join(item(title, f"<link>https://h.example/{title}</link>") for title in titles))
    for end in range(60, len(whole), 7):
        try:
            found = parse(whole[:end])
        except ParseError as error:
            assert error.reason == FailureReason.MALFORMED  # noqa: PT017 - both ends are fine
        else:
            assert [entry.title for entry in found.items] == titles[: len(found.items)]
            assert found.notes


def test_a_cut_json_feed_gives_its_whole_items() -> None:
    entries = ",".join(f'{{"id":"{i}","title":"Story {i} of today"}}' for i in range(3))
    whole = f'{{"version":"https://jsonfeed.org/version/1","items":[{entries}]}}'
    found = parse(whole[:-30])
    assert [entry.title for entry in found.items] == ["Story 0 of today", "Story 1 of today"]
    assert any("broken" in note for note in found.notes)


RUSSIAN = "Делегации прибыли в гостиницу у озера"
JAPANESE = "湖畔のホテルに代表団が到着した"


@pytest.mark.parametrize(
    ("title", "encoding", "declared", "header"),
    [
        (RUSSIAN, "utf-8", None, None),
        (RUSSIAN, "utf-8", "windows-1251", None),
        (RUSSIAN, "utf-8", None, "text/xml; charset=iso-8859-1"),
        (RUSSIAN, "windows-1251", "windows-1251", None),
        (RUSSIAN, "windows-1251", None, "text/xml; charset=windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r", "application/xml"),
        (RUSSIAN, "utf-8-sig", None, None),
        (RUSSIAN, "utf-16", None, None),
        (RUSSIAN, "utf-16-le", None, None),
        (RUSSIAN, "utf-16-be", "utf-16", None),
        (RUSSIAN, "utf-32", None, None),
        (JAPANESE, "shift_jis", "Shift_JIS", None),
        (JAPANESE, "euc_jp", "EUC-JP", None),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP", None),
        ("代表团抵达湖边酒店", "gb18030", "gb2312", None),
        ("Émile reçoit l’émissaire", "cp1252", "iso-8859-1", None),
        ("Émile reçoit l’émissaire", "cp1252", None, None),
    ],
)
def test_encodings_are_read_whatever_is_declared(
    title: str, encoding: str, declared: str | None, header: str | None
) -> None:
    start = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = (start + rss(item(title))).encode(encoding)
    (found,) = parse(body, content_type=header).items
    assert found.title == title


@pytest.mark.parametrize("declared", ["hex", "undefined", "utf-7", "no-such", "unicode_escape"])
def test_a_declared_encoding_cannot_do_harm(declared: str) -> None:
    start = f'<?xml version="1.0" encoding="{declared}"?>'
    (found,) = parse((start + rss(item(RUSSIAN))).encode()).items
    assert found.title == RUSSIAN
    (found,) = parse((start + rss(item("Émile reçoit"))).encode("cp1252")).items
    assert found.title == "Émile reçoit"


def test_a_broken_byte_costs_one_character() -> None:
    body = rss(item(RUSSIAN) + item("Second story today")).encode()
    at = body.index("п".encode())
    found = parse(body[:at] + b"\xff" + body[at + 2 :])
    assert found.items[0].title == RUSSIAN.replace("п", "\ufffd", 1)
    assert any("utf-8" in note for note in found.notes)


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


def test_lone_surrogates_and_nulls_do_not_come_through() -> None:
    text = '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"\\u0000a","title":"Story '
    found = parse(text + '\\ud800 of \\u0000 today"}]}').items[0]
    assert found.title == "Story of today"
    assert found.guid == "a"
    body = rss(item("Story &#xD800; of &#0; &#x110000; today")).encode().replace(b"of", b"o\0f")
    assert parse(body).items[0].title == "Story of today"


def test_an_aggregators_items_are_their_outlets() -> None:
    body = (DATA / "rss-aggregator.xml").read_bytes()
    own = parse(body, base_url="https://news.google.com/rss/search?q=talks", outlet="Google News")
    assert [entry.outlet for entry in own.items] == ["Harbour Ledger", "Upland Bulletin"]
    other = parse(body, base_url="https://wide.example/rss", outlet="Wide Search")
    assert {entry.outlet for entry in other.items} == {"Wide Search"}
    assert own.items[0].title == other.items[0].title == "Envoys leave Lake City without a deal"


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
