"""The manifests are valid, and what they name exists: in them, and in the program."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from kubernetes_validate import validate

from monitor.alerts.signing import new_secret
from monitor.feeds.opml import read_opml
from monitor.rules.loading import fingerprint, load_rule_set
from monitor.settings import PREFIX, load_settings
from tests.deploy.command_lines import parse
from tests.deploy.manifests import (
    FOLDER,
    VARIANTS,
    Document,
    documents,
    example,
    of_kind,
    selects,
    workloads,
)

EXAMPLES = ("ingress.example.yaml", "scale/secret.example.yaml", "single/secret.example.yaml")
# The oldest that knows all fields which are used (matchLabelKeys), and the newest known.
VERSIONS = ("1.27", "1.37")

variants = pytest.mark.parametrize("variant", VARIANTS)


@pytest.mark.parametrize("version", VERSIONS)
@variants
def test_every_document_fits_the_schema_of_the_cluster(variant: str, version: str) -> None:
    found = [*documents(variant), *map(example, EXAMPLES)]
    assert len(found) >= 10
    for one in found:
        assert validate(one, version, strict=True) == version


@pytest.mark.parametrize("path", EXAMPLES)
def test_examples_are_not_applied_by_themselves(path: str) -> None:
    for kustomization in FOLDER.glob("*/kustomization.yaml"):
        assert Path(path).name not in kustomization.read_text(encoding="utf-8")


def test_no_file_is_left_aside() -> None:
    for kustomization in FOLDER.glob("*/kustomization.yaml"):
        text = kustomization.read_text(encoding="utf-8")
        for file in kustomization.parent.rglob("*.*"):
            if file != kustomization and ".example." not in file.name:
                assert str(file.relative_to(kustomization.parent)) in text


@variants
def test_everything_is_in_the_namespace(variant: str) -> None:
    (namespace,) = of_kind(variant, "Namespace")
    for one in documents(variant):
        if one is not namespace and one["kind"] != "Namespace":
            assert one["metadata"]["namespace"] == namespace["metadata"]["name"], one
    for path in EXAMPLES:
        assert example(path)["metadata"]["namespace"] == namespace["metadata"]["name"]


@variants
def test_selectors_choose_the_pods_that_are_meant(variant: str) -> None:
    found = workloads(variant)
    for workload in found:
        chosen = [one.name for one in found if selects(workload.spec["selector"], one.labels)]
        assert chosen == [workload.name]
    for service in of_kind(variant, "Service"):
        wanted = {"matchLabels": service["spec"]["selector"]}
        (served,) = [one for one in found if selects(wanted, one.labels)]
        ports = {port["name"] for port in served.pod["containers"][0]["ports"]}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
    for one in of_kind(variant, "NetworkPolicy"):
        policy = one["spec"]
        assert any(selects(policy["podSelector"], workload.labels) for workload in found), policy


def test_each_role_keeps_a_pod_while_nodes_are_drained() -> None:
    found = {one.name: one for one in workloads("scale")}
    kept = [one["spec"]["selector"] for one in of_kind("scale", "PodDisruptionBudget")]
    for name, workload in found.items():
        assert sum(selects(selector, workload.labels) for selector in kept) == 1, name
        for constraint in workload.pod["topologySpreadConstraints"]:
            assert selects(constraint["labelSelector"], workload.labels)


@variants
def test_what_pods_refer_to_exists(variant: str) -> None:
    maps = {one["metadata"]["name"] for one in of_kind(variant, "ConfigMap")}
    secret = example(f"{variant}/secret.example.yaml")
    accounts = {one["metadata"]["name"] for one in of_kind(variant, "ServiceAccount")}
    for workload in workloads(variant):
        assert workload.pod["serviceAccountName"] in accounts
        volumes = {volume["name"]: volume for volume in workload.pod["volumes"]}
        for volume in volumes.values():
            assert volume.get("configMap", {}).get("name") in {None, *maps}
            assert volume.get("secret", {}).get("secretName") in {None, secret["metadata"]["name"]}
        claimed = {one["metadata"]["name"] for one in workload.spec.get("volumeClaimTemplates", [])}
        for container in workload.containers():
            mounted = {mount["name"] for mount in container["volumeMounts"]}
            assert mounted <= volumes.keys() | claimed
            for source in container.get("envFrom", []):
                assert source["configMapRef"]["name"] in maps


@variants
def test_secrets_that_are_read_are_in_the_example_and_no_others(variant: str) -> None:
    keys = {
        f"/app/secrets/{key}" for key in example(f"{variant}/secret.example.yaml")["stringData"]
    }
    read = {
        variable["value"]
        for workload in workloads(variant)
        for container in workload.containers()
        for variable in container.get("env", [])
        if variable["name"].endswith("_FILE")
    }
    rules = _config_map(variant, "monitor-rules")
    endpoints = yaml.safe_load(rules["endpoints.yaml"])["endpoints"]
    assert read | {one["secret_file"] for one in endpoints} == keys


@variants
def test_commands_are_commands_of_the_program(variant: str) -> None:
    for workload in workloads(variant):
        for container in workload.containers():
            assert "command" not in container, "the image's entry point is the program"
            assert parse(container["args"]).startswith("monitor ")


def test_every_queue_has_a_worker() -> None:
    queues = [
        container["args"][2]
        for workload in workloads("scale")
        for container in workload.pod["containers"]
        if container["args"][0] == "worker"
    ]
    assert sorted(queues) == ["group", "match", "poll", "send"]


def test_workers_do_not_go_by_the_cores_of_the_node() -> None:
    for workload in workloads("scale"):
        for container in workload.pod["containers"]:
            if container["args"][0] == "worker":
                assert "--concurrency" in container["args"]


@variants
def test_settings_are_settings_of_the_program(variant: str, tmp_path: Path) -> None:
    settings = _config_map(variant, "monitor-settings")
    for workload in workloads(variant):
        for container in workload.containers():
            environ: dict[str, str] = {}
            for source in container.get("envFrom", []):
                assert source["configMapRef"]["name"] == "monitor-settings"
                environ |= settings
            for variable in container.get("env", []):
                held = tmp_path / "held"
                held.write_text(
                    _value(example(f"{variant}/secret.example.yaml"), variable["value"])
                )
                environ[variable["name"]] = str(held)
            assert all(name.startswith(PREFIX) for name in environ)
            load_settings(environ)


def _value(secret: Document, path: str) -> str:
    value: str = secret["stringData"][Path(path).name]
    return value


@variants
def test_names_of_services_make_no_settings(variant: str) -> None:
    """A service monitor-web would set MONITOR_WEB_PORT to an address in every pod."""
    assert all(one.pod["enableServiceLinks"] is False for one in workloads(variant))


@variants
def test_rules_in_the_config_map_load_as_they_are_mounted(variant: str, tmp_path: Path) -> None:
    """A mounted ConfigMap is links to a hidden folder of the version in force."""
    secret = tmp_path / "desk-secret"
    secret.write_text(new_secret(bytes(32)))
    folder = tmp_path / "rules"
    _mount(_config_map(variant, "monitor-rules"), folder, "..2026_01_01")
    endpoints = folder / "endpoints.yaml"
    _edit(endpoints, "/app/secrets/desk-secret", str(secret))
    before = fingerprint(folder)
    loaded = load_rule_set(folder, environ={})
    assert [one.id for one in loaded.rules] == ["un-ceasefire"]
    assert [one.id for one in loaded.endpoints] == ["desk"]

    _mount(_config_map(variant, "monitor-rules"), folder, "..2026_01_02")
    _edit(folder / "first.rules.yaml", "un-ceasefire", "un-truce")
    _edit(endpoints, "/app/secrets/desk-secret", str(secret))
    assert fingerprint(folder) != before
    assert [one.id for one in load_rule_set(folder, environ={}).rules] == ["un-truce"]


def _mount(data: dict[str, str], folder: Path, version: str) -> None:
    """Put a version into force as kubelet does: with one rename."""
    (folder / version).mkdir(parents=True)
    for name, text in data.items():
        (folder / version / name).write_text(text)
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(f"..data/{name}")
    (folder / "..data_tmp").symlink_to(version)
    (folder / "..data_tmp").rename(folder / "..data")


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@variants
def test_the_feed_list_in_the_config_map_is_one(variant: str) -> None:
    text = _config_map(variant, "monitor-seeds")["feeds.opml"]
    assert len(read_opml(text.encode(), file="feeds.opml")) == 2


def _config_map(variant: str, name: str) -> dict[str, str]:
    (found,) = [one for one in of_kind(variant, "ConfigMap") if one["metadata"]["name"] == name]
    data: dict[str, str] = found["data"]
    return data
