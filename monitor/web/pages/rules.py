"""The page of rules."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.web.desk import Desk


def router(desk: Desk) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/rules")
    def rules(request: Request) -> HTMLResponse:
        return desk.page(request, "rules.html")

    return routes
