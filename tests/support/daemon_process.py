"""The real daemon as a real process, in a workspace of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import requests
import yaml

T = TypeVar("T")

RULES = {
    "rules": [
        {
            "id": "talks",
            "title": "Harbour talks",
            "severity": "high",
            "match": {"all": ["Freedonia", {"any": ["talks", "summit"]}]},
            "alert": {"backlog": "24h"},
        }
    ]
}


class Workspace:
    """A folder with rules, feed list and database for one or more daemon processes."""

    def __init__(self, folder: Path, *, database_url: str | None = None) -> None:
        self.folder = folder
        self.rules = folder / "rules"
        self.rules.mkdir(parents=True, exist_ok=True)
        self.feeds_file = folder / "feeds.opml"
        self.database_path = folder / "monitor.db"
        self.database_url = database_url or f"sqlite:///{self.database_path}"
        self.write_rules(RULES)
        self.write_feeds({})

    def write_rules(self, rules: Mapping[str, object]) -> None:
        self.write("main.rules.yaml", yaml.safe_dump(json.loads(json.dumps(rules))))

    def write_endpoints(self, endpoints: Mapping[str, tuple[str, str]]) -> None:
        """Endpoints as id to (url, secret)."""
        entries = [{"id": i, "url": u, "secret": s} for i, (u, s) in endpoints.items()]
        self.write("endpoints.yaml", yaml.safe_dump({"endpoints": entries}))

    def write(self, name: str, text: str) -> None:
        (self.rules / name).write_text(text, encoding="utf-8")

    def write_feeds(self, feeds: Mapping[str, str]) -> None:
        """Feeds as outlet to url."""
        lines = [
            f'<outline type="rss" text="{outlet}" outlet="{outlet}" xmlUrl="{url}"/>'
            for outlet, url in feeds.items()
        ]
        body = "\n".join(lines)
        self.feeds_file.write_text(
            f'<?xml version="1.0"?><opml version="2.0"><head/><body>{body}</body></opml>'
        )

    def environ(self, **settings: str) -> dict[str, str]:
        """The process environment: ours without MONITOR_*, then this workspace's settings."""
        base = {k: v for k, v in os.environ.items() if not k.startswith("MONITOR_")}
        mine = {
            "MONITOR_DATABASE_URL": self.database_url,
            "MONITOR_RULES_DIR": str(self.rules),
            "MONITOR_FEEDS_FILE": str(self.feeds_file),
            "MONITOR_FEED_NETWORKS": "127.0.0.0/8",
            "MONITOR_ENDPOINT_NETWORKS": "127.0.0.0/8",
            "MONITOR_WEB_PORT": "0",
            "MONITOR_WEB_LOGIN": "false",
            "MONITOR_POLL_INTERVAL_S": "0.5",
            # Every feed of a test is on one host.
            "MONITOR_HOST_AT_ONCE": "1000",
            "MONITOR_HOST_GAP_S": "0",
            "MONITOR_TICK_S": "0.05",
            "MONITOR_GROUP_WAIT_S": "0",
            "MONITOR_UPDATE_INTERVAL_S": "0",
            "MONITOR_LOG_FORMAT": "json",
        }
        return {**base, **mine, **settings}


class DaemonProcess:
    """``monitor run`` inside ``with``; killed at the end if it still runs."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        program: Sequence[str] = (sys.executable, "-m", "monitor"),
        arguments: Sequence[str] = ("run",),
        before: Sequence[str] = (),
        **settings: str,
    ) -> None:
        """``before``: a program that runs it, such as ``ip netns exec NAME``."""
        self._workspace = workspace
        self._command = [*before, *program, *arguments]
        self._environ = workspace.environ(**settings)
        self.log: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self.said: list[str] = []

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            cwd=self._workspace.folder,
            env=self._environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # a group of its own: what it starts can be ended with it
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._signal_all(signal.SIGKILL)
        self._process.wait()
        for thread, stream in (
            (self._reader, self._process.stderr),
            (self._listener, self._process.stdout),
        ):
            thread.join(timeout=5)
            if stream is not None:
                stream.close()

    def kill(self) -> None:
        """``kill -9``: no chance to tidy up."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=60)

    def kill_all(self) -> None:
        """``kill -9`` for it and every process that it started, as when a machine goes."""
        self._signal_all(signal.SIGKILL)
        self._process.wait(timeout=10)

    def _signal_all(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def terminate(self, *, timeout_s: float) -> tuple[int, float]:
        """SIGTERM; returns the exit code and the seconds it took.

        AssertionError with the daemon's log if it is still there after ``timeout_s``.
        """
        started = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            said = "".join(self.raw[-40:])
            raise AssertionError(f"still there {timeout_s} s after SIGTERM\n{said}") from None
        return code, time.monotonic() - started

    def exit_code(self, *, timeout_s: float = 30.0) -> int:
        """Wait until it ends by itself."""
        code = self._process.wait(timeout=timeout_s)
        self._reader.join(timeout=5)
        return code

    def wait_event(
        self, event: str, *, timeout_s: float = 60.0, **fields: object
    ) -> dict[str, Any]:
        """The first log line with this event and these fields."""

        def found() -> dict[str, Any] | None:
            for line in list(self.log):
                same = all(line.get(key) == value for key, value in fields.items())
                if line.get("event") == event and same:
                    return line
            return None

        return wait_until(found, timeout_s=timeout_s, what=f"log event {event} {fields}", of=self)

    def get(self, path: str) -> requests.Response:
        """Ask its web server."""
        url = self.wait_event("web.started")["url"]
        return requests.get(f"{url}{path}", timeout=60)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line)

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.raw.append(line)
            try:
                self.log.append(json.loads(line))
            except ValueError:
                continue


def wait_until(
    probe: Callable[[], T | None],
    *,
    timeout_s: float = 60.0,
    what: str,
    of: DaemonProcess | None = None,
) -> T:
    """The first true value of ``probe``; AssertionError with the daemon's log if it never comes."""
    give_up_at = time.monotonic() + timeout_s
    while time.monotonic() < give_up_at:
        value = probe()
        if value:
            return value
        time.sleep(0.03)
    said = "".join(of.raw[-40:]) if of is not None else ""
    raise AssertionError(f"waited {timeout_s} s in vain for {what}\n{said}")
