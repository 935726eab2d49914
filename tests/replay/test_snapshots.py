"""Recordings read from folders, served as of the clock, and scored against labels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from monitor.errors import ConfigError
from monitor.replay.clock import ReplayClock
from monitor.replay.server import SnapshotServer
from monitor.replay.snapshots import read_recording

SIX = datetime(2022, 1, 6, 6, tzinfo=UTC)


def record(folder: Path, slug: str, hour: int, body: str) -> None:
    place = folder / "feeds" / slug
    place.mkdir(parents=True, exist_ok=True)
    (place / f"20220106T{hour:02d}0000Z.xml").write_text(body)


def test_each_feed_serves_its_latest_document(tmp_path: Path) -> None:
    record(tmp_path, "courier", 6, "first")
    record(tmp_path, "courier", 9, "second")
    record(tmp_path, "gazette", 7, "<html>page</html>")
    recording = read_recording(tmp_path)
    assert recording.moments == tuple(SIX + timedelta(hours=h) for h in (0, 1, 3))
    assert recording.documents == 3
    clock = ReplayClock(SIX)
    with SnapshotServer(recording, clock) as server:
        first = requests.get(server.url("courier"), timeout=5)
        assert first.text == "first"
        assert requests.get(server.url("gazette"), timeout=5).status_code == 404
        clock.set(SIX + timedelta(hours=2))
        etag = {"If-None-Match": first.headers["ETag"]}
        assert requests.get(server.url("courier"), headers=etag, timeout=5).status_code == 304
        page = requests.get(server.url("gazette"), timeout=5)
        assert page.headers["Content-Type"] == "text/html"
        clock.set(SIX + timedelta(hours=4))
        assert requests.get(server.url("courier"), headers=etag, timeout=5).text == "second"


def test_time_does_not_run_backwards() -> None:
    clock = ReplayClock(SIX)
    clock.set(SIX - timedelta(hours=1))
    assert clock() == SIX


@pytest.mark.parametrize("name", ["now.xml", "2022.xml"])
def test_a_file_that_names_no_time_is_refused(tmp_path: Path, name: str) -> None:
    record(tmp_path, "courier", 6, "first")
    (tmp_path / "feeds" / "courier" / name).write_text("x")
    with pytest.raises(ConfigError, match="no time"):
        read_recording(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no recorded feeds"):
        read_recording(tmp_path)
