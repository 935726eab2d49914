"""Any schema of this program filled with plausible rows, read off the database itself.

No table is named but where the program can only read some words: a schema that is added later is
filled as it comes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, Table, func, insert, select, text
from sqlalchemy.types import TypeEngine

ROWS = 3
START = datetime(2026, 3, 4, 12, 0, 0, 123456, tzinfo=UTC)

SINGLE = {"change_counter", "grouping_counter", "index_due", "term_total"}
"""Tables of one row, number 1."""

INDEXES = ("item_search", "development_search")
"""Beginnings of the names of the index's tables, which is made from the others."""

_SIGNATURE = {
    "actors": ["freedonia"],
    "meetings": ["geneva"],
    "status": "postponed",
    "decisions": ["agree"],
    "places": [],
    "dates": [],
    "figures": [["killed", 3.0]],
}
_EVIDENCE = {
    "field": "title", "start": 0, "end": 9, "text": "Freedonia", "term": "Freedonia", "actor": None,
}  # fmt: skip

_WORDS: Mapping[str, tuple[Any, ...]] = {
    "actor.kind": ("person", "state", "body"),
    "alert.body": (json.dumps({"type": "development.new", "data": {"item": {"title": "Ёлка"}}}),),
    "alert.kind": ("new", "update"),
    "alert.reason_code": ("first_report", "status_changed"),
    "alert.severity": ("high", "critical", "low"),
    "alert.state": ("held", "released", "muted"),
    "api_token.scope": ("read", "write", "feed"),
    "article.outcome": ("text", None, "robots"),
    "article.state": ("done", "due"),
    "attempt.reason": (None, "timeout", "server"),
    "correction.action": ("merge", "split"),
    "correction.item_ids": ([1], [2, 3]),
    "decision.runner_up_scores": ({"words": 0.5},),
    "decision.scores": ({"words": 0.5},),
    "decision.signature": (_SIGNATURE,),
    "decision.step": ("new", "joined", "update"),
    "decision.update_code": (None, None, "status_changed"),
    "delivery.state": ("pending", "delivered", "dead"),
    "delivery.last_reason": (None, "timeout"),
    "development.outlets": (["Courier", "Gazette"],),
    "development.rule_ids": (["rule-id-1"],),
    "development.severity": ("high", "critical", "low"),
    "development.signature": (_SIGNATURE,),
    "development.state": ("open", "quiet", "closed"),
    "development_filter.kind": ("rule", "outlet", "severity"),
    "endpoint_hold.why": ("digest", "quiet"),
    "episode.code": ("blind", "feed_failing", "endpoint_failing"),
    "feed.hints": ({"ttl_s": None, "skip_hours": [], "skip_days": []},),
    "feed.last_reason": (None, "timeout"),
    "feed.listed": (True,),
    "feed.origin": ("list", "added"),
    "feed_prints.prints": (bytes(range(41)),),
    "hit.evidence": ([_EVIDENCE],),
    "hit.severity": ("high", "critical", "low"),
    "item.categories": (["World", "Ёлка 俄罗斯"],),
    "item.problem": ("", "", "match: ValueError()"),
    "item_key.kind": ("guid", "url", "title"),
    "meeting.live_status": (None, "postponed"),
    "meeting.participants": (["freedonia"],),
    "meeting.place_aliases": ([],),
    "meeting.status": ("expected", "held"),
    "meeting.words": (["talks"],),
    "meeting_development.status": (None, "postponed"),
    "notice.code": ("new_ids", "clock"),
    "person.role": ("viewer", "editor", "admin"),
    "poll.outcome": ("new", "unchanged", "failed"),
    "poll.reason": (None, None, "timeout"),
    "route.endpoints": (["desk"],),
    "route.kinds": (["new"],),
    "route.min_severity": ("low",),
    "rule.condition": ({"phrase": "talks", "case_sensitive": False},),
    "rule.on_outlets": ([3],),
    "rule.scope": ({"fields": [], "languages": [], "feeds": [], "outlets": [], "categories": []},),
    "rule.severity": ("high", "critical", "low"),
    "silence.max_severity": (None, "low"),
    "subscription.state": ("wanted", "active"),
}  # fmt: skip
"""What a column may hold, where that is not any value of its type; taken in turn."""


def reflect(connection: Connection) -> MetaData:
    """The tables as the database has them."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.startswith((*INDEXES, "alembic_")))
    return metadata


def fill(connection: Connection) -> MetaData:
    """Put :data:`ROWS` rows into every table, parents first; the tables."""
    metadata = reflect(connection)
    for table in metadata.sorted_tables:
        connection.execute(
            insert(table), [_row(table, number) for number in range(1, _rows(table) + 1)]
        )
    if connection.dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            query = text("SELECT pg_get_serial_sequence(:table, 'id')")
            if "id" in table.columns and connection.scalar(query, {"table": table.name}):
                sequence = connection.scalar(query, {"table": table.name})
                highest = connection.scalar(select(func.max(table.c.id)))
                connection.execute(
                    text("SELECT setval(:name, :highest)"), {"name": sequence, "highest": highest}
                )
    return metadata


def contents(
    connection: Connection, tables: MetaData
) -> dict[str, dict[tuple[Any, ...], dict[str, Any]]]:
    """Every row of these tables by its key: values as they compare on either database."""
    found = {}
    for table in tables.sorted_tables:
        rows = connection.execute(select(table)).mappings().all()
        keys = [column.name for column in table.primary_key.columns]
        found[table.name] = {
            tuple(row[key] for key in keys): {name: _plain(row[name]) for name in row}
            for row in rows
        }
    return found


def _rows(table: Table) -> int:
    return 1 if table.name in SINGLE else ROWS


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(table, column, number) for column in table.columns}


def _value(table: Table, column: Column[Any], number: int) -> Any:
    words = _WORDS.get(f"{table.name}.{column.name}")
    if words is not None:
        return words[(number - 1) % len(words)]
    for key in column.foreign_keys:
        if key.column.table is table:  # the first row refers to none
            return None if number == 1 else _value(table, key.column, number - 1)
        if f"{table.name}.{column.name}" == "separation.first_id":
            number = max(1, number - 1)
        return _value(key.column.table, key.column, min(number, _rows(key.column.table)))
    if column.name == "restore_id" or (column.name.endswith("_id") and column.nullable):
        return None
    return _of_type(column.type, f"{table.name.replace('_', '-')}-{column.name}", number)


def _of_type(kind: TypeEngine[Any], name: str, number: int) -> Any:  # noqa: PLR0911 - one per type
    if isinstance(kind, JSON):
        return []
    wanted = kind.python_type
    if wanted is bool:
        return number % 2 == 1
    if wanted is int:
        return number
    if wanted is float:
        return number + 0.5
    if wanted is datetime:
        moment = START + timedelta(hours=number)
        return moment.replace(tzinfo=None) if not getattr(kind, "timezone", False) else moment
    if wanted is date:
        return START.date() + timedelta(days=number)
    if wanted is bytes:
        return b"\0" * number
    text_ = f"{name.replace('_', '-').lower()}-{number}"
    return f"https://{text_}.example/feed" if name.endswith("url") else text_


def _plain(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    return bytes(value) if isinstance(value, memoryview) else value
