"""How soon pages and API answer with a full database: p50 and p95 of each, ten clients at once.

``python -m bench.web [--items 1000000] [--developments 50000] [--database-url URL] [--json]``

A database is filled by bulk inserts (:mod:`bench.web_filling`; ``--keep FOLDER`` keeps a SQLite one
for the next run), the real daemon serves it in its own process, and ten clients, each over a
connection of its own, ask one address after another without a pause; each address gets other rows
each time. What is told is how long an answer took as a client sees it (p50, p95), and the processor
time of the daemon for each, which a busy machine changes little: ten clients without a pause wait
for some ten times that on a free core.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import yaml

from bench.web_filling import ACTORS, ENDPOINTS, FEEDS, MEETINGS, RULES, Size, fill
from monitor.alerts.signing import new_secret
from monitor.model import Role, TokenScope
from monitor.store import open_store, upgrade_schema
from monitor.web.people import NewToken, add_api_token, add_person
from tests.support.daemon_process import DaemonProcess, Workspace
from tests.web.conftest import Visitor

CLIENTS = 10
AIM_MS = 150.0
TIMEOUT_S = 30.0

AS_SHIPPED = {"MONITOR_TICK_S": "0.5", "MONITOR_POLL_INTERVAL_S": "900"}
"""Settings of a real daemon: tests have theirs look for work twenty times a second, which takes a
third of the interpreter that also answers."""

Address = Callable[[random.Random, Size], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--developments", type=int, default=50_000)
    parser.add_argument("--requests", type=int, default=200, help="of each address")
    parser.add_argument("--database-url", help="an empty PostgreSQL database; SQLite if not given")
    parser.add_argument("--keep", type=Path, help="folder of a filled SQLite database, for later")
    parser.add_argument("--only", help="only addresses that hold this text")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    size = Size(items=options.items, developments=options.developments)
    with tempfile.TemporaryDirectory(prefix="web-") as scratch:
        workspace = Workspace(
            options.keep or Path(scratch), database_url=options.database_url or None
        )
        began = time.monotonic()
        filled = prepare(workspace, size)
        filling_s = time.monotonic() - began
        found = measure(workspace, size, requests=options.requests, only=options.only or "")
    if options.json:
        shown = [one.plain() for one in found]
        print(json.dumps({"filling_s": round(filling_s, 1), "answers": shown}, indent=2))
        return
    print(f"{filled}: {size.items} items, {size.developments} developments, {filling_s:.0f} s")
    print(f"load at the end: {', '.join(f'{one:.1f}' for one in os.getloadavg())}")
    for one in found:
        mark = " " if one.p95_ms < AIM_MS else "!"
        failed = f"  ({one.failed} failed)" if one.failed else ""
        figures = f"{one.p50_ms:7.1f} {one.p95_ms:7.1f} ms  {one.cpu_ms:5.1f} ms cpu"
        print(f"{mark} {figures}  {one.bytes:>7} B  {one.name}{failed}")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How one address answered."""

    name: str
    p50_ms: float
    p95_ms: float
    bytes: int
    failed: int
    load: float
    cpu_ms: float

    def plain(self) -> dict[str, object]:
        return {
            "address": self.name,
            "p50_ms": round(self.p50_ms, 1),
            "p95_ms": round(self.p95_ms, 1),
            "bytes": self.bytes,
            "cpu_ms": round(self.cpu_ms, 1),
            "failed": self.failed,
            "load_1m": round(self.load, 1),
        }


def prepare(workspace: Workspace, size: Size) -> str:
    """Rules, and a full database unless it is there already; what was done, in a word."""
    write_rules(workspace)
    with closing(open_store(workspace.database_url)) as store:
        change = upgrade_schema(store)
        if change.before is not None and change.before != change.after:
            raise SystemExit("the kept database is of another version: remove it")
        if change.before is not None:
            return "kept"
    fill(workspace.database_url, size, now=datetime.now(UTC))
    return "filled"


