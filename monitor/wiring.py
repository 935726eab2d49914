"""Settings to engine, clients, rule book and clock, in one frozen :class:`Services`.

This is the only place where parts are chosen; everything below gets them as arguments.
"""

from __future__ import annotations

import os
import random
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.alerts.release import Pace
from monitor.errors import ConfigError
from monitor.feeds.opml import read_opml
from monitor.feeds.schedule import Pace as PollPace
from monitor.logs import Log, get_log
from monitor.model import FeedSource
from monitor.net.addresses import AddressPolicy, parse_networks
from monitor.net.chat import ChatSender
from monitor.net.client import Client
from monitor.pipeline.deliver import Channels
from monitor.pipeline.elsewhere import Run, run_here
from monitor.pipeline.feed_list import own_list
from monitor.pipeline.memory import GroupingMemory
from monitor.pipeline.past import PastMemory
from monitor.pipeline.processes import Processes
from monitor.pipeline.retention import Keep
from monitor.pipeline.rule_book import RuleBook
from monitor.pipeline.surroundings import FullText, Surroundings
from monitor.pipeline.visit import PollLimits
from monitor.pipeline.websub import callback_base
from monitor.settings import Settings
from monitor.store.engine import Store, open_store
from monitor.store.hosts import HostPace
from monitor.store.schema import SchemaChange, upgrade_schema
from monitor.tracing import Tracer, open_traces

CONNECT_TIMEOUT_S = 10.0


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def keep_of(settings: Settings) -> Keep:
    """For how long what is old is kept."""
    return Keep(
        items=settings.keep_items_days,
        developments=settings.keep_developments_days,
        keys=settings.keep_keys_days,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the daemon, the web page and the commands work with."""

    settings: Settings
    rules_dir: Path
    feeds_file: Path
    store: Store
    schema: SchemaChange
    feed_client: Client
    channels: Channels
    run_parser: Run
    rules: RuleBook
    memory: GroupingMemory
    past: PastMemory
    clock: Callable[[], datetime]
    jitter: Callable[[], float]
    random_hex: Callable[[], str]
    owner: str
    log: Log
    tracer: Tracer

    @property
    def limits(self) -> PollLimits:
        """Bounds of one poll, from the settings."""
        return PollLimits(
            deadline_s=self.settings.fetch_deadline_s,
            max_body_bytes=self.settings.max_body_bytes,
            pace=PollPace(
                base_s=self.settings.poll_interval_s,
                fastest_s=self.settings.poll_fastest_s,
                slowest_s=max(self.settings.poll_slowest_s, self.settings.poll_fastest_s),
            ),
            host_pace=HostPace(at_once=self.settings.host_at_once, gap_s=self.settings.host_gap_s),
        )

    @property
    def callback_base(self) -> str:
        """Where WebSub hubs reach us; "" where they cannot or are not wanted."""
        if self.settings.websub == "off":
            return ""
        policy = address_policy("MONITOR_FEED_NETWORKS", self.settings.feed_networks)
        return callback_base(self.settings.public_url, policy)

    def surroundings(self) -> Surroundings:
        """What a batch of items is judged with, with the rule set in force at this moment."""
        return Surroundings(
            active=self.rules.active,
            clock=self.clock,
            random_hex=self.random_hex,
            window_h=self.settings.window_h,
            public_url=self.settings.public_url.rstrip("/"),
            memory=self.memory,
            past=self.past,
            close_after_h=self.settings.close_after_h,
            log=self.log,
            pace=Pace(
                group_wait_s=self.settings.group_wait_s,
                update_interval_s=self.settings.update_interval_s,
            ),
            full_text=self._full_text(),
            tracer=self.tracer,
        )

    def _full_text(self) -> FullText | None:
        settings = self.settings
        if settings.full_text == "off":
            return None
        return FullText(wait_s=settings.full_text_wait_s, for_rules=settings.full_text == "rules")


@contextmanager
def open_services(
    settings: Settings,
    *,
    environ: Mapping[str, str],
    clock: Callable[[], datetime] = utc_now,
    role: str = "daemon",
) -> Iterator[Services]:
    """Open the database (upgrading its schema) and the clients; close them at the end.

    ``role`` is what the process calls itself in the log.
    Raises :class:`ConfigError` for a setting that cannot be used and :class:`StoreError` for a
    database that cannot be opened.
    """
    rules_dir, feeds_file = settings.rules_in_force, settings.feeds_in_force
    feed_policy = address_policy("MONITOR_FEED_NETWORKS", settings.feed_networks)
    address_policy("MONITOR_ENDPOINT_NETWORKS", settings.endpoint_networks)
    store = open_store(settings.database_url)
    try:
        schema = upgrade_schema(store)
        with (
            _client(feed_policy, settings) as feed_client,
            open_channels(settings) as channels,
            open_parsers(settings) as run_parser,
            open_traces(os.environ) as tracer,
        ):
            yield Services(
                settings=settings,
                rules_dir=rules_dir,
                feeds_file=feeds_file,
                store=store,
                schema=schema,
                feed_client=feed_client,
                channels=channels,
                run_parser=run_parser,
                rules=RuleBook(rules_dir, environ=environ),
                memory=GroupingMemory(),
                past=PastMemory(),
                clock=clock,
                jitter=random.SystemRandom().random,
                random_hex=lambda: secrets.token_hex(16),
                owner=f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}",
                log=get_log(role),
                tracer=tracer,
            )
    finally:
        store.close()


def own_feed_list(settings: Settings) -> Path:
    """The feed list that may be edited: a copy of the shipped one where that is in force.

    Raises :class:`ConfigError` where the copy cannot be written.
    """
    own_list(settings.feeds_file, settings.feeds_in_force)
    return settings.feeds_file


def read_feed_list(path: Path) -> tuple[FeedSource, ...]:
    """The feeds of a list. Raises :class:`ConfigError` with file and line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"cannot be read: {error.strerror}", file=str(path), hint="check MONITOR_FEEDS_FILE"
        ) from error
    return read_opml(data, file=str(path))


