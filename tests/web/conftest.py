"""The application on a real server over a real store, with beats that the test sets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from monitor.pipeline.health import Beat, is_alive, judge
from monitor.web.app import create_app
from monitor.web.server import WebServer
from tests.support.line import Line, open_line


@dataclass(frozen=True, kw_only=True)
class Site:
    """A served application; ``get`` asks it."""

    line: Line
    url: str
    beats: dict[str, Beat]

    def get(self, path: str, **headers: str) -> requests.Response:
        return requests.get(f"{self.url}{path}", headers=headers, timeout=10)

    def beat(self, problem: str = "", *, ago_s: float = 0.0) -> None:
        self.beats["poll"] = Beat(ran_at_s=time.monotonic() - ago_s, problem=problem)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_line(tmp_path) as line:
        line.load()
        beats: dict[str, Beat] = {}
        store = line.services.store
        app = create_app(
            line.services,
            health=lambda: judge(store, beats, now_s=time.monotonic()),
            alive=lambda: is_alive(beats, now_s=time.monotonic()),
        )
        with WebServer(app, host="127.0.0.1", port=0) as server:
            served = Site(line=line, url=server.url, beats=beats)
            served.beat()
            yield served