def write_rules(workspace: Workspace) -> None:
    """The rules, actors, meetings and endpoints that the rows name."""
    actors = [{"id": one, "name": f"Name of {one}", "kind": "person"} for one in ACTORS]
    meetings = [
        {
            "id": one,
            "title": f"Title of {one}",
            "participants": list(ACTORS[:2]),
            "words": ["talks"],
        }
        for one in MEETINGS
    ]
    rules = [
        {
            "id": one,
            "title": f"Title of {one}",
            "severity": "high",
            "match": {"all": [one, "talks"]},
        }
        for one in RULES
    ]
    secret = new_secret(bytes(range(32)))
    workspace.write("actors.yaml", yaml.safe_dump({"actors": actors}))
    workspace.write("meetings.yaml", yaml.safe_dump({"meetings": meetings}))
    workspace.write_rules({"rules": rules})
    workspace.write_endpoints({one: (f"https://{one}.example/hook", secret) for one in ENDPOINTS})


def api(path: str) -> Address:
    return lambda _random, _size: f"/api/v1{path}"


def any_of(template: str, *values: str) -> Address:
    return lambda chance, _size: template.format(quote(chance.choice(values)))


def numbered(template: str, count: Callable[[Size], int]) -> Address:
    return lambda chance, size: template.format(chance.randint(1, count(size)))


def developments_of(size: Size) -> int:
    return size.developments


def items_of(size: Size) -> int:
    return size.items


def pages() -> Mapping[str, Address]:
    """What a person opens."""
    return {
        "/": lambda _random, _size: "/",
        "/developments/N": numbered("/developments/{}", developments_of),
        "/meetings": lambda _random, _size: "/meetings",
        "/rules": lambda _random, _size: "/rules",
        "/feeds": lambda _random, _size: "/feeds",
        "/deliveries": lambda _random, _size: "/deliveries",
        "/account": lambda _random, _size: "/account",
    }


def calls() -> Mapping[str, Address]:
    """What a program asks."""
    lists = "/api/v1/developments"
    return {
        "GET /developments": api("/developments"),
        "GET /developments?limit=200": api("/developments?limit=200"),
        "GET /developments?rule=": any_of(f"{lists}?rule={{}}", *RULES),
        "GET /developments?actor=": any_of(f"{lists}?actor={{}}", *ACTORS),
        "GET /developments?outlet=": any_of(f"{lists}?outlet=Outlet%20{{}}", "1", "77", "199"),
        "GET /developments?meeting=": any_of(f"{lists}?meeting={{}}", *MEETINGS),
        "GET /developments?severity=critical": api("/developments?severity=critical"),
        "GET /developments?state=closed": api("/developments?state=closed"),
        "GET /developments?rule=&actor=&severity=": any_of(
            f"{lists}?rule=rule-19&actor={{}}&severity=critical", *ACTORS
        ),
        "GET /developments?until=": any_of(
            f"{lists}?until={{}}", "2026-07-01T00:00:00Z", "2026-09-01T00:00:00Z"
        ),
        "GET /developments/N": numbered("/api/v1/developments/{}", developments_of),
        "GET /developments/N/items": numbered("/api/v1/developments/{}/items", developments_of),
        "GET /items": api("/items"),
        "GET /items?feed=": numbered("/api/v1/items?feed={}", lambda _size: FEEDS),
        "GET /items/N": numbered("/api/v1/items/{}", items_of),
        "GET /hits": api("/hits"),
        "GET /hits?rule=": any_of("/api/v1/hits?rule={}", *RULES),
        "GET /alerts": api("/alerts"),
        "GET /alerts?kind=update": api("/alerts?kind=update"),
        "GET /alerts?kind=heartbeat": api("/alerts?kind=heartbeat"),
        "GET /alerts?state=muted": api("/alerts?state=muted"),
        "GET /alerts?severity=critical": api("/alerts?severity=critical"),
        "GET /alerts?development=": numbered("/api/v1/alerts?development={}", developments_of),
        "GET /alerts/N": lambda chance, size: (
            f"/api/v1/alerts/msg_{chance.randint(1, size.developments):031x}0"
        ),
        "GET /alerts/N/explanation": lambda chance, size: (
            f"/api/v1/alerts/msg_{chance.randint(1, size.developments):031x}0/explanation"
        ),
        "GET /deliveries": api("/deliveries"),
        "GET /deliveries?state=": any_of(
            "/api/v1/deliveries?state={}", "pending", "delivered", "dead"
        ),
        "GET /deliveries?endpoint=": any_of("/api/v1/deliveries?endpoint={}", *ENDPOINTS),
        "GET /deliveries/N": numbered("/api/v1/deliveries/{}", developments_of),
        "GET /endpoints": api("/endpoints"),
        "GET /feeds": api("/feeds"),
        "GET /coverage": api("/coverage"),
        "GET /feeds/N": numbered("/api/v1/feeds/{}", lambda _size: FEEDS),
        "GET /rules": api("/rules"),
        "GET /rules/N": any_of("/api/v1/rules/{}", *RULES),
        "GET /rule-files": api("/rule-files"),
        "GET /meetings": api("/meetings"),
        "GET /silences": api("/silences"),
        "GET /health": api("/health"),
        "GET /readyz": lambda _random, _size: "/readyz",
        "GET /metrics": lambda _random, _size: "/metrics",
    }


