"""A trial of rules on stored items: it comes to what the live line came to, and leaves no trace."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.errors import ConfigError
from monitor.logs import get_log
from monitor.model import Alert, AlertKind, Hit, RuleSet, Severity
from monitor.pipeline import backtest as trials
from monitor.pipeline import term_history as term_histories
from monitor.pipeline.backtest import Conditions, backtest, diff, only_rules
from monitor.pipeline.comparison import Change, Comparison
from monitor.pipeline.evaluate import hits_of_item
from monitor.pipeline.outcome import Outcome
from monitor.rules.loading import load_rule_set
from monitor.store import alerts as alert_rows
from monitor.store import developments as development_rows
from monitor.store import items as item_rows
from monitor.store import silences as silence_rows
from monitor.store import statistics as term_rows
from monitor.store.items import Arrivals
from tests.pipeline.test_evaluate import TALKS, store_item
from tests.support.daemon_process import RULES
from tests.support.line import Line, open_line, rules_with

CONDITIONS = Conditions(window_h=120.0, close_after_h=720.0, gather_s=10.0)
LOG = get_log("test")
NEWS = (
    (TALKS, "Courier"),
    ("Ferry line resumes after the storm", "Courier"),
    (TALKS, "Gazette"),
    ("Freedonia talks on fishing quotas postponed until autumn", "Herald"),
    ("Harbour talks of Freedonia and Sylvania open in the capital", "Herald"),
    ("Fishing talks: Freedonia postpones quota round to autumn", "Tribune"),
    ("Freedonia and Sylvania sign harbour deal after talks: 3 hurt in crush", "Courier"),
    ("Freedonia railway summit ends without agreement", "Gazette"),
)


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    url: str = request.getfixturevalue(request.param)
    with open_line(tmp_path / "line", database_url=url) as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.load()
        yield opened


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Line]:
    with open_line(tmp_path / "line") as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.load()
        yield opened


def live(line: Line, **changes: Any) -> list[Alert]:
    """Let the news arrive an hour apart, judged as it comes."""
    alerts: list[Alert] = []
    for title, outlet in NEWS:
        store_item(line, title, outlet=outlet, **changes)
        alerts += line.evaluate().alerts
        line.clock.advance(3600)
    return alerts


def arrivals(line: Line, *, hours: float = 24 * 30) -> Arrivals:
    now = line.clock() + timedelta(seconds=1)
    with line.services.store.read() as session:
        return item_rows.find_arrivals(session, now - timedelta(hours=hours), now)


def loaded(line: Line) -> RuleSet:
    return load_rule_set(line.workspace.rules, environ=None)


def tried(line: Line, rule_set: RuleSet | None = None) -> Outcome:
    return backtest(
        line.services.store,
        rule_set or loaded(line),
        arrivals(line),
        conditions=CONDITIONS,
        log=LOG,
    )


def together(places: dict[int, int]) -> set[frozenset[int]]:
    """Which items are in one development, whatever its number."""
    groups: dict[int, set[int]] = {}
    for item, development in places.items():
        groups.setdefault(development, set()).add(item)
    return {frozenset(items) for items in groups.values()}


def test_a_trial_of_the_rules_in_force_comes_to_what_the_live_line_came_to(line: Line) -> None:
    alerts = live(line)
    outcome = tried(line)
    assert [
        (one.at, one.kind, one.item_id, one.reason, one.severity) for one in outcome.alerts
    ] == [(one.created_at, one.kind, one.item_id, one.reason, one.severity) for one in alerts]
    with line.services.store.read() as session:
        places = development_rows.development_ids(session)
    assert together(dict(outcome.developments)) == together(places)
    assert (outcome.items, outcome.items_hit, outcome.failed) == (8, 7, 0)
    [rule] = outcome.rules
    assert (rule.hits, rule.developments) == (7, len(set(places.values())))
    assert rule.new == sum(alert.kind is AlertKind.NEW for alert in alerts)
    assert rule.updates == sum(alert.kind is AlertKind.UPDATE for alert in alerts)
    assert rule.severities == {Severity.HIGH: len(alerts)}
    assert outcome.severities[Severity.HIGH] == len(alerts)
    assert len(alerts) >= 3


def test_a_trial_changes_nothing(line: Line, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    live(line)

    def state() -> object:
        with line.services.store.read() as session:
            return (
                development_rows.list_developments(session, limit=100),
                alert_rows.list_alerts(session, limit=100),
                item_rows.recent_items(session, 100),
                term_rows.refresh(session, term_rows.TermCounts()),
                development_rows.grouping_counter(session),
            )

    before = state()
    tried(line)
    assert state() == before
    assert not list(tmp_path.glob("monitor-trial-*"))


def test_another_rule_set_gives_something_else(quick: Line) -> None:
    live(quick)
    quick.workspace.write_rules(rules_with(match="ferry", severity="low"))
    outcome = tried(quick)
    assert [alert.title for alert in outcome.alerts] == ["Ferry line resumes after the storm"]
    assert outcome.alerts[0].severity is Severity.LOW


def test_what_counts_is_when_items_arrived(quick: Line) -> None:
    live(quick)
    outcome = backtest(
        quick.services.store,
        loaded(quick),
        arrivals(quick, hours=2.5),
        conditions=CONDITIONS,
        log=LOG,
    )
    assert outcome.items == 2
    assert [one.title for one in outcome.alerts] == [title for title, _ in NEWS[-2:]]


def test_backlog_and_age_count_as_they_did_when_the_items_arrived(quick: Line) -> None:
    store_item(quick, TALKS, backlog=True, age_h=30)
    store_item(quick, "Freedonia railway summit opens", backlog=True, age_h=2)
    quick.clock.advance(3600 * 24 * 20)
    assert [alert.title for alert in tried(quick).alerts] == ["Freedonia railway summit opens"]


def test_words_weigh_as_they_did_then(quick: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_histories, "SPOOL_BYTES", 64)  # so that a file is used too
    live(quick)
    items = list(trials.stored_items(quick.services.store, arrivals(quick)))
    with trials.words_before(quick.services.store, arrivals(quick)) as history:
        # What was counted fades a little while it is counted.
        roughly = partial(pytest.approx, abs=0.1)
        assert history.documents == roughly(0)
        assert history.frequencies({"freedonia", "ferry"}) == roughly({"freedonia": 0, "ferry": 0})
        for stored in (items[0], items[1], items[2]):
            history.arrive(stored)
        assert history.documents == roughly(3)
        assert history.frequencies({"freedonia", "ferry"}) == roughly({"freedonia": 2, "ferry": 1})
        history.arrive(items[5])  # those between were removed meanwhile
        assert history.frequencies({"freedonia"}) == roughly({"freedonia": 3})
        with pytest.raises(LookupError):
            history.arrive(items[0])


def test_silences_do_not_count(quick: Line) -> None:
    with quick.services.store.write() as session:
        now = quick.clock()
        silence_rows.add_silence(
            session,
            rule_id=None,
            starts_at=now,
            ends_at=now + timedelta(days=9),
            author="ada",
            comment="",
        )
    assert live(quick) == []
    assert tried(quick).alerts


def test_items_that_arrive_while_it_runs_are_left_out(quick: Line) -> None:
    live(quick)
    found = arrivals(quick)
    store_item(quick, "Freedonia talks again")
    assert len(list(trials.stored_items(quick.services.store, found))) == found.items == 8


def test_all_items_are_read_in_order_whatever_the_size_of_a_chunk(
    quick: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(quick)
    monkeypatch.setattr(trials, "CHUNK_ITEMS", 3)
    told: list[float] = []
    items = list(trials.stored_items(quick.services.store, arrivals(quick), told.append))
    assert [stored.item.title for stored in items] == [title for title, _ in NEWS]
    assert told == [3 / 8, 6 / 8, 1.0]


def test_an_item_that_cannot_be_judged_is_counted(
    quick: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(quick)

    def faulty(stored: Any, around: Any, *, now: datetime, feed: str | None) -> list[Hit]:
        if "railway" in stored.item.title:
            raise RuntimeError("a defect")
        return hits_of_item(stored, around, now=now, feed=feed)

    monkeypatch.setattr(trials, "hits_of_item", faulty)
    outcome = tried(quick)
    assert (outcome.items, outcome.items_hit, outcome.failed) == (8, 6, 1)


def test_one_rule_alone(quick: Line) -> None:
    [rule] = RULES["rules"]
    quick.workspace.write_rules({"rules": [rule, {**rule, "id": "ferry", "match": "ferry"}]})
    live(quick)
    both = loaded(quick)
    alone = only_rules(both, ["ferry"])
    assert alone.revision != both.revision
    assert [one.rule_id for one in tried(quick, alone).rules] == ["ferry"]
    assert only_rules(both, []) is both
    with pytest.raises(ConfigError, match="did you mean `ferry`"):
        only_rules(both, ["fery"])


def test_a_trial_needs_no_secret(quick: Line) -> None:
    entry = {"id": "desk", "url": "https://desk.example/in", "secret_env": "NOT_SET_ANYWHERE"}
    quick.workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": [entry]}))
    live(quick)
    assert tried(quick).alerts
    assert loaded(quick).endpoints[0].secrets == ()


def compared(line: Line, new: Mapping[str, object], **changes: Any) -> Comparison:
    old = loaded(line)
    line.workspace.write_rules(new)
    return diff(
        line.services.store,
        old,
        loaded(line),
        arrivals(line),
        conditions=CONDITIONS,
        log=LOG,
        **changes,
    )


def test_a_diff_of_equal_rules_tells_nothing(quick: Line) -> None:
    live(quick)
    same = compared(quick, RULES)
    assert not same.differs
    assert same.alerts.before == same.alerts.after >= 3


def test_a_diff_tells_hits_and_alerts_gained_and_lost(line: Line) -> None:
    live(line)
    found = compared(
        line,
        rules_with(match={"any": [{"all": ["Freedonia", "talks"], "none": ["fishing"]}, "ferry"]}),
    )
    assert found.differs
    [change] = found.rules
    assert (change.rule_id, change.change, change.parts) == ("talks", Change.CHANGED, ("match",))
    [hits] = found.hits
    assert (hits.before, hits.after, hits.gained, hits.lost) == (7, 5, 1, 3)
    [gained] = hits.gained_examples
    assert gained.title == "Ferry line resumes after the storm"
    assert [one.text for one in gained.evidence] == ["Ferry"]
    lost = {one.title: one.why for one in hits.lost_examples}
    assert lost["Freedonia talks on fishing quotas postponed until autumn"] == (
        'ruled out by "fishing" (title)',
    )
    assert [one.title for one in found.alerts_gained] == ["Ferry line resumes after the storm"]
    titles = [one.title for one in found.alerts_lost]
    assert "Freedonia talks on fishing quotas postponed until autumn" in titles
    assert (found.developments.gained, found.developments.lost) == (1, 2)
    assert found.hits_in_all.gained == 1


def test_of_many_examples_the_first_are_kept(quick: Line) -> None:
    live(quick)
    found = compared(quick, {"rules": []}, examples=2)
    [change] = found.rules
    assert change.change is Change.REMOVED
    [hits] = found.hits
    assert hits.lost == 7
    assert [one.why for one in hits.lost_examples] == [("the rule is gone",)] * 2
    assert len(found.alerts_lost) == found.alerts.before


def test_another_severity_is_a_difference(quick: Line) -> None:
    live(quick)
    found = compared(quick, rules_with(severity="low"))
    [hits] = found.hits
    assert (hits.gained, hits.lost, hits.reweighed) == (0, 0, 7)
    assert found.alerts.gained == found.alerts.lost == 0
    assert found.rules[0].parts == ("severity",)
    assert replace(found, rules=()).differs
