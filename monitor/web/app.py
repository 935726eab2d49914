"""The web application: health probes and read-only pages. No SQL; no client-side script.

Pages hold nothing that a feed could turn into markup (templates escape everything), make no
request to third parties, and answer only to the host names of ``MONITOR_WEB_HOSTS``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from monitor.pipeline.health import Health
from monitor.web.views import read_development, read_now
from monitor.wiring import Services

HERE = Path(__file__).resolve().parent

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(services: Services, health: Callable[[], Health]) -> FastAPI:
    """The application over ``services``; ``health`` tells the state of the daemon's jobs."""
    app = FastAPI(title="event-monitor", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(_hosts(services)))
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    pages = Jinja2Templates(directory=HERE / "templates")

    @app.middleware("http")
    async def guard(
        request: Request, respond: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await respond(request)
        response.headers.update(HEADERS)
        return response

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        state = health()
        return JSONResponse({"alive": state.alive}, status_code=200 if state.alive else 503)

    @app.get("/readyz")
    def readyz() -> JSONResponse:
        state = health()
        body = {"ready": state.ready, "problems": dict(state.problems), **asdict(state.counts)}
        body["oldest_due_at"] = _iso(state)
        return JSONResponse(body, status_code=200 if state.ready else 503)

    @app.get("/")
    def now(request: Request) -> HTMLResponse:
        view = read_now(services.store, now=services.clock())
        context = {"view": view, "health": health(), "rules": services.rules}
        return pages.TemplateResponse(request, "now.html", context)

    @app.get("/developments/{development_id}")
    def development(request: Request, development_id: int) -> HTMLResponse:
        view = read_development(services.store, development_id)
        if view is None:
            raise HTTPException(404, "no such development")
        return pages.TemplateResponse(
            request, "development.html", {"view": view, "health": health(), "rules": services.rules}
        )

    return app


def _hosts(services: Services) -> tuple[str, ...]:
    public = services.settings.public_url.split("//", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    return (*services.settings.web_hosts, *([public] if public else []))


def _iso(state: Health) -> str | None:
    due = state.counts.oldest_due_at
    return due.isoformat() if due else None
