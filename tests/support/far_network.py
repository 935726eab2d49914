"""A second host on this machine: a network namespace behind a cable that can be cut."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

HERE = "10.213.77.1"
THERE = "10.213.77.2"
NETWORK = "10.213.77.0/24"


REFUSED = "this machine refuses network namespaces:"
"""How the reason begins where nothing can be installed that would help: CI lets it pass."""


@cache
def impossible() -> str:
    """Why there can be no second host here; "" where there can."""
    if shutil.which("ip") is None:
        return "no program ip (apt-get install iproute2)"
    if os.geteuid() != 0:
        return f"{REFUSED} network namespaces need root"
    name = _name()
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    if made.returncode:
        return f"{REFUSED} {made.stderr.decode().strip()}"
    _ip("netns", "del", name)
    return ""


@dataclass(frozen=True, kw_only=True)
class FarHost:
    """A host on the other end of the cable. ``namespace``: where its processes run."""

    namespace: str

    def cut(self) -> None:
        """Let nothing through any more, without telling either side."""
        _ip("-n", self.namespace, "link", "set", f"{self.namespace}b", "down")

    def mend(self) -> None:
        """Let everything through again."""
        _ip("-n", self.namespace, "link", "set", f"{self.namespace}b", "up")


@contextmanager
def far_host() -> Iterator[FarHost]:
    """A second host, at :data:`THERE`; this one is at :data:`HERE`."""
    name = _name()
    near, far = f"{name}a", f"{name}b"
    _ip("netns", "add", name)
    try:
        _ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name)
        _ip("addr", "add", f"{HERE}/24", "dev", near)
        _ip("link", "set", near, "up")
        _ip("-n", name, "addr", "add", f"{THERE}/24", "dev", far)
        _ip("-n", name, "link", "set", far, "up")
        _ip("-n", name, "link", "set", "lo", "up")
        yield FarHost(namespace=name)
    finally:
        _ip("netns", "del", name)  # the cable goes with it


def _name() -> str:
    return f"far{secrets.token_hex(3)}"


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
