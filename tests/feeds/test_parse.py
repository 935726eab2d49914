from __future__ import annotations

import dataclasses
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.model import FailureReason
from tests.feeds.builders import assert_clean, item, parse, reason_of, rss

DATA = Path(__file__).parent / "data"
CASES = sorted(path for path in DATA.iterdir() if ".expected." not in path.name)


def described(path: Path) -> dict[str, Any]:
    """What a parsed file says, as its expected.json has it."""
    feed = dataclasses.asdict(parse(path.read_bytes()))
    for name in ("known", "known_keys", "places", "prints"):
        del feed[name]  # of what was read before
    for entry in feed["items"]:
        entry["keys"] = [f"{key['kind']}|{key['scope']}|{key['value']}" for key in entry["keys"]]
    described: dict[str, Any] = json.loads(json.dumps(feed, default=str))
    return described


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
        (gzip.compress(b"<rss/>", mtime=0), FailureReason.NOT_A_FEED, "not unpacked"),
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


def test_lone_surrogates_and_nulls_do_not_come_through() -> None:
    text = '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"\\u0000a","title":"Story '
    found = parse(text + '\\ud800 of \\u0000 today"}]}').items[0]
    assert found.title == "Story of today"
    assert found.guid == "a"
    body = rss(item("Story &#xD800; of &#0; &#x110000; today")).encode().replace(b"of", b"o\0f")
    assert parse(body).items[0].title == "Story of today"


@pytest.mark.parametrize(
    ("title", "source", "outlet", "shown"),
    [
        ("Talks resume - Reuters", "Reuters", "Reuters", "Talks resume"),
        ("Talks resume – The Harbour Post", "The Harbour Post", "The Harbour Post", "Talks resume"),
        ("Talks resume | Harbour Ledger", "Harbour Ledger", "Harbour Ledger", "Talks resume"),
        ("Talks resume - Ledger", "Ledger", "Harbour Ledger", "Talks resume"),
        ("Cup won - Harbour Ledger Sport", "Harbour Ledger Sport", "Harbour Ledger", "Cup won"),
        ("Talks resume", "Reuters", "Harbour Ledger", "Talks resume"),
        ("Talks resume - no result", "Reuters", "Harbour Ledger", "Talks resume - no result"),
        ("Talks - Reuters", "", "Harbour Ledger", "Talks - Reuters"),
    ],
)
def test_an_outlet_that_title_and_source_name_alike_is_the_items(
    title: str, source: str, outlet: str, shown: str
) -> None:
    named = f'<source url="https://www.reuters.example">{source}</source>' if source else ""
    [found] = parse(rss(item(title, named))).items
    assert (found.outlet, found.title) == (outlet, shown)
    assert all(key.scope in ("", outlet) for key in found.keys)


def test_an_aggregators_items_are_their_outlets() -> None:
    body = (DATA / "rss-aggregator.xml").read_bytes()
    own = parse(body, base_url="https://news.google.com/rss/search?q=talks", outlet="Google News")
    assert [entry.outlet for entry in own.items] == ["Harbour Ledger", "Upland Bulletin"]
    other = parse(body, base_url="https://wide.example/rss", outlet="Wide Search")
    assert [entry.outlet for entry in other.items] == [entry.outlet for entry in own.items]
    assert own.items[0].title == other.items[0].title == "Envoys leave Lake City without a deal"
