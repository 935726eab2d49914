"""Kill the daemon again and again while feeds and receivers fail, and count what arrives.

``python -m bench.soak [--minutes N] [--seed S] [--database-url URL] [--json]``

A real daemon process under a clock that runs :data:`SPEED` times as fast (so that the retry
schedule's hours pass in seconds) and jumps by up to an hour either way; ``kill -9`` at random
moments, SIGTERM now and then, with alerts that are held in between; feeds that fail, stall, break
off and serve rubbish; receivers that refuse, stall, ask to wait and go away. Then all faults
end, the outbox drains, and it must hold that every alert released to an endpoint was taken there at
least once, always with the same bytes; that nothing arrived which was not released; and that no
happening was alerted as new under two ids. Exits with 1 where it does not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import yaml

from bench.soak_daemon import fast_clock
from monitor.alerts.signing import new_secret
from monitor.errors import StoreBusyError
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store.engine import Store, open_store
from tests.support.daemon_process import Workspace
from tests.support.feed_server import FeedServer
from tests.support.webhook_receiver import Received, WebhookReceiver

SPEED = 300.0
FEEDS = 6
GROUP_WAIT_S = 600.0
"""How long a first alert is held, by the fast clock: two seconds of ours, so kills fall into it."""

KEPT = 1_000
"""Entries a feed still serves: more than appear while it fails and is asked less and less often."""

DRAIN_S = 300.0
JUMP_AFTER_S = 10.0
"""The clock jumps after so long however busy the daemon is: feeds that failed are to be asked."""

SYLLABLES = ("ba", "do", "fi", "gu", "ka", "le", "mo", "nu", "pi", "ro", "sa", "ti", "vo", "ze")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="an empty database; embedded if not given")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder), seed=options.seed, database_url=options.database_url)
        found = soak.run(minutes=options.minutes)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            print(f"{name:<22} {value}")
    sys.exit(1 if found["broken"] else 0)


@dataclass
class Desk:
    """One endpoint: its receiver of the moment, and all that earlier ones got."""

    name: str
    secret: str
    receiver: WebhookReceiver
    clock: Callable[[], datetime]
    received: list[Received] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def reopen(self) -> WebhookReceiver:
        """Close the receiver; a new one at the same port, to be started later."""
        old = self.receiver
        old.__exit__(None, None, None)
        self.received += old.received
        self.refused += old.refused
        self.receiver = WebhookReceiver(self.secret, port=old.port, clock=self.clock)
        return self.receiver

    def all_received(self) -> list[Received]:
        return [*self.received, *self.receiver.received]


class Soak:
    """One run. Everything random comes from one seed (but for what the machine adds)."""

    def __init__(self, folder: Path, *, seed: int, database_url: str | None) -> None:
        self._random = random.Random(seed)
        self._folder = folder
        self._workspace = Workspace(folder, database_url=database_url)
        self._clock_file = folder / "clock"
        self._began = time.time()
        self._beside = 0.0
        self._write_clock()
        self._now = fast_clock(self._clock_file)
        self._feeds: dict[str, list[str]] = {f"/feed{n}": [] for n in range(FEEDS)}
        self._happenings: list[str] = []
        self._names: set[str] = set()
        self._faults: Counter[str] = Counter()
        self._kills = self._stops = 0

    def run(self, *, minutes: float) -> Mapping[str, object]:
        with FeedServer() as feeds:
            desks = self._desks()
            try:
                self._set_up(feeds, desks)
                self._shake(feeds, desks, until=time.monotonic() + minutes * 60)
                drained = self._drain(feeds, desks)
                return self._verdict(desks, drained=drained, minutes=minutes)
            finally:
                for desk in desks:
                    desk.receiver.__exit__(None, None, None)

    # ------------------------------------------------------------ set-up

    def _desks(self) -> list[Desk]:
        desks = []
        for name in ("desk", "chat", "archive"):
            secret = new_secret(os.urandom(32))
            receiver = WebhookReceiver(secret, clock=self._now)
            receiver.__enter__()
            desks.append(Desk(name, secret, receiver, self._now))
        return desks

    def _set_up(self, feeds: FeedServer, desks: list[Desk]) -> None:
        rule = {"id": "talks", "title": "Talks", "match": {"any": ["talks"]}}
        alert = {"backlog": "720h", "group_wait": GROUP_WAIT_S}
        rules = {"rules": [{**rule, "severity": "critical", "alert": alert}]}
        self._workspace.write_rules(rules)
        endpoints = [
            {"id": desk.name, "url": desk.receiver.url, "secret": desk.secret} for desk in desks
        ]
        self._workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": endpoints}))
        outlets = {f"Outlet {path}": feeds.url(path) for path in self._feeds}
        self._workspace.write_feeds(outlets)
        for path in self._feeds:
            self._serve(feeds, path)

    def _start(self) -> subprocess.Popen[bytes]:
        environ = self._workspace.environ(
            MONITOR_POLL_INTERVAL_S="600",
            MONITOR_POLL_SLOWEST_S="1200",
            MONITOR_TICK_S="0.1",
            MONITOR_GATHER_S="0.1",
            MONITOR_FETCH_DEADLINE_S="3",
            MONITOR_SEND_DEADLINE_S="3",
            MONITOR_LOG_LEVEL="error",
        )
        with (self._folder / "daemon.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "bench.soak_daemon", str(self._clock_file)],
                env=environ,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    # ------------------------------------------------------------ faults

    def _shake(self, feeds: FeedServer, desks: list[Desk], *, until: float) -> None:
        daemon = self._start()
        kill_at = time.monotonic() + self._random.uniform(3, 20)
        while time.monotonic() < until:
            time.sleep(self._random.uniform(0.05, 0.4))
            self._publish(feeds)
            if self._random.random() < 0.25:
                self._hurt_feed(feeds)
            if self._random.random() < 0.25:
                self._hurt_desk(self._random.choice(desks))
            if self._random.random() < 0.01:
                self._set_clock(self._random.uniform(-3600, 3600))
            if time.monotonic() >= kill_at:
                self._end(daemon)
                daemon = self._start()
                kill_at = time.monotonic() + self._random.uniform(3, 20)
        self._end(daemon)

    def _end(self, daemon: subprocess.Popen[bytes]) -> None:
        assert daemon.poll() is None, "the daemon ended by itself"
        if self._random.random() < 0.2:
            daemon.terminate()
            code = daemon.wait(timeout=15)
            # On a busy machine it may still be starting: nothing hears the signal, and it dies.
            killed = code == -signal.SIGTERM
            assert killed or code == 0, f"SIGTERM ended the daemon with {code}"
            self._kills += killed
            self._stops += not killed
        else:
            self._kills += 1
            daemon.send_signal(signal.SIGKILL)
            daemon.wait()

    def _publish(self, feeds: FeedServer) -> None:
        """A happening that shares no word with any other, told by one outlet or by several."""
        names = [self._new_name() for _ in range(4)]
        title = f"{names[0]} and {names[1]} hold talks on {names[2]} {names[3]}"
        number = len(self._happenings)
        self._happenings.append(names[0])
        told = format_datetime(self._now())
        for path in self._random.sample(sorted(self._feeds), self._random.choice((1, 1, 2, 3))):
            entry = (
                f"<item><title>{title}</title><guid>{path}-{number}</guid>"
                f"<link>http://outlet.example{path}/{number}</link><pubDate>{told}</pubDate></item>"
            )
            self._feeds[path] = [entry, *self._feeds[path]][:KEPT]
            self._serve(feeds, path)

    def _new_name(self) -> str:
        while True:
            name = "".join(self._random.choice(SYLLABLES) for _ in range(4)).capitalize()
            if name not in self._names:
                self._names.add(name)
                return name

    def _serve(self, feeds: FeedServer, path: str, **how: object) -> None:
        feeds.set(path, _rss(self._feeds[path]), **how)  # type: ignore[arg-type]

    def _hurt_feed(self, feeds: FeedServer) -> None:
        path = self._random.choice(sorted(self._feeds))
        fault = self._random.choice(("500", "404", "rubbish", "cut", "empty", "slow", "html"))
        self._faults[f"feed {fault}"] += 1
        whole = _rss(self._feeds[path])
        if fault == "slow":
            self._serve(feeds, path, delay_s=self._random.uniform(0.5, 5))
        elif fault in {"500", "404"}:
            feeds.set(path, b"no", status=int(fault))
        else:
            body = {"rubbish": "\0<?xml", "cut": whole[: len(whole) // 2], "empty": ""}
            feeds.set(path, body.get(fault, "<html><body>log in</body></html>"))

    def _hurt_desk(self, desk: Desk) -> None:
        fault = self._random.choice(("500", "404", "302", "429", "503", "hang", "gone away"))
        self._faults[f"receiver {fault}"] += 1
        if fault == "hang":
            desk.receiver.hold = _Opens(time.monotonic() + self._random.uniform(0.5, 5))
        elif fault == "gone away":
            again = desk.reopen()
            time.sleep(self._random.uniform(0, 1))
            again.__enter__()
        else:
            desk.receiver.headers = {"Retry-After": "1"} if fault in {"429", "503"} else {}
            desk.receiver.script += [int(fault)] * self._random.randint(1, 8)

    def _set_clock(self, by_s: float) -> None:
        self._faults["clock set"] += 1
        self._beside += by_s
        self._write_clock()

    def _write_clock(self) -> None:
        part = self._clock_file.with_suffix(".part")
        part.write_text(f"{self._began} {SPEED} {self._beside}")
        part.replace(self._clock_file)

    # ------------------------------------------------------------ the end

    def _drain(self, feeds: FeedServer, desks: list[Desk]) -> bool:
        """End all faults; run until every feed was read and the outbox is empty."""
        for path in self._feeds:
            self._serve(feeds, path)
        for desk in desks:
            desk.receiver.script.clear()
            desk.receiver.headers = {}
            desk.receiver.hold = None
        daemon = self._start()
        give_up_at = time.monotonic() + DRAIN_S
        jumped_at = time.monotonic()
        with closing(open_store(self._workspace.database_url)) as store:
            while time.monotonic() < give_up_at:
                time.sleep(2)
                # Waits of hours need not be sat out. A jump ends leases: not while there is work.
                if not self._is_at_work(store) or time.monotonic() - jumped_at > JUMP_AFTER_S:
                    jumped_at = time.monotonic()
                    self._beside += 3600.0
                    self._write_clock()
                with suppress(StoreBusyError):
                    if self._is_done(store):
                        break
        done = time.monotonic() < give_up_at
        daemon.terminate()
        daemon.wait(timeout=15)
        return done

    def _is_at_work(self, store: Store) -> bool:
        """Whether an alert or a delivery is due."""
        with store.read() as session:
            due = (delivery_rows.next_due_at(session), alert_rows.next_release_at(session))
        return any(moment is not None and moment <= self._now() for moment in due)

    def _is_done(self, store: Store) -> bool:
        now = self._now()
        with store.write() as session:
            delivery_rows.replay_dead(
                session, since=now - timedelta(days=365), until=now + timedelta(days=365), now=now
            )
        with store.read() as session:
            pending = delivery_rows.count_deliveries(session).pending
            is_held = alert_rows.next_release_at(session) is not None
        return pending == 0 and not is_held and self._missing(store) == 0

    def _missing(self, store: Store) -> int:
        told = {title.split()[0] for _, _, title in _news(store)}
        return len(set(self._happenings) - told)

    def _verdict(self, desks: list[Desk], *, drained: bool, minutes: float) -> Mapping[str, object]:
        with closing(open_store(self._workspace.database_url)) as store:
            committed = _committed(store)
            news = Counter(title.split()[0] for _, _, title in _news(store))
            missing = self._missing(store)
        broken: list[str] = [] if drained else ["the outbox did not drain"]
        requests = lost = repeats = refused = 0
        for desk in desks:
            taken = Counter(
                one.headers["webhook-id"] for one in desk.all_received() if 200 <= one.status < 300
            )
            requests += len(desk.all_received())
            repeats += sum(taken.values()) - len(taken)
            never = committed[desk.name] - set(taken)
            lost += len(never)
            broken += [f"{desk.name}: {one} was never taken" for one in sorted(never)]
            unknown = set(taken) - committed[desk.name]
            broken += [f"{desk.name}: {one} was never committed" for one in sorted(unknown)]
            broken += [f"{desk.name}: {problem}" for problem in _two_bodies(desk.all_received())]
            refused += len(desk.refused)
        broken += [f"{name} was alerted as new {n} times" for name, n in news.items() if n > 1]
        if missing:
            broken.append(f"{missing} happenings were never alerted")
        log = (self._folder / "daemon.log").read_text(errors="replace")
        return {
            "minutes": minutes,
            "kills": self._kills,
            "graceful_stops": self._stops,
            "faults": dict(sorted(self._faults.items())),
            "happenings": len(self._happenings),
            "alerts_released": len(set().union(*committed.values())),
            "deliveries_committed": sum(map(len, committed.values())),
            "requests_received": requests,
            "taken_twice_or_more": repeats,
            "never_taken": lost,
            "broken_off_and_refused": refused,
            "tracebacks_logged": log.count("Traceback"),
            "broken": broken,
        }


class _Opens(threading.Event):
    """An event that sets itself at a moment."""

    def __init__(self, at: float) -> None:
        super().__init__()
        self._at = at

    def is_set(self) -> bool:
        return time.monotonic() >= self._at


def _rss(entries: list[str]) -> str:
    return f'<rss version="2.0"><channel><title>t</title>{"".join(entries)}</channel></rss>'


def _committed(store: Store) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with store.read() as session:
        for one in delivery_rows.list_deliveries(session, limit=10_000_000):
            found[one.endpoint_id].add(one.alert_id)
    return found


def _news(store: Store) -> list[tuple[str, str, str]]:
    """Id, kind and item's title of each alert of kind new."""
    found = []
    with store.read() as session:
        for one in delivery_rows.list_deliveries(session, limit=10_000_000, endpoint_id="desk"):
            body = json.loads(one.body)
            if body["type"] == "development.new":
                found.append((one.alert_id, "new", str(body["data"]["item"]["title"])))
    return found


def _two_bodies(received: list[Received]) -> list[str]:
    bodies: dict[str, set[bytes]] = defaultdict(set)
    for one in received:
        if one.status != 400:  # one that broke off on its way is refused by the receiver
            bodies[one.headers.get("webhook-id", "")].add(one.body)
    return [f"{key} came with {len(each)} bodies" for key, each in bodies.items() if len(each) > 1]


if __name__ == "__main__":
    main()
