"""The broker: what queues there are, how tasks run from them, and putting messages into them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from celery import Celery
from kombu import Queue as KombuQueue
from kombu.exceptions import OperationalError

from monitor.errors import BrokerError, ConfigError
from monitor.net.urls import redacted
from monitor.settings import Settings, require_shared_database, shown_broker

CONNECT_WITHIN_S = 4.0
"""How long the broker may take to answer somebody who wants to connect."""

REDELIVERED_AFTER_S = 3600
"""Redis hands out again what was not acknowledged for so long: longer than any task may take.
Nobody waits for it, as what a killed worker had in hand is found by its lease."""

SCHEMES = frozenset({"redis", "rediss", "redis+socket", "sentinel", "amqp", "amqps", "pyamqp"})


class Queue(StrEnum):
    """What a worker can be told to work at."""

    POLL = "poll"
    MATCH = "match"
    GROUP = "group"
    SEND = "send"


class Task(StrEnum):
    """What a message asks for; the queue that it goes through is :attr:`queue`."""

    POLL = "monitor.poll"
    READ_PAGES = "monitor.read_pages"
    ASK_HUBS = "monitor.ask_hubs"
    MATCH = "monitor.match"
    PRUNE = "monitor.prune"
    FILL_SEARCH = "monitor.fill_search"
    GROUP = "monitor.group"
    SEND = "monitor.send"

    @property
    def queue(self) -> Queue:
        """The queue of the task."""
        return _QUEUES[self]


_QUEUES = {
    Task.POLL: Queue.POLL,
    Task.READ_PAGES: Queue.POLL,
    Task.ASK_HUBS: Queue.POLL,
    Task.MATCH: Queue.MATCH,
    Task.PRUNE: Queue.MATCH,
    Task.FILL_SEARCH: Queue.MATCH,
    Task.GROUP: Queue.GROUP,
    Task.SEND: Queue.SEND,
}


def queue_name(queue: Queue) -> str:
    """What the queue is called in the broker, which may serve other programs too."""
    return f"monitor.{queue}"


def check_settings(settings: Settings) -> None:
    """Raise :class:`ConfigError` where these settings do not fit several machines."""
    if not settings.broker_url:
        raise ConfigError(
            "no message broker is named",
            field="MONITOR_BROKER_URL",
            hint="such as redis://localhost:6379/0; on one machine 'monitor run' needs none",
        )
    for url in settings.broker_url.split(";"):
        scheme = urlsplit(url.strip()).scheme
        if scheme not in SCHEMES:
            raise ConfigError(
                f"brokers of kind {scheme!r} are not supported",
                field="MONITOR_BROKER_URL",
                hint="use redis://host:6379/0 or amqp://user:password@host:5672//",
            )
    require_shared_database(settings)


def make_app(url: str) -> Celery:
    """Celery for the broker at ``url``, without any task.

    Late acknowledgement, one message ahead for each process, JSON only, no results, no remote
    control (whoever reaches the broker could stop workers by it).
    """
    app = Celery("monitor", broker=url, set_as_current=False)
    is_redis = urlsplit(url).scheme.startswith(("redis", "sentinel"))
    transport = {
        "visibility_timeout": REDELIVERED_AFTER_S,
        "socket_connect_timeout": CONNECT_WITHIN_S,
        "socket_timeout": 10.0,
        "socket_keepalive": True,
    }
    app.conf.update(
        task_queues=[KombuQueue(queue_name(one), routing_key=queue_name(one)) for one in Queue],
        task_default_queue=queue_name(Queue.MATCH),
        task_default_routing_key=queue_name(Queue.MATCH),
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=False,
        task_publish_retry=False,
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_redirect_stdouts=False,
        worker_hijack_root_logger=False,
        broker_connection_timeout=CONNECT_WITHIN_S,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=transport if is_redis else {},
        enable_utc=True,
        timezone="UTC",
    )
    return app


class Broker:
    """Puts messages into queues and says how many wait there. Safe to use from many threads."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        self._url = str(app.conf.broker_url)
        self.url_shown = shown_broker(self._url)

    def put(self, task: Task, *args: object) -> None:
        """Ask for a task. Raises :class:`BrokerError`."""
        try:
            self._app.send_task(
                task.value, args=args, queue=queue_name(task.queue), retry=False, ignore_result=True
            )
        except (OperationalError, OSError) as error:
            raise self._error(error) from error

    def waiting(self, queue: Queue) -> int:
        """How many messages of a queue no worker has taken yet. Raises :class:`BrokerError`."""
        [count] = self.all_waiting([queue])
        return count

    def all_waiting(self, queues: Sequence[Queue]) -> list[int]:
        """How many messages wait in each of these queues. Raises :class:`BrokerError`."""
        with self._app.connection_or_acquire() as connection:
            known = (*connection.connection_errors, *connection.channel_errors, OperationalError)
            try:
                connection.ensure_connection(max_retries=1, timeout=CONNECT_WITHIN_S)
                return [self._count(connection, queue) for queue in queues]
            except (*known, OSError) as error:
                with suppress(Exception):
                    connection.collapse()  # whatever of it is broken is not used again
                raise self._error(error) from error

    def _count(self, connection: Any, queue: Queue) -> int:
        with connection.channel() as channel:
            declared = self._app.amqp.queues[queue_name(queue)](channel)
            declared.declare()  # nobody else may have done so yet
            count: int = declared.queue_declare().message_count
            return count

    def _error(self, error: BaseException) -> BrokerError:
        reason = redacted(str(error).strip() or type(error).__name__, self._url)
        return BrokerError(f"the broker cannot be reached ({reason})", subject=self.url_shown)

    def close(self) -> None:
        """Close all connections."""
        self._app.close()
