from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text, update
from sqlmodel import col

from monitor.errors import StoreError
from monitor.store import Store, items, open_store
from monitor.store.copying import copy_all
from monitor.store.tables import DevelopmentRow, ItemRow, Row
from tests.store.builders import NOW, add_development, add_item, make_item
from tests.store.filling import contents
from tests.store.filling import fill as fill_all


@pytest.fixture(params=["sqlite", "postgresql"])
def target(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path
) -> Iterator[Store]:
    """A migrated, empty database beside the ``store`` of the test, of each kind in turn."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_server").create_database(migrated=True)
    else:
        shutil.copyfile(sqlite_template, tmp_path / "other.db")
        url = f"sqlite:///{tmp_path / 'other.db'}"
    with closing(open_store(url)) as opened:
        yield opened


def rows_of(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as session:
        return {
            table.name: [
                tuple(_plain(value) for value in row)
                for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Row.metadata.sorted_tables
            if table.name not in ("index_due", "search_due")  # the index is made anew
        }


def _plain(value: object) -> object:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def fill(store: Store) -> None:
    with store.write() as session:
        first, _ = add_development(session, "one")
        second, _ = add_development(session, "two")
        add_item(session, "Ёлка 俄罗斯 \u202e", summary="a" * 5000, categories=("x", "y"))
        # A row that refers to a later one of its table.
        where = col(DevelopmentRow.id) == first
        session.execute(update(DevelopmentRow).where(where).values(follows_id=second))


def test_every_row_arrives_as_it_was(store: Store, target: Store) -> None:
    fill(store)
    told: dict[str, int] = {}
    total = copy_all(store, target, copied=told.__setitem__)
    assert rows_of(target) == rows_of(store)
    assert total == sum(told.values()) == sum(map(len, rows_of(store).values()))
    assert told["item"] == 3


def test_numbers_go_on_above_what_was_copied(store: Store, target: Store) -> None:
    fill(store)
    copy_all(store, target)
    with target.write() as session:
        feed_id = session.scalars(select(col(ItemRow.feed_id))).first()
        assert feed_id is not None
        new = (make_item("new"), False)
        [added] = items.insert_items(session, [new], feed_id=feed_id, now=NOW)
    assert added == 4


def test_what_holds_something_is_left_alone(store: Store, target: Store) -> None:
    fill(store)
    with target.write() as session:
        add_item(session, "mine")
    before = rows_of(target)
    with pytest.raises(StoreError, match="not empty"):
        copy_all(store, target)
    assert rows_of(target) == before


def test_a_failure_leaves_nothing(store: Store, target: Store) -> None:
    fill(store)

    def fail(table: str, _rows: int) -> None:
        if table == "item":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_all(store, target, copied=fail)
    copy_all(store, target)
    assert rows_of(target) == rows_of(store)


def test_every_table_arrives_full(store: Store, target: Store) -> None:
    with store.migration() as connection:
        connection.execute(text("DELETE FROM index_due"))
        tables = fill_all(connection)
        before = contents(connection, tables)
    assert all(before.values())
    copy_all(store, target)
    assert rows_of(target) == rows_of(store)


def test_numbers_that_are_gone_are_not_given_again(store: Store, target: Store) -> None:
    fill(store)
    with store.write() as session:
        session.execute(delete(DevelopmentRow))
    copy_all(store, target)
    with target.write() as session:
        assert add_development(session, "three")[0] == 3
