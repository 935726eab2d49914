"""Commands over a filled database: what they print, what they change, how they exit."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli.main import exit_code
from monitor.cli.opening import opened_store
from monitor.errors import ConfigError, RuleFilesError, SchemaError, StoreBusyError
from monitor.model import EndpointCondition
from monitor.store import endpoints as endpoint_rows
from monitor.wiring import utc_now
from tests.cli.conftest import Desk
from tests.pipeline.test_evaluate import TALKS
from tests.support.chat_service import ChatService
from tests.support.webhook_receiver import WebhookReceiver


def test_hits(desk: Desk) -> None:
    assert TALKS in desk.run("hits")
    found = desk.json("hits")
    assert {one["rule"] for one in found} == {"talks"}
    assert {span["text"] for span in found[0]["evidence"]} == {"Freedonia", "talks"}
    assert desk.json("hits", "--rule", "nothing") == []


def test_developments(desk: Desk) -> None:
    assert "2 items, 2 outlets, 1 independent" in desk.run("developments", "list")
    [one] = desk.json("developments", "list")
    assert (one["items"], one["title"]) == (2, TALKS)
    assert "Near-identical" in desk.run("developments", "explain", "2")
    explained = desk.json("developments", "explain", "2")
    assert explained["decision"]["step"] == "copy"
    assert explained["decision"]["quiet_reason"]


def test_a_development_is_shown_with_its_items_and_alerts(desk: Desk) -> None:
    shown = desk.run("developments", "show", "1")
    assert "2 items, 2 outlets, 1 independent: Courier, Gazette" in shown
    assert "item 2: copy" in shown
    assert "new: First report of this development" in shown
    one = desk.json("developments", "show", "1")
    assert [telling["step"] for telling in one["tellings"]] == ["new", "copy"]
    assert [alert["kind"] for alert in one["alerts"]] == ["new"]
    assert (one["state"], one["follows"], one["merged_into_id"]) == ("open", None, None)
    assert "▶" in desk.run("developments", "show", "1", "--timeline")
    assert desk.json("developments", "list", "--state", "quiet") == []
    with pytest.raises(ConfigError, match="no development 9"):
        desk.run("developments", "show", "9")


def test_a_split_and_the_merge_that_undoes_it(desk: Desk) -> None:
    said = desk.run("developments", "split", "1", "2", "--author", "ada", "--comment", "other town")
    assert "Split. Development 2: 1 item" in said
    assert "1 item split off into 2, by ada" in desk.run("developments", "show", "1")
    assert "1 item split off 1 into it, by ada" in desk.run("developments", "explain", "2")
    assert desk.json("developments", "explain", "2")["correction"]["comment"] == "other town"
    assert "Merged. Development 1: 2 items" in desk.run(
        "developments", "merge", "1", "2", "--author", "ben"
    )
    assert "merged into 1" in desk.run("developments", "show", "2")
    assert "came with 2" in desk.run("developments", "show", "1")
    assert [one["author"] for one in desk.json("developments", "show", "1")["corrections"]] == [
        "ada",
        "ben",
    ]
    assert len(desk.json("alerts", "list")) == 1
    with pytest.raises(ConfigError, match="into itself") as caught:
        desk.run("developments", "merge", "1", "1")
    assert exit_code(caught.value) == 2


def test_notices_and_meetings_where_there_are_none(desk: Desk) -> None:
    assert "Nothing odd" in desk.run("notices")
    assert desk.json("notices") == []
    assert "No meetings" in desk.run("meetings", "list")
    assert desk.json("meetings", "list") == []


def test_alerts(desk: Desk) -> None:
    [body] = desk.json("alerts", "list")
    assert body["type"] == "development.new"
    assert TALKS in desk.run("alerts", "show", body["data"]["alert"]["id"])


def test_deliveries_are_listed_shown_and_replayed(desk: Desk) -> None:
    [one] = desk.json("deliveries", "list", "--state", "pending")
    assert desk.json("deliveries", "show", str(one["id"]))["tries"] == []
    assert "desk" in desk.run("deliveries", "list")
    with pytest.raises(ConfigError, match="pending"):
        desk.run("deliveries", "replay", str(one["id"]))  # it is still to be sent
    with pytest.raises(ConfigError, match="either"):
        desk.run("deliveries", "replay")
    with pytest.raises(ConfigError, match="go with --dead-since"):
        desk.run("deliveries", "replay", str(one["id"]), "--endpoint", "desk")
    with pytest.raises(ConfigError, match="--until is before"):
        desk.run("deliveries", "replay", "--dead-since", "2026-01-02", "--until", "2026-01-01")
    assert "0 deliveries are due again" in desk.run(
        "deliveries", "replay", "--dead-since", "2026-01-01"
    )


def test_rules_check_names_every_problem(desk: Desk) -> None:
    assert "0 actors, 0 meetings, 1 rule, 1 endpoint, 1 route." in desk.run("rules", "check")
    desk.workspace.write("bad.rules.yaml", "rules:\n  - id: x\n    sevrity: high\n")
    with pytest.raises(RuleFilesError) as caught:
        desk.run("rules", "check")
    assert "bad.rules.yaml:3" in str(caught.value)
    assert exit_code(caught.value) == 1
    problems = json.loads(desk.run("rules", "check", "--json", code=1))["problems"]
    assert any(one["line"] == 3 and "severity" in one["hint"] for one in problems)


def test_rules_test_says_what_matches(desk: Desk) -> None:
    assert "talks (high)" in desk.run("rules", "test", "--text", TALKS)
    assert "No rule matches" in desk.run("rules", "test", "--text", "Cup final", code=1)


def test_feeds(desk: Desk, tmp_path: Path) -> None:
    assert [one["outlet"] for one in desk.json("feeds", "list")] == ["Courier"]
    desk.run("feeds", "add", "http://gazette.example/rss", "--outlet", "Gazette", "--unchecked")
    listed = {one["url"] for one in desk.json("feeds", "list")}
    assert listed == {"http://courier.example/feed", "http://gazette.example/rss"}
    opml = tmp_path / "out.opml"
    opml.write_text(desk.run("feeds", "export"))
    desk.run("feeds", "remove", "http://gazette.example/rss")
    assert len(desk.json("feeds", "list")) == 1
    assert "Imported 1 feed" in desk.run("feeds", "import", str(opml))
    assert len(desk.json("feeds", "list")) == 2
    assert "2 feeds are due" in desk.run("feeds", "poll")
    assert "2 feeds of 2 outlets." in desk.run("feeds", "check")
    assert "1 feed is due" in desk.run("feeds", "poll", "http://courier.example/feed")
    with pytest.raises(ConfigError, match="no feed has the address"):
        desk.run("feeds", "remove", "http://nobody.example/")


@pytest.mark.parametrize("url", ["http://bob:pw@h.example/rss", "file:///etc/passwd"])
def test_a_feed_address_that_cannot_be_polled_is_not_added(desk: Desk, url: str) -> None:
    with pytest.raises(ConfigError, match="the URL") as caught:
        desk.run("feeds", "add", url, "--outlet", "X")
    assert "bob" not in str(caught.value)
    assert exit_code(caught.value) == 2
    assert len(desk.json("feeds", "list")) == 1


def test_the_list_of_feeds_names_whole_addresses(desk: Desk) -> None:
    address = f"http://gazette.example/{'long/' * 40}rss"
    desk.run("feeds", "add", address, "--outlet", "Gazette", "--unchecked")
    listed = desk.run("feeds", "list")
    assert f"Gazette  {address}\n    not polled yet\n    last success never" in listed
    assert ": new: due at once" in listed


@pytest.mark.parametrize(
    "command",
    [
        ["developments", "explain"],
        ["deliveries", "show"],
        ["deliveries", "replay"],
        ["silence", "expire"],
    ],
)
def test_numbers_of_rows_that_no_database_holds(desk: Desk, command: list[str]) -> None:
    desk.run(*command, str(2**63), code=2)
    with pytest.raises(ConfigError):
        desk.run(*command, str(2**63 - 1))


@pytest.mark.parametrize("name", ["monitor.db", "rules", "feeds.opml"])
def test_the_demo_writes_over_nothing(desk: Desk, tmp_path: Path, name: str) -> None:
    place = tmp_path / "week"
    place.mkdir()
    (place / name).write_text("mine")
    with pytest.raises(ConfigError, match=f"holds {name} already"):
        desk.run("demo", "--keep", str(place))
    assert [path.name for path in place.iterdir()] == [name]
    assert (place / name).read_text() == "mine"
    desk.run("demo", "--recording", str(tmp_path / "absent"), code=2)


def test_silences(desk: Desk) -> None:
    muted = desk.run("silence", "add", "--rule", "talks", "--hours", "2", "--comment", "known")
    assert "talks until" in muted
    [one] = desk.json("silence", "list")
    assert (one["rule"], one["comment"]) == ("talks", "known")
    desk.run("silence", "expire", str(one["id"]))
    with pytest.raises(ConfigError, match="not in force"):
        desk.run("silence", "expire", str(one["id"]))


def test_endpoints(desk: Desk) -> None:
    [one] = desk.json("endpoints", "list")
    assert (one["id"], one["host"], one["disabled_at"]) == ("desk", "desk.example", None)
    assert "desk.example  enabled  last success never" in desk.run("endpoints", "list")
    with WebhookReceiver(desk.secret) as receiver:
        desk.workspace.write_endpoints({"desk": (receiver.url, desk.secret)})
        assert "accepted: 200" in desk.run("endpoints", "test", "desk")
        assert receiver.verified[0]["type"] == "endpoint.test"
        receiver.script.append(500)
        assert "server" in desk.run("endpoints", "test", "desk", code=1)
    with pytest.raises(ConfigError, match="no endpoint"):
        desk.run("endpoints", "enable", "nobody")


def test_a_chat_service_is_tested_like_an_endpoint(desk: Desk) -> None:
    with ChatService() as there:
        url = f"json://bob:hunter22@127.0.0.1:{there.port}/hook"
        desk.workspace.write("endpoints.yaml", f"endpoints: [{{id: desk, apprise: '{url}'}}]")
        assert "accepted: 200" in desk.run("endpoints", "test", "desk")
        assert there.posted[0].json["title"] == "TEST · desk"
        there.status, there.answer = 403, b"not for hunter22"
        refused = desk.run("endpoints", "test", "desk", code=1)
        assert refused.startswith("auth: answered 403")
        assert refused.endswith("It answered: not for ***\n")


def test_an_endpoint_that_is_switched_off_is_not_tested(desk: Desk) -> None:
    off = "endpoints: [{id: desk, apprise_env: MISSING, enabled: false}]"
    desk.workspace.write("endpoints.yaml", off)
    with pytest.raises(ConfigError, match="is switched off"):
        desk.run("endpoints", "test", "desk")


def test_the_list_of_endpoints_tells_what_fails(desk: Desk) -> None:
    now = utc_now()
    condition = EndpointCondition(
        failures=6, failing_since=now, resume_at=now + timedelta(minutes=5)
    )
    results = endpoint_rows.Results(condition=condition, succeeded=False, failed=True)
    with opened_store() as store, store.write() as session:
        endpoint_rows.note_results(session, {"desk": results}, now)
    listed = desk.run("endpoints", "list")
    assert "desk.example  failing  last success never" in listed
    assert "6 failures in a row since " in listed
    assert ", paused until " in listed
    with opened_store() as store, store.write() as session:
        endpoint_rows.disable_endpoint(session, "desk", "answered 410", now)
    listed = desk.run("endpoints", "list")
    assert "desk.example  disabled  last success never" in listed
    assert ": answered 410\n" in listed


def test_secrets_are_never_printed(desk: Desk) -> None:
    for command in (
        ["endpoints", "list"],
        ["rules", "check"],
        ["settings"],
        ["settings", "--json"],
    ):
        assert desk.secret not in desk.run(*command)


def test_db_prune_says_what_went_and_leaves_what_is_recent(desk: Desk) -> None:
    told = desk.run("db", "prune")
    assert "let go of 0 developments, 0 items, 0 old keys and 0 other entries" in told
    assert len(desk.json("developments", "list")) == 1


def test_database(desk: Desk) -> None:
    assert "fits" in desk.run("db", "check")
    desk.run("db", "downgrade", "base", "--yes")
    with pytest.raises(SchemaError, match="db upgrade") as caught:
        desk.run("hits")
    assert exit_code(caught.value) == 3
    desk.run("db", "upgrade")
    assert "No hits" in desk.run("hits")


def test_health_of_a_daemon_that_does_not_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_WEB_PORT", "9")
    assert "does not answer" in desk.run("health", code=1)


def test_a_typo_in_a_setting_is_an_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_POLL_INTERVALL_S", "5")
    with pytest.raises(ConfigError, match="did you mean MONITOR_POLL_INTERVAL_S"):
        desk.run("settings")


def test_init_writes_starters_and_keeps_what_is_there(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "new"
    assert "0 kept" in desk.run("init", str(place))
    edited = place / "rules" / "actors.yaml"
    edited.write_text("actors: []\n")
    assert "0 files written" in desk.run("init", str(place))
    assert edited.read_text() == "actors: []\n"
    assert (place / "seeds" / "feeds.opml").is_file()


def test_version_and_help(desk: Desk) -> None:
    assert desk.run("--version").startswith("event-monitor ")
    assert "demo" in desk.run("--help")


def test_help_is_filled_to_the_width(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    words = [line.strip() for line in desk.run("run", "--help").splitlines()]
    text = words[
        words.index("Stop it with SIGTERM or Ctrl-C. With nothing configured it works on ./rules") :
    ]
    assert (
        text[1] == "and ./seeds/feeds.opml (the shipped ones where these are absent) and keeps its"
    )


def test_exit_codes() -> None:
    assert exit_code(ConfigError("x")) == 2
    assert exit_code(StoreBusyError("x")) == 3
