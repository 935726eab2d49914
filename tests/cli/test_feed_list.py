"""``monitor feeds add``, ``remove``, ``import`` and ``export`` against a real site on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
import yaml

from monitor.cli.feed_list import chosen_numbers
from monitor.errors import ConfigError, FetchError
from monitor.feeds.opml import read_opml
from monitor.model import Article, ArticleOutcome, ArticleResult
from monitor.pipeline.file_replacement import unwritable
from monitor.settings import Settings
from monitor.store import articles as article_rows
from monitor.store import feeds as feed_rows
from monitor.store import open_store
from monitor.store import subscriptions as subscription_rows
from monitor.store.hosts import HostPace
from monitor.store.tables import HostRow
from tests.cli.conftest import Desk
from tests.support.feed_server import FeedServer

ROOT = Path(__file__).parents[2]


def rss(title: str, *stories: str) -> str:
    items = "".join(
        f"<item><title>{story}</title><link>https://h.example/{story}</link></item>"
        for story in stories
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def page(*links: str, name: str = "Harbour Ledger") -> str:
    tags = "".join(
        f'<link rel="alternate" type="application/rss+xml" href={quoteattr(link)}>'
        for link in links
    )
    return f'<html><head><meta property="og:site_name" content="{name}">{tags}</head></html>'


@pytest.fixture
def site() -> Iterator[FeedServer]:
    with FeedServer() as server:
        server.set("/", page("/world.xml"), content_type="text/html")
        server.set("/world.xml", rss("Harbour: World", "ships", "reefs"))
        server.set("/trade.xml", rss("Harbour: Trade", "cargo"))
        yield server


def listed(desk: Desk) -> list[tuple[str, str, str]]:
    sources = read_opml(desk.workspace.feeds_file.read_bytes(), file="f")
    return [(source.url, source.outlet, source.folder) for source in sources]


def test_the_feed_a_site_names_is_added_to_the_list_and_the_store(
    desk: Desk, site: FeedServer
) -> None:
    before = listed(desk)
    said = desk.run("feeds", "add", site.base_url, "--folder", "World/Sea")
    assert said == f"Added {site.url('/world.xml')} of Harbour Ledger: rss20, 2 items\n"
    assert listed(desk)[-1] == (site.url("/world.xml"), "Harbour Ledger", "World/Sea")
    assert site.url("/world.xml") in {one["url"] for one in desk.json("feeds", "list")}
    assert "is in the list already" in desk.run("feeds", "add", site.url("/world.xml"))
    desk.run("feeds", "remove", site.url("/world.xml"))
    assert listed(desk) == before
    assert len(desk.json("feeds", "list")) == 1


def test_of_several_feeds_the_user_chooses(desk: Desk, site: FeedServer) -> None:
    site.set("/", page("/world.xml", "/trade.xml", "/again.xml"), content_type="text/html")
    site.set("/again.xml", rss("Harbour: World", "ships", "reefs"))
    before = listed(desk)
    said = desk.run("feeds", "add", site.base_url, code=1)
    assert "2 feeds found:" in said
    assert "   1  Harbour: World  rss20, 2 items" in said
    assert "--all" in said
    answer = json.loads(desk.run("feeds", "add", site.base_url, "--json", code=1))
    assert [feed["url"] for feed in answer["feeds"]] == [
        site.url("/world.xml"),
        site.url("/trade.xml"),
    ]
    assert answer["feeds"][0]["same_at"] == [site.url("/again.xml")]
    assert answer["added"] == []
    assert listed(desk) == before
    added = desk.json("feeds", "add", site.base_url, "--all")["added"]
    assert [feed["title"] for feed in added] == ["Harbour: World", "Harbour: Trade"]
    assert len(listed(desk)) == len(before) + 2


def test_readers_comments_are_not_taken_for_news(desk: Desk, site: FeedServer) -> None:
    site.set("/", page("/comments/feed", "/world.xml"), content_type="text/html")
    site.set("/comments/feed", rss("Comments for Harbour", "hello"))
    assert "/world.xml" in desk.run("feeds", "add", site.base_url)


def test_well_known_places_are_tried_where_the_page_names_none(
    desk: Desk, site: FeedServer
) -> None:
    site.set("/blog", "<html><body>Welcome</body></html>", content_type="text/html")
    site.set("/atom.xml", rss("Harbour", "ships"))
    assert f"Added {site.url('/atom.xml')} of Harbour" in desk.run(
        "feeds", "add", site.url("/blog")
    )
    paths = [path for path, _ in site.requests]
    assert paths[:3] == ["/blog", "/blog/feed", "/blog/rss"]
    assert paths[-1] == "/atom.xml"


def test_a_json_feed_is_found(desk: Desk, site: FeedServer) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Reef",
        "items": [{"id": "1", "content_text": "Ships"}],
    }
    tag = '<link rel="alternate" type="application/feed+json" href="/f.json">'
    site.set("/", f"<html><head>{tag}</head></html>", content_type="text/html")
    site.set("/f.json", json.dumps(feed), content_type="application/feed+json")
    assert "of Reef: json11, 1 item\n" in desk.run("feeds", "add", site.base_url)


def test_where_nothing_is_found_it_is_said_what_was_tried(desk: Desk, site: FeedServer) -> None:
    site.set("/", page("/gone.xml", "/login"), content_type="text/html")
    site.set("/login", "<html><title>Log in</title></html>", content_type="text/html")
    before = desk.workspace.feeds_file.read_bytes()
    with pytest.raises(FetchError, match="no feed was found") as caught:
        desk.run("feeds", "add", site.base_url)
    assert f"{site.url('/gone.xml')}: answered 404 Not Found" in str(caught.value)
    assert "it looks like a login or challenge page" in str(caught.value)
    assert desk.workspace.feeds_file.read_bytes() == before


@pytest.mark.parametrize("address", ["", "two words", "http://bob:pw@h.example/"])
def test_what_is_no_address_is_refused(desk: Desk, address: str) -> None:
    with pytest.raises(ConfigError) as caught:
        desk.run("feeds", "add", address)
    assert "pw@" not in str(caught.value)


def test_a_feed_is_added_with_its_switch_for_full_text(
    desk: Desk, site: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_HOST_GAP_S", "5")
    url = site.url("/direct.xml")
    site.set("/direct.xml", rss("Reef", "ships"))
    desk.run("feeds", "add", url, "--full-text")
    with closing(open_store(desk.workspace.database_url)) as store, store.read() as session:
        # The daemon leaves the host alone that was asked just now.
        assert session.get(HostRow, "127.0.0.1") is not None
    sources = read_opml(desk.workspace.feeds_file.read_bytes(), file="f")
    assert [one.full_text for one in sources if one.url == url] == [True]
    assert f'fullText="yes" xmlUrl="{url}"' in desk.run("feeds", "export")


def test_a_list_is_edited_where_the_database_cannot_be_had(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATABASE_URL", "sqlite:////proc/none/monitor.db")
    url = "https://reef.example/rss"
    said = desk.run("feeds", "add", url, "--unchecked", "--outlet", "Reef")
    assert f"Added {url} of Reef" in said
    assert url in desk.workspace.feeds_file.read_text()


def test_a_list_that_cannot_be_written_says_what_to_do() -> None:
    error = unwritable("seeds/feeds.opml", OSError(30, "Read-only file system"))
    assert str(error).startswith("seeds/feeds.opml: cannot be written: Read-only file system")
    assert "docker compose run --rm edit" in str(error)


def test_only_the_container_for_editing_may_write_lists_and_rules() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    services = compose["services"]
    assert {"./rules:/app/rules:ro", "./seeds:/app/seeds:ro"} < set(services["monitor"]["volumes"])
    assert services["edit"]["volumes"] == ["./rules:/app/rules", "./seeds:/app/seeds"]
    assert services["edit"]["profiles"] == ["edit"]  # 'docker compose up' does not start it
    for service in services.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]


def test_a_list_with_a_mistake_is_not_touched(desk: Desk, site: FeedServer) -> None:
    broken = b'<opml><body>\n<outline text="A" xmlUrl="ftp://a.example/"/></body></opml>'
    desk.workspace.feeds_file.write_bytes(broken)
    with pytest.raises(ConfigError, match=r"feeds\.opml:2: xmlUrl"):
        desk.run("feeds", "add", site.base_url)
    assert site.requests == []
    assert desk.workspace.feeds_file.read_bytes() == broken


def test_import_keeps_folders_and_names_what_it_leaves_out(desk: Desk, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.opml"
    theirs.write_text(
        '<opml><body><outline text="Sea">\n<outline text="Reef" category="x"'
        ' xmlUrl="https://r.example/rss"/>\n<outline text="Bad" xmlUrl="ftp://r.example/"/>\n'
        '</outline><outline text="Courier" xmlUrl="http://courier.example/feed"/></body></opml>'
    )
    said = desk.run("feeds", "import", str(theirs), "--folder", "Imported", code=1)
    assert f"Imported 1 feed from {theirs}" in said
    assert "1 were there already" in said
    assert f"left out: {theirs}:3: xmlUrl:" in said
    assert listed(desk)[-1] == ("https://r.example/rss", "Reef", "Imported/Sea")
    assert 'category="x"' in desk.run("feeds", "export")


def test_the_shipped_list_is_copied_before_it_is_edited(
    desk: Desk, site: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MONITOR_FEEDS_FILE")
    shipped = Settings().feeds_in_force
    before = shipped.read_bytes()
    desk.run("feeds", "add", site.base_url)
    assert shipped.read_bytes() == before
    copied = read_opml((tmp_path / "seeds" / "feeds.opml").read_bytes(), file="f")
    assert copied[:-1] == read_opml(before, file="f")


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("2", [1]),
        ("1, 3", [0, 2]),
        ("2-3 1", [1, 2, 0]),
        ("all", [0, 1, 2]),
        ("4", None),
        ("0", None),
        ("3-2", None),
        ("yes", None),
    ],
)
def test_answers(text: str, chosen: list[int] | None) -> None:
    assert chosen_numbers(text, 3) == chosen


def test_hubs_and_article_pages_are_shown(desk: Desk) -> None:
    assert desk.run("feeds", "hubs") == "No feed names a hub.\n"
    assert desk.run("articles") == "No article page was asked for.\n"
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    with closing(open_store(desk.workspace.database_url)) as store, store.write() as session:
        [feed] = feed_rows.list_feeds(session)
        subscription_rows.note_hub(session, feed.id, "https://hub.example/", feed.url, now)
        page = Article(
            item_id=1, url="https://h.example/1", host="h.example", edits=0, requested_at=now
        )
        article_rows.request_articles(session, [page], now)
        [taken] = article_rows.claim_due(
            session, now=now, owner="me", lease_s=60, limit=1, pace=HostPace()
        )
        forbidden = ArticleResult(outcome=ArticleOutcome.ROBOTS, detail="robots.txt forbids it")
        article_rows.finish_article(session, taken, forbidden, content=None, owner="me", now=now)
    assert "    at https://hub.example/\n    wanted, sent 0 times\n" in desk.run("feeds", "hubs")
    [hub] = desk.json("feeds", "hubs")
    assert (hub["hub"], hub["state"]) == ("https://hub.example/", "wanted")
    assert "secret" not in hub
    said = desk.run("articles")
    assert "item 1  https://h.example/1\n    robots: robots.txt forbids it\n" in said
    [one] = desk.json("articles")["articles"]
    assert (one["item"], one["outcome"]) == (1, "robots")
