"""What one daemon does a second, and a scheduler with 1, 2 and 4 task processes.

``python -m bench.scale [--workers 1 2 4] [--feeds N] [--items N] [--deliveries N] [--json]``

The same work for each. *visits*: every feed is visited and has nothing new, five times. *items*:
every feed gains ITEMS items at once; the time until all are stored, judged by the shipped rules,
and those that hit (one of twenty) grouped. *deliveries*: so many are due at once for twenty
endpoints; the time until all are sent and recorded. Before, every process has done some of each.

One daemon on SQLite, one on PostgreSQL, and on PostgreSQL a scheduler, a worker for grouping, and a
worker for the rest with so many processes. Processor time is that of all processes of the program,
and of PostgreSQL, for each piece of work: it says what machines must have, where the rate says only
what this one, shared with others, had. Feeds and endpoints are on loopback. Needs redis-server.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import yaml
from sqlalchemy import func, select
from sqlmodel import col

from bench.delivery import CONCURRENCY, SECRET, receiver
from bench.width_server import WORDS
from monitor.logs import configure_logs
from monitor.model import Alert
from monitor.store import alerts as alert_rows
from monitor.store import visits as visit_rows
from monitor.store.tables import DeliveryRow, FeedRow, ItemRow
from monitor.wiring import utc_now
from tests.support.daemon_process import DaemonProcess
from tests.support.databases import PostgresServer, running_postgres
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line
from tests.support.outbox import first_alert
from tests.support.redis_server import RedisServer, missing

ENDPOINTS = 20
HIT_EVERY = 20
WARM_UPS = 4
ROUNDS = 5
PATIENCE_S = 900.0
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How much there is to do."""

    feeds: int
    items: int
    deliveries: int


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--feeds", type=int, default=100)
    parser.add_argument("--items", type=int, default=100, help="items in each document")
    parser.add_argument("--deliveries", type=int, default=8000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if missing():
        sys.exit(missing())
    configure_logs("auto", "error")
    work = Work(feeds=options.feeds, items=options.items, deliveries=options.deliveries)
    found: dict[str, Mapping[str, float]] = {}

    def keep(name: str, values: Mapping[str, float]) -> None:
        found[name] = values
        line = "  ".join(f"{key} {value}" for key, value in values.items())
        print(f"{name:<20}", line, file=sys.stderr if options.json else sys.stdout, flush=True)

    keep("daemon, SQLite", measure(work, server=None))
    with running_postgres() as server:
        keep("daemon, PostgreSQL", measure(work, server=server))
        for count in options.workers:
            keep(f"{count} processes", measure(work, server=server, workers=count))
    if options.json:
        print(json.dumps(found, indent=2))


def measure(work: Work, *, server: PostgresServer | None, workers: int = 0) -> Mapping[str, float]:
    """Rates, and processor time for each item and delivery, in milliseconds."""
    url = server.create_database(migrated=True) if server is not None else None
    with (
        tempfile.TemporaryDirectory() as folder,
        open_line(Path(folder), database_url=url) as line,
        FeedServer() as feeds,
        receiver() as port,
    ):
        alert = _prepare(line, feeds, work, port)
        with _running(line, Path(folder), workers) as processes:
            meter = Meter(processes, server)
            for number in range(WARM_UPS):  # every process opens its parts at its first task
                _items(line, feeds, replace(work, items=2), number)
                _deliveries(line, alert, ENDPOINTS * 20)
            visits = meter.measured(lambda: _visits(line, feeds, work), ROUNDS * work.feeds)
            size = _size(url)
            items = meter.measured(
                lambda: _items(line, feeds, work, WARM_UPS), work.feeds * work.items
            )
            grown = (_size(url) - size) / (work.feeds * work.items)
            deliveries = meter.measured(
                lambda: _deliveries(line, alert, work.deliveries), work.deliveries
            )
    if server is not None and url is not None:
        server.drop_database(url)
    return {
        **{f"visits_{key}": value for key, value in visits.items()},
        **({"item_bytes": round(grown)} if url is not None else {}),
        **{f"items_{key}": value for key, value in items.items()},
        **{f"deliveries_{key}": value for key, value in deliveries.items()},
    }


def _prepare(line: Line, feeds: FeedServer, work: Work, port: int) -> Alert:
    """Feeds without items, shipped rules, endpoints; one alert that is on its way to all."""
    workspace = line.workspace
    for path in ROOT.glob("rules/*.yaml"):
        shutil.copyfile(path, workspace.rules / path.name)
    entries = [
        {
            "id": f"e{number}", "url": f"http://127.0.0.1:{port}/{number}", "secret": SECRET,
            "concurrency": CONCURRENCY, "rate_per_s": 10_000,
        }
        for number in range(ENDPOINTS)
    ]  # fmt: skip
    workspace.write("endpoints.yaml", yaml.safe_dump({"endpoints": entries}))
    for number in range(work.feeds):
        feeds.set(f"/{number}", rss([]))
    workspace.write_feeds({f"Outlet {n}": feeds.url(f"/{n}") for n in range(work.feeds)})
    line.clock.set(utc_now())
    line.load()
    return first_alert(line)


@contextmanager
def _running(line: Line, folder: Path, workers: int) -> Iterator[list[DaemonProcess]]:
    """The daemon, or (``workers`` > 0) the roles of many machines."""
    usual = {
        "MONITOR_POLL_INTERVAL_S": "250",  # of every feed: they are made due by hand
        "MONITOR_TICK_S": "0.2",
        "MONITOR_GROUP_WAIT_S": "86400",  # what is decided stays: deliveries are measured apart
        "MONITOR_LOG_LEVEL": "warning",
        "MONITOR_DATABASE_URL": line.services.settings.database_url,
    }
    with ExitStack() as stack:
        if not workers:
            yield [stack.enter_context(DaemonProcess(line.workspace, **usual))]
            return
        broker = stack.enter_context(RedisServer(folder / "redis"))
        usual["MONITOR_BROKER_URL"] = broker.url
        rest = ["worker", "--queues", "poll,match,send", "--concurrency", str(workers)]
        yield [
            stack.enter_context(DaemonProcess(line.workspace, arguments=arguments, **usual))
            for arguments in (["scheduler"], ["worker", "--queues", "group"], rest)
        ]


def _items(line: Line, feeds: FeedServer, work: Work, turn: int) -> None:
    """Every feed gains so many items, is visited, and they are judged and grouped."""
    dice = random.Random(turn)
    with line.services.store.read() as session:
        total = work.feeds * work.items
        total += session.scalar(select(func.count()).select_from(ItemRow)) or 0
    for number in range(work.feeds):
        entries = [_entry(dice, f"{turn}-{number}", place) for place in range(work.items)]
        feeds.set(f"/{number}", rss(entries))
    with line.services.store.write() as session:
        visit_rows.make_due(session, utc_now())

    def done() -> bool:
        with line.services.store.read() as session:
            stored = session.scalar(select(func.count()).select_from(ItemRow)) or 0
            left = (col(ItemRow.matched_revision).is_(None)) | col(ItemRow.grouping_due)
            return stored >= total and session.scalar(select(col(ItemRow.id)).where(left)) is None

    _until(done, "every item judged and grouped")


def _visits(line: Line, feeds: FeedServer, work: Work) -> None:
    """Every feed is visited some times, and has nothing new."""
    for _ in range(ROUNDS):
        seen = len(feeds.requests) + work.feeds
        with line.services.store.write() as session:
            visit_rows.make_due(session, utc_now())
        _until(lambda seen=seen: len(feeds.requests) >= seen, "every feed asked")  # type: ignore[misc]
        _until(lambda: not _is_any_in_hand(line), "every visit stored")


def _is_any_in_hand(line: Line) -> bool:
    query = select(col(FeedRow.id)).where(col(FeedRow.lease_owner).is_not(None))
    with line.services.store.read() as session:
        return session.scalar(query.limit(1)) is not None


def _size(url: str | None) -> int:
    """Bytes of a PostgreSQL database on disk."""
    if url is None:
        return 0
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(found[0]) if found else 0


def _entry(dice: random.Random, feed: str, place: int) -> Entry:
    words = [dice.choice(WORDS) for _ in range(8)]
    hit = " in Freedonia talks" if place % HIT_EVERY == 0 else ""
    return Entry(
        title=f"{' '.join(words[:5]).capitalize()}{hit} {feed}-{place}",
        guid=f"{feed}-{place}",
        summary=" ".join(dice.choice(WORDS) for _ in range(30)),
    )


def _deliveries(line: Line, alert: Alert, count: int) -> None:
    before = _count_delivered(line)
    with line.services.store.write() as session:
        for number in range(count):
            copy = replace(alert, id=f"msg_{before + number:032x}")
            alert_rows.add_alert(session, copy, [f"e{number % ENDPOINTS}"])
    _until(lambda: _count_delivered(line) >= before + count, "every delivery sent")


def _count_delivered(line: Line) -> int:
    with line.services.store.read() as session:
        query = select(func.count()).where(col(DeliveryRow.state) == "delivered")
        return session.scalar(query) or 0


def _until(done: Callable[[], bool], what: str) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"waited in vain for {what}")
        time.sleep(0.1)


