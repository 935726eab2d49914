"""A compose project of its own, made of a copy of this repository's files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import yaml

from tests.support.daemon_process import RULES, Workspace

AT_ONCE = {
    "MONITOR_FEED_NETWORKS": "172.16.0.0/12,192.168.0.0/16",
    "MONITOR_ENDPOINT_NETWORKS": "172.16.0.0/12,192.168.0.0/16",
    "MONITOR_POLL_INTERVAL_S": "1",
    "MONITOR_POLL_FASTEST_S": "1",
    "MONITOR_POLL_SLOWEST_S": "1",
    "MONITOR_HOST_GAP_S": "0",
    "MONITOR_GROUP_WAIT_S": "0",
    "MONITOR_SEND_DEADLINE_S": "5",
}
"""Settings under which everything is done at once, with servers on the engine's own networks."""


class Project:
    """The compose project of ``folder`` under a name of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder

    def __call__(self, *arguments: str) -> str:
        done = subprocess.run(
            ["docker", "compose", "--project-name", self.name, *arguments],
            cwd=self.folder,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            sys.exit(f"docker compose {' '.join(arguments)}:\n{done.stderr}\n{self.told()}")
        return done.stdout

    def told(self) -> str:
        """The last lines that the containers wrote."""
        command = ["docker", "compose", "--project-name", self.name, "logs", "--tail", "20"]
        return subprocess.run(
            command, cwd=self.folder, check=False, capture_output=True, text=True
        ).stdout

    def containers(self, service: str) -> list[str]:
        """The ids of a service's containers, running or not."""
        return self("ps", "--all", "--quiet", service).split()

    def inspect(self, container: str, template: str) -> str:
        command = ["docker", "inspect", "--format", template, container]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def state(self, service: str) -> dict[str, object]:
        """What a service's ``/readyz`` says."""
        script = (
            "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8080);"
            "c.request('GET', '/readyz', headers={'Host': 'localhost'});"
            "print(c.getresponse().read().decode())"
        )
        value: dict[str, object] = json.loads(self("exec", "-T", service, "python", "-c", script))
        return value

    def prepare(self, environ: Mapping[str, str], *, feeds: int, receiver: int, secret: str) -> str:
        """Write rules, feed list and settings; return the address of this machine.

        ``feeds`` and ``receiver`` are ports of this machine.
        """
        shutil.rmtree(self.folder / "rules")
        workspace = Workspace(self.folder)
        lines = "".join(f"{name}={value}\n" for name, value in {**AT_ONCE, **environ}.items())
        (self.folder / ".env").write_text(lines)
        self("up", "--no-start")
        network = subprocess.run(
            ["docker", "network", "inspect", f"{self.name}_default"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        gateway: str = json.loads(network.stdout)[0]["IPAM"]["Config"][0]["Gateway"]
        workspace.write_rules(RULES)
        workspace.write_feeds({"Courier": f"http://{gateway}:{feeds}/a"})
        shutil.move(workspace.feeds_file, self.folder / "seeds" / "feeds.opml")
        endpoint = {"id": "desk", "url": f"http://{gateway}:{receiver}/hook", "secret": secret}
        workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": [endpoint]}))
        self("up", "--detach", "--wait")
        return gateway


@contextmanager
def copied(name: str, source: Path) -> Iterator[Project]:
    """A project of a copy of ``source``; its containers and volumes are removed at the end."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "project"
        ignored = shutil.ignore_patterns(".venv", ".git", "data", ".env")
        shutil.copytree(source, place, ignore=ignored)
        project = Project(name, place)
        try:
            yield project
        finally:
            project("down", "--volumes", "--timeout", "5")


def expect(what: str, got: object, wanted: object) -> None:
    say(f"{what}: {got}")
    if got != wanted:
        sys.exit(f"{what}: expected {wanted}, got {got}")


def say(text: str) -> None:
    print(f"- {text}", flush=True)
