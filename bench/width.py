"""How many feeds one machine follows: the real daemon, thousands of feeds, time compressed.

``python -m bench.width [--feeds 10000] [--interval 60] [--seconds 120] [--json]``

A server in another process (:mod:`bench.width_server`) plays the feeds, each pair of them on a
loopback address of its own (127.x.y.z), with realistic shares of changes, validators, latencies and
failures. Ten minutes are compressed into ``--interval`` seconds: intervals, latencies and deadlines
shrink alike, what the processor has to do does not. After every feed was visited once, what is
measured is, for ``--seconds`` and at least one interval:

- *start lag*: how long after its due time a visit began (of feeds that do not fail), seconds as
  they are, not stretched;
- *memory*: the proportional set size of the daemon and its parsing processes together, the largest
  of the samples;
- *visits a second*, and the processor time of the daemon and of its parsers for each visit;
- *feeds at ten minutes*: visits a second that were sustained, times 600 seconds; and what the
  processor alone would allow, with a third left free: 600 s x 0.67 / processor time of the busiest
  process for one visit (the daemon is bound to one core by the interpreter's lock).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from monitor.feeds.opml import write_opml
from monitor.model import FeedSource
from monitor.store import Store, open_store
from monitor.store.tables import FeedRow, ItemRow, PollRow
from tests.support.daemon_process import DaemonProcess, Workspace

TEN_MINUTES_S = 600.0
DEADLINE_S = 30.0
SAMPLE_EVERY_S = 2.0
FREE_SHARE = 0.33
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=15, help="items in each document")
    parser.add_argument("--interval", type=float, default=60.0, help="seconds, for ten minutes")
    parser.add_argument("--seconds", type=float, default=120.0, help="how long to measure")
    parser.add_argument("--patience", type=float, default=1200.0, help="for the first visits")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="width-") as folder:
        found = measure(Path(folder), options)
    print(json.dumps(found, indent=2) if options.json else told(found))


def measure(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    compression = TEN_MINUTES_S / options.interval
    numbers = [options.feeds, options.items, options.interval, compression]
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.width_server", *map(str, numbers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        port = int(server.stdout.readline())
        workspace = _workspace(folder, options.feeds, port)
        daemon = DaemonProcess(
            workspace,
            MONITOR_POLL_INTERVAL_S=str(options.interval),
            MONITOR_FETCH_DEADLINE_S=str(max(2.0, DEADLINE_S / compression)),
            MONITOR_TICK_S="0.5",
            MONITOR_LOG_LEVEL="error",
            MONITOR_HOST_AT_ONCE="2",
            MONITOR_HOST_GAP_S=str(5.0 / compression),
        )
        with daemon:
            found = _watch(daemon, workspace, options)
            found["stop_s"] = _stop_s(daemon)
        server.stdin.close()
        found["answered"] = json.loads(server.stdout.readline())
        return found
    finally:
        server.kill()
        server.wait()


def _stop_s(daemon: DaemonProcess) -> float | None:
    """How long it took to stop on SIGTERM; ``None``: it did not, and is killed."""
    try:
        return round(daemon.terminate(timeout_s=30)[1], 1)
    except subprocess.TimeoutExpired:
        return None


def _workspace(folder: Path, feeds: int, port: int) -> Workspace:
    workspace = Workspace(folder)
    sources = [
        FeedSource(
            url=f"http://{_address(number // 2)}:{port}/f/{number}", outlet=f"Outlet {number}"
        )
        for number in range(feeds)
    ]
    workspace.feeds_file.write_bytes(write_opml(sources))
    return workspace


def _address(number: int) -> str:
    return f"127.{1 + number // 62_500}.{1 + number // 250 % 250}.{1 + number % 250}"


def _watch(
    daemon: DaemonProcess, workspace: Workspace, options: argparse.Namespace
) -> dict[str, object]:
    began_s = time.monotonic()
    while not workspace.database_path.exists() or _unread(workspace) is None:
        time.sleep(0.2)
    store = open_store(workspace.database_url)
    try:
        peak_mb = _first_visits(daemon, store, began_s + options.patience, options.feeds)
        first_s = time.monotonic() - began_s
        # What became due while the first visits took the time is late by that, and no measure.
        give_up_at = time.monotonic() + options.patience
        while _overdue(store) > options.feeds / 100 and time.monotonic() < give_up_at:
            time.sleep(1.0)
        before, since, since_s = cpu_s(daemon.pid), datetime.now(UTC), time.monotonic()
        # Due times clump after the first visits: only whole intervals hold every feed.
        while time.monotonic() < since_s + max(options.seconds, options.interval):
            time.sleep(SAMPLE_EVERY_S)
            peak_mb = max(peak_mb, memory_mb(daemon.pid))
        seconds, after = time.monotonic() - since_s, cpu_s(daemon.pid)
        cost = {name: after[name] - before[name] for name in after}
        return _figures(store, since, seconds, cost) | {
            "feeds": options.feeds,
            "interval_s": options.interval,
            "first_visits_s": round(first_s, 1),
            "memory_mb": round(peak_mb),
        }
    finally:
        store.close()


def _unread(workspace: Workspace) -> int | None:
    try:
        store = open_store(workspace.database_url)
        try:
            return _count_unread(store)
        finally:
            store.close()
    except Exception:  # noqa: BLE001 - the daemon has not made its tables yet
        return None


def _count_unread(store: Store) -> int:
    with store.read() as session:
        query = select(func.count()).select_from(FeedRow).where(col(FeedRow.polls) == 0)
        return session.scalar(query) or 0


def _first_visits(daemon: DaemonProcess, store: Store, give_up_at: float, feeds: int) -> float:
    peak_mb = 0.0
    listed = 0
    while not listed or _count_unread(store):
        if time.monotonic() > give_up_at:
            raise SystemExit(f"not every feed was visited in time: {_count_unread(store)} left")
        with store.read() as session:
            listed = session.scalar(select(func.count()).select_from(FeedRow)) or 0
        time.sleep(SAMPLE_EVERY_S)
        peak_mb = max(peak_mb, memory_mb(daemon.pid))
    assert listed == feeds
    return peak_mb


def _overdue(store: Store) -> int:
    late = datetime.now(UTC) - timedelta(seconds=2)
    with store.read() as session:
        query = select(func.count()).select_from(FeedRow)
        query = query.where(col(FeedRow.next_poll_at) < late, col(FeedRow.failures) == 0)
        return session.scalar(query) or 0


def _figures(
    store: Store, since: datetime, seconds: float, cost: Mapping[str, float]
) -> dict[str, object]:
    query = select(col(PollRow.late_s), col(PollRow.outcome), col(PollRow.status)).where(
        col(PollRow.started_at) >= since
    )
    with store.read() as session:
        rows = list(session.execute(query))
        items = session.scalar(select(func.count()).select_from(ItemRow)) or 0
        waiting = session.scalar(
            select(func.count()).select_from(ItemRow).where(col(ItemRow.matched_revision).is_(None))
        )
        failing = session.scalar(
            select(func.count()).select_from(FeedRow).where(col(FeedRow.failures) > 0)
        )
    lags = sorted(late or 0.0 for late, outcome, _ in rows if outcome != "failed")
    visits_a_s = len(rows) / seconds
    per_visit = {name: 1000 * spent / max(1, len(rows)) for name, spent in cost.items()}
    busiest_ms = max(per_visit.values())
    return {
        "visits": len(rows),
        "visits_a_s": round(visits_a_s, 1),
        "outcomes": dict(Counter(outcome for _, outcome, _ in rows)),
        "statuses": dict(Counter(str(status) for _, _, status in rows)),
        "lag_s": {f"p{share}": _quantile(lags, share) for share in (50, 95, 99, 100)},
        "cpu_ms_a_visit": {name: round(spent, 2) for name, spent in per_visit.items()},
        "cores_busy": round(sum(cost.values()) / seconds, 2),
        "items": items,
        "items_waiting": waiting,
        "failing_feeds": failing,
        "feeds_sustained_at_10_min": round(visits_a_s * TEN_MINUTES_S),
        "feeds_possible_at_10_min": round(
            TEN_MINUTES_S * (1 - FREE_SHARE) / max(1e-6, busiest_ms / 1000)
        ),
    }


def _quantile(ordered: Sequence[float], percent: int) -> float:
    if not ordered:
        return float("nan")
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 2)


def memory_mb(pid: int) -> float:
    """Proportional set size of a process and its children, MiB."""
    return sum(_pss_kb(one) for one in (pid, *_children(pid))) / 1024


def _pss_kb(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def cpu_s(pid: int) -> dict[str, float]:
    """Processor seconds used so far: by the daemon itself, and by its parsing processes."""
    ended = _cpu_s(pid, first=13)  # of the parsers that were replaced
    return {"daemon": _cpu_s(pid), "parsers": ended + sum(map(_cpu_s, _children(pid)))}


def _cpu_s(pid: int, first: int = 11) -> float:
    """User and system time, which stand side by side in ``/proc/PID/stat`` from ``first`` on."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[first]) + int(fields[first + 1])) / TICKS_PER_S


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return found


def told(found: Mapping[str, object]) -> str:
    """The figures for a person."""
    width = max(map(len, found))
    return "\n".join(f"{name:<{width}}  {value}" for name, value in found.items())


if __name__ == "__main__":
    main()