class Meter:
    """Time that passes, and processor time of the program's processes and of PostgreSQL."""

    def __init__(self, processes: Sequence[DaemonProcess], server: PostgresServer | None) -> None:
        self._groups = {process.pid for process in processes}
        # Of the roles, the second is the worker that groups; the daemon does all in one.
        self._grouping = {process.pid for process in processes[1:2]}
        self._server = server

    def measured(self, work: Callable[[], object], count: int) -> dict[str, float]:
        """What ``count`` pieces of work took."""
        ours, theirs, started = self._of(self._groups), self._theirs(), time.monotonic()
        grouping = self._of(self._grouping)
        work()
        took_s = time.monotonic() - started
        found = {
            "per_s": round(count / took_s, 1),
            "cpu_ms": round(_more(ours, self._of(self._groups)) / count * 1000, 3),
        }
        if self._grouping:
            spent_s = _more(grouping, self._of(self._grouping))
            found["of_it_grouping_ms"] = round(spent_s / count * 1000, 3)
        if self._server is not None:
            found["postgres_cpu_ms"] = round(_more(theirs, self._theirs()) / count * 1000, 3)
        return found

    def _of(self, groups: set[int]) -> dict[int, float]:
        return {one.pid: one.cpu_s for one in _processes() if one.group in groups}

    def _theirs(self) -> dict[int, float]:
        if self._server is None:
            return {}
        main = self._server.pid
        return {one.pid: one.cpu_s for one in _processes() if main in {one.pid, one.parent}}


@dataclass(frozen=True, slots=True)
class _Process:
    pid: int
    parent: int
    group: int
    cpu_s: float


def _processes() -> Iterator[_Process]:
    """Every process of this machine (``proc(5)``)."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            fields = path.read_text().rpartition(")")[2].split()
            used = int(fields[11]) + int(fields[12])
            cpu_s = used / os.sysconf("SC_CLK_TCK")
            yield _Process(int(path.parent.name), int(fields[1]), int(fields[2]), cpu_s)


def _more(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


if __name__ == "__main__":
    main()
