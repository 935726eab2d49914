"""A simulated year: does the database stay bounded, and do its queries stay fast?

``python -m bench.years [--items 200] [--feeds 20] [--days 365] [--database-url URL] [--json]``

The daemon's own steps on a clock that is passed in: each simulated day the feeds bring items, which
are stored, matched, grouped, told and delivered, and what is old is let go of as the daemon does.
One item in ten is about a happening; one endpoint never answers and leaves the list after a month,
so that its deliveries stay pending all year, and hold what they tell of. What is kept is kept for
shorter than by default (``--keep-items``, ``--keep-developments``, ``--keep-keys``: days), so that
what grows is bounded within the year.

Each month tells: the database's size (SQLite: with its log folded in, and how much of it is free
room), rows of the largest tables, and the slowest (p95) of the queries that pages and pipeline ask,
in milliseconds: on SQLite of processor time, so that others at work on the machine do not show.

After every day it must hold that pruning took no pending delivery, no development
that is not closed, and no key that was not old; after each month, that documents of every age up to
the age of keys bring nothing new; at the end, that the database is at most a fifth larger than when
keys had begun to go. Exits with 1 where it does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlmodel import col

from bench.web_filling import WORDS as EVERY_WORD
from monitor.alerts.signing import new_secret
from monitor.logs import configure_logs
from monitor.model import Attempt, DeliveryState, Feed, Item, ItemKey, Poll, PollOutcome
from monitor.pipeline.retention import Keep, Pruned, prune_step
from monitor.store import Session, Store, retention
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.store import outbox as outbox_rows
from monitor.store import polls as poll_rows
from monitor.store import timeline as timeline_rows
from monitor.store.deliveries import Outcome
from monitor.store.engine import sqlite_path
from monitor.store.filters import FilterKind
from monitor.store.listing import DevelopmentFilter, find_developments
from monitor.store.tables import (
    AlertRow,
    DeliveryRow,
    DevelopmentRow,
    ItemKeyRow,
    ItemRow,
    RetiredKeyRow,
)
from monitor.store.visits import is_any_due
from tests.support.line import Line, open_line

MONTH_DAYS = 30

DEAF_DAYS = 30
"""So long alerts go to an endpoint that never answers."""

VISITS_A_DAY = 4
WORDS = tuple(word for word in EVERY_WORD if word != "Freedonia")
"""Of items that are about no happening: the rule asks for the one that is left out."""

MOST_GROWTH = 1.2
"""Of the database, once as much goes as comes: months differ a little in what they bring."""

ASKED = 20
"""Times each query is asked; with 20 the 95th percentile is the second slowest."""

TABLES = (ItemRow, ItemKeyRow, RetiredKeyRow, DevelopmentRow, AlertRow, DeliveryRow)


@dataclass(kw_only=True)
class Year:
    """What is simulated, and what was found."""

    line: Line
    keep: Keep
    random: random.Random
    items_a_day: int
    day: int = 0
    stories: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    months: list[dict[str, object]] = field(default_factory=list)
    served: dict[int, list[Item]] = field(default_factory=dict)
    """One document of each day."""

    @property
    def store(self) -> Store:
        return self.line.services.store


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--items", type=int, default=200, help="items a day")
    parser.add_argument("--feeds", type=int, default=20)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--keep-items", type=int, default=60)
    parser.add_argument("--keep-developments", type=int, default=90)
    parser.add_argument("--keep-keys", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", default=None)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    configure_logs("auto", "error")
    with tempfile.TemporaryDirectory(prefix="years-") as folder:
        found = measure(Path(folder), options)
    print(json.dumps(found, indent=2, default=str) if options.json else told(found))
    sys.exit(1 if found["broken"] else 0)


def measure(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Live through the days; the figures of each month and what did not hold."""
    began_s = time.monotonic()
    with open_line(folder, database_url=options.database_url) as line:
        line.workspace.write_feeds(
            {f"Outlet {n}": f"http://outlet-{n}.example/feed" for n in range(options.feeds)}
        )
        _list_endpoints(line, "desk", "deaf")
        year = Year(
            line=line,
            keep=Keep(
                items=options.keep_items,
                developments=options.keep_developments,
                keys=options.keep_keys,
            ),
            random=random.Random(options.seed),
            items_a_day=options.items,
        )
        for year.day in range(1, options.days + 1):
            if year.day == DEAF_DAYS + 1:
                _list_endpoints(line, "desk")
            _live(year)
            _prune(year)
            if year.day % MONTH_DAYS == 0:
                _serve_again(year)
                year.months.append(_month(year))
    _look_at_growth(year)
    return {
        "items_a_day": options.items,
        "feeds": options.feeds,
        "days": options.days,
        "keep_days": vars(options)["keep_items"],
        "keep_developments_days": options.keep_developments,
        "keep_keys_days": options.keep_keys,
        "seconds": round(time.monotonic() - began_s, 1),
        "months": year.months,
        "broken": year.broken,
    }


