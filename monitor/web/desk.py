"""What every page is made with: the services, who may ask, the templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from monitor.pipeline.health import Health
from monitor.web.access import Access
from monitor.wiring import Services

RowId = Annotated[int, Path(ge=1, le=2**63 - 1)]
"""The number of a row: what both databases can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What pages share. ``health`` tells the state of jobs and database."""

    services: Services
    access: Access
    templates: Jinja2Templates
    health: Callable[[], Health]

    def page(
        self, request: Request, template: str, *, status: int = 200, **context: object
    ) -> HTMLResponse:
        """A whole page; templates also get ``health`` and the ``rules`` in force."""
        known = {"health": self.health(), "rules": self.services.rules, **context}
        return self.templates.TemplateResponse(request, template, known, status_code=status)

    def part(
        self, request: Request, template: str, *, status: int = 200, **context: object
    ) -> HTMLResponse:
        """A piece of a page, for a script that puts it in place."""
        known = {"rules": self.services.rules, **context}
        return self.templates.TemplateResponse(request, template, known, status_code=status)

    def tell_log(self, request: Request, event: str, **values: object) -> None:
        """Put what somebody did into the log, with who it was."""
        self.services.log.info(event, person=self.access.enter(request).person, **values)