def open_feed_client(settings: Settings) -> Client:
    """The guarded client for what feeds are fetched from; to be closed by the caller."""
    return _client(address_policy("MONITOR_FEED_NETWORKS", settings.feed_networks), settings)


@contextmanager
def open_parsers(settings: Settings, *, count: int | None = None) -> Iterator[Run]:
    """Where strangers' documents are parsed, in ``count`` processes of their own; ended at the end.

    As many as the settings say if not given; where they say none, parsing runs in the caller's
    thread. Processes are started when first needed.
    """
    if not settings.parse_processes:
        yield run_here
        return
    processes = Processes(
        settings.parse_processes if count is None else count,
        deadline_s=settings.parse_deadline_s,
        memory_mb=settings.parse_memory_mb,
    )
    try:
        yield processes.run
    finally:
        processes.close()


@contextmanager
def open_channels(settings: Settings) -> Iterator[Channels]:
    """What carries messages to endpoints; closed at the end."""
    policy = address_policy("MONITOR_ENDPOINT_NETWORKS", settings.endpoint_networks)
    with _client(policy, settings) as client, ChatSender(policy=policy) as chat:
        yield Channels(client=client, chat=chat)


def _client(policy: AddressPolicy, settings: Settings) -> Client:
    return Client(
        policy=policy, user_agent=settings.user_agent, connect_timeout_s=CONNECT_TIMEOUT_S
    )


def address_policy(setting: str, networks: Sequence[str]) -> AddressPolicy:
    """The policy that opens ``networks``. Raises :class:`ConfigError` that names the setting."""
    try:
        return AddressPolicy(allow=parse_networks(networks))
    except ConfigError as error:
        raise ConfigError(error.message, field=setting, hint=error.hint) from error
