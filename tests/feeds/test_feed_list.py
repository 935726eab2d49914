from __future__ import annotations

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ConfigError
from monitor.feeds.feed_list import listed_as, with_changes, with_feeds, without_feed
from monitor.feeds.opml import Outline, read_opml, read_outlines, write_outlines
from monitor.model import FeedSource

LIST = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- mine: keep this -->
<opml version="2.0">
  <head><title>Watch</title></head>
  <body>
    <outline text="World">
      <!-- the first -->
      <outline type="rss" text="Harbour" outlet="Harbour Ledger"
               category="/a,/b" xmlUrl="https://h.example/world.xml"/>
      <outline text='Isles > "far"'>
        <outline text="Reef" xmlUrl='https://r.example/rss?a=1&amp;b=2'></outline>
      </outline>
    </outline>
  </body>
</opml>
"""


def made(url: str, *folders: str, outlet: str = "River Desk", title: str = "River") -> Outline:
    source = FeedSource(url=url, outlet=outlet, title=title, folder="/".join(folders))
    return listed_as(source, folders)


def put(data: bytes, *outlines: Outline) -> bytes:
    return with_feeds(data, outlines, file="f").data


def changed_lines(before: bytes, after: bytes) -> list[str]:
    lines = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [line for line in lines if line[:1] in "+-"]


def test_a_feed_goes_into_its_folder_and_nothing_else_changes() -> None:
    after = put(LIST, made("https://v.example/rss", "World"))
    [line] = changed_lines(LIST, after)
    assert line == (
        '+       <outline type="rss" text="River" title="River" outlet="River Desk"'
        ' xmlUrl="https://v.example/rss"/>'
    )
    assert read_opml(after, file="f")[-1].folder == "World"


def test_folders_that_are_missing_are_added_once() -> None:
    after = put(
        LIST,
        made("https://v.example/1", "World", 'Isles > "far"', "Atoll"),
        made("https://v.example/2", "Trade"),
        made("https://v.example/3", "Trade", "Ships"),
        made("https://v.example/4"),
    )
    found = {source.url[-1]: source.folder for source in read_opml(after, file="f")[2:]}
    assert found == {
        "1": 'World/Isles > "far"/Atoll',
        "2": "Trade",
        "3": "Trade/Ships",
        "4": "",
    }
    assert all(line.startswith("+") for line in changed_lines(LIST, after))
    assert after.count(b'text="Trade"') == 1


def test_what_is_put_in_and_taken_out_leaves_the_list_as_it_was() -> None:
    after = put(LIST, made("https://v.example/1", "Trade", "Ships"))
    back, source = without_feed(after, "HTTPS://V.example:443/1", file="f")
    assert source is not None
    assert source.outlet == "River Desk"
    assert back == LIST


def test_a_feed_written_with_an_end_tag_is_taken_out_with_its_empty_folder() -> None:
    after, source = without_feed(LIST, "https://r.example/rss?a=1&b=2", file="f")
    assert source is not None
    assert source.title == "Reef"
    assert [line[:12] for line in changed_lines(LIST, after)] == [
        "-       <out",
        "-         <o",
        "-       </ou",
    ]
    assert len(read_opml(after, file="f")) == 1


def test_the_list_is_untouched_where_the_feed_is_known_or_unknown() -> None:
    done = with_feeds(LIST, [made("https://h.example:443/world.xml")], file="f")
    assert (done.data, done.added, len(done.known)) == (LIST, (), 1)
    assert without_feed(LIST, "https://nobody.example/", file="f") == (LIST, None)


def test_a_feed_named_twice_is_added_once() -> None:
    done = with_feeds(LIST, [made("https://v.example/1"), made("https://v.example/1#x")], file="f")
    assert (len(done.added), len(done.known)) == (1, 1)


@pytest.mark.parametrize("body", [b"<body/>", b"<body></body>", b"<body>\r\n</body>"])
def test_an_empty_list_takes_feeds(body: bytes) -> None:
    empty = b'<opml version="2.0">\r\n<head/>\r\n' + body + b"\r\n</opml>"
    after = put(empty, made("https://v.example/1"), made("https://v.example/2", "Trade"))
    assert len(read_opml(after, file="f")) == 2
    assert b"\n" not in after.replace(b"\r\n", b"")


def test_a_list_on_one_line() -> None:
    line = b'<opml><body><outline text="A" xmlUrl="https://a.example/"/></body></opml>'
    after = put(line, made("https://v.example/1"))
    assert len(read_opml(after, file="f")) == 2
    back, _ = without_feed(after, "https://a.example/", file="f")
    assert [source.url for source in read_opml(back, file="f")] == ["https://v.example/1"]


def test_what_the_encoding_lacks_is_written_as_a_reference() -> None:
    old = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><opml><body>'
        '<outline text="\xe9" xmlUrl="https://a.example/"/></body></opml>'
    )
    after = put(old.encode("latin-1"), made("https://v.example/1", outlet="Ωmega é"))
    one, two = read_opml(after, file="f")
    assert (one.title, two.outlet) == ("é", "Ωmega é")


def test_lists_that_cannot_be_edited_are_named() -> None:
    with pytest.raises(ConfigError, match="UTF-16"):
        put("<opml><body></body></opml>".encode("utf-16"), made("https://v.example/1"))
    with pytest.raises(ConfigError, match="no <body>"):
        put(b"<opml></opml>", made("https://v.example/1"))
    with pytest.raises(ConfigError, match="f:1: not well-formed"):
        put(b"<opml><body></opml>", made("https://v.example/1"))


def test_attributes_of_an_imported_feed_are_kept() -> None:
    theirs = read_outlines(
        b'<opml><body><outline text="T"><outline type="rss" text="Reef" category="sea"'
        b' htmlUrl="https://r.example/" description="a &quot;b&quot;"'
        b' xmlUrl="https://r.example/rss"/></outline></body></opml>',
        file="theirs",
    )
    after = put(LIST, *theirs.feeds)
    kept = read_outlines(after, file="f").feeds[-1]
    assert kept.attributes == {
        "type": "rss",
        "text": "Reef",
        "category": "sea",
        "htmlUrl": "https://r.example/",
        "description": 'a "b"',
        "outlet": "Reef",
        "xmlUrl": "https://r.example/rss",
    }
    assert kept.folders == ("T",)
    assert read_outlines(write_outlines([kept]), file="f").feeds == (kept,)


def test_outlines_that_cannot_be_used_are_left_out_and_named() -> None:
    found = read_outlines(
        b'<opml><body>\n<outline text="Empty"></outline>\n'
        b'<outline text="A" xmlUrl="https://a.example/"/>\n'
        b'<outline text="A again" xmlUrl="https://a.example/"/>\n'
        b'<outline text="F" xmlUrl="ftp://a.example/"/>\n</body></opml>',
        file="theirs",
    )
    assert [outline.source.title for outline in found.feeds] == ["A"]
    assert [problem.line for problem in found.problems] == [2, 4, 5]


NAMES = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zs", "Zl", "Zp"]),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 99), st.lists(NAMES, max_size=3)),
        max_size=6,
        unique_by=lambda one: one[0],
    )
)
def test_any_feeds_are_put_in_and_taken_out_again(feeds: list[tuple[int, list[str]]]) -> None:
    outlines = [made(f"https://v.example/{n}", *folders) for n, folders in feeds]
    data = put(LIST, *outlines)
    listed = {one.source.url: one.folders for one in read_outlines(data, file="f").feeds}
    assert {one.source.url: one.folders for one in outlines}.items() <= listed.items()
    for outline in outlines:
        data, source = without_feed(data, outline.source.url, file="f")
        assert source is not None
    assert data == LIST


def change(data: bytes, url: str, *folders: str, **attributes: str) -> bytes:
    changed, outline = with_changes(data, url, attributes=attributes, folders=folders, file="f")
    assert outline is not None
    return changed


def test_a_feed_is_described_anew_in_its_place() -> None:
    changed = change(
        LIST, "https://h.example/world.xml", "World", outlet="Ledger & Co", language="en"
    )
    tag = (
        '<outline type="rss" text="Harbour" outlet="Ledger &amp; Co" category="/a,/b" '
        'language="en" xmlUrl="https://h.example/world.xml"/>'
    )
    before = LIST.decode()
    start = before.index('<outline type="rss"')
    end = before.index("/>", start) + 2
    assert changed.decode() == before[:start] + tag + before[end:]
    first = read_opml(changed, file="f")[0]
    assert (first.outlet, first.language, first.folder) == ("Ledger & Co", "en", "World")


def test_a_feed_with_an_end_tag_keeps_it() -> None:
    url = "https://r.example/rss?a=1&b=2"
    changed = change(LIST, url, "World", 'Isles > "far"', title="Reef daily")
    assert b'title="Reef daily" xmlUrl="https://r.example/rss?a=1&amp;b=2"></outline>' in changed
    assert read_opml(changed, file="f")[1].outlet == "Reef"


def test_a_feed_moves_to_another_folder_with_all_its_attributes() -> None:
    changed = change(LIST, "https://h.example/world.xml", "Ports")
    [_, moved] = read_outlines(changed, file="f").feeds
    assert moved.folders == ("Ports",)
    assert moved.attributes["category"] == "/a,/b"
    assert b"<!-- the first -->" in changed


def test_an_empty_attribute_is_taken_out_and_an_unknown_feed_changes_nothing() -> None:
    changed = change(LIST, "https://h.example/world.xml", "World", category="")
    assert b"category" not in changed
    assert with_changes(LIST, "https://n.example/", attributes={}, folders=(), file="f") == (
        LIST,
        None,
    )


def test_a_bad_description_is_refused_with_its_line() -> None:
    with pytest.raises(ConfigError, match="is no language") as caught:
        change(LIST, "https://h.example/world.xml", "World", language="1!")
    assert caught.value.line
