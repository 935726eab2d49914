"""The parts of the line wired together for one test, without the daemon's clockwork."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import yaml

from monitor.model import Feed, Item, ItemKey, Poll
from monitor.pipeline.evaluate import Evaluation, evaluate
from monitor.pipeline.patience import write_patiently
from monitor.pipeline.poll import make_visit, record_visit
from monitor.pipeline.visit import PollLimits
from monitor.settings import Settings
from monitor.store import Session
from monitor.store import feeds as feed_rows
from monitor.wiring import Services, open_services, read_feed_list
from tests.support.clock import Clock
from tests.support.daemon_process import RULES, Workspace
from tests.support.feed_server import FeedServer
from tests.support.stored import fill_index, insert_item
from tests.support.visits import claim_feeds


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

    def visit(self, feed: Feed, limits: PollLimits | None = None) -> Poll:
        """Visit one claimed feed and store what it brought; safe to use from many threads."""
        services, limits = self.services, limits or self.services.limits
        visit = make_visit(feed, client=services.feed_client, clock=self.clock, limits=limits)

        def record(session: Session) -> Poll:
            return record_visit(
                session, feed, visit, owner=services.owner, limits=limits, jitter=0.5
            )

        return write_patiently(services.store, record)

    def tell(
        self,
        title: str,
        *,
        outlet: str = "Courier",
        summary: str = "",
        age_h: float = 0.0,
        site: str = "",
        backlog: bool = False,
    ) -> int:
        """Store an item of an outlet as if its feed had brought it; the item's id."""
        now = self.clock()
        address = f"http://{site or outlet.lower().replace(' ', '-') + '.example'}"
        item = Item(
            title=title,
            summary=summary,
            outlet=outlet,
            published_at=now - timedelta(hours=age_h),
            link=f"{address}/{zlib.crc32(f'{title} {now}'.encode())}",
            keys=(ItemKey(kind="guid", scope=outlet, value=f"{title} {now}"),),
        )
        with self.services.store.write() as session:
            feed = feed_rows.list_feeds(session)[0]
            return insert_item(session, item, feed_id=feed.id, now=now, backlog=backlog)

    def evaluate(self) -> Evaluation:
        """Match and group what is due, and have it found, as the daemon does."""
        done = evaluate(self.services.store, self.services.surroundings())
        fill_index(self.services.store)
        return done


@contextmanager
def open_line(
    folder: Path,
    *,
    database_url: str | None = None,
    group_wait_s: float = 0.0,
    update_interval_s: float = 0.0,
) -> Iterator[Line]:
    """A line in ``folder``; loopback is allowed to feeds and endpoints. No alert is held."""
    workspace = Workspace(folder, database_url=database_url)
    clock = Clock()
    settings = Settings(
        database_url=workspace.database_url,
        rules_dir=workspace.rules,
        feeds_file=workspace.feeds_file,
        feed_networks=("127.0.0.0/8",),
        endpoint_networks=("127.0.0.0/8",),
        public_url="http://desk.example",
        group_wait_s=group_wait_s,
        update_interval_s=update_interval_s,
        host_at_once=1000,
        host_gap_s=0,
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


def listed(line: Line, server: FeedServer, *paths: str) -> None:
    """Have the line poll these documents of the server, each of an outlet of its own."""
    line.workspace.write_feeds({f"Outlet {path}": server.url(path) for path in paths})
    line.load()
