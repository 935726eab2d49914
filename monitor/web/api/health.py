"""Whether the program is alive, ready and sees; and who asks."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from monitor import __version__
from monitor.model import Role, TokenScope
from monitor.web.api.desk import READING, ApiDesk, resource
from monitor.web.api.identity import Caller
from monitor.web.api.replies import reply


class CountsShape(BaseModel):
    """How much there is of each thing; large counts may be some seconds old."""

    feeds: int
    failing_feeds: int
    unread_feeds: int
    items: int
    quarantined: int
    developments: int
    pending: int
    waiting: int
    delivered: int
    dead: int
    held: int
    gathered: int
    oldest_due_at: datetime | None
    disabled_endpoints: list[str]
    failing_endpoints: list[str]


class HealthShape(BaseModel):
    """``alive``: the jobs run. ``ready``: the database answers and the last runs were sound.

    ``problems``: sentences by name; some of them make nothing unready.
    """

    version: str
    alive: bool
    ready: bool
    problems: dict[str, str]
    counts: CountsShape


class Me(BaseModel):
    """Who asks. ``token`` and ``scope`` are null for a session of a page."""

    person: str
    role: Role
    token: str | None
    scope: TokenScope | None
    expires_at: datetime | None


def router(desk: ApiDesk) -> APIRouter:
    """The routes of health and of oneself."""
    routes = resource("health")

    @routes.get("/health", response_model=HealthShape, responses=READING, dependencies=desk.reads)
    def health(request: Request) -> Response:
        """The program's health: 200 also where it is not well; ``/readyz`` is for probes."""
        state = desk.health()
        shape = HealthShape(
            version=__version__,
            alive=state.alive,
            ready=state.ready,
            problems=dict(state.problems),
            counts=CountsShape.model_validate(asdict(state.counts)),
        )
        return reply(request, shape)

    @routes.get("/me", response_model=Me, responses=READING)
    def me(request: Request, caller: Annotated[Caller, Depends(desk.callers.reader)]) -> Response:
        """Who asks, and what they may."""
        token = caller.token
        shape = Me(
            person=caller.person,
            role=caller.role,
            token=token.name if token else None,
            scope=token.scope if token else None,
            expires_at=token.expires_at if token else None,
        )
        return reply(request, shape)

    return routes
