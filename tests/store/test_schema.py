from __future__ import annotations

import ast
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer, inspect, text

import monitor.store
from monitor.errors import SchemaError, StoreError
from monitor.store import (
    Store,
    check_schema,
    downgrade_schema,
    head_revision,
    items,
    open_store,
    schema,
    upgrade_schema,
)
from monitor.store.tables import Row
from tests.store.builders import add_item
from tests.support.databases import COMPARED

VERSIONS = Path(monitor.store.__file__).parent / "migrations" / "versions"


def test_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    with store.migration() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, Row.metadata) == []


def test_the_comparison_sees_a_missing_column_and_a_missing_index(store: Store) -> None:
    with store.migration() as connection:
        connection.execute(text("ALTER TABLE poll DROP COLUMN detail"))
        connection.execute(text("DROP INDEX ix_delivery_state_next_attempt_at"))
        context = MigrationContext.configure(connection, opts=COMPARED)
        found = {difference[0] for difference in compare_metadata(context, Row.metadata)}
    assert found == {"add_column", "add_index"}


def test_partial_indexes_serve_the_queries_they_are_for(sqlite_store: Store) -> None:
    wanted = {
        "SELECT id FROM item WHERE matched_revision IS NULL ORDER BY id": "ix_item_unmatched",
        "SELECT count(*) FROM item WHERE problem <> ''": "ix_item_quarantined",
        "SELECT id FROM item WHERE grouping_due = 1 ORDER BY told_at, id": "ix_item_grouping_due",
    }
    with sqlite_store.read() as session:
        for query, index in wanted.items():
            plan = session.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
            assert index in str(plan), plan
            assert "TEMP B-TREE" not in str(plan), plan


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("*.py")), ids=lambda path: path.stem)
def test_migrations_are_frozen(path: Path) -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
    assert not [name for name in imported if name.split(".")[0] == "monitor"]


def test_an_empty_database_is_refused_until_upgraded(empty_url: str) -> None:
    with closing(open_store(empty_url)) as store:
        with pytest.raises(SchemaError, match="no tables yet: run monitor db upgrade"):
            check_schema(store)
        change = upgrade_schema(store)
        assert (change.before, change.after) == (None, head_revision())
        check_schema(store)
        again = upgrade_schema(store)
        assert (again.before, again.after) == (head_revision(), head_revision())


def test_downgrade_to_nothing_and_up_again(store: Store) -> None:
    change = downgrade_schema(store, "base")
    assert (change.before, change.after) == (head_revision(), "base")
    with store.migration() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    assert upgrade_schema(store).before is None
    check_schema(store)


def test_downgrade_to_an_unknown_revision_is_refused(store: Store) -> None:
    with pytest.raises(SchemaError, match="no schema revision '4711'"):
        downgrade_schema(store, "4711")
    check_schema(store)


def test_a_newer_schema_is_refused_and_left_alone(store: Store) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for touch in (check_schema, upgrade_schema, lambda it: downgrade_schema(it, "base")):
        with pytest.raises(SchemaError, match=r"9999, which is newer .*: upgrade the program"):
            touch(store)
    with store.read() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
        assert session.scalar(text("SELECT count(*) FROM item")) == 0


def test_a_failed_upgrade_leaves_nothing_behind(empty_url: str) -> None:
    with closing(open_store(empty_url)) as store:
        with store.write() as session:  # Stands in the way of one of the last tables.
            session.execute(text("CREATE TABLE attempt (id INTEGER)"))
        with pytest.raises(Exception, match="attempt"):
            upgrade_schema(store)
        with store.migration() as connection:
            assert set(inspect(connection).get_table_names()) <= {"attempt", "alembic_version"}
            assert MigrationContext.configure(connection).get_current_revision() is None


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(sqlite_store: Store) -> None:
    with sqlite_store.write() as session:
        stored = add_item(session)
    with sqlite_store.migration() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("item", recreate="always") as item:
            item.add_column(Column("added", Integer()))
    with sqlite_store.read() as session:
        assert items.find_known(session, stored.item.keys) == [stored]


def test_a_change_that_breaks_a_reference_is_undone(sqlite_store: Store) -> None:
    with sqlite_store.write() as session:
        stored = add_item(session)

    def break_reference() -> None:
        with sqlite_store.migration() as connection:
            connection.execute(text("DELETE FROM outlet"))
            schema._check_references(connection, "here")

    with pytest.raises(StoreError, match=r"reference of table (feed|item); it was undone"):
        break_reference()
    with sqlite_store.read() as session:
        assert items.get_items(session, [stored.id]) == {stored.id: stored}


def test_processes_that_upgrade_at_once_do_it_once(empty_url: str) -> None:
    program = (
        "import sys; from monitor.store import open_store, upgrade_schema;"
        "store = open_store(sys.argv[1]); print('ready', flush=True); sys.stdin.readline();"
        "print(upgrade_schema(store).before)"
    )
    command = [sys.executable, "-W", "error", "-c", program, empty_url]
    pipe = subprocess.PIPE
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(3)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert sorted(said) == [head_revision(), head_revision(), "None"]


def test_numbers_that_leave_the_house_are_never_given_again(sqlite_store: Store) -> None:
    # Alembic does not compare this, and a rebuilt table loses it.
    wanted = {
        name
        for name, table in Row.metadata.tables.items()
        if table.dialect_options["sqlite"]["autoincrement"]
    }
    query = text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE :words")
    with sqlite_store.read() as session:
        found = set(session.scalars(query, {"words": "%AUTOINCREMENT%"}))
    assert found == wanted
