"""The API as an application of its own, to be mounted: its errors, its description, its routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp

from monitor import __version__
from monitor.pipeline.health import Health
from monitor.web.api import (
    alerts,
    atom,
    deliveries,
    developments,
    feeds,
    health,
    items,
    meetings,
    problems,
    rules,
    silences,
    stream,
)
from monitor.web.api.desk import ApiDesk
from monitor.web.api.identity import SCHEMES, Callers
from monitor.web.api.stream import Streams
from monitor.wiring import Services

PREFIX = "/api/v1"
MAX_BODY_BYTES = 2**20

_ABOUT = """\
What the monitor knows and does, for programs.

Send `Authorization: Bearer TOKEN`; `monitor web token add` and the account page give tokens. Lists
come in pages: `next`, and `Link: rel="next"`, say how to go on. Every error is a problem document
(RFC 9457). Moments are ISO 8601 in UTC. See docs/api.md.
"""


def create_api(
    services: Services,
    callers: Callers,
    health_now: Callable[[], Health],
) -> ASGIApp:
    """The API over ``services``, to be mounted at :data:`PREFIX`."""
    api = build_api(services, callers, health_now)
    problems.add_problems(api, services.log)
    return RequestBodyLimitMiddleware(api, MAX_BODY_BYTES)


def build_api(
    services: Services,
    callers: Callers,
    health_now: Callable[[], Health],
) -> FastAPI:
    """The routes of the API and their description; no error is answered yet."""
    api = _application()
    desk = ApiDesk(services=services, callers=callers, health=health_now)
    # The stream's path before that of one alert, which it looks like.
    api.include_router(stream.router(desk, Streams()), dependencies=SCHEMES)
    api.include_router(atom.router(desk))
    for resource in (
        developments,
        items,
        alerts,
        deliveries,
        feeds,
        rules,
        meetings,
        silences,
        health,
    ):
        api.include_router(resource.router(desk), dependencies=SCHEMES)
    _describe(api)
    return api


def _application() -> FastAPI:
    return FastAPI(
        title="event-monitor",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        servers=[{"url": PREFIX}],
        root_path_in_servers=False,
        redirect_slashes=False,
    )


def _describe(api: FastAPI) -> None:
    """Have the description say that errors come as problem documents."""

    def describe() -> dict[str, Any]:
        if api.openapi_schema is None:
            made = get_openapi(
                title=api.title,
                version="1",
                description=api.description,
                routes=api.routes,
                servers=api.servers,
            )
            for path in made["paths"].values():
                for operation in path.values():
                    _as_problems(operation["responses"])
            api.openapi_schema = made
        return api.openapi_schema

    api.openapi = describe  # type: ignore[method-assign]


def _as_problems(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if status >= "400" and "application/json" in content:
            content[problems.MEDIA_TYPE] = content.pop("application/json")
