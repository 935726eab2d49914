"""Hits of rules by day, read quickly and never wrong about today."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.web.views.rules import DAYS, HitCounts
from tests.support.line import Line, open_line


@pytest.fixture
def line(tmp_path: Path, sqlite_template: Path) -> Iterator[Line]:
    shutil.copyfile(sqlite_template, tmp_path / "monitor.db")
    with open_line(tmp_path) as opened:
        opened.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        opened.load()
        yield opened


def test_hits_are_counted_by_day_and_today_at_once(line: Line) -> None:
    counted = HitCounts()

    def read() -> list[int]:
        with line.services.store.read() as session:
            return counted.read(session, ["talks", "none"], line.clock()).get("talks", [0] * DAYS)

    def tell() -> None:
        line.tell("Freedonia talks open")
        line.evaluate()

    assert read() == [0] * DAYS
    tell()
    assert read() == [*[0] * (DAYS - 1), 1]
    line.clock.advance(60)
    tell()
    assert read()[-1] == 2
    line.clock.advance(86_400)
    tell()
    assert read()[-2:] == [2, 1]
    line.clock.advance(86_400 * (DAYS - 2))
    assert read()[:2] == [2, 1]
