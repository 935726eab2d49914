"""Items to hits to developments to alerts, on real databases, without the network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
import yaml

from monitor.alerts.signing import new_secret
from monitor.model import Item, ItemKey, MeetingStatus
from monitor.pipeline.evaluate import evaluate
from monitor.pipeline.memory import GroupingMemory
from monitor.rules.matching import Judgement, Matcher
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store import feeds as feed_rows
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import silences as silence_rows
from monitor.store import statistics as term_rows
from tests.support.daemon_process import RULES
from tests.support.line import Line, open_line, rules_with
from tests.support.stored import insert_item, meeting_statuses

TALKS = "Freedonia and Sylvania open harbour talks in the capital"


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    url: str = request.getfixturevalue(request.param)
    with open_line(tmp_path / "line", database_url=url) as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.workspace.write_endpoints(
            {name: (f"http://{name}.example/hook", new_secret(bytes(32))) for name in ("a", "b")}
        )
        opened.load()
        yield opened


def store_item(
    line: Line, title: str, *, outlet: str = "Courier", backlog: bool = False, age_h: float = 0.0
) -> int:
    now = line.clock()
    item = Item(
        title=title,
        outlet=outlet,
        published_at=now - timedelta(hours=age_h),
        link=f"http://{outlet.lower()}.example/{abs(hash((title, outlet)))}",
        keys=(ItemKey(kind="guid", scope=outlet, value=title),),
    )
    with line.services.store.write() as session:
        feed = feed_rows.list_feeds(session)[0]
        return insert_item(session, item, feed_id=feed.id, now=now, backlog=backlog)


def test_a_hit_opens_a_development_and_its_alert_is_in_the_outbox(line: Line) -> None:
    item = store_item(line, TALKS)
    done = line.evaluate()
    assert (done.judged, done.hits, done.grouped, len(done.alerts)) == (1, 1, 1, 1)
    [alert] = done.alerts
    with line.services.store.read() as session:
        assert alert_rows.get_alert(session, alert.id) == alert
        deliveries = delivery_rows.list_deliveries(session, limit=10)
        [hit] = hit_rows.hits_of(session, [item])[item]
    assert {one.endpoint_id for one in deliveries} == {"a", "b"}
    assert {one.alert_id for one in deliveries} == {alert.id}
    assert hit.revision == line.services.rules.active.rule_set.revision
    body = json.loads(alert.body)
    assert body["data"]["item"]["title"] == TALKS
    assert body["data"]["development"]["url"] == "http://desk.example/developments/1"
    assert {span["text"] for span in body["data"]["evidence"]} == {"Freedonia", "talks"}
    assert line.evaluate().idle


def test_an_item_without_a_hit_is_judged_once_and_counted(line: Line) -> None:
    store_item(line, "Ferry line resumes after the storm")
    assert line.evaluate().judged == 1
    assert line.evaluate().idle
    with line.services.store.read() as session:
        assert term_rows.refresh(session, term_rows.TermCounts()).documents == 1
        assert development_rows.count_developments(session) == 0


def test_a_copy_joins_silently_with_a_recorded_reason(line: Line) -> None:
    store_item(line, TALKS)
    store_item(line, TALKS, outlet="Gazette")
    done = line.evaluate()
    assert (done.grouped, len(done.alerts)) == (2, 1)
    with line.services.store.read() as session:
        [development] = development_rows.list_developments(session, limit=10)
        decisions = development_rows.decisions_of(session, development.id)
    assert set(development.outlets) == {"Courier", "Gazette"}
    assert development.sources == 1
    assert decisions[1].quiet_reason
    assert decisions[1].decision.explanation


def test_the_window_holds_across_batches(line: Line) -> None:
    store_item(line, TALKS)
    line.evaluate()
    line.clock.advance(3600)
    store_item(line, f"{TALKS} on Monday", outlet="Gazette")
    assert line.evaluate().alerts == ()


@pytest.mark.parametrize(("age_h", "alerts"), [(2, 1), (30, 0)])
def test_backlog_alerts_only_if_recent(line: Line, age_h: float, alerts: int) -> None:
    store_item(line, TALKS, backlog=True, age_h=age_h)
    assert len(line.evaluate().alerts) == alerts


def test_a_rule_without_backlog_never_alerts_on_it(line: Line) -> None:
    line.workspace.write_rules(rules_with(alert={}))
    line.load()
    store_item(line, TALKS, backlog=True, age_h=0.1)
    done = line.evaluate()
    assert (done.grouped, done.alerts) == (1, ())


def test_a_silenced_rule_groups_and_stays_quiet(line: Line) -> None:
    with line.services.store.write() as session:
        now = line.clock()
        silence_rows.add_silence(
            session,
            rule_id="talks",
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            author="ada",
            comment="known",
        )
    store_item(line, TALKS)
    done = line.evaluate()
    assert (done.grouped, done.alerts) == (1, ())


def test_a_rule_edit_never_alerts_on_old_items(line: Line) -> None:
    store_item(line, "Ferry line resumes after the storm")
    line.evaluate()
    line.workspace.write_rules(rules_with(match="ferry"))
    line.load()
    assert line.evaluate().idle


def test_routes_choose_the_endpoints(line: Line) -> None:
    path = line.workspace.rules / "endpoints.yaml"
    value = yaml.safe_load(path.read_text())
    value["routes"] = [{"to": ["b"], "min_severity": "high"}, {"to": ["a"], "rules": ["talks"]}]
    path.write_text(yaml.safe_dump(value))
    line.workspace.write_rules(rules_with(severity="medium"))
    line.load()
    store_item(line, TALKS)
    line.evaluate()
    with line.services.store.read() as session:
        [delivery] = delivery_rows.list_deliveries(session, limit=10)
    assert delivery.endpoint_id == "a"


def test_a_meeting_follows_what_is_told_of_it(line: Line) -> None:
    line.workspace.write(
        "actors.yaml",
        yaml.safe_dump(
            {
                "actors": [
                    {"id": "freedonia", "name": "Freedonia", "kind": "state"},
                    {"id": "sylvania", "name": "Sylvania", "kind": "state"},
                ]
            }
        ),
    )
    line.workspace.write(
        "meetings.yaml",
        yaml.safe_dump(
            {
                "meetings": [
                    {
                        "id": "harbour",
                        "title": "Harbour talks",
                        "participants": ["freedonia", "sylvania"],
                        "date": "2026-03-02",
                        "place": "Portville",
                    }
                ]
            }
        ),
    )
    line.workspace.write_rules(rules_with(match={"meeting": "harbour"}))
    line.load()
    store_item(line, "Talks between Freedonia and Sylvania postponed until next week")
    [alert] = line.evaluate().alerts
    with line.services.store.read() as session:
        assert meeting_statuses(session) == {"harbour": MeetingStatus.POSTPONED}
    meeting = json.loads(alert.body)["data"]["meeting"]
    assert (meeting["id"], meeting["status"]) == ("harbour", "postponed")


class Faulty:
    """A matcher with a defect: it fails on titles that hold ``word``."""

    def __init__(self, sound: Matcher, word: str) -> None:
        self._sound = sound
        self._word = word

    def judge(self, item: Item, *, now: datetime, feed: str | None = None) -> Judgement:
        if self._word in item.title:
            raise RuntimeError("a defect")
        return self._sound.judge(item, now=now, feed=feed)


def test_an_item_we_fail_on_is_set_aside_and_the_others_go_on(line: Line) -> None:
    store_item(line, "Freedonia talks that break the matcher")
    store_item(line, TALKS)
    around = line.services.surroundings()
    faulty = Faulty(around.active.matcher, "break")
    broken = replace(around, active=replace(around.active, matcher=cast("Matcher", faulty)))
    done = evaluate(line.services.store, broken)
    assert (done.judged, len(done.alerts)) == (2, 1)
    assert line.evaluate().idle
    with line.services.store.read() as session:
        assert item_rows.count_quarantined(session) == 1


def test_an_item_that_cannot_be_grouped_is_set_aside(line: Line) -> None:
    store_item(line, "Freedonia talks in the far hills begin", outlet="Courier")
    store_item(line, TALKS, outlet="Gazette")
    around = line.services.surroundings()
    ids = iter(["not hexadecimal at all", "0" * 32, "1" * 32])
    done = evaluate(line.services.store, replace(around, random_hex=lambda: next(ids)))
    assert (done.grouped, len(done.alerts)) == (2, 1)
    assert line.evaluate().idle
    with line.services.store.read() as session:
        assert item_rows.count_quarantined(session) == 1
        assert development_rows.count_developments(session) == 1


def test_hostile_figures_stop_nothing(line: Line) -> None:
    store_item(line, f"Freedonia talks end: {'9' * 400} killed")
    store_item(line, TALKS, outlet="Gazette")
    assert line.evaluate().grouped == 2
    assert line.evaluate().idle


def test_old_news_told_by_many_alerts_once(line: Line) -> None:
    for outlet in ("Courier", "Gazette", "Herald", "Tribune"):
        store_item(line, TALKS, outlet=outlet, age_h=130)
        line.evaluate()
        line.clock.advance(60)
    with line.services.store.read() as session:
        assert len(alert_rows.list_alerts(session, limit=10)) == 1


def test_an_edit_of_an_old_item_opens_nothing(line: Line) -> None:
    item_id = store_item(line, TALKS)
    line.evaluate()
    line.clock.advance(3600 * 125)
    with line.services.store.write() as session:
        stored = item_rows.get_items(session, [item_id])[item_id]
        edited = replace(stored.item, title=f"{TALKS}, ministers say")
        item_rows.update_item(session, item_id, edited, now=line.clock(), edited=True)
    done = line.evaluate()
    assert (done.judged, done.alerts) == (1, ())
    with line.services.store.read() as session:
        assert development_rows.count_developments(session) == 1


def test_whoever_was_not_told_is_told_when_another_rule_asks(line: Line) -> None:
    [rule] = RULES["rules"]
    fish = {**rule, "id": "fish", "match": {"all": ["Freedonia", "talks", "herring"]}}
    line.workspace.write_rules({"rules": [rule, fish]})
    path = line.workspace.rules / "endpoints.yaml"
    value = yaml.safe_load(path.read_text())
    value["routes"] = [{"to": ["a"], "rules": ["talks"]}, {"to": ["b"], "rules": ["fish"]}]
    path.write_text(yaml.safe_dump(value))
    line.load()
    store_item(line, TALKS)
    line.evaluate()
    line.clock.advance(600)
    store_item(line, f"{TALKS} on herring", outlet="Gazette")
    store_item(line, f"{TALKS} on herring stocks", outlet="Herald")
    [second] = line.evaluate().alerts
    assert second.rule_ids == ("fish",)
    with line.services.store.read() as session:
        deliveries = delivery_rows.list_deliveries(session, limit=10)
    assert sorted(one.endpoint_id for one in deliveries) == ["a", "b"]


def test_nothing_is_forgotten_when_another_process_grouped(line: Line) -> None:
    store_item(line, TALKS)
    line.evaluate()
    other = replace(line.services.surroundings(), memory=GroupingMemory())
    store_item(line, "Ruritania and Freedonia sign an airport tax accord after talks", outlet="B")
    assert len(evaluate(line.services.store, other).alerts) == 1
    store_item(line, "Airport tax accord: Ruritania and Freedonia sign after talks", outlet="C")
    assert line.evaluate().alerts == ()
