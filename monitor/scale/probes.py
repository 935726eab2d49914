"""What a role without pages answers to probes: is it alive, is it ready, what does it do.

The same addresses and words as the daemon's (``/healthz``, ``/readyz``, ``/metrics``), so the same
probes serve every role. Nothing secret is told, so nobody is asked who they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Gauge, Info
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from monitor import __version__
from monitor.errors import MonitorError
from monitor.pipeline.health import NOT_BLOCKING, Beat, is_alive
from monitor.pipeline.remembering import Remembered
from monitor.scale.broker import Broker, Queue
from monitor.store.engine import Store
from monitor.store.schema import check_schema

REMEMBERED_S = 2.0
"""How long it is remembered whether database and broker answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A running role: ``name``, its jobs' beats, and what ``meter`` writes of its own."""

    name: str
    beats: Callable[[], Mapping[str, Beat]]
    meter: Callable[[CollectorRegistry], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outside:
    """What a role needs from elsewhere: problems by name, and messages that wait by queue."""

    problems: Mapping[str, str]
    waiting: Mapping[str, int]


class Probes:
    """Judges a role as often as it is asked, and asks database and broker only now and then."""

    def __init__(self, role: Role, *, store: Store, broker: Broker) -> None:
        self._role, self._store, self._broker = role, store, broker
        self._outside = Remembered(self._look, monotonic=time.monotonic)

    def app(self) -> Starlette:
        """The application that answers."""
        routes = [
            Route("/healthz", self._healthz, methods=["GET", "HEAD"]),
            Route("/readyz", self._readyz, methods=["GET", "HEAD"]),
            Route("/metrics", self._metrics, methods=["GET"]),
        ]
        return Starlette(routes=routes)

    def alive(self) -> bool:
        """Whether the role's own work goes on, whatever database and broker do."""
        return is_alive(self._role.beats(), now_s=time.monotonic())

    def problems(self) -> dict[str, str]:
        """What keeps the role from its work, by name."""
        outside = self._outside.get(lambda _: REMEMBERED_S)
        beats = self._role.beats()
        found = {name: beat.problem for name, beat in beats.items() if beat.problem}
        return found | dict(outside.problems)

    # Not run in a worker thread: those may all be waiting for a database that hangs.
    async def _healthz(self, _: Request) -> JSONResponse:
        alive = self.alive()
        return JSONResponse({"alive": alive, "role": self._role.name}, 200 if alive else 503)

    def _readyz(self, _: Request) -> JSONResponse:
        problems = self.problems()
        ready = self.alive() and not set(problems) - NOT_BLOCKING
        body = {"ready": ready, "role": self._role.name, "problems": problems}
        return JSONResponse(body, 200 if ready else 503)

    def _metrics(self, _: Request) -> Response:
        registry = CollectorRegistry()

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"monitor_{name}", text, labels, registry=registry)

        info = Info("monitor_build", "The program's version.", registry=registry)
        info.info({"version": __version__, "role": self._role.name})
        problems = self.problems()
        gauge("alive", "1 where every job ended a run lately.").set(self.alive())
        problem = gauge("problem", "1 for each problem that health names.", "name")
        for name in problems:
            problem.labels(name).set(1)
        waiting = gauge("broker_waiting", "Messages that no worker has taken yet.", "queue")
        for queue, count in self._outside.get(lambda _: REMEMBERED_S).waiting.items():
            waiting.labels(queue).set(count)
        self._role.meter(registry)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    def _look(self) -> _Outside:
        problems: dict[str, str] = {}
        waiting: dict[str, int] = {}
        try:
            check_schema(self._store)
        except MonitorError as error:
            problems["database"] = str(error)
        try:
            counts = self._broker.all_waiting(list(Queue))
            waiting = {str(queue): count for queue, count in zip(Queue, counts, strict=True)}
        except MonitorError as error:
            problems["broker"] = str(error)
        return _Outside(problems=problems, waiting=waiting)
