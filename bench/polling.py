"""What polling costs beside ``reader``, the feed library with the same parser, HTTP and database.

``python -m bench.polling [--rounds N] [--json]``: 300 local feeds of 30 items each, visited by
both sides in turns, each in a process of its own with a database of its own:

- ``first``: every item is new;
- ``not_modified``: nothing changed, and the server says so (304);
- ``unchanged``: nothing changed, but the server sends the whole document again (no validators);
- ``one_new``: one more item in each feed, one fewer at the end.

Each key holds ``wall_ratio`` and ``cpu_ratio`` (the peer's cost over ours: above 1 we are cheaper),
and the seconds they come from, of each side the best round. Our side polls as the daemon does and
then judges every new item by 10,000 rules (``bench.matching`` says which) with text statistics
kept, which the peer has nothing of. What the visits noted for the full text index is put into it
afterwards, as the daemon does beside its work: ``index_wall_s`` and ``index_cpu_s`` are that cost,
which is in no ratio, as the peer's own search is off. ``with_index_cpu_ratio`` is the ratio with
it. The server's counts of 200 and 304 are asserted for both sides
in every visit, and the items stored by both at the end of each round.

The peer visits with one worker, which measured fastest, and with ``scheduled=False``: since 3.21 it
otherwise passes over feeds that are not yet due. It needs ``sgmllib3k`` installed.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from bench import matching, news
from bench.polling_server import START, Served, documents, serving
from monitor.logs import configure_logs
from monitor.model import Feed, FeedSource, RuleSet
from monitor.pipeline.evaluate import match_items
from monitor.pipeline.poll import make_visit, record_visit
from monitor.pipeline.rule_book import activate
from monitor.pipeline.visit import Visit
from monitor.settings import Settings
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.store.search import fill_step
from monitor.wiring import open_services
from tests.support.visits import claim_feeds

FEEDS = 300
ITEMS = 30
RULES = 10_000
CLAIMED = 64
PHASES = ("first", "not_modified", "unchanged", "one_new")
REPEATS = {"first": 1, "not_modified": 3, "unchanged": 2, "one_new": 2}
"""Visits a phase has in one round; of ``one_new``, each brings another item."""

_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


class Side(Protocol):
    """One of the two to be measured, in its own process."""

    def visit(self) -> None:
        """Visit every feed once, and have done with what came of it."""

    def index(self) -> None:
        """Do what the visit left to be done beside it."""

    def items(self) -> int:
        """How many items are stored."""


class Peer:
    """The ``reader`` library."""

    def __init__(self, folder: Path, port: int, feeds: int) -> None:
        from reader import make_reader  # noqa: PLC0415 - only this process needs it

        self._reader = make_reader(str(folder / "reader.sqlite"))
        for feed in range(feeds):
            self._reader.add_feed(f"http://127.0.0.1:{port}/{feed}")

    def visit(self) -> None:
        self._reader.update_feeds(scheduled=False)

    def index(self) -> None:
        """Nothing: its search is off."""

    def items(self) -> int:
        return self._reader.get_entry_counts().total or 0


class Ours:
    """The monitor's own steps, driven by a pool of threads as in the daemon."""

    def __init__(self, folder: Path, port: int, feeds: int, rules: RuleSet) -> None:
        self._moment = START
        settings = Settings(
            database_url=f"sqlite:///{folder / 'monitor.db'}",
            feed_networks=("127.0.0.0/8",),
            host_at_once=1000,  # all feeds are of one host; the peer does not spare it either
            host_gap_s=0,
        )
        opened = open_services(settings, environ={}, clock=lambda: self._moment)
        self._opened = opened
        self._services = opened.__enter__()
        self._active = activate(rules)
        sources = [
            FeedSource(url=f"http://127.0.0.1:{port}/{feed}", outlet=f"Outlet {feed}")
            for feed in range(feeds)
        ]
        with self._services.store.write() as session:
            feed_rows.sync_feeds(session, sources, self._moment)
        self._pool = ThreadPoolExecutor(settings.poll_workers)

    def visit(self) -> None:
        services = self._services
        self._moment += timedelta(hours=2)
        while feeds := claim_feeds(
            services.store,
            now=self._moment,
            owner=services.owner,
            limits=services.limits,
            limit=CLAIMED,
        ):
            visits = self._pool.map(self._visit, feeds)
            with services.store.write() as session:
                for feed, visit in zip(feeds, visits, strict=True):
                    record_visit(
                        session,
                        feed,
                        visit,
                        owner=services.owner,
                        limits=services.limits,
                        jitter=0.5,
                    )
        around = replace(services.surroundings(), active=self._active)
        while match_items(services.store, around)[0]:
            pass

    def _visit(self, feed: Feed) -> Visit:
        services = self._services
        return make_visit(
            feed, client=services.feed_client, clock=services.clock, limits=services.limits
        )

    def index(self) -> None:
        while fill_step(self._services.store):
            pass

    def items(self) -> int:
        with self._services.store.read() as session:
            return item_rows.count_items(session)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, and of the processor (with those of child processes); ``index`` is
    what came after a visit."""

    wall_s: float
    cpu_s: float
    index: Cost | None = None


def _work(pipe: Connection, make: Callable[[], Side]) -> None:
    """Serve one side's process: visit when told, answer with what it cost."""
    configure_logs("auto", "error")
    side = make()
    pipe.send("ready")
    while (order := pipe.recv()) != "end":
        if order == "items":
            pipe.send(side.items())
            continue
        work = side.index if order == "index" else side.visit
        gc.collect()
        wall, cpu = time.perf_counter(), _cpu_s()
        work()
        pipe.send(Cost(time.perf_counter() - wall, _cpu_s() - cpu))


