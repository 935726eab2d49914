"""Three workers, two schedulers: whatever is killed or cut off, nothing is lost or told twice."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from monitor.alerts.signing import new_secret
from tests.support.cluster import WITHIN_S, Cluster, cluster
from tests.support.daemon_process import DaemonProcess, wait_until
from tests.support.databases import PostgresServer
from tests.support.documents import Entry, rss
from tests.support.far_network import HERE, NETWORK, far_host, impossible
from tests.support.feed_server import FeedServer
from tests.support.redis_server import missing
from tests.support.webhook_receiver import WebhookReceiver

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.timeout(600),
]

TOPICS = (
    "Harbour talks open in Freedonia over fishing",
    "Freedonia summit on railway tariffs agreed for autumn",
    "Freedonia calls off talks about the copper mines",
    "Prisoner exchange talks begin in Freedonia castle",
    "Freedonia budget summit ends without any paper",
)
"""Happenings that have nothing in common but what the rule asks for."""

ROOT = Path(__file__).parents[2]
METRICS = set(
    re.findall(
        r"^\| `(monitor_\w+)",
        (ROOT / "docs/reference/metrics.md")
        .read_text(encoding="utf-8")
        .partition("## Of schedulers and workers")[2],
        re.MULTILINE,
    )
) - {"monitor_problem"}
"""What the reference says that roles tell; a problem is told only where there is one."""

PAST = "2000-01-01 00:00:00+00"


class Newsroom:
    """Two outlets that tell each happening in the same moment, and a desk that hears of it."""

    def __init__(self, made: Cluster, feeds: FeedServer, receiver: WebhookReceiver) -> None:
        self.cluster, self.feeds, self.receiver = made, feeds, receiver
        self._told: list[str] = []
        self._serve(0.0)

    def _serve(self, delay_s: float) -> None:
        for path, outlet in (("/a", "Courier"), ("/b", "Gazette")):
            entries = [
                Entry(title=title, guid=f"{outlet}-{number}", summary=f"{outlet} reports.")
                for number, title in enumerate(self._told)
            ]
            self.feeds.set(path, rss(entries), delay_s=delay_s)

    def tell(self, *, delay_s: float = 0.0) -> None:
        """One happening more in both feeds; ``delay_s``: their servers take so long to answer."""
        self._told.append(TOPICS[len(self._told)])
        self._serve(delay_s)

    def hasten(self) -> None:
        """The feeds' servers answer at once again."""
        self._serve(0.0)

    def heard(self, count: int, of: DaemonProcess) -> None:
        """Wait till so many messages came, and each delivery is marked."""
        wait_until(
            lambda: len(self.ids) >= count, timeout_s=WITHIN_S, what=f"{count} messages", of=of
        )

    @property
    def ids(self) -> set[str]:
        """The ids under which messages came."""
        return {one.headers["webhook-id"] for one in list(self.receiver.received)}

    def check(self) -> None:
        """Nothing is lost, nothing doubled: one development, alert and id for each happening."""
        told, rows = len(self._told), self.cluster.rows
        wait_until(
            lambda: rows("SELECT count(*) FROM decision") == [(2 * told,)],
            timeout_s=WITHIN_S,
            what="every item grouped",
        )
        wait_until(
            lambda: rows("SELECT count(*) FROM delivery WHERE state = 'delivered'") == [(told,)],
            timeout_s=WITHIN_S,
            what="every delivery marked",
        )
        assert rows("SELECT count(*) FROM item") == [(2 * told,)]
        assert rows("SELECT count(*) FROM development") == [(told,)]
        assert {one for (one,) in rows("SELECT id FROM alert WHERE kind = 'new'")} == self.ids
        assert rows("SELECT count(*) FROM alert") == [(told,)]
        titles = rows("SELECT title FROM development ORDER BY title")
        assert titles == sorted((title,) for title in self._told)
        bodies: dict[str, set[bytes]] = {}
        for one in self.receiver.received:
            bodies.setdefault(one.headers["webhook-id"], set()).add(one.body)
        assert [len(same) for same in bodies.values()] == [1] * told
        assert self.receiver.refused == []


@contextmanager
def open_newsroom(
    folder: Path, database_url: str, *, host: str = "127.0.0.1", network: str = "127.0.0.0/8"
) -> Iterator[Newsroom]:
    """A newsroom whose feeds, desk and broker are at ``host``."""
    secret = new_secret(os.urandom(32))
    hold = threading.Event()
    hold.set()
    with (
        cluster(folder, database_url, host=host, network=network) as made,
        FeedServer(host=host) as feeds,
        WebhookReceiver(secret, hold=hold, host=host) as receiver,
    ):
        made.workspace.write_feeds({"Courier": feeds.url("/a"), "Gazette": feeds.url("/b")})
        made.workspace.write_endpoints({"desk": (receiver.url, secret)})
        yield Newsroom(made, feeds, receiver)


@pytest.fixture
def newsroom(tmp_path: Path, postgres_url: str) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path, postgres_url) as opened:
        yield opened


def started(*processes: DaemonProcess) -> None:
    """Wait till the workers take messages."""
    for one in processes:
        one.wait_event("worker.started", timeout_s=WITHIN_S)


def metrics(*roles: DaemonProcess) -> set[str]:
    """The names of the metrics that any of these roles tells."""
    told = "".join(role.get("/metrics").text for role in roles)
    names = set(re.findall(r"^(monitor_\w+)", told, re.MULTILINE)) - {"monitor_problem"}
    return {name for name in names if not name.endswith("_created")}


def polled(newsroom: Newsroom, times: int, of: DaemonProcess) -> None:
    """Wait for some more visits."""
    seen = len(newsroom.feeds.requests)
    wait_until(
        lambda: len(newsroom.feeds.requests) >= seen + times,
        timeout_s=WITHIN_S,
        what="more polls",
        of=of,
    )


