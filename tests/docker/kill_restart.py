"""Run the compose project on a real engine, kill it at bad moments, and count what arrives.

``python -m tests.docker.kill_restart [PROJECT_DIR]`` needs a Docker engine and the project's image.
It serves a feed and receives webhooks on this machine, on the compose network's gateway, and uses
a compose project of its own, with a data volume that it removes at the end.

1. ``docker compose up --wait``: healthy; a new item gives one verified alert.
2. ``docker kill`` while a delivery is in the receiver's hands, then ``docker compose up``: it
   arrives again under the same id, and nothing under a second id.
3. The process is killed from outside (as by the out-of-memory killer): the engine restarts it.
4. ``docker compose stop``: within 10 s, and a delivery in hand is not lost.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import yaml

from monitor.alerts.signing import new_secret
from tests.support.daemon_process import RULES, Workspace, wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver

PROJECT = "monitor-check"
TITLES = (
    "Freedonia and Sylvania open harbour talks in the capital",
    "Teachers' unions in Freedonia walk out of pay talks",
    "Opera stars of Freedonia cancel their summit on touring visas",
    "Flood relief: donors promise Freedonia two bridges after emergency talks",
)
QUIET = Entry(title="Harvest festival opens in the old town", guid="q1")


class Compose:
    """The compose project of ``folder`` under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str) -> str:
        done = subprocess.run(
            ["docker", "compose", "--project-name", PROJECT, *arguments],
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def container(self) -> str:
        return self("ps", "--all", "--quiet").strip()

    def inspect(self, template: str) -> str:
        command = ["docker", "inspect", "--format", template, self.container()]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def state(self) -> dict[str, object]:
        script = (
            "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8080);"
            "c.request('GET', '/readyz', headers={'Host': 'localhost'});"
            "print(c.getresponse().read().decode())"
        )
        answer = self("exec", "-T", "monitor", "python", "-c", script)
        value: dict[str, object] = json.loads(answer)
        return value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path, nargs="?", default=Path())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "project"
        shutil.copytree(
            options.project, place, ignore=shutil.ignore_patterns(".venv", ".git", "data", ".env")
        )
        compose = Compose(place)
        try:
            check(compose)
        finally:
            compose("down", "--volumes")
    print("all as it should be")


def check(compose: Compose) -> None:
    hold = threading.Event()
    hold.set()
    secret = new_secret(os.urandom(32))
    with (
        FeedServer(host="0.0.0.0") as feeds,
        WebhookReceiver(secret, hold=hold, host="0.0.0.0") as receiver,
    ):
        feeds.set("/a", rss([QUIET]))
        gateway = prepare(compose, feeds, receiver, secret)
        say(f"healthy; feed and receiver on the gateway {gateway}")
        run_checks(compose, feeds, receiver, hold)


def prepare(compose: Compose, feeds: FeedServer, receiver: WebhookReceiver, secret: str) -> str:
    """Write rules, feed list and settings; bring the project up; return the gateway's address."""
    shutil.rmtree(compose.folder / "rules")
    workspace = Workspace(compose.folder)
    (compose.folder / ".env").write_text(
        "MONITOR_FEED_NETWORKS=172.16.0.0/12,192.168.0.0/16\n"
        "MONITOR_ENDPOINT_NETWORKS=172.16.0.0/12,192.168.0.0/16\n"
        "MONITOR_POLL_INTERVAL_S=1\nMONITOR_POLL_FASTEST_S=1\nMONITOR_POLL_SLOWEST_S=1\n"
        "MONITOR_HOST_GAP_S=0\nMONITOR_GROUP_WAIT_S=0\nMONITOR_SEND_DEADLINE_S=5\n"
    )
    compose("up", "--no-start")
    network = subprocess.run(
        ["docker", "network", "inspect", f"{PROJECT}_default"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    gateway: str = json.loads(network.stdout)[0]["IPAM"]["Config"][0]["Gateway"]
    workspace.write_rules(RULES)
    workspace.write_feeds({"Courier": f"http://{gateway}:{feeds.port}/a"})
    shutil.move(workspace.feeds_file, compose.folder / "seeds" / "feeds.opml")
    endpoint = {"id": "desk", "url": f"http://{gateway}:{receiver.port}/hook", "secret": secret}
    workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": [endpoint]}))
    compose("up", "--detach", "--wait")
    return gateway


def run_checks(
    compose: Compose, feeds: FeedServer, receiver: WebhookReceiver, hold: threading.Event
) -> None:
    items = [QUIET]

    def tell(number: int) -> None:
        items.append(Entry(title=TITLES[number], guid=f"t{number}"))
        feeds.set("/a", rss(items))

    wait_until(lambda: feeds.requests, what="a first poll")
    time.sleep(2)
    tell(0)
    receiver.wait_for(1, timeout_s=30)
    say("a new item gave one verified alert")

    hold.clear()
    tell(1)
    receiver.wait_for(2, timeout_s=30)
    subprocess.run(["docker", "kill", compose.container()], check=True, capture_output=True)
    hold.set()
    compose("up", "--detach", "--wait")
    receiver.wait_for(3, timeout_s=60)
    say("docker kill in mid-send, then up: the delivery came again")

    pid = int(compose.inspect("{{.State.Pid}}"))
    tell(2)
    os.kill(pid, 9)
    wait_until(lambda: compose.inspect("{{.RestartCount}}") != "0", what="a restart")
    # A poll that was cut off holds its feed for up to 90 s.
    receiver.wait_for(4, timeout_s=150)
    say("killed from outside: restarted by the engine, nothing lost")

    hold.clear()
    tell(3)
    receiver.wait_for(5, timeout_s=30)
    started = time.monotonic()
    compose("stop")
    took_s = time.monotonic() - started
    hold.set()
    compose("up", "--detach", "--wait")
    receiver.wait_for(6, timeout_s=60)
    wait_until(lambda: compose.state()["pending"] == 0, what="everything delivered")
    say(f"docker compose stop in mid-send took {took_s:.1f} s; the delivery came after the start")

    ids = [one.headers["webhook-id"] for one in receiver.received]
    state = compose.state()
    expect("alerts", len(set(ids)), 4)
    expect("delivered", state["delivered"], 4)
    expect("refused signatures", len(receiver.refused), 0)
    if took_s > 10:
        sys.exit(f"stopping took {took_s:.1f} s")


def expect(what: str, got: object, wanted: object) -> None:
    say(f"{what}: {got}")
    if got != wanted:
        sys.exit(f"{what}: expected {wanted}, got {got}")


def say(text: str) -> None:
    print(f"- {text}", flush=True)


if __name__ == "__main__":
    main()
