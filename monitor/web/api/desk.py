"""What the modules of the API share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.params import Depends as Dependency

from monitor.pipeline.health import Health
from monitor.store.engine import Store
from monitor.web.api.identity import Callers
from monitor.web.api.problems import documented
from monitor.wiring import Services

READING = documented(401, 422, 429, 503)
"""What any route that reads may answer besides what it is asked for."""

LISTING = {**READING, **documented(400)}
"""And any list: its cursor may be foreign."""

WRITING = {**READING, **documented(400, 403, 404, 409, 413)}
"""And any route that writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDesk:
    """What the routes are made with."""

    services: Services
    callers: Callers
    health: Callable[[], Health]

    @property
    def reads(self) -> list[Dependency]:
        """The dependencies of a route that reads."""
        return [Dependency(self.callers.reader)]

    @property
    def store(self) -> Store:
        """The store."""
        return self.services.store


def resource(name: str) -> APIRouter:
    """A router for one resource."""
    return APIRouter(tags=[name])
