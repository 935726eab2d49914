"""Metrics: what is counted, who may read them, and files that name only what exists."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import requests
import yaml
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from monitor.model import TokenScope
from monitor.web.metrics import SETTLED_AFTER, Instruments, Metrics
from tests.web.api.conftest import Served, new_token
from tests.web.conftest import Site

ROOT = Path(__file__).resolve().parents[3]


def samples(text: str) -> dict[str, float]:
    return {
        one.name + json.dumps(one.labels, sort_keys=True): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def known_names() -> set[str]:
    registry = CollectorRegistry()
    Instruments(registry)
    names: set[str] = set()
    for family in registry.collect():
        suffixes = {
            "counter": ("_total",),
            "histogram": ("_bucket", "_sum", "_count"),
            "info": ("_info",),
        }.get(family.type, ("",))
        names |= {f"{family.name}{suffix}" for suffix in suffixes}
    return names


def test_what_came_is_counted_once(served: Served) -> None:
    line = served.site.line
    line.clock.advance(60)  # what was told before is not counted
    seconds = [0.0]
    metrics = Metrics(
        line.services.store,
        served.site.health,
        clock=line.clock,
        monotonic=lambda: seconds[0],
    )
    line.clock.advance(60)
    line.tell("Freedonia talks resume in Leeds after a pause", outlet="Herald")
    line.evaluate()
    line.poll()
    line.clock.advance(SETTLED_AFTER.total_seconds() + 1)
    for _ in range(2):
        seconds[0] += 60
        found = samples(metrics.render().decode())
        assert found['monitor_hits_total{"rule": "talks"}'] == 1
        assert found['monitor_alerts_total{"kind": "new", "rule": "talks"}'] == 1
        failed = 'monitor_polls_total{"outcome": "failed", "reason": "connection"}'
        assert found[failed] == 2
        assert found["monitor_poll_seconds_count{}"] == 2
        assert found['monitor_feeds{"state": "failing"}'] == 2
        assert found['monitor_developments{"state": "open"}'] == 4
        assert found['monitor_outbox_deliveries{"endpoint": "desk", "state": "pending"}'] == 4
        assert found["monitor_outbox_oldest_seconds{}"] > 0
        assert found["monitor_items{}"] == 4
        assert found["monitor_alive{}"] == 1
        assert 'monitor_job_last_run_seconds{"name": "poll"}' in found
        line.clock.advance(60)


def test_a_scrape_is_answered_to_this_machine_or_a_token(site: Site) -> None:
    def ask(**headers: str) -> requests.Response:
        return requests.get(f"{site.url}/metrics", headers=headers, timeout=20)

    answer = ask()
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "monitor_build_info" in answer.text
    proxied = {"X-Forwarded-For": "203.0.113.9"}
    assert ask(**proxied).status_code == 401
    assert ask(Host="desk.example").status_code == 401
    token = new_token(site, "root", TokenScope.READ)
    assert ask(**proxied, Authorization=f"Bearer {token}").status_code == 200


def queries(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["expr"]] if "expr" in node else []
        own += [node["query"]] if node.get("type") == "query" else []
        return own + [one for value in node.values() for one in queries(value)]
    return [one for part in node for one in queries(part)] if isinstance(node, list) else []


@pytest.mark.parametrize(
    "path", ["deploy/grafana/event-monitor.json", "deploy/prometheus/alerts.yaml"]
)
def test_files_for_grafana_and_prometheus_name_metrics_that_exist(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    found = queries(json.loads(text) if path.endswith("json") else yaml.safe_load(text))
    assert len(found) >= 8
    for query in found:
        named = set(re.findall(r"monitor_\w+", query))
        assert named, query
        assert named <= known_names(), query


def test_every_metric_is_described() -> None:
    page = (ROOT / "docs/reference/metrics.md").read_text(encoding="utf-8")
    page = page.partition("## Of schedulers and workers")[0]  # tests/scale looks at these
    assert set(re.findall(r"^\| `(monitor_\w+)", page, re.MULTILINE)) == {
        re.sub(r"_(bucket|sum|count)$", "", name) for name in known_names()
    }


def test_the_dashboard_is_a_dashboard() -> None:
    board = json.loads((ROOT / "deploy/grafana/event-monitor.json").read_text(encoding="utf-8"))
    panels = [one for one in board["panels"] if one["type"] != "row"]
    assert len({one["id"] for one in board["panels"]}) == len(board["panels"])
    assert all(one["title"] and one["targets"] and one["datasource"] for one in panels)
    assert all(0 <= one["gridPos"]["x"] <= 24 - one["gridPos"]["w"] for one in panels)
