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
import os
import subprocess
import sys
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
)
QUIET = Entry(title="Harvest festival opens in the old town", guid="q1")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path, nargs="?", default=Path())
    options = parser.parse_args()
    with copied("monitor-check", options.project) as project:
        check(project)
    print("all as it should be")


def check(project: Project) -> None:
    hold = threading.Event()
    hold.set()
    secret = new_secret(os.urandom(32))
    with (
        FeedServer(host="0.0.0.0") as feeds,
        WebhookReceiver(secret, hold=hold, host="0.0.0.0") as receiver,
    ):
        feeds.set("/a", rss([QUIET]))
        gateway = project.prepare({}, feeds=feeds.port, receiver=receiver.port, secret=secret)
        say(f"healthy; feed and receiver on the gateway {gateway}")
        run_checks(project, feeds, receiver, hold)


def run_checks(
    project: Project, feeds: FeedServer, receiver: WebhookReceiver, hold: threading.Event
) -> None:
    items = [QUIET]
    (container,) = project.containers("monitor")

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
    subprocess.run(["docker", "kill", container], check=True, capture_output=True)
    hold.set()
    project("up", "--detach", "--wait")
    receiver.wait_for(3, timeout_s=60)
    say("docker kill in mid-send, then up: the delivery came again")

    pid = int(project.inspect(container, "{{.State.Pid}}"))
    tell(2)
    os.kill(pid, 9)
    wait_until(lambda: project.inspect(container, "{{.RestartCount}}") != "0", what="a restart")
    # A poll that was cut off holds its feed for up to 90 s.
    receiver.wait_for(4, timeout_s=150)
    say("killed from outside: restarted by the engine, nothing lost")

    hold.clear()
    tell(3)
    receiver.wait_for(5, timeout_s=30)
    started = time.monotonic()
    project("stop")
    took_s = time.monotonic() - started
    hold.set()
    project("up", "--detach", "--wait")
    receiver.wait_for(6, timeout_s=60)
    wait_until(lambda: project.state("monitor")["pending"] == 0, what="everything delivered")
    say(f"docker compose stop in mid-send took {took_s:.1f} s; the delivery came after the start")

    ids = [one.headers["webhook-id"] for one in receiver.received]
    expect("alerts", len(set(ids)), 4)
    expect("delivered", project.state("monitor")["delivered"], 4)
    expect("refused signatures", len(receiver.refused), 0)
    if took_s > 10:
        sys.exit(f"stopping took {took_s:.1f} s")


if __name__ == "__main__":
    main()
