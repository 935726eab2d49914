"""The roles of several machines as real processes on one: schedulers, workers, a broker."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.support.daemon_process import DaemonProcess, Workspace, wait_until
from tests.support.redis_server import RedisServer

WITHIN_S = 90.0
"""How long anything may take on a machine that many share."""


class Cluster:
    """Processes on one workspace and one broker; ended at the end of ``with``."""

    def __init__(self, workspace: Workspace, broker: RedisServer, *, network: str) -> None:
        self.workspace = workspace
        self.broker = broker
        self._network = network
        self._running = ExitStack()

    def scheduler(self) -> DaemonProcess:
        """One more scheduler."""
        return self.start(["scheduler"])

    def worker(
        self, *, queues: str = "poll,match,group,send", concurrency: int = 2, namespace: str = ""
    ) -> DaemonProcess:
        """One more worker; in a network namespace, where one is named."""
        arguments = ["worker", "--queues", queues, "--concurrency", str(concurrency)]
        return self.start(arguments, namespace=namespace)

    def start(self, arguments: Sequence[str], *, namespace: str = "") -> DaemonProcess:
        """A process of the program with these arguments."""
        process = DaemonProcess(
            self.workspace,
            arguments=arguments,
            before=["ip", "netns", "exec", namespace] if namespace else (),
            MONITOR_BROKER_URL=self.broker.url,
            MONITOR_PARSE_PROCESSES="0",
            MONITOR_GATHER_S="0.2",
            MONITOR_FEED_NETWORKS=self._network,
            MONITOR_ENDPOINT_NETWORKS=self._network,
        )
        return self._running.enter_context(process)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database answers; also to a change, with nothing."""
        with closing(psycopg.connect(self.workspace.database_url, autocommit=True)) as connection:
            cursor = connection.execute(query.encode())
            return cursor.fetchall() if cursor.description else []

    def holder(self, query: str, workers: Sequence[DaemonProcess]) -> DaemonProcess:
        """The worker whose process has the lease that ``query`` finds, once it has it."""

        def find() -> DaemonProcess | None:
            for (owner,) in self.rows(query):
                if owner is None or str(owner).startswith("reserved-"):
                    continue
                group = os.getpgid(int(str(owner).split("-")[-2]))
                return next((one for one in workers if one.pid == group), None)
            return None

        return wait_until(find, timeout_s=WITHIN_S, what=query)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()


@contextmanager
def cluster(
    folder: Path, database_url: str, *, host: str = "127.0.0.1", network: str = "127.0.0.0/8"
) -> Iterator[Cluster]:
    """An empty cluster with a broker that runs at ``host``.

    ``network``: where feeds and endpoints may be, besides public addresses.
    """
    workspace = Workspace(folder / "workspace", database_url=database_url)
    with (
        RedisServer(folder / "redis", host=host) as broker,
        Cluster(workspace, broker, network=network) as made,
    ):
        yield made
