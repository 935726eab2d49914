"""The web application: health probes, login, and pages for people who are logged in. No SQL.

Pages hold nothing that a feed could turn into markup (templates escape everything), make no
request to third parties, and answer only to known host names (``guard.py``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path as FilePath

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp

from monitor.alerts.text import counted
from monitor.pipeline.health import Health
from monitor.web.access import Access
from monitor.web.api.app import PREFIX, create_api
from monitor.web.api.identity import Callers
from monitor.web.api.problems import LargeBodiesTold
from monitor.web.callbacks import add_callbacks
from monitor.web.desk import Desk
from monitor.web.failures import add_failure_pages
from monitor.web.guard import (
    MAX_BODY_BYTES,
    GuardedHeaders,
    allowed_hosts,
    check_login_setting,
)
from monitor.web.login import add_login
from monitor.web.metrics import Metrics, add_metrics, is_local
from monitor.web.moments import moment
from monitor.web.pages import (
    deliveries,
    development,
    feed_list,
    feeds,
    items,
    meetings,
    now,
    rules,
    silences,
)
from monitor.web.turns import Turns
from monitor.wiring import Services

PROBED = ["GET", "HEAD"]
"""Methods of the probes: many uptime monitors ask with HEAD."""

_TOLD_HERE = "told on the machine itself, and to who is logged in"
AT_ANY_TIME = ("/static/", "/healthz", "/readyz")
"""Paths that wait for no page: they cost next to nothing, and probes must be answered in time."""

HERE = FilePath(__file__).resolve().parent


def create_app(
    services: Services, health: Callable[[], Health], alive: Callable[[], bool]
) -> ASGIApp:
    """The application over ``services``.

    ``health`` tells the state of jobs and database; ``alive`` whether the jobs run, at once and
    without the database. Raises :class:`ConfigError` for host names that could never match, and
    where nobody would be asked who they are though others than this machine could come.
    """
    check_login_setting(services.settings)
    app = FastAPI(title="event-monitor", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=allowed_hosts(services.settings))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    pages = Jinja2Templates(directory=HERE / "templates", context_processors=[_visit])
    pages.env.auto_reload = False
    pages.env.globals |= {"counted": counted, "moment": moment}
    _add_probes(app, health, alive)
    access = Access(services)
    add_login(app, services, access, pages)
    desk = Desk(services=services, access=access, templates=pages, health=health)
    app.include_router(_pages_router(desk))
    app.include_router(meetings.open_router(desk))
    add_callbacks(app, services)
    callers = Callers(services, access)
    metrics = Metrics(services.store, health, clock=services.clock, monotonic=time.monotonic)
    add_metrics(app, services, callers, metrics)
    app.mount(PREFIX, create_api(services, callers, health))
    add_failure_pages(app, pages, services.log)
    limited = RequestBodyLimitMiddleware(Turns(app, AT_ANY_TIME), MAX_BODY_BYTES)
    return GuardedHeaders(LargeBodiesTold(limited, PREFIX))


def _add_probes(app: FastAPI, health: Callable[[], Health], alive: Callable[[], bool]) -> None:
    # Not run in a worker thread: those may all be waiting for a database that hangs.
    @app.api_route("/healthz", methods=PROBED)
    async def healthz() -> JSONResponse:
        is_alive = alive()
        return JSONResponse({"alive": is_alive}, status_code=200 if is_alive else 503)

    @app.api_route("/readyz", methods=PROBED)
    def readyz(request: Request) -> JSONResponse:
        state = health()
        body: dict[str, object] = {"ready": state.ready}
        if is_local(request):
            body |= {"problems": dict(state.problems), **asdict(state.counts)}
            body["oldest_due_at"] = _iso(state)
        else:  # strangers may ask: what is watched, and what ails it, is not for them
            body["problems"] = dict.fromkeys(state.problems, _TOLD_HERE)
        return JSONResponse(body, status_code=200 if state.ready else 503)


def _visit(request: Request) -> dict[str, object]:
    """What every template may ask for: who is logged in."""
    return {"visit": getattr(request.state, "visit", None)}


def _pages_router(desk: Desk) -> APIRouter:
    router = APIRouter(dependencies=[Depends(desk.access.enter)])
    for page in (now, items, development, rules, meetings, feed_list, feeds, silences, deliveries):
        router.include_router(page.router(desk))
    return router


def _iso(state: Health) -> str | None:
    due = state.counts.oldest_due_at
    return due.isoformat() if due else None
