"""A database as a busy monitor has it after half a year, written by the drivers' bulk inserts.

Shapes follow the recorded weeks: most developments are told by one to three items and a few by
dozens, alerts have a real body, polls and attempts stand as the daemon leaves them.
"""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import psycopg
from psycopg import sql

from monitor.alerts.example import example_bodies
from monitor.store.tables import Row as TableRow

SPAN = timedelta(days=180)
FEEDS = 300
OUTLETS = 200
POLLS = 100
ACTORS = tuple(f"actor-{number}" for number in range(60))
MEETINGS = tuple(f"meeting-{number}" for number in range(10))
RULES = tuple(f"rule-{number}" for number in range(20))
ENDPOINTS = ("pager", "desk", "archive", "chat")
SEVERITIES = ("low", "medium", "high", "critical")
WORDS = (
    "talks",
    "summit",
    "harbour",
    "accord",
    "minister",
    "envoy",
    "border",
    "fishing",
    "rights",
    "draft",
    "treaty",
    "delegation",
    "Freedonia",
    "Sylvania",
    "Portville",
    "Graustark",
    "Ruritania",
    "council",
    "sanctions",
    "ceasefire",
    "grain",
    "corridor",
    "pipeline",
    "election",
    "parliament",
    "protest",
    "strike",
    "ferry",
    "storm",
    "bridge",
    "airport",
    "reactor",
    "budget",
    "court",
    "ruling",
    "appeal",
    "tariff",
    "steel",
    "port",
    "embassy",
    "visit",
    "statement",
    "pledge",
    "inspection",
    "hostage",
    "exchange",
)

Values = Sequence[Any]


class Sink(Protocol):
    """Where rows are written to."""

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much there is of what."""

    items: int
    developments: int


def fill(database_url: str, size: Size, *, now: datetime) -> None:
    """Fill a migrated, empty database."""
    with open_sink(database_url) as sink:
        for table, rows in tables(size, now):
            first = next(rows, None)
            if first is not None:
                columns = list(first)
                sink.write(table, columns, _values(first, rows))


def _values(first: dict[str, Any], rows: Iterator[dict[str, Any]]) -> Iterator[Values]:
    yield tuple(first.values())
    for row in rows:
        yield tuple(row.values())


def tables(size: Size, now: datetime) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """The tables in the order of their references, each with its rows."""
    story = Story(size, now)
    yield "outlet", ({"name": name, "added_at": story.start} for name in story.outlets)
    yield "feed", story.feeds()
    yield "poll", story.polls()
    yield "item", story.items()
    yield "item_key", story.keys()
    yield "development", story.developments()
    yield "development_filter", story.filters()
    yield "change_counter", iter([{"id": 1, "changes": len(story.happenings)}])
    yield "decision", story.decisions()
    yield "hit", story.hits()
    yield "meeting_development", story.meetings()
    yield "alert", story.alerts()
    yield "endpoint", story.endpoints()
    yield "delivery", story.deliveries()
    yield "attempt", story.attempts()


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One development: which items tell it (a run of them), and what it is of."""

    id: int
    first_item: int
    items: int
    rules: tuple[str, ...]
    actors: tuple[str, ...]
    meeting: str | None
    severity: str
    state: str


