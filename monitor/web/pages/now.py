"""The front page: what is developing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.web.desk import Desk
from monitor.web.views.now import read_now


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/")
    def now(request: Request) -> HTMLResponse:
        services = desk.services
        view = read_now(services.store, now=services.clock())
        return desk.page(request, "now.html", view=view)

    return routes
