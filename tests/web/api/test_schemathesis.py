"""Schemathesis against the running server, from the description alone: it finds nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.web.api.conftest import Served

SEED = "7"
SETTINGS = """
[checks.positive_data_acceptance]
# What fits the description may still name what is not there, or be too late.
expected-statuses = ["2xx", 400, 401, 403, 404, 409, 412, 429]
"""


@contextmanager
def time_flies(served: Served) -> Iterator[None]:
    """Let hours pass, so that wrong tokens by the hundred are no guessing that is slowed down."""
    ended = threading.Event()

    def advance() -> None:
        while not ended.wait(0.02):
            served.site.line.clock.advance(3600)

    thread = threading.Thread(target=advance)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@pytest.mark.timeout(600)  # a thousand requests, on whatever machine
def test_it_finds_nothing(served: Served, tmp_path: Path) -> None:
    (tmp_path / "schemathesis.toml").write_text(SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "schemathesis.cli", "run"]
    command += [f"{served.site.url}/api/v1/openapi.json"]
    command += ["--checks", "all", "--phases", "examples,coverage,fuzzing,stateful"]
    command += ["--seed", SEED, "--generation-deterministic", "--max-examples", "3"]
    command += ["--header", f"Authorization: Bearer {served.admin.token}"]
    command += ["--exclude-path", "/alerts/stream"]  # it does not end
    command += ["--request-timeout", "30", "--no-color"]
    with time_flies(served):
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=500, check=False
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
