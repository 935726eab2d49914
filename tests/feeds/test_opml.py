from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ConfigError
from monitor.feeds.opml import read_opml, write_opml
from monitor.model import FeedSource

SEEDS = Path(__file__).parents[2] / "seeds" / "feeds.opml"


TWICE = """<outline text="A" xmlUrl="https://h.example/rss"/>
<outline text="B" xmlUrl="https://H.example:443/rss#x"/>"""


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?>\n<opml version="2.0">\n<body>\n{body}\n</body></opml>'.encode()


def error_of(data: bytes) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read_opml(data, file="feeds.opml")
    assert caught.value.file == "feeds.opml"
    return caught.value


def test_feeds_with_outlets_folders_and_languages_are_read_in_order() -> None:
    data = opml(
        '<outline text="World"><outline text="North">'
        '<outline type="rss" text="Harbour: World" outlet="Harbour Ledger" language="en"'
        ' xmlUrl="https://h.example/world.xml"/></outline>'
        '<outline title="River Desk" xmlUrl="https://r.example/feed?a=1&amp;b=2"/></outline>'
        '<outline text="Upland" xmlUrl="http://u.example/rss"/>'
    )
    assert read_opml(data, file="f") == (
        FeedSource(
            url="https://h.example/world.xml",
            outlet="Harbour Ledger",
            title="Harbour: World",
            folder="World/North",
            language="en",
        ),
        FeedSource(
            url="https://r.example/feed?a=1&b=2",
            outlet="River Desk",
            title="River Desk",
            folder="World",
        ),
        FeedSource(url="http://u.example/rss", outlet="Upland", title="Upland"),
    )


@pytest.mark.parametrize(
    ("written", "switch"),
    [('fullText="yes"', True), ('fullText=" No "', False), ('fullText=""', None), ("", None)],
)
def test_a_feed_says_whether_its_pages_are_read(written: str, *, switch: bool | None) -> None:
    data = opml(f'<outline text="H" {written} xmlUrl="https://h.example/"/>')
    sources = read_opml(data, file="f")
    assert [source.full_text for source in sources] == [switch]
    assert read_opml(write_opml(sources), file="f") == sources


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ('<outline type="rss" text="H"/>', 4, "no address"),
        ('<outline text="H" xmlUrl=""/>', 4, "no address"),
        ('\n<outline text="H" xmlUrl="h.example/rss"/>', 5, "no http or https"),
        ('<outline text="H" xmlUrl="file:///etc/passwd"/>', 4, "no http or https"),
        ('<outline text="H" xmlUrl="feed://h.example/rss"/>', 4, "no http or https"),
        ('<outline text="H" xmlUrl="https://h.example/a b"/>', 4, "no http or https"),
        ('<outline text="H" xmlUrl="http://bob:pw@h.example/rss"/>', 4, "without credentials"),
        ('<outline xmlUrl="https://h.example/rss"/>', 4, "no name"),
        ('<outline text="H" language="English!" xmlUrl="https://h.example/"/>', 4, "no language"),
        ('<outline text="H" fullText="1" xmlUrl="https://h.example/"/>', 4, "neither yes nor no"),
        ('<outline text="World">\n\n</outline>', 6, "neither xmlUrl nor feeds"),
        (TWICE, 5, "listed twice, first in line 4"),
        ('<outline text="A" xmlUrl="https://h.example/?a=1&b=2"/>', 4, "not well-formed"),
        ('<outline text="A">', 5, "mismatched tag"),
        ('<outline text="&x;" xmlUrl="https://h.example/"/>', 4, "undefined entity"),
        ('<outline text="x">' * 30, 4, "nested too deeply"),
    ],
)
def test_mistakes_are_named_with_their_line(body: str, line: int, message: str) -> None:
    error = error_of(opml(body))
    assert error.line == line
    assert message in str(error)
    assert str(error).startswith(f"feeds.opml:{line}")


@pytest.mark.parametrize(
    "url",
    [
        "http://bob:hunter2@h.example/rss",
        "https://hunter2@h.example",
        "http://:hunter2@h.example?a=b",
        "ftp://bob:hunter2@h.example/",
        "http://bob:hunter2@[broken/",
        "http://bob:hunter2@h.example:99999/",
        "bob:hunter2@h.example/rss",
        "//bob:hunter2@h.example/rss",
    ],
)
def test_credentials_are_refused_and_not_repeated(url: str) -> None:
    error = error_of(opml(f'\n<outline text="Harbour" xmlUrl="{url}"/>'))
    assert (error.line, error.field) == (5, "xmlUrl")
    assert "carries a user name or password" in error.message
    assert "Harbour" in str(error)
    assert "hunter2" not in str(error)


@pytest.mark.parametrize(
    "url", ["https://h.example/@desk/rss", "https://h.example?a=b@c", "https://h.example/#a@b"]
)
def test_an_at_sign_behind_the_host_is_none_of_it(url: str) -> None:
    [source] = read_opml(opml(f'<outline text="H" xmlUrl="{url}"/>'), file="f")
    assert source.url == url


def test_a_doctype_is_refused_before_any_entity_is_read() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    doctype = f'<!DOCTYPE opml [<!ENTITY l0 "ha">{laughs}]>'
    error = error_of(f"{doctype}<opml><body><outline text='&l11;'/></body></opml>".encode())
    assert "DOCTYPE" in error.message


@pytest.mark.parametrize("data", [b"", b"   ", b"plain text", b"<rss/>", b"\xff\xfe\0", b"<opml>"])
def test_what_is_no_opml_is_refused(data: bytes) -> None:
    assert error_of(data).line


def test_an_unknown_encoding_is_refused() -> None:
    error_of(b'<?xml version="1.0" encoding="no-such"?><opml><body/></opml>')


def test_an_empty_list_is_a_list() -> None:
    assert read_opml(opml(""), file="f") == ()
    assert read_opml(write_opml(()), file="f") == ()


def squeezed(text: str) -> str:
    return " ".join(text.replace("/", "").split())


VISIBLE = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
NAMES = st.text(alphabet=VISIBLE, min_size=1, max_size=12).map(squeezed).filter(bool)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(
            FeedSource,
            url=st.integers(0, 10**9).map(lambda n: f"https://h.example/{n}?a=1&b=<\"'>"),
            outlet=NAMES,
            title=NAMES,
            folder=st.lists(NAMES, max_size=3).map("/".join),
            language=st.sampled_from([None, "en", "de", "zh-Hant"]),
        ),
        max_size=8,
        unique_by=lambda source: source.url,
    )
)
def test_what_is_written_reads_back_the_same(sources: list[FeedSource]) -> None:
    assert read_opml(write_opml(sources, title="A & <B>"), file="f") == tuple(sources)


def test_characters_xml_cannot_hold_are_left_out() -> None:
    source = FeedSource(url="https://h.example/", outlet="Har\x00bour\ud800", title="T\x1b")
    (read,) = read_opml(write_opml([source]), file="f")
    assert (read.outlet, read.title) == ("Harbour", "T")


def test_the_list_we_ship_is_sound() -> None:
    sources = read_opml(SEEDS.read_bytes(), file="seeds/feeds.opml")
    assert len(sources) >= 40
    assert len({source.outlet for source in sources}) >= 35
    assert all(source.folder and source.language for source in sources)
    assert b"Addresses change" in SEEDS.read_bytes()
    assert read_opml(write_opml(sources), file="f") == sources
