"""Signed deliveries a second from a full outbox, and how soon a served item is a webhook.

``python -m bench.delivery [--deliveries N] [--endpoints 1 10 100] [--latency-items N] [--json]``

*Throughput*: the daemon's own sender empties an outbox of N deliveries to a receiver in another
process; the floor is a plain loop of ``requests`` over kept-alive sessions that posts the same
bytes, unsigned and unrecorded, with as many threads as the sender has at work. *Latency*: the real
daemon, a feed that gains an item, and the time from the moment the new document was served to the
moment the webhook arrived, with no group wait.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

import requests
import yaml

from monitor.alerts.signing import new_secret
from monitor.daemon.sender import Sender
from monitor.logs import configure_logs
from monitor.store import deliveries as delivery_rows
from monitor.wiring import utc_now
from tests.support.daemon_process import DaemonProcess, Workspace
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line
from tests.support.outbox import fill
from tests.support.webhook_receiver import WebhookReceiver

SECRET = new_secret(bytes(range(32)))
WORKERS = 16
CONCURRENCY = 4
ROUNDS = 3
"""Floor and sender take turns so often; the best of each counts, as the machine is shared."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=3000)
    parser.add_argument("--endpoints", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--latency-items", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    configure_logs("auto", "error")
    found: dict[str, object] = {
        f"endpoints_{count}": throughput(count, options.deliveries) for count in options.endpoints
    }
    if options.latency_items:
        found["latency"] = latency(options.latency_items)
    if options.json:
        print(json.dumps(found, indent=2))
        return
    for name, values in found.items():
        assert isinstance(values, dict)
        print(f"{name:<14}", "  ".join(f"{key} {value}" for key, value in values.items()))


def throughput(endpoints: int, deliveries: int) -> Mapping[str, float]:
    """Deliveries a second of floor and sender, and their ratio."""
    floors, ours = [], []
    threads = min(WORKERS, CONCURRENCY * endpoints)
    with receiver() as port:
        for _ in range(ROUNDS):
            floors.append(_floor(port, deliveries, threads, endpoints))
            ours.append(_ours(port, deliveries, endpoints))
    return {
        "floor_per_s": round(max(floors)),
        "ours_per_s": round(max(ours)),
        "ratio": round(max(ours) / max(floors), 3),
        "threads": threads,
    }


def _floor(port: int, deliveries: int, threads: int, endpoints: int) -> float:
    body = b"x" * 3000
    own = threading.local()

    def post(number: int) -> None:
        session: requests.Session = getattr(own, "session", None) or requests.Session()
        own.session = session
        url = f"http://127.0.0.1:{port}/{number % endpoints}"
        answer = session.post(url, data=body, headers={"content-type": "application/json"})
        assert answer.ok

    with ThreadPoolExecutor(threads) as pool:
        started = time.perf_counter()
        list(pool.map(post, range(deliveries)))
        return deliveries / (time.perf_counter() - started)


def _ours(port: int, deliveries: int, endpoints: int) -> float:
    with tempfile.TemporaryDirectory() as folder, open_line(Path(folder)) as line:
        names = [f"e{number}" for number in range(endpoints)]
        _write_endpoints(line, {name: f"http://127.0.0.1:{port}/{name}" for name in names})
        line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        line.load()
        line.clock.set(utc_now())
        total = fill(line, dict.fromkeys(names, deliveries // endpoints))
        problems: list[str] = []
        sender = Sender(line.services, report=problems.append)
        started = time.perf_counter()
        sender.start()
        while True:
            with line.services.store.read() as session:
                counts = delivery_rows.count_deliveries(session)
            if not counts.pending:
                break
            time.sleep(0.05)
        took_s = time.perf_counter() - started
        sender.stop(time.monotonic() + 5)
        assert counts.delivered == total + endpoints, counts
        assert not any(problems), problems
        return (total + endpoints) / took_s


def _write_endpoints(line: Line, urls: Mapping[str, str]) -> None:
    entries = [
        {
            "id": name, "url": url, "secret": SECRET,
            "concurrency": CONCURRENCY, "rate_per_s": 10_000,
        }
        for name, url in urls.items()
    ]  # fmt: skip
    line.workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": entries}))


@contextmanager
def receiver() -> Iterator[int]:
    """The port of a receiver in another process that takes everything."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    try:
        yield int(ours.recv())
    finally:
        process.kill()
        process.join()


class _Taker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.wfile.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        pass


def _serve(pipe: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Taker)
    server.daemon_threads = True
    pipe.send(server.server_port)
    server.serve_forever()


def latency(items: int) -> Mapping[str, float]:
    """Seconds from a new item served to its webhook received, by the real daemon."""
    delays: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        FeedServer() as feeds,
        WebhookReceiver(SECRET) as desk,
    ):
        workspace = Workspace(Path(folder))
        workspace.write_feeds({"Courier": feeds.url("/a")})
        workspace.write_endpoints({"desk": (desk.url, SECRET)})
        rule = {"id": "talks", "title": "Talks", "match": {"any": ["talks"]}}
        workspace.write_rules({"rules": [{**rule, "alert": {"backlog": "24h"}}]})
        feeds.set("/a", rss([]))
        entries: list[Entry] = []
        # As a person would run it: the usual ticks, no group wait.
        usual = {"MONITOR_TICK_S": "0.5", "MONITOR_GATHER_S": "0", "MONITOR_GROUP_WAIT_S": "0"}
        with DaemonProcess(workspace, **usual) as daemon:
            daemon.wait_event("daemon.started")
            time.sleep(1.5)
            for number in range(items):
                entries.append(_news(number))
                feeds.set("/a", rss(entries))
                served_at = _served(feeds)
                desk.wait_for(number + 1, timeout_s=30)
                delays.append(max(0.0, time.monotonic() - served_at))
    ordered = sorted(delays)
    return {
        "items": items,
        "median_s": round(statistics.median(ordered), 3),
        "p95_s": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 3),
        "longest_s": round(ordered[-1], 3),
    }


def _served(feeds: FeedServer) -> float:
    """Wait until the document is asked for once more; when (monotonic seconds)."""
    seen = len(feeds.requests)
    while len(feeds.requests) == seen:
        time.sleep(0.001)
    return time.monotonic()


def _news(number: int) -> Entry:
    """A happening that shares nothing with the others but what the rule asks for."""
    names = random.Random(number)
    words = ["".join(names.choice(_SYLLABLES) for _ in range(3)).capitalize() for _ in range(5)]
    verb = _VERBS[number % len(_VERBS)]
    title = f"{words[0]} {verb} {words[1]} {words[2]} in talks at {words[3]} {words[4]}"
    return Entry(title=title, guid=f"n{number}")


_SYLLABLES: Sequence[str] = ("ba", "do", "fi", "gu", "ka", "le", "mo", "nu", "pi", "ro", "sa", "ti")
_VERBS: Sequence[str] = ("praises", "buys", "paints", "counts", "visits", "measures", "sings of")


if __name__ == "__main__":
    main()
