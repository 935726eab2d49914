"""A server of feeds; a line with one feed that needs none, and two endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.alerts.signing import new_secret
from tests.support.feed_server import FeedServer
from tests.support.line import Line, open_line


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """Serves what the test sets."""
    with FeedServer() as running:
        yield running


@contextmanager
def open_desk(folder: Path, url: str) -> Iterator[Line]:
    with open_line(folder, database_url=url) as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.workspace.write_endpoints(
            {name: (f"http://{name}.example/hook", new_secret(bytes(32))) for name in ("a", "b")}
        )
        opened.load()
        yield opened


@pytest.fixture
def desk(tmp_path: Path, sqlite_url: str) -> Iterator[Line]:
    """On SQLite: what the pipeline decides does not depend on the database."""
    with open_desk(tmp_path / "line", sqlite_url) as opened:
        yield opened


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def any_desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    """On each database in turn."""
    url: str = request.getfixturevalue(request.param)
    with open_desk(tmp_path / "line", url) as opened:
        yield opened
