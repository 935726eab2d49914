"""A line on each database, with one feed that needs no server and two endpoints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.alerts.signing import new_secret
from tests.support.line import Line, open_line


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    url: str = request.getfixturevalue(request.param)
    with open_line(tmp_path / "line", database_url=url) as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.workspace.write_endpoints(
            {name: (f"http://{name}.example/hook", new_secret(bytes(32))) for name in ("a", "b")}
        )
        opened.load()
        yield opened
