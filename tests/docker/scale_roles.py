"""Run the compose profile ``scale`` on a real engine, kill its parts, and count what arrives.

``python -m tests.docker.scale_roles [PROJECT_DIR]`` needs a Docker engine, the project's image, and
the images of PostgreSQL and Redis that docker-compose.yml names; where these cannot be had,
tests/docker/services builds stand-ins from Debian's packages. It serves a feed and receives
webhooks on this machine, and uses a compose project of its own, with volumes that it removes at the
end.

1. ``docker compose up --wait``: every role is ready; no root, nothing writable, only the pages
   published; a new item gives one verified alert.
2. Both workers are killed while a delivery is in the receiver's hands: it arrives again under the
   same id.
3. Either grouping worker is killed in turn: the other goes on.
4. Redis is restarted and has forgotten everything; PostgreSQL is restarted; so is the scheduler.
5. ``docker compose stop`` ends every role by itself, without being killed.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import threading
import time
from pathlib import Path

from monitor.alerts.signing import new_secret
from tests.docker.project import Project, copied, expect, say
from tests.support.daemon_process import wait_until
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import WebhookReceiver

TITLES = (
    "Freedonia and Sylvania open harbour talks in the capital",
    "Teachers' unions in Freedonia walk out of pay talks",
    "Opera stars of Freedonia cancel their summit on touring visas",
    "Flood relief: donors promise Freedonia two bridges after emergency talks",
    "Salmon quotas: fishermen of Freedonia blockade the fisheries summit",
    "Creditors leave debt talks with Freedonia's central bank in anger",
    "Chess federation moves its summit from Freedonia over a power cut",
)
QUIET = Entry(title="Harvest festival opens in the old town", guid="q1")
ROLES = {"scheduler": 1, "worker": 2, "group": 2, "web": 1}
STORES = {"postgres": 1, "redis": 1}

# A poll that was cut off holds its feed for up to 90 s.
PATIENCE_S = 180


class Line:
    """A feed that is told of things, and a receiver that hears of them."""

    def __init__(self, feeds: FeedServer, receiver: WebhookReceiver) -> None:
        self._feeds, self._receiver = feeds, receiver
        self._items = [QUIET]
        feeds.set("/a", rss(self._items))

    def tell(self) -> None:
        number = len(self._items) - 1
        self._items.append(Entry(title=TITLES[number], guid=f"t{number}"))
        self._feeds.set("/a", rss(self._items))

    def ids(self) -> list[str]:
        return [one.headers["webhook-id"] for one in self._receiver.received]

    def hears(self, what: str) -> None:
        """Wait until there is an alert for each thing that was told."""
        wanted = len(self._items) - 1
        began = time.monotonic()
        wait_until(lambda: len(set(self.ids())) >= wanted, timeout_s=PATIENCE_S, what=what)
        say(f"{what}: heard after {time.monotonic() - began:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path, nargs="?", default=Path())
    options = parser.parse_args()
    hold = threading.Event()
    hold.set()
    secret = new_secret(os.urandom(32))
    with (
        copied("monitor-scale-check", options.project) as project,
        FeedServer(host="0.0.0.0") as feeds,
        WebhookReceiver(secret, hold=hold, host="0.0.0.0") as receiver,
    ):
        line = Line(feeds, receiver)
        environ = {
            "COMPOSE_PROFILES": "scale",
            "SINGLE": "0",
            "POSTGRES_PASSWORD": secrets.token_hex(16),
        }
        project.prepare(environ, feeds=feeds.port, receiver=receiver.port, secret=secret)
        look(project)
        wait_until(lambda: feeds.requests, what="a first poll")
        time.sleep(2)
        line.tell()
        line.hears("a new item")
        kill_workers(project, line, receiver, hold)
        kill_groups(project, line)
        restart_others(project, line)
        stop(project)
        expect("alerts", len(set(line.ids())), len(TITLES))
        expect("refused signatures", len(receiver.refused), 0)
    print("all as it should be")


def look(project: Project) -> None:
    """What runs, and as whom."""
    expect("daemons with SQLite", len(project.containers("monitor")), 0)
    for service, number in {**ROLES, **STORES}.items():
        containers = project.containers(service)
        expect(f"containers of {service}", len(containers), number)
        for one in containers:
            as_whom = "{{.HostConfig.ReadonlyRootfs}} {{.Config.User}} {{.HostConfig.CapDrop}}"
            user = "10001:10001" if service in ROLES else "999:999"
            expect(service, project.inspect(one, as_whom), f"true {user} [ALL]")
            published = project.inspect(one, "{{json .HostConfig.PortBindings}}")
            if service != "web":
                expect("published", published, "{}")
    for service in ROLES:
        expect(f"{service} is ready", project.state(service)["ready"], wanted=True)


def kill_workers(
    project: Project, line: Line, receiver: WebhookReceiver, hold: threading.Event
) -> None:
    hold.clear()
    before = len(receiver.received)
    line.tell()
    receiver.wait_for(before + 1, timeout_s=PATIENCE_S)
    kill(project.containers("worker"))
    hold.set()
    project("up", "--detach", "--wait")
    receiver.wait_for(before + 2, timeout_s=PATIENCE_S)
    again = line.ids()[before:]
    expect("ids of a delivery that was cut off", len(set(again)), 1)


def kill_groups(project: Project, line: Line) -> None:
    for one in project.containers("group"):
        kill([one])
        line.tell()
        line.hears("a grouping worker was killed")
        project("up", "--detach", "--wait")


def restart_others(project: Project, line: Line) -> None:
    for service in ("redis", "postgres", "scheduler"):
        kill(project.containers(service))
        project("up", "--detach", "--wait")
        line.tell()
        line.hears(f"{service} was killed and started")


def stop(project: Project) -> None:
    began = time.monotonic()
    project("stop")
    say(f"docker compose stop took {time.monotonic() - began:.1f} s")
    for service in ROLES:
        for one in project.containers(service):
            expect(f"{service} ended with", project.inspect(one, "{{.State.ExitCode}}"), "0")


def kill(containers: list[str]) -> None:
    subprocess.run(["docker", "kill", *containers], check=True, capture_output=True)


if __name__ == "__main__":
    main()
