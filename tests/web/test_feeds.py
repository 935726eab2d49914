"""The pages of feeds, and edits of the feed list from them, over a real list and real sites."""

from __future__ import annotations

import base64
import re
import zlib

import pytest

from monitor.feeds.opml import read_opml
from monitor.model import FeedSource, Role
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.web.conftest import Site
from tests.web.test_pages import HOSTILE, feed_in

LIST = """<?xml version="1.0"?><opml version="2.0"><head/><body>
<outline text="World"><outline type="rss" text="One" xmlUrl="http://one.example/feed"/>
<outline type="rss" text="&lt;b&gt;Two" xmlUrl="http://two.example/feed"/></outline>
<outline type="rss" text="Bad" xmlUrl="ftp://bad.example/feed"/></body></opml>"""


def listed(site: Site) -> list[FeedSource]:
    return list(read_opml(site.line.workspace.feeds_file.read_bytes(), file="list"))


def failing(site: Site) -> None:
    site.line.workspace.write_feeds(
        {
            "Courier": "http://127.0.0.1:9/feed",
            "Harbour <i>Echo</i>".replace("<", "&lt;"): "http://127.0.0.1:9/other",
        }
    )
    site.line.load()
    site.line.poll()


def test_health_says_what_fails_and_why_it_is_polled_when(site: Site) -> None:
    failing(site)
    feed_in(site, HOSTILE)
    page = site.get("/feeds").text
    assert "<b>1</b>" in page
    assert "1 new items from" in page
    assert 'aria-sort="ascending"' in page
    failing(site)
    page = site.get("/feeds?health=failing&order=-failures").text
    assert page.count("connection") == 2
    assert "Harbour &lt;i&gt;Echo" in page
    assert 'aria-sort="descending"' in page
    assert "No feed is like that" in site.get("/feeds?health=sound").text
    assert "No feed is like that" in site.get("/feeds?words=nothing").text
    assert site.get("/feeds?words=%25&order=x&page=99&health=y").status_code == 200


def test_a_feed_shows_its_polls_and_why_they_failed(site: Site) -> None:
    failing(site)
    page = site.get("/feeds/1").text
    assert "1 failure in a row" in page
    assert "failed" in page
    assert "Harbour talks" in page  # the rule that looks at it
    assert site.get("/feeds/99").status_code == 404


def test_coverage_tells_blind_rules_from_quiet_ones(site: Site) -> None:
    failing(site)
    page = site.get("/feeds/coverage").text
    assert ">blind<" in page
    assert "Hears 0 of 2 feeds: 2 are down." in page
    with FeedServer() as feeds:
        feeds.set("/a", rss([Entry(title="Ferry", guid="f")]))
        site.line.workspace.write_feeds({"Courier": feeds.url("/a")})
        site.line.load()
        site.line.poll()
    page = site.get("/feeds/coverage").text
    assert ">sees<" in page
    assert "Every one of its 1 feed is read." in page


def test_polling_now_makes_a_feed_due(site: Site) -> None:
    failing(site)
    assert site.line.claim() == []
    editor = site.visitor("ed", Role.EDITOR)
    assert editor.post("/feeds/1/poll", {}, shown_on="/feeds/1").status_code == 303
    assert [feed.id for feed in site.line.claim()] == [1]
    assert editor.post("/feeds/99/poll", {}, shown_on="/feeds/1").status_code == 404


def test_a_feed_is_described_anew_in_the_list_and_the_store(site: Site) -> None:
    failing(site)
    fields = {"outlet": " The  Courier ", "title": "World", "folder": "Ports / North"}
    fields |= {"language": "en", "full_text": "no"}
    assert site.admin.post("/feeds/1/edit", fields, shown_on="/feeds/1").status_code == 303
    source = listed(site)[-1]
    assert (source.outlet, source.title, source.folder, source.language) == (
        "The Courier",
        "World",
        "Ports/North",
        "en",
    )
    page = site.get("/feeds/1").text
    assert "The Courier" in page
    assert 'value="Ports/North"' in page
    assert '<option value="no" selected>' in page
    assert 'fullText="no"' in site.line.workspace.feeds_file.read_text()
    for bad, said in (
        ({"outlet": ""}, "an outlet is needed"),
        ({"full_text": "x"}, "neither yes nor no"),
        ({"language": "1!"}, "is no language"),
    ):
        refused = site.admin.post("/feeds/1/edit", {**fields, **bad}, shown_on="/feeds/1")
        assert refused.status_code == 422
        assert said in refused.text


