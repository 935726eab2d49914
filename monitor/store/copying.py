"""Moving a whole installation to another database, of either kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table, func, select, text, update
from sqlalchemy.orm import Session

from monitor.errors import StoreError
from monitor.store.engine import Store
from monitor.store.search import request_fill
from monitor.store.statements import table_of
from monitor.store.tables import IndexDueRow, Row, SearchDueRow

ROWS_AT_ONCE = 1000


def copy_all(
    source: Store, target: Store, *, copied: Callable[[str, int], None] = lambda _table, _rows: None
) -> int:
    """Copy every row of ``source`` into ``target``, as of one moment; how many.

    Both have this program's schema, and ``target`` holds nothing. All of it is one transaction:
    where anything fails, ``target`` stays empty. ``copied`` hears of each table that is done.
    Raises :class:`StoreError` where ``target`` holds something, or not all arrived.
    """
    total = 0
    with source.read() as reading, target.write() as writing:
        for table in _tables():
            if writing.execute(select(table).limit(1)).first() is not None:
                raise StoreError(
                    f"it is not empty (table {table.name}): name a new database",
                    subject=target.url_shown,
                )
        for table in _tables():
            rows = _copy(reading, writing, table)
            _count_on(writing, table, _given(reading, table))
            total += rows
            copied(table.name, rows)
        request_fill(writing)
    return total


def _tables() -> list[Table]:
    """Every table, those first that others refer to; the full text index is made anew."""
    made_anew = (table_of(IndexDueRow), table_of(SearchDueRow))
    return [table for table in Row.metadata.sorted_tables if table not in made_anew]


def _copy(reading: Session, writing: Session, table: Table) -> int:
    """Copy one table. References within it are set at the end: a row may refer to a later one."""
    inner = [
        column.name
        for column in table.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]
    order = list(table.primary_key.columns)
    found = reading.execute(
        select(table).order_by(*order), execution_options={"yield_per": ROWS_AT_ONCE}
    )
    expected = reading.scalar(select(func.count()).select_from(table)) or 0
    later: list[tuple[Any, Mapping[str, Any]]] = []
    rows = 0
    for part in found.mappings().partitions():
        values = [dict(row) for row in part]
        for row in values:
            if any(row[name] is not None for name in inner):
                later.append((row["id"], {name: row[name] for name in inner}))
                row.update(dict.fromkeys(inner))
        writing.connection().execute(table.insert(), values)
        rows += len(values)
    for key, references in later:
        writing.execute(update(table).where(table.c.id == key).values(references))
    arrived = writing.scalar(select(func.count()).select_from(table)) or 0
    if not rows == arrived == expected:
        raise StoreError(f"{arrived} of {expected} rows of {table.name} arrived; nothing was kept")
    return rows


def _count_on(writing: Session, table: Table, given: int) -> None:
    """Numbers go on above every one that was ever ``given``, also those that are gone."""
    if not given:
        return
    if writing.get_bind().dialect.name == "postgresql":
        sequence = _sequence(writing, table)
        if sequence is not None:
            writing.execute(
                text("SELECT setval(:sequence, :given)"), {"sequence": sequence, "given": given}
            )
        return
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return
    names = {"name": table.name, "given": given}
    writing.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), names)
    writing.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :given)"), names)


def _given(reading: Session, table: Table) -> int:
    """The highest number that a row of the table ever got; 0 where its rows have none."""
    if "id" not in table.columns or table.columns["id"].type.python_type is not int:
        return 0
    highest = reading.scalar(select(func.max(table.c.id))) or 0
    if reading.get_bind().dialect.name == "postgresql":
        sequence = _sequence(reading, table)
        if sequence is None:
            return 0
        query = text(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 - its own
        return max(highest, reading.scalar(query) or 0)
    query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return max(highest, reading.scalar(query, {"name": table.name}) or 0)


def _sequence(session: Session, table: Table) -> str | None:
    query = text("SELECT pg_get_serial_sequence(:table, 'id')")
    name: str | None = session.scalar(query, {"table": table.name})
    return name
