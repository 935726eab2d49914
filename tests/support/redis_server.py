"""A real Redis server of a test's own, on loopback, that can be killed and started again empty."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import redis

PROGRAM = "redis-server"


def missing() -> str:
    """Why there can be no server here; "" where there can."""
    return "" if shutil.which(PROGRAM) else f"no {PROGRAM} (apt-get install redis-server)"


class RedisServer:
    """Runs inside ``with``; keeps nothing on disk."""

    def __init__(self, folder: Path, *, host: str = "127.0.0.1") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._host = host
        with socket.create_server((host, 0)) as free:
            self._port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address as a broker."""
        return f"redis://{self._host}:{self._port}/0"

    def start(self) -> None:
        """Start it, empty; returns when it answers."""
        self._process = subprocess.Popen(
            [
                PROGRAM,
                *("--bind", self._host, "--port", str(self._port), "--dir", str(self._folder)),
                *("--save", "", "--appendonly", "no", "--protected-mode", "no"),
            ],
            stdout=subprocess.DEVNULL,
        )
        give_up_at = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < give_up_at, "the Redis server does not answer"
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with redis.Redis(host=self._host, port=self._port) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def kill(self) -> None:
        """``kill -9``: all that it held is lost."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.kill()
