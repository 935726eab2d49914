"""What the manifests promise about safety, asked of each pod and each network policy."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

import pytest

from monitor.net.addresses import _METADATA
from tests.deploy.manifests import VARIANTS, Document, Workload, of_kind, selects, workloads

Network = IPv4Network | IPv6Network

variants = pytest.mark.parametrize("variant", VARIANTS)


@variants
def test_pods_pass_the_restricted_standard(variant: str) -> None:
    """https://kubernetes.io/docs/concepts/security/pod-security-standards/, field by field."""
    (namespace,) = of_kind(variant, "Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    for workload in workloads(variant):
        pod = workload.pod
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
        security = pod["securityContext"]
        assert security["runAsNonRoot"] is True
        assert security["runAsUser"] >= 1000
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}
        kinds = {key for volume in pod["volumes"] for key in volume if key != "name"}
        assert kinds <= {"configMap", "secret", "emptyDir"}
        for container in workload.containers():
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert not any("hostPort" in port for port in container.get("ports", []))


@variants
def test_pods_get_no_token_and_write_only_where_they_must(variant: str) -> None:
    (account,) = of_kind(variant, "ServiceAccount")
    assert account["automountServiceAccountToken"] is False
    for workload in workloads(variant):
        assert workload.pod["automountServiceAccountToken"] is False
        for container in workload.containers():
            writable = {
                mount["mountPath"]
                for mount in container["volumeMounts"]
                if not mount.get("readOnly")
            }
            assert writable == ({"/tmp", "/app/data"} if variant == "single" else {"/tmp"})


@variants
def test_every_container_says_what_it_needs(variant: str) -> None:
    for workload in workloads(variant):
        for container in workload.containers():
            resources = container["resources"]
            assert {"cpu", "memory"} <= resources["requests"].keys()
            assert "memory" in resources["limits"]


@variants
def test_every_role_is_probed_as_a_loopback_name(variant: str) -> None:
    """The pages answer to names they know; kubelet would ask by the pod's address."""
    for workload in workloads(variant):
        (container,) = workload.pod["containers"]
        for kind, path in (
            ("startup", "/readyz"),
            ("readiness", "/readyz"),
            ("liveness", "/healthz"),
        ):
            asked = container[f"{kind}Probe"]["httpGet"]
            assert asked["path"] == path
            assert asked["port"] in [port["name"] for port in container["ports"]]
            assert asked["httpHeaders"] == [{"name": "Host", "value": "localhost"}]


def reached(variant: str, workload: Workload) -> list[Document]:
    """The egress rules that count for a workload's pods."""
    return [
        rule
        for one in of_kind(variant, "NetworkPolicy")
        if selects(one["spec"]["podSelector"], workload.labels)
        for rule in one["spec"].get("egress", [])
    ]


def opens(rule: Document, network: Network) -> bool:
    """Whether some address of ``network`` may be spoken to."""
    for peer in rule["to"]:
        block = peer.get("ipBlock")
        if block is None:
            continue
        opened = ip_network(block["cidr"])
        if opened.version != network.version or not opened.overlaps(network):
            continue
        if not any(_within(network, ip_network(one)) for one in block.get("except", [])):
            return True
    return False


def _within(inner: Network, outer: Network) -> bool:
    if isinstance(inner, IPv4Network):
        return isinstance(outer, IPv4Network) and inner.subnet_of(outer)
    return isinstance(outer, IPv6Network) and inner.subnet_of(outer)


@variants
def test_everything_is_forbidden_but_what_a_policy_opens(variant: str) -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in of_kind(variant, "NetworkPolicy")}
    assert policies["nothing"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for policy in policies.values():
        for rule in policy.get("egress", []):
            assert rule["to"], "without peers a rule opens every address"
            assert rule["ports"]
        for rule in policy.get("ingress", []):
            assert rule["from"]


@variants
def test_no_pod_reaches_a_metadata_service(variant: str) -> None:
    assert len(_METADATA) > 10
    for workload in workloads(variant):
        rules = reached(variant, workload)
        assert rules
        for network in _METADATA:
            assert not any(opens(rule, network) for rule in rules), (workload.name, network)


def test_only_those_who_must_reach_the_world() -> None:
    world = ip_network("93.184.216.34/32")
    outside = {
        workload.labels["app.kubernetes.io/component"]
        for workload in workloads("scale")
        if any(opens(rule, world) for rule in reached("scale", workload))
    }
    assert outside == {"worker-poll", "worker-send", "web"}