class Story:
    """All rows, made from a fixed seed: the same database each time."""

    def __init__(self, size: Size, now: datetime) -> None:
        self.size, self.now, self.start = size, now, now - SPAN
        self.random = random.Random(7)
        self.outlets = [f"Outlet {number}" for number in range(OUTLETS)]
        self.step = SPAN / size.items
        self.happenings = list(self._happenings())

    def moment(self, item: int) -> datetime:
        """When an item was told."""
        return self.start + self.step * item

    def title(self, key: int) -> str:
        """A headline, the same for the same number."""
        chance = random.Random(key)
        return " ".join(chance.choices(WORDS, k=9)).capitalize()

    def feed_of(self, item: int) -> int:
        return item * 7919 % FEEDS + 1

    def outlet_of(self, item: int) -> str:
        return self.outlets[self.feed_of(item) % OUTLETS]

    def _happenings(self) -> Iterator[Happening]:
        every = max(1, self.size.items // (self.size.developments + 1))
        choice = self.random
        for number in range(self.size.developments):
            told = choice.choices((1, 2, 3, 6, 12, 40), (45, 25, 14, 10, 5, 1))[0]
            last = self.moment(number * every + 1)
            age = self.now - last
            state = "open" if age.days < 5 else "quiet" if age.days < 30 else "closed"
            yield Happening(
                id=number + 1,
                first_item=number * every + 1,
                items=min(told, every),
                rules=tuple(sorted(set(choice.choices(RULES, _falling(RULES), k=2)))),
                actors=tuple(sorted(set(choice.choices(ACTORS, _falling(ACTORS), k=3)))),
                meeting=choice.choice(MEETINGS) if choice.random() < 0.2 else None,
                severity=choice.choices(SEVERITIES, (50, 30, 18, 2))[0],
                state=state,
            )

    def feeds(self) -> Iterator[dict[str, Any]]:
        for number in range(1, FEEDS + 1):
            failing = number % 20 == 0
            yield {
                "id": number,
                "url": f"https://site-{number}.example/feed.xml",
                "listed_url": f"https://site-{number}.example/feed.xml",
                "host": f"site-{number}.example",
                "outlet": self.outlets[number % OUTLETS],
                "title": f"Feed {number}",
                "served_title": "",
                "folder": "World",
                "language": "en",
                "origin": "added",
                "listed": True,
                "added_at": self.start,
                "next_poll_at": self.now + timedelta(hours=20),
                "polls": 9000,
                "failures": 3 if failing else 0,
                "last_poll_at": self.now,
                "last_success_at": self.now,
                "last_new_item_at": self.now,
                "last_reason": "timeout" if failing else None,
                "last_detail": "no answer within 30 s" if failing else "",
                "next_poll_why": "as usual",
                "interval_s": 900.0,
                "usual_gap_s": 600.0,
                "hints": "{}",
                "moving_visits": 0,
            }

    def polls(self) -> Iterator[dict[str, Any]]:
        for number in range(POLLS):
            for feed in range(1, FEEDS + 1):
                failed = feed % 20 == 0
                yield {
                    "feed_id": feed,
                    "started_at": self.now - timedelta(minutes=15 * (POLLS - number)),
                    "outcome": "failed" if failed else "new",
                    "reason": "timeout" if failed else None,
                    "detail": "",
                    "status": None if failed else 200,
                    "elapsed_s": 0.3,
                    "items": 30,
                    "new_items": 1,
                    "edited_items": 0,
                    "late_s": 0.4,
                }

    def items(self) -> Iterator[dict[str, Any]]:
        summaries = [f"{self.title(key)}. {self.title(key + 1)}." for key in range(500)]
        titles = [self.title(-key) for key in range(5000)]
        telling = {one.first_item + n: one for one in self.happenings for n in range(one.items)}
        for item in range(1, self.size.items + 1):
            told = self.moment(item)
            one = telling.get(item)
            yield {
                "id": item,
                "feed_id": self.feed_of(item),
                "outlet": self.outlet_of(item),
                "title": self.title(one.id) if one else f"{titles[item % 5000]} {item}",
                "summary": summaries[item % 500],
                "content": "",
                "link": f"https://site-{self.feed_of(item)}.example/{item}",
                "canonical_url": f"https://site-{self.feed_of(item)}.example/{item}",
                "guid": f"g{item}",
                "language": "en",
                "categories": "[]",
                "published_at": told,
                "first_seen_at": told,
                "told_at": told,
                "edits": 0,
                "backlog": False,
                "matched_revision": "r",
                "grouping_due": False,
                "problem": "",
            }

    def keys(self) -> Iterator[dict[str, Any]]:
        for item in range(1, self.size.items + 1):
            yield {
                "digest": hashlib.sha256(b"%d" % item).hexdigest(),
                "item_id": item,
                "kind": "guid",
                "scope": self.outlet_of(item),
                "value": f"g{item}",
                "position": 0,
            }

    def _outlets_of(self, one: Happening) -> list[str]:
        told = range(one.first_item, one.first_item + one.items)
        return list(dict.fromkeys(self.outlet_of(item) for item in told))

    def _last_told(self, one: Happening) -> datetime:
        return self.moment(one.first_item + one.items - 1)

    def developments(self) -> Iterator[dict[str, Any]]:
        for one in self.happenings:
            outlets = self._outlets_of(one)
            yield {
                "id": one.id,
                "title": self.title(one.id),
                "opened_at": self.moment(one.first_item),
                "last_told_at": self._last_told(one),
                "state": one.state,
                "severity": one.severity,
                "rule_ids": json.dumps(one.rules),
                "signature": json.dumps(_signature(one)),
                "outlets": json.dumps(outlets),
                "sources": len(outlets),
                "items": one.items,
                "follows_why": "",
                "corroborated": 0,
                "follows_id": None,
                "version": one.id,
                "change_id": one.id,
                "changed_at": self._last_told(one),
                "change_text": f"First report, by {outlets[0]}.",
            }

    def filters(self) -> Iterator[dict[str, Any]]:
        for one in self.happenings:
            levels = SEVERITIES[: SEVERITIES.index(one.severity) + 1]
            meetings = (one.meeting,) if one.meeting else ()
            for kind, values in (
                ("rule", one.rules),
                ("outlet", self._outlets_of(one)),
                ("actor", one.actors),
                ("meeting", meetings),
                ("severity", levels),
            ):
                for value in values:
                    yield {
                        "development_id": one.id,
                        "kind": kind,
                        "value": value,
                        "change_id": one.id,
                        "last_told_at": self._last_told(one),
                    }

    def decisions(self) -> Iterator[dict[str, Any]]:
        scores = json.dumps({"terms": 0.62, "actors": 1.0, "places": 0.5, "hours": 3.5})
        for one in self.happenings:
            for number in range(one.items):
                yield {
                    "item_id": one.first_item + number,
                    "development_id": one.id,
                    "step": "joined" if number else "new",
                    "independent": True,
                    "score": 0.8,
                    "scores": scores,
                    "explanation": "much like those of the development: words, actors, places",
                    "quiet_reason": "",
                    "signature": json.dumps(_signature(one)),
                    "decided_at": self.moment(one.first_item + number),
                    "runner_up_scores": "{}",
                }

    def hits(self) -> Iterator[dict[str, Any]]:
        for one in self.happenings:
            for number in range(one.items):
                for rule in one.rules:
                    yield {
                        "item_id": one.first_item + number,
                        "rule_id": rule,
                        "revision": "r",
                        "severity": one.severity,
                        "evidence": json.dumps([_evidence(0, actor) for actor in one.actors]),
                        "created_at": self.moment(one.first_item + number),
                    }

    def meetings(self) -> Iterator[dict[str, Any]]:
        for one in self.happenings:
            if one.meeting:
                yield {
                    "meeting_id": one.meeting,
                    "development_id": one.id,
                    "status": "expected",
                    "told_at": self._last_told(one),
                }

    def alerts(self) -> Iterator[dict[str, Any]]:
        body = next(text for name, text in example_bodies().items() if "new" in name)
        for one in self.happenings:
            for number in range(1 + (one.items > 2)):
                decided = self.moment(one.first_item + number * 2)
                yield {
                    "id": _alert_id(one, number),
                    "kind": "update" if number else "new",
                    "type": "development.update" if number else "development.new",
                    "reason_code": "status_changed" if number else "first_report",
                    "reason_text": "First report of this development.",
                    "development_id": one.id,
                    "item_id": one.first_item + number * 2,
                    "rule_ids": json.dumps(one.rules),
                    "severity": one.severity,
                    "created_at": decided,
                    "body": body,
                    "state": "muted" if one.id % 50 == 0 else "released",
                    "release_at": decided,
                    "settled_at": decided + timedelta(seconds=30),
                    "state_text": "Sent at once.",
                }

    def endpoints(self) -> Iterator[dict[str, Any]]:
        for name in ENDPOINTS:
            yield {
                "id": name,
                "host": f"{name}.example",
                "listed": True,
                "added_at": self.start,
                "disabled_reason": "",
                "failures": 0,
                "secret_print": "",
            }

    def _sent(self) -> Iterator[tuple[int, Happening, str, str]]:
        made = 0
        for one in self.happenings:
            for number in range(1 + (one.items > 2)):
                for endpoint in ENDPOINTS[: 1 + (one.severity != "low")]:
                    made += 1
                    yield made, one, _alert_id(one, number), endpoint

    def deliveries(self) -> Iterator[dict[str, Any]]:
        for made, one, alert, endpoint in self._sent():
            dead = made % 400 == 0
            yield {
                "id": made,
                "alert_id": alert,
                "endpoint_id": endpoint,
                "state": "dead" if dead else "delivered",
                "attempts": 10 if dead else 1,
                "created_at": self.moment(one.first_item),
                "last_reason": "timeout" if dead else None,
            }

    def attempts(self) -> Iterator[dict[str, Any]]:
        for made, one, _, _ in self._sent():
            dead = made % 400 == 0
            for _ in range(10 if dead else 1):
                yield {
                    "delivery_id": made,
                    "started_at": self.moment(one.first_item),
                    "status": None if dead else 200,
                    "reason": "timeout" if dead else None,
                    "latency_s": 20.0 if dead else 0.12,
                    "answer": "",
                    "detail": "",
                }


def _falling(values: Sequence[str]) -> list[float]:
    """Weights by which a few are common and most are rare."""
    return [1 / (rank + 1) for rank in range(len(values))]


def _signature(one: Happening) -> dict[str, Any]:
    return {
        "actors": one.actors,
        "meetings": [one.meeting] if one.meeting else [],
        "status": None,
        "decisions": [],
        "places": ["Portville"],
        "dates": [],
        "figures": [],
        "escalation": 0,
    }


def _evidence(start: int, actor: str) -> dict[str, Any]:
    return {
        "field": "title",
        "start": start,
        "end": start + 5,
        "text": "Talks",
        "term": "talks",
        "actor": actor,
        "meeting": None,
    }


def _alert_id(one: Happening, number: int) -> str:
    return f"msg_{one.id:031x}{number}"


class _Sqlite:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
        places = ", ".join("?" for _ in columns)
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        self._connection.executemany(statement, (tuple(map(_plain, row)) for row in rows))


class _Postgres:
    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
        name, listed = sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        with (
            self._connection.cursor() as cursor,
            cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(name, listed)) as copy,
        ):
            for row in rows:
                copy.write_row(row)
        if "id" in columns and TableRow.metadata.tables[table].c.id.autoincrement is True:
            self._connection.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), max(id)) FROM {}").format(
                    table, name
                )
            )


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value


@contextmanager
def open_sink(database_url: str) -> Iterator[Sink]:
    """A transaction into which rows are written; statistics are brought up to date at its end."""
    if database_url.startswith("sqlite"):
        connection = sqlite3.connect(database_url.removeprefix("sqlite:///"))
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -400000")
        with connection:
            yield _Sqlite(connection)
        connection.close()
        return
    with psycopg.connect(database_url) as postgres:
        yield _Postgres(postgres)
    with psycopg.connect(database_url, autocommit=True) as postgres:
        postgres.execute("VACUUM ANALYZE")
