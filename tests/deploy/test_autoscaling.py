"""The autoscalers' figures exist all along the way: in program, adapter and cluster."""

from __future__ import annotations

import re
from typing import Any

import yaml
from prometheus_client import CollectorRegistry

from monitor.settings import load_settings
from monitor.web.guard import allowed_hosts
from monitor.web.metrics import Instruments
from tests.deploy.manifests import FOLDER, of_kind, workloads

_SUFFIXES = {
    "counter": ("_total",),
    "histogram": ("_bucket", "_sum", "_count"),
    "info": ("_info",),
    "gauge": ("",),
}


def exposed() -> set[str]:
    """Every name that /metrics may give a value under."""
    registry = CollectorRegistry()
    Instruments(registry)
    return {
        family.name + suffix for family in registry.collect() for suffix in _SUFFIXES[family.type]
    }


def prometheus(name: str) -> Any:
    return yaml.safe_load((FOLDER / "prometheus" / name).read_text(encoding="utf-8"))


def test_the_adapter_asks_for_series_that_are_exposed() -> None:
    rules = prometheus("adapter.yaml")["externalRules"]
    assert rules
    for rule in rules:
        (series,) = re.findall(r'__name__="(\w+)"', rule["seriesQuery"])
        assert series in exposed()
        assert "<<.Series>>{<<.LabelMatchers>>}" in rule["metricsQuery"]
        # The series of a namespace are found by this label, which the scrape sets.
        assert rule["resources"] == {"overrides": {"namespace": {"resource": "namespace"}}}


def test_autoscalers_ask_for_what_the_adapter_tells() -> None:
    told = {rule["name"]["as"] for rule in prometheus("adapter.yaml")["externalRules"]}
    asked = {
        metric["external"]["metric"]["name"]
        for one in of_kind("scale", "HorizontalPodAutoscaler")
        for metric in one["spec"]["metrics"]
        if metric["type"] == "External"
    }
    assert asked == told


def test_autoscalers_scale_deployments_that_leave_their_number_open() -> None:
    specs = {one.name: one.spec for one in workloads("scale")}
    for one in of_kind("scale", "HorizontalPodAutoscaler"):
        target = one["spec"]["scaleTargetRef"]
        spec = specs[f"{target['kind']}/{target['name']}"]
        # A number in the file would undo the autoscaler's at every apply.
        assert "replicas" not in spec
        (container,) = spec["template"]["spec"]["containers"]
        asked = {m["resource"]["name"] for m in one["spec"]["metrics"] if m["type"] == "Resource"}
        assert asked <= container["resources"]["requests"].keys()


def test_the_scrape_calls_a_service_by_a_name_that_the_pages_answer_to() -> None:
    (job,) = prometheus("scrape.yaml")
    (static,) = job["static_configs"]
    (target,) = static["targets"]
    host, port = target.split(":")
    name, namespace, _ = host.split(".")
    (service,) = [one for one in of_kind("scale", "Service") if one["metadata"]["name"] == name]
    assert service["metadata"]["namespace"] == namespace == static["labels"]["namespace"]
    assert int(port) in [one["port"] for one in service["spec"]["ports"]]
    # Each web process counts everything: the same one is to be asked every time.
    assert service["spec"]["sessionAffinity"] == "ClientIP"
    (settings,) = [
        one
        for one in of_kind("scale", "ConfigMap")
        if one["metadata"]["name"] == "monitor-settings"
    ]
    assert host in allowed_hosts(load_settings(settings["data"]))