def test_a_feed_is_removed_and_its_page_stays(site: Site) -> None:
    failing(site)
    assert site.admin.post("/feeds/1/remove", {}, shown_on="/feeds/1").status_code == 303
    assert [source.url for source in listed(site)] == ["http://127.0.0.1:9/feed"]
    assert "not polled any more" in site.get("/feeds/1").text
    again = site.admin.post("/feeds/1/remove", {}, shown_on="/feeds/2")
    assert again.status_code == 404


def test_a_list_is_looked_at_before_it_is_imported(site: Site) -> None:
    failing(site)
    editor = site.visitor("ed", Role.EDITOR)
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', editor.get("/feeds/import").text)
    assert found
    csrf = found[1]
    looked = editor.browser.post(
        f"{site.url}/feeds/import/look",
        data={"csrf": csrf, "folder": "From afar"},
        files={"file": ("feeds.opml", LIST.encode())},
        timeout=60,
    )
    assert looked.status_code == 200
    assert "<b>2 feeds</b> would be added" in looked.text
    assert "&lt;b&gt;Two" in looked.text
    assert "ftp://bad.example" in looked.text
    assert len(listed(site)) == 2
    packed = re.search(r'name="packed" value="([^"]+)"', looked.text)
    assert packed
    sent = editor.send("/feeds/import", {"csrf": csrf, "packed": packed[1]})
    assert sent.headers["location"] == "/feeds?added=2&order=due"
    assert [source.folder for source in listed(site)][2:] == ["From afar/World"] * 2
    assert "2 feeds added" in editor.get(sent.headers["location"]).text
    exported = editor.get("/feeds.opml")
    assert [one.url for one in read_opml(exported.content, file="e")] == [
        one.url for one in listed(site)
    ]


def test_what_is_no_list_is_refused(site: Site) -> None:
    failing(site)
    bomb = base64.urlsafe_b64encode(zlib.compress(b"<" * 30_000_000, 9)).decode()
    for packed in ("", "!", "AAAA", bomb):
        refused = site.admin.post("/feeds/import", {"packed": packed}, shown_on="/feeds/import")
        assert refused.status_code == 422
        assert "did not come whole" in refused.text
    assert len(listed(site)) == 2


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/find",
        "/feeds/add",
        "/feeds/import",
        "/feeds/1/edit",
        "/feeds/1/remove",
        "/feeds/1/poll",
        "/feeds/import/look",
    ],
)
def test_a_viewer_changes_nothing(site: Site, path: str) -> None:
    failing(site)
    before = site.line.workspace.feeds_file.read_bytes()
    viewer = site.visitor("vera", Role.VIEWER)
    sent = viewer.post(path, {"address": "x", "outlet": "o"}, shown_on="/account")
    assert sent.status_code == 403
    assert "takes the role editor" in sent.text
    assert site.line.workspace.feeds_file.read_bytes() == before
    page = viewer.get("/feeds/1").text
    assert "/edit" not in page
    assert "Poll now" not in page


def test_a_list_that_cannot_be_written_says_what_to_do(site: Site) -> None:
    failing(site)
    workspace = site.line.workspace
    # A file can be replaced only by one with a longer name beside it first: here there is no room.
    real = workspace.folder / ("f" * 250)
    workspace.feeds_file.rename(real)
    workspace.feeds_file.symlink_to(real)
    refused = site.admin.post("/feeds/1/remove", {}, shown_on="/feeds/1")
    assert refused.status_code == 422
    assert "cannot be written" in refused.text
    assert "edit it where, and as who, it may be written" in refused.text
    assert len(listed(site)) == 2


def test_strangers_sites_are_looked_at_within_the_networks_that_are_allowed(site: Site) -> None:
    failing(site)
    for address, said in (("", "is no address"), ("http://10.0.0.1/", "No feed was found")):
        answer = site.admin.post("/feeds/find", {"address": address}, shown_on="/feeds/add")
        assert said in answer.text


def test_added_feeds_are_checked(site: Site) -> None:
    failing(site)
    bad = [
        ({"urls": "http://a.example/f", "titles": "", "outlets": "A"}, "no feed was ticked"),
        ({"chosen": "0", "urls": "javascript:x", "titles": "", "outlets": "A"}, "http"),
        ({"chosen": "0", "urls": "http://a.example/f", "titles": "", "outlets": " "}, "outlet"),
        (
            {"chosen": "0", "urls": "http://a:b@a.example/", "titles": "", "outlets": "A"},
            "password",
        ),
    ]
    for fields, said in bad:
        answer = site.admin.post("/feeds/add", fields, shown_on="/feeds/add")
        assert answer.status_code == 422
        assert said in answer.text.casefold()
    assert len(listed(site)) == 2