def in_mid_group(newsroom: Newsroom, of: DaemonProcess) -> None:
    """Wait till a process that groups waits for the table of decisions."""
    waits = (
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND query ILIKE 'INSERT INTO decision%'"
    )
    wait_until(
        lambda: newsroom.cluster.rows(waits),
        timeout_s=WITHIN_S,
        what="a process in the middle of grouping",
        of=of,
    )


def test_three_workers_of_which_one_is_killed_at_each_step(newsroom: Newsroom) -> None:
    made, receiver = newsroom.cluster, newsroom.receiver
    schedulers = [made.scheduler(), made.scheduler()]
    workers = [made.worker() for _ in range(3)]
    started(*workers)
    polled(newsroom, 4, workers[0])

    # In mid-poll: the feed's server was asked and has not answered.
    newsroom.tell(delay_s=300)
    polled(newsroom, 2, workers[0])
    victim = made.holder("SELECT lease_owner FROM feed", workers)
    victim.kill_all()
    workers.remove(victim)
    workers.append(made.worker())
    newsroom.hasten()
    made.rows(f"UPDATE feed SET lease_until = '{PAST}'")  # rather than wait 90 s for its end
    newsroom.heard(1, workers[0])

    # In mid-group: its transaction has begun and waits for a table.
    with closing(psycopg.connect(made.workspace.database_url)) as other:
        other.execute("LOCK TABLE decision IN SHARE MODE")
        newsroom.tell()
        in_mid_group(newsroom, workers[0])
        victim = made.holder("SELECT lease_owner FROM role WHERE name = 'group'", workers)
        victim.kill_all()
        workers.remove(victim)
        workers.append(made.worker())
    newsroom.heard(2, workers[0])

    # In mid-send: the receiver has the message and has not answered.
    assert receiver.hold is not None
    receiver.hold.clear()
    newsroom.tell()
    newsroom.heard(3, workers[0])
    victim = made.holder("SELECT lease_owner FROM delivery WHERE state = 'pending'", workers)
    victim.kill_all()
    workers.remove(victim)
    receiver.hold.set()
    made.rows(f"UPDATE delivery SET lease_until = '{PAST}' WHERE state = 'pending'")
    receiver.wait_for(4, timeout_s=WITHIN_S)

    # And the scheduler that is at work: the other takes over.
    leading = made.holder("SELECT lease_owner FROM role WHERE name = 'scheduler'", schedulers)
    leading.kill_all()
    newsroom.tell()
    newsroom.heard(4, workers[0])
    newsroom.check()
    for worker in workers:
        assert worker.terminate(timeout_s=60)[0] == 0


def test_a_broker_that_forgets_and_a_database_that_restarts(
    newsroom: Newsroom, postgres_server: PostgresServer
) -> None:
    made = newsroom.cluster
    scheduler, worker = made.scheduler(), made.worker()
    started(worker)
    newsroom.tell()
    newsroom.heard(1, worker)
    assert metrics(scheduler, worker) == METRICS

    made.broker.kill()
    newsroom.tell()
    scheduler.wait_event("job.failed", timeout_s=WITHIN_S)
    wait_until(
        lambda: "broker" in scheduler.get("/readyz").json()["problems"],
        timeout_s=WITHIN_S,
        what="the problem",
    )
    assert scheduler.get("/readyz").status_code == 503
    assert worker.get("/healthz").status_code == 200  # to end it would bring no broker back
    made.broker.start()
    newsroom.heard(2, worker)
    wait_until(
        lambda: scheduler.get("/readyz").json()["ready"], timeout_s=WITHIN_S, what="readiness"
    )

    postgres_server.restart()
    newsroom.tell()
    newsroom.heard(3, worker)
    newsroom.check()
    assert scheduler.terminate(timeout_s=60)[0] == 0
    assert worker.terminate(timeout_s=60)[0] == 0
    assert made.rows("SELECT name FROM role WHERE lease_owner IS NOT NULL") == []
    assert made.rows("SELECT id FROM feed WHERE lease_owner IS NOT NULL") == []


@pytest.mark.skipif(bool(impossible()), reason=impossible())
def test_a_worker_that_is_cut_off_in_the_middle_of_grouping(
    tmp_path: Path, postgres_server: PostgresServer, postgres_url: str
) -> None:
    name = postgres_url.partition("?")[0].rpartition("/")[2]
    with far_host() as host, postgres_server.listening(HERE) as port:
        url = f"postgresql://postgres@{HERE}:{port}/{name}"
        with open_newsroom(tmp_path, url, host=HERE, network=NETWORK) as newsroom:
            made = newsroom.cluster
            made.scheduler()
            far = made.worker(namespace=host.namespace)
            made.holder("SELECT lease_owner FROM role WHERE name = 'group'", [far])
            near = made.worker()
            started(near)
            newsroom.tell()
            newsroom.heard(1, near)

            with closing(psycopg.connect(url)) as other:
                other.execute("LOCK TABLE decision IN SHARE MODE")
                newsroom.tell()
                in_mid_group(newsroom, far)
                host.cut()
            made.rows(f"UPDATE feed SET lease_until = '{PAST}'")  # rather than wait for its end
            newsroom.heard(2, near)  # its lock is given up, as nobody answers at the other end
            made.holder("SELECT lease_owner FROM role WHERE name = 'group'", [near])

            host.mend()
            newsroom.tell()
            newsroom.heard(3, near)
            assert near.terminate(timeout_s=60)[0] == 0
            newsroom.tell()
            newsroom.heard(4, far)  # it works again by itself
            newsroom.check()
