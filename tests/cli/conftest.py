"""A workspace with a filled database, and a way to run commands in it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from monitor.alerts.signing import new_secret
from monitor.cli.main import app
from tests.pipeline.test_evaluate import TALKS, store_item
from tests.support.daemon_process import Workspace
from tests.support.line import open_line


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Runs ``monitor`` in a workspace."""

    workspace: Workspace
    secret: str

    def run(self, *arguments: str, code: int = 0) -> str:
        """The command's standard output; its exit code must be ``code``."""
        result: Result = CliRunner().invoke(app, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.stdout

    def json(self, *arguments: str) -> Any:
        """The command's output as JSON."""
        return json.loads(self.run(*arguments, "--json"))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    secret = new_secret(os.urandom(32))
    with open_line(tmp_path) as line:
        line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
        line.workspace.write_endpoints({"desk": ("http://desk.example/hook", secret)})
        line.load()
        store_item(line, TALKS)
        store_item(line, TALKS, outlet="Gazette")
        line.evaluate()
        environ = line.workspace.environ()
    for name in [name for name in os.environ if name.startswith("MONITOR_")]:
        monkeypatch.delenv(name)
    for name, value in environ.items():
        if name.startswith("MONITOR_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return Desk(workspace=line.workspace, secret=secret)