def _list_endpoints(line: Line, *names: str) -> None:
    secret = new_secret(bytes(32))
    line.workspace.write_endpoints(
        {name: (f"http://{name}.example/hook", secret) for name in names}
    )
    line.load()


# ------------------------------------------------------------ one day


def _live(year: Year) -> None:
    """A day's visits, each judged, grouped, told and delivered."""
    line = year.line
    for visit in range(VISITS_A_DAY):
        line.clock.advance(86_400 / VISITS_A_DAY)
        now = line.clock()
        with year.store.write() as session:
            feeds = feed_rows.list_feeds(session)
            for feed in feeds:
                share = year.items_a_day / VISITS_A_DAY / len(feeds)
                count = int(share) + (year.random.random() < share % 1)
                new = [_item(year, feed, f"{visit}-{number}", now) for number in range(count)]
                item_rows.insert_items(
                    session, [(item, False) for item in new], feed_id=feed.id, now=now
                )
                poll = Poll(
                    feed_id=feed.id,
                    started_at=now,
                    outcome=PollOutcome.NEW if new else PollOutcome.UNCHANGED,
                    status=200,
                    items=30,
                    new_items=len(new),
                )
                poll_rows.insert_poll(session, poll, prune=year.day % 20 == 0 and not visit)
                if new:
                    year.served[year.day] = new
        while not line.evaluate().idle:
            pass
        _deliver(year)


def _item(year: Year, feed: Feed, number: str, now: datetime) -> Item:
    rng = year.random
    words = rng.sample(WORDS, 9)
    if rng.random() < 0.1:
        if not year.stories or rng.random() < 0.3:
            place = f"{words[0].capitalize()}{rng.randrange(10**6)}"
            year.stories = [*year.stories[-5:], f"Freedonia talks on {words[1]} open in {place}"]
        title = f"{rng.choice(year.stories)}, {words[2]} {words[3]}"
    else:
        title = " ".join(words).capitalize()
    name = f"{year.day}-{number}-{feed.id}"
    link = f"https://{feed.host}/{name}"
    return Item(
        title=title,
        summary=" ".join(rng.choices(WORDS, k=40)),
        content=" ".join(rng.choices(WORDS, k=rng.randrange(60))),
        link=link,
        canonical_url=link,
        guid=name,
        published_at=now - timedelta(minutes=rng.randrange(300)),
        outlet=feed.outlet,
        keys=(
            ItemKey(kind="guid", scope=feed.outlet, value=name),
            ItemKey(kind="url", scope="", value=link),
        ),
    )


def _deliver(year: Year) -> None:
    """Everything due is taken by the one endpoint that answers."""
    now = year.line.clock()
    while True:
        with year.store.write() as session:
            due = delivery_rows.claim_due(
                session, now=now, owner="year", lease_s=60, room={"desk": 500}
            )
            outcomes = [
                Outcome(
                    delivery_id=one.id,
                    attempt=Attempt(started_at=now, status=200, reason=None, latency_s=0.1),
                    state=DeliveryState.DELIVERED,
                    next_attempt_at=None,
                )
                for one in due
            ]
            delivery_rows.record_attempts(session, outcomes, owner="year")
        if not due:
            return


# ------------------------------------------------------------ letting go


def _prune(year: Year) -> None:
    """Let go of what is old, as the daemon does, and look what went."""
    before = _precious(year)
    pruned = Pruned()
    while not pruned.done:
        pruned = prune_step(year.store, year.keep, pruned, now=year.line.clock())
    after = _precious(year)
    for name in ("pending deliveries", "developments not closed", "alerts held"):
        if before[name] != after[name]:
            year.broken.append(f"day {year.day}: {name} went: {before[name]} to {after[name]}")
    if before["keys"] - after["keys"] != pruned.keys:
        year.broken.append(f"day {year.day}: keys of items went that were not old")


def _precious(year: Year) -> dict[str, Any]:
    with year.store.read() as session:
        pending = select(col(DeliveryRow.id)).where(col(DeliveryRow.state) == "pending")
        open_ = select(col(DevelopmentRow.id)).where(col(DevelopmentRow.state) != "closed")
        held = select(col(AlertRow.id)).where(col(AlertRow.state) == "held")
        return {
            "pending deliveries": set(session.scalars(pending)),
            "developments not closed": set(session.scalars(open_)),
            "alerts held": set(session.scalars(held)),
            "keys": _count(session, ItemKeyRow) + _count(session, RetiredKeyRow),
        }


def _serve_again(year: Year) -> None:
    """Documents of past days come back: as long as their keys are kept, nothing in them is new."""
    with year.store.read() as session:
        for day in range(max(1, year.day - year.keep.keys + 1), year.day, 7):
            items = year.served.get(day, [])
            known = {
                key
                for one in item_rows.find_known(session, [key for i in items for key in i.keys])
                for key in one.item.keys
            }
            gone = retention.let_go(session, items)
            new = [
                item.guid
                for at, item in enumerate(items)
                if known.isdisjoint(item.keys) and at not in gone
            ]
            if new:
                year.broken.append(f"day {year.day}: of day {day} came as new: {new}")