def measure(workspace: Workspace, size: Size, *, requests: int, only: str) -> list[Answers]:
    """Ask the real daemon."""
    login, token = let_in(workspace)
    settings = {"MONITOR_WEB_LOGIN": "true", "MONITOR_LOG_LEVEL": "info", **AS_SHIPPED}
    found: list[Answers] = []
    with DaemonProcess(workspace, **settings) as daemon:
        url = daemon.wait_event("web.started", timeout_s=120)["url"]
        visitor = Visitor(url)
        visitor.log_in(login)
        cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.browser.cookies)
        asked = [(name, one, {"Cookie": cookies}) for name, one in pages().items()]
        asked += [
            (name, one, {"Authorization": f"Bearer {token}"}) for name, one in calls().items()
        ]
        for name, address, headers in asked:
            if only in name:
                chance = random.Random(name)
                paths = [address(chance, size) for _ in range(requests)]
                before_s = cpu_s(daemon.pid)
                one = ask(name, url, paths, headers)
                spent_ms = (cpu_s(daemon.pid) - before_s) * 1000
                found.append(replace(one, cpu_ms=spent_ms / len(paths)))
    return found


def let_in(workspace: Workspace) -> tuple[str, str]:
    """A person who may read everything: their login token and a token for programs."""
    name = f"bench-{os.getpid()}"
    with closing(open_store(workspace.database_url)) as store:
        now = datetime.now(UTC)
        login = add_person(store, name, Role.ADMIN, now=now, random_hex=_random_hex)
        wanted = NewToken(name="bench", scope=TokenScope.READ, days=1)
        _, token = add_api_token(store, name, wanted, now=now, random_hex=_random_hex)
    return login, token


def _random_hex() -> str:
    return os.urandom(16).hex()


def ask(name: str, url: str, paths: Sequence[str], headers: Mapping[str, str]) -> Answers:
    """All paths by ten clients at once, each asking the next one when it has its answer."""
    host = urlsplit(url).netloc
    shares = [paths[number::CLIENTS] for number in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        each = list(pool.map(lambda share: list(_one_client(host, share, headers)), shares))
    told = [one for share in each for one in share]
    took = sorted(ms for ms, _, _ in told)
    return Answers(
        name=name,
        p50_ms=statistics.median(took),
        p95_ms=took[min(len(took) - 1, round(0.95 * len(took)))],
        bytes=round(statistics.mean(length for _, length, _ in told)),
        failed=sum(status != 200 for _, _, status in told),
        load=os.getloadavg()[0],
        cpu_ms=0.0,
    )


def cpu_s(pid: int) -> float:
    """The processor time that a process has spent."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _one_client(
    host: str, paths: Sequence[str], headers: Mapping[str, str]
) -> Iterator[tuple[float, int, int]]:
    with _connected(host) as connection:
        for path in paths:
            began = time.perf_counter()
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            length = len(answer.read())
            yield (time.perf_counter() - began) * 1000, length, answer.status


@contextmanager
def _connected(host: str) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(host, timeout=TIMEOUT_S)
    try:
        yield connection
    finally:
        connection.close()


if __name__ == "__main__":
    main()
