"""The parts of the line wired together for one test, without the daemon's clockwork."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import yaml

from monitor.model import Feed, Poll
from monitor.pipeline.evaluate import Evaluation, evaluate
from monitor.pipeline.poll import claim_feeds, poll_feed
from monitor.settings import Settings
from monitor.store import feeds as feed_rows
from monitor.wiring import Services, open_services, read_feed_list
from tests.support.clock import Clock
from tests.support.daemon_process import RULES, Workspace


@dataclass(frozen=True, kw_only=True)
class Line:
    """Services over a workspace, and a clock that the test moves."""

    services: Services
    workspace: Workspace
    clock: Clock

    def load(self) -> None:
        """Put rules and feeds in force."""
        for _ in range(2):  # a change counts once two looks see the same files
            self.services.rules.reload(self.services.store, now=self.clock())
        with self.services.store.write() as session:
            feed_rows.sync_feeds(session, read_feed_list(self.services.feeds_file), self.clock())

    def poll(self) -> list[Poll]:
        """Visit every due feed once."""
        return [self.visit(feed) for feed in self.claim()]

    def claim(self) -> list[Feed]:
        """Claim every due feed."""
        return claim_feeds(
            self.services.store,
            now=self.clock(),
            owner=self.services.owner,
            limits=self.services.limits,
            limit=100,
        )

    def visit(self, feed: Feed) -> Poll:
        """Visit one claimed feed."""
        return poll_feed(
            feed,
            store=self.services.store,
            client=self.services.feed_client,
            clock=self.clock,
            owner=self.services.owner,
            limits=self.services.limits,
            jitter=0.5,
        )

    def evaluate(self) -> Evaluation:
        """Match and group what is due."""
        return evaluate(self.services.store, self.services.surroundings())


@contextmanager
def open_line(folder: Path, *, database_url: str | None = None) -> Iterator[Line]:
    """A line in ``folder``; loopback is allowed to feeds and endpoints."""
    workspace = Workspace(folder, database_url=database_url)
    clock = Clock()
    settings = Settings(
        database_url=workspace.database_url,
        rules_dir=workspace.rules,
        feeds_file=workspace.feeds_file,
        feed_networks=("127.0.0.0/8",),
        endpoint_networks=("127.0.0.0/8",),
        public_url="http://desk.example",
    )
    with open_services(settings, environ=os.environ, clock=clock) as services:
        yield Line(services=services, workspace=workspace, clock=clock)


def rules_with(**changes: object) -> dict[str, object]:
    """The standard rule file with fields of its one rule changed."""
    [rule] = RULES["rules"]
    return {"rules": [{**rule, **changes}]}


def write_yaml(path: Path, value: object) -> None:
    """Write ``value`` as YAML."""
    path.write_text(yaml.safe_dump(value), encoding="utf-8")


def numbered(prefix: str) -> Iterator[str]:
    """prefix-1, prefix-2, …"""
    return (f"{prefix}-{number}" for number in count(1))