# ------------------------------------------------------------ figures


def _look_at_growth(year: Year) -> None:
    """All that is kept for a time has begun to go: from then on the database stays as it is."""
    settled = max(year.keep.items, year.keep.developments) + year.keep.keys
    sizes = [float(str(one["megabytes"])) for one in year.months if int(str(one["day"])) > settled]
    if sizes and sizes[-1] > MOST_GROWTH * sizes[0]:
        year.broken.append(f"the database grew from {sizes[0]} to {sizes[-1]} MB")


def _month(year: Year) -> dict[str, object]:
    with year.store.read() as session:
        rows = {table.__tablename__: _count(session, table) for table in TABLES}
    asked = {name: _p95_ms(year, ask) for name, ask in _queries(year).items()}
    return {"day": year.day, **_size(year), "rows": rows, "p95_ms": asked}


def _size(year: Year) -> dict[str, float]:
    if year.store.dialect == "postgresql":
        with year.store.read() as session:
            size = session.scalar(text("SELECT pg_database_size(current_database())")) or 0
        return {"megabytes": round(size / 1e6, 1)}
    # Outside of any transaction: within one the log cannot be folded in.
    with closing(sqlite3.connect(sqlite_path(year.store.url_shown) or "")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with year.store.read() as session:
        pages, free, page = (
            session.scalar(text(f"PRAGMA {name}")) or 0
            for name in ("page_count", "freelist_count", "page_size")
        )
    return {
        "megabytes": round(pages * page / 1e6, 1),
        "free_share": round(free / pages, 3),
    }


def _queries(year: Year) -> dict[str, Callable[[Session], object]]:
    """What pages and pipeline ask, by name."""
    now = year.line.clock()
    by_rule = DevelopmentFilter(named={FilterKind.RULE: "talks"})
    keys = [key for item in next(reversed(year.served.values())) for key in item.keys]
    digest = hashlib.sha256(b"nothing").hexdigest()
    return {
        "page: developments": lambda s: find_developments(s, DevelopmentFilter(), limit=50),
        "page: developments of a rule": lambda s: find_developments(s, by_rule, limit=50),
        "page: development": lambda s: development_rows.decisions_of(
            s, find_developments(s, DevelopmentFilter(), limit=1)[0].id
        ),
        "page: unread": lambda s: timeline_rows.count_unread(s, "local"),
        "page: deliveries": lambda s: outbox_rows.list_delivery_lines(s, limit=50),
        "page: queue": lambda s: outbox_rows.queue_of(s, "deaf"),
        "page: items": lambda s: item_rows.recent_items(s, 50),
        "pipeline: feeds due": lambda s: is_any_due(s, now),
        "pipeline: known items": lambda s: item_rows.find_known(s, keys),
        "pipeline: retired keys": lambda s: retention._retired(s, [digest]),  # noqa: SLF001
        "pipeline: to be matched": lambda s: item_rows.is_any_unmatched(s, now=now),
        "pipeline: to be grouped": lambda s: development_rows.due_for_grouping(s, 50),
        "pipeline: deliveries due": lambda s: delivery_rows.any_due(s, now),
    }


def _p95_ms(year: Year, ask: Callable[[Session], object]) -> float:
    clock_s = time.thread_time if year.store.dialect == "sqlite" else time.perf_counter
    took = []
    for _ in range(ASKED):
        began_s = clock_s()
        with year.store.read() as session:
            ask(session)
        took.append((clock_s() - began_s) * 1000)
    return round(sorted(took)[int(ASKED * 0.95) - 1], 2)


def _count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def told(found: dict[str, Any]) -> str:
    """The figures for a person."""
    head = (
        f"{found['days']} days, {found['items_a_day']} items a day from {found['feeds']} feeds; "
        f"kept: items {found['keep_days']}, developments {found['keep_developments_days']}, keys "
        f"{found['keep_keys_days']} days; {found['seconds']} s"
    )
    columns = (
        " day      MB  free   items    keys  retired  developments  deliveries  "
        "page p95 ms  pipeline p95 ms"
    )
    lines = [head, "", columns]
    lines += [_told_month(month) for month in found["months"]]
    lines += ["", *(found["broken"] or ["No pending delivery, key or open development was taken."])]
    return "\n".join(lines)


def _told_month(month: dict[str, Any]) -> str:
    rows = month["rows"]
    slowest = {
        kind: max(ms for name, ms in month["p95_ms"].items() if name.startswith(kind))
        for kind in ("page", "pipeline")
    }
    numbers: Sequence[int] = [
        rows[name] for name in ("item", "item_key", "retired_key", "development", "delivery")
    ]
    return (
        f"{month['day']:>4} {month['megabytes']:>7} {month.get('free_share', 0):>5} "
        + "{:>7} {:>7} {:>8} {:>13} {:>11}".format(*numbers)
        + f"  {slowest['page']:>11} {slowest['pipeline']:>16}"
    )


if __name__ == "__main__":
    main()
