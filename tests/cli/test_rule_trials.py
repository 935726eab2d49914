"""``monitor rules test``, ``explain``, ``backtest`` and ``diff``, as an analyst types them."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import ConfigError, FetchError, ParseError
from monitor.model import ItemKey
from monitor.store import items as item_rows
from monitor.store.engine import open_store
from tests.cli.conftest import Desk
from tests.pipeline.test_evaluate import TALKS
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import rules_with

UNTIL = ("--until", "2026-03-03")

PAGE = """<html><head><title>Talks on honey | Example Times</title>
<meta property="og:title" content="Freedonia to hold talks on honey">
<meta name="description" content="Envoys meet on Thursday."></head>
<body><article><h1>Freedonia to hold talks on honey</h1>
<p>Envoys of both countries will meet on Thursday, officials said.</p></article></body></html>"""


def test_test_takes_a_stored_item_by_number_and_by_address(desk: Desk) -> None:
    by_number = desk.run("rules", "test", "--item", "1")
    assert f"Courier: {TALKS}  (item 1, as stored)" in by_number
    assert 'title: "Freedonia", "talks"' in by_number
    with closing(open_store(desk.workspace.database_url)) as store, store.write() as session:
        item = item_rows.get_items(session, [1])[1].item
        address = ItemKey(kind="url", scope="", value="https://courier.example/talks")
        item_rows.update_item(
            session, 1, replace(item, keys=(address,)), now=datetime.now(UTC), edited=False
        )
    for said in ("http://courier.example/talks/", "https://www.courier.example/talks?utm_source=x"):
        assert desk.run("rules", "explain", said, "talks").startswith("Courier: ")
        assert "item 1, as stored" in desk.run("rules", "test", "--url", said)
    with pytest.raises(ConfigError, match="no stored item is '99'"):
        desk.run("rules", "test", "--item", "99")
    with pytest.raises(ConfigError, match="no web address"):
        desk.run("rules", "test", "--url", "honey")


def test_test_reads_pages_and_feeds(desk: Desk) -> None:
    entries = [Entry(title="Freedonia talks", guid="1"), Entry(title="Cup final", guid="2")]
    with FeedServer() as server:
        server.set("/page", PAGE.encode(), content_type="text/html")
        server.set("/feed", rss(entries))
        page = desk.run("rules", "test", "--url", server.url("/page"))
        assert "Freedonia to hold talks on honey  (the page as it is now)" in page
        feed = desk.run("rules", "test", "--url", server.url("/feed"))
        assert "Freedonia talks  (an entry of the feed)" in feed
        assert "1 other entry: no rule matches." in feed
        items = desk.json("rules", "test", "--url", server.url("/feed"))["items"]
        assert [len(one["matches"]) for one in items] == [1, 0]
        with pytest.raises(FetchError, match="404"):
            desk.run("rules", "test", "--url", server.url("/nothing"))
        server.set("/blank", b"<html></html>", content_type="text/html")
        with pytest.raises(ParseError, match="neither a headline nor entries"):
            desk.run("rules", "test", "--url", server.url("/blank"))


def test_explain_says_what_is_lacking(desk: Desk) -> None:
    said = desk.run("rules", "explain", "talks", "--text", "Freedonia: ferry resumes", code=1)
    assert 'not found, any of: phrase "talks", phrase "summit"' in said
    full = desk.run("rules", "explain", "1", "talks", "--full")
    assert '- phrase "summit"' in full
    with pytest.raises(ConfigError, match="did you mean `talks`"):
        desk.run("rules", "explain", "1", "talk")
    desk.run("rules", "explain", "talks", code=2)
    desk.run("rules", "test", code=2)


def test_backtest_says_what_the_rules_would_have_given(desk: Desk) -> None:
    said = desk.run("rules", "backtest", *UNTIL)
    assert "1 rule on the 2 items that arrived" in said
    assert "2 items hit, 1 development, 1 alert: 0.1 a day (1 high)." in said
    assert "First report of this development" in said
    values = desk.json("rules", "backtest", *UNTIL, "--days", "1", "--rule", "talks")
    assert (values["hits"], values["developments"], values["alerts"]) == (2, 1, 1)
    assert values["rules"][0]["alerts_per_day"] == 1.0
    [alert] = values["latest_alerts"]
    assert (alert["kind"], alert["title"], alert["rules"]) == ("new", TALKS, ["talks"])


def test_backtest_tries_another_folder_without_its_secrets(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(desk.workspace.rules, other)
    (other / "endpoints.yaml").write_text(
        "endpoints: [{id: desk, url: https://desk.example/in, secret_file: nowhere}]"
    )
    (other / "quiet.rules.yaml").write_text(
        "rules:\n  - {id: honey, title: Honey, match: honey}\n"
        "  - {id: off, title: Off, match: talks, enabled: false}\n"
    )
    said = desk.run("rules", "backtest", *UNTIL, "--rules", str(other))
    assert "No hits: honey." in said
    assert "Switched off: off." in said


def test_backtest_says_where_the_items_are(desk: Desk) -> None:
    with pytest.raises(ConfigError, match="no stored item arrived") as caught:
        desk.run("rules", "backtest", "--until", "2020-01-01")
    until = caught.value.hint.split()[-1]
    assert datetime.fromisoformat(until).replace(tzinfo=UTC).year == 2026
    assert desk.json("rules", "backtest", "--until", until)["items"] == 2


def test_diff_shows_what_an_edit_changes(desk: Desk, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(desk.workspace.rules, old)
    new = str(desk.workspace.rules)
    assert "Nothing differs." in desk.run("rules", "diff", str(old), new, *UNTIL, code=0)
    desk.workspace.write_rules(rules_with(match={"all": ["Freedonia"], "none": ["capital"]}))
    said = desk.run("rules", "diff", str(old), new, *UNTIL, code=1)
    assert "~ talks: changed (match)" in said
    assert "talks: 2 lost (2 hits before, 0 now)" in said
    assert 'ruled out by "capital" (title)' in said
    assert "Alerts lost:" in said
    back = desk.run("rules", "diff", new, str(old), *UNTIL, "-n", "1", code=1)
    assert 'on "Freedonia" (title), "talks" (title)' in back
    assert "Alerts gained:" in back


def test_diff_for_machines_and_for_trouble(desk: Desk, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(desk.workspace.rules, old)
    desk.workspace.write_rules({"rules": []})
    new = str(desk.workspace.rules)
    values = json.loads(desk.run("rules", "diff", str(old), new, *UNTIL, "--json", code=1))
    assert values["differs"]
    assert values["rules"] == [{"rule_id": "talks", "change": "removed", "parts": []}]
    assert values["alerts"] == {"before": 1, "after": 0, "gained": 0, "lost": 1}
    assert values["hits_by_rule"][0]["lost_examples"][0]["why"] == ["the rule is gone"]
    desk.workspace.write("main.rules.yaml", "rules: [")
    desk.run("rules", "diff", str(old), new, *UNTIL, code=2)
    desk.run("rules", "diff", str(old), str(tmp_path / "nowhere"), *UNTIL, code=2)
    desk.run("rules", "diff", str(old), str(old), "--until", "2020-01-01", code=2)