def _cpu_s() -> float:
    """Of this process, its ended children and those that live, in seconds."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = 0
    for child in multiprocessing.active_children():
        fields = Path(f"/proc/{child.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        living += int(fields[11]) + int(fields[12])
    return time.process_time() + ended.ru_utime + ended.ru_stime + living * _TICK_S


@contextmanager
def _side(make: Callable[[], Side]) -> Iterator[Connection]:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(there, make))
    process.start()
    try:
        assert here.recv() == "ready"
        yield here
        here.send("end")
    finally:
        process.join(10)
        process.kill()


def _visit(side: Connection, server: Served, expected: tuple[int, int]) -> Cost:
    server.counts()
    side.send("visit")
    cost: Cost = side.recv()
    counts = server.counts()
    if counts != expected:
        raise SystemExit(f"the server answered {counts} (200, 304), not {expected}")
    side.send("index")
    return replace(cost, index=side.recv())


def measure(rounds: int, feeds: int) -> dict[str, dict[str, float]]:
    """Costs and ratios of every phase."""
    rng = random.Random(matching.SEED)
    extra = REPEATS["one_new"]
    source = news.texts(matching.SHARED, rng)
    made = documents(source, feeds, ITEMS, extra)
    sample = news.items(source, matching.SAMPLE, rng, START)
    rules = matching.rule_set(matching.drawn(source, RULES, sample, crowded=False))
    costs: dict[str, tuple[list[Cost], list[Cost]]] = {phase: ([], []) for phase in PHASES}
    with serving(made, ITEMS) as server:
        for _ in range(rounds):
            with (
                tempfile.TemporaryDirectory() as place,
                _side(lambda: Peer(Path(place), server.port, feeds)) as peer,
                _side(lambda: Ours(Path(place), server.port, feeds, rules)) as ours,
            ):
                _round(server, (peer, ours), feeds, costs)
    return {phase: _compared(*sides) for phase, sides in costs.items()}


def _round(
    server: Served,
    sides: tuple[Connection, Connection],
    feeds: int,
    costs: Mapping[str, tuple[list[Cost], list[Cost]]],
) -> None:
    issue = 0
    for phase in PHASES:
        for _ in range(REPEATS[phase]):
            issue += phase == "one_new"
            server.serve(issue=issue, validators=phase in {"first", "not_modified"})
            expected = (0, feeds) if phase == "not_modified" else (feeds, 0)
            for side, found in zip(sides, costs[phase], strict=True):
                found.append(_visit(side, server, expected))
    wanted = feeds * (ITEMS + issue)
    for side in sides:
        side.send("items")
        if (stored := side.recv()) != wanted:
            raise SystemExit(f"{stored} items were stored, not {wanted}")


def _compared(peer: list[Cost], ours: list[Cost]) -> dict[str, float]:
    indexing = [cost.index for cost in ours if cost.index is not None]
    best = {
        "peer_wall_s": min(cost.wall_s for cost in peer),
        "wall_s": min(cost.wall_s for cost in ours),
        "peer_cpu_s": min(cost.cpu_s for cost in peer),
        "cpu_s": min(cost.cpu_s for cost in ours),
        "index_wall_s": min(cost.wall_s for cost in indexing),
        "index_cpu_s": min(cost.cpu_s for cost in indexing),
    }
    ratios = {
        "wall_ratio": best["peer_wall_s"] / best["wall_s"],
        "cpu_ratio": best["peer_cpu_s"] / best["cpu_s"],
        "with_index_cpu_ratio": best["peer_cpu_s"] / (best["cpu_s"] + best["index_cpu_s"]),
    }
    return {name: round(value, 3) for name, value in (ratios | best).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--feeds", type=int, default=FEEDS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.rounds, options.feeds)
    if options.json:
        print(json.dumps(found, indent=2))
        return
    for name, values in found.items():
        print(f"{name:<14}", "  ".join(f"{key} {value:g}" for key, value in values.items()))


if __name__ == "__main__":
    main()
